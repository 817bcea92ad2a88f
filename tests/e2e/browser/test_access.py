"""For everyone: by keyboard alone, by voice, large, dark, in high contrast; no fault that axe can find."""

from collections.abc import Callable

import httpx
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.e2e.browser.conftest import Citizen

SERIOUS = {"serious", "critical"}
FIRST_VIEW = 100_000
"""Bytes, uncompressed."""
FOCUS_IN_DIALOG = """() => {
  const focused = document.querySelector("le-tan-chat").shadowRoot.activeElement;
  return focused ? Boolean(focused.closest("dialog")) : document.activeElement === document.body;
}"""


def _faults(page: Page) -> list[str]:
    """What axe finds serious or worse."""
    found = Axe().run(page).response["violations"]
    serious = [fault for fault in found if fault["impact"] in SERIOUS]
    return [f"{fault['id']}: {node['html']}" for fault in serious for node in fault["nodes"]]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_no_serious_fault(
    someone: Callable[..., Citizen], client: httpx.Client, give_back: Callable[[str], None], scheme: str
) -> None:
    citizen = someone(color_scheme=scheme)
    page = citizen.opens()
    page.get_by_role("button", name="Làm giấy khai sinh").click()
    expect(page.get_by_role("checkbox").first).to_be_visible()
    citizen.says("lấy số")
    give_back(page.get_by_role("link", name="Mở phiếu").get_attribute("href") or "")
    citizen.says("cháy nhà")
    assert _faults(page) == []
    page.get_by_label("Cỡ chữ, màu và giọng đọc").click()
    page.get_by_role("checkbox", name="Chữ tương phản cao").check()
    page.get_by_role("radio", name="Rất lớn").check()
    assert _faults(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    page.get_by_role("button", name="Xong").click()
    assert _faults(page) == []

    ticket = client.post("/v1/centres/hac-thanh/tickets", json={"service": "kinh-te"}).json()
    give_back(ticket["status_url"])
    for path in ("/p/1.001193", "/p/9.999999", ticket["status_url"]):
        citizen.opens(path)
        page.wait_for_load_state()
        assert _faults(page) == [], path


def test_everything_is_done_by_keyboard_alone(citizen: Citizen, give_back: Callable[[str], None]) -> None:
    page = citizen.page
    focused = page.locator(":focus:not(le-tan-chat)")
    expect(citizen.text).to_be_visible()

    def tab_to(name: str) -> None:
        for _ in range(40):
            page.keyboard.press("Tab")
            if name in (focused.get_attribute("aria-label") or focused.inner_text()):
                return
        raise AssertionError(f"Tab does not reach {name}")

    tab_to("Cỡ chữ")
    page.keyboard.press("Enter")
    page.keyboard.press("ArrowRight")
    expect(page.get_by_label("Lớn", exact=True)).to_be_checked()
    for _ in range(12):
        page.keyboard.press("Tab")
        inside = (
            "() => Boolean(document.querySelector('le-tan-chat').shadowRoot.activeElement?.closest('dialog'))"
        )
        assert page.evaluate(inside) or page.evaluate("document.activeElement === document.body")
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
    assert "Cỡ chữ" in (focused.get_attribute("aria-label") or "")

    tab_to("Câu hỏi của anh/chị")
    page.keyboard.type("lấy số làm khai sinh")
    page.keyboard.press("Shift+Enter")
    page.keyboard.press("Backspace")
    page.keyboard.press("Enter")
    expect(page.locator(".ticket .number")).to_be_visible()
    give_back(page.get_by_role("link", name="Mở phiếu").get_attribute("href") or "")
    page.keyboard.press("Shift+Tab")
    assert focused.inner_text() == "Hủy số"
    outline = "node => getComputedStyle(node).outlineStyle"
    assert focused.evaluate(outline) == "solid"
    page.keyboard.press("Enter")
    expect(citizen.replies.last).to_contain_text("Em đã hủy số")


SPEAKING = """
window.spoken = [];
window.webkitSpeechRecognition = window.SpeechRecognition = class {
  start() {
    const result = Object.assign([{ transcript: "mấy giờ trung tâm làm việc" }], { isFinal: true });
    setTimeout(() => { this.onresult({ results: [result] }); this.onend(); }, 50);
  }
  abort() { this.onend(); }
};
Object.defineProperty(window, "speechSynthesis", {
  value: {
    speak: (words) => window.spoken.push([words.lang, words.text]),
    cancel: () => {},
    getVoices: () => [],
  },
});
"""


def test_one_may_speak_and_have_replies_read_aloud_once_it_is_switched_on(
    someone: Callable[..., Citizen],
) -> None:
    citizen = someone()
    page = citizen.page
    page.add_init_script(SPEAKING)
    citizen.opens()

    with page.expect_request("**/v1/messages") as request:
        page.get_by_role("button", name="Nói thay cho gõ").click()
    assert request.value.post_data_json["input"] == "speech"
    expect(citizen.replies).to_have_count(1)
    assert page.evaluate("window.spoken") == []

    page.get_by_role("button", name="Đọc to câu trả lời").click()
    citizen.says("mấy giờ trung tâm làm việc")
    ((language, words),) = page.evaluate("window.spoken")
    assert language == "vi-VN"
    assert "bảy giờ rưỡi" in words


def test_wishes_are_remembered(citizen: Citizen) -> None:
    page = citizen.page
    page.get_by_label("Cỡ chữ, màu và giọng đọc").click()
    page.get_by_role("radio", name="Rất lớn").check()
    page.get_by_role("radio", name="Tối").check()
    page.get_by_role("button", name="Xong").click()
    page.reload()

    app = page.locator(".app")
    expect(app).to_have_attribute("data-size", "largest")
    expect(app).to_have_attribute("data-theme", "dark")


COLOURS = ["#0068ff", "#ffd400", "#fff", "#000", "#c8102e", "#00a651", "#888", "red", ""]


@pytest.mark.parametrize(
    ("dark", "more", "least"), [(False, False, 4.5), (True, False, 4.5), (True, True, 7)]
)
def test_whatever_the_colour_of_a_site_its_text_can_be_read(
    citizen: Citizen, dark: bool, more: bool, least: float
) -> None:
    lowest = citizen.page.evaluate(
        """async ([colours, dark, more]) => {
            const { accents, contrast } = await import("/static/widget/colour.js");
            const parts = (colour) => colour === "#fff" ? [255, 255, 255]
                : colour.startsWith("#") ? [0x0b, 0x11, 0x18] : colour.match(/\\d+/g).map(Number);
            const ground = dark ? [0x1b, 0x25, 0x30] : [255, 255, 255];
            return Math.min(...colours.map((colour) => {
                const made = accents(colour, dark, more);
                const head = contrast(parts(made.accent), parts(made["on-accent"]));
                return Math.min(head, contrast(parts(made.link), ground));
            }));
        }""",
        [COLOURS, dark, more],
    )

    assert lowest >= least


def test_nothing_moves_for_whom_it_should_not(someone: Callable[..., Citizen]) -> None:
    citizen = someone(reduced_motion="reduce")
    page = citizen.opens()
    page.route("**/v1/messages", lambda _route: None)
    citizen.types("xin chào")

    assert page.locator(".typing i").first.evaluate("node => getComputedStyle(node).animationName") == "none"
    page.unroute_all(behavior="ignoreErrors")


def test_the_first_view_is_small(someone: Callable[..., Citizen]) -> None:
    citizen = someone()
    sizes: dict[str, int] = {}
    citizen.page.on("response", lambda response: sizes.update({response.url: len(response.body())}))
    citizen.opens()
    expect(citizen.text).to_be_visible()

    assert len(sizes) > 20
    assert sum(sizes.values()) < FIRST_VIEW


@pytest.mark.parametrize("width", [360, 768, 1280])
def test_a_procedure_page_fits_the_screen_and_prints(someone: Callable[..., Citizen], width: int) -> None:
    citizen = someone((width, 800))
    page = citizen.opens("/p/1.001193")

    assert page.evaluate("document.documentElement.scrollWidth") <= width
    expect(page.get_by_role("heading", level=1)).to_have_text("Đăng ký khai sinh")
    page.wait_for_function("() => document.querySelector('.qr').naturalWidth > 0")
    page.emulate_media(media="print")
    expect(page.get_by_role("link", name="Hỏi Lễ Tân")).to_be_hidden()
    expect(page.get_by_text(f"{citizen.url}/p/1.001193")).to_be_visible()
