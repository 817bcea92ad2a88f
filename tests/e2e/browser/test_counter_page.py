"""A morning at the counters: clerks in their windows, citizens who draw numbers."""

import re
from collections.abc import Callable, Iterator
from typing import Any

import httpx
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from assistant.staff.member import Grant
from assistant.staff.roles import Role
from tests.e2e.browser.conftest import Citizen
from tests.e2e.browser.desk import DESKTOP, PHONE, Accounts, accounts_of, log_in
from tests.e2e.browser.window import CENTRE, Window
from tests.e2e.conftest import Clerk, Server

COUNTERS = {"2": "chung-thuc", "4": "van-hoa-xa-hoi"}


@pytest.fixture(scope="module")
def people(server: Server) -> Iterator[Accounts]:
    """The accounts of two clerks."""
    with accounts_of(server) as accounts:
        for login, name in (("lan.quay", "Nguyễn Thị Lan"), ("mai.quay", "Lê Thị Mai")):
            accounts.make(login, name, Grant(Role.CLERK, CENTRE))
        yield accounts


@pytest.fixture
def keypad(clerk_at: Callable[[str], Clerk]) -> Iterator[Clerk]:
    """Presses without a page; before and after a test both counters are open and their lines empty."""
    clerk = clerk_at(CENTRE)

    def empty() -> None:
        for counter in COUNTERS:
            clerk.does(counter, "open")
            for held in clerk.sees(counter)["on_hold"]:
                clerk.does(counter, "return", number=held["number"])
            while clerk.does(counter, "call-next", finish_current=True)["ticket"]:
                pass

    empty()
    yield clerk
    empty()


@pytest.fixture
def at_counter(someone: Callable[..., Citizen], people: Accounts, keypad: Clerk) -> Callable[..., Window]:
    """A clerk who has logged in and opened the page of a counter."""

    def entered(counter: str, login: str = "lan.quay", size: tuple[int, int] = DESKTOP, **how: Any) -> Window:
        window = Window(someone(size, **how), counter)
        window.person.opens(window.address)
        log_in(window.page, login)
        expect(window.page).to_have_url(re.compile(window.address))
        window.ready("Gọi số tiếp theo")
        return window

    return entered


@pytest.fixture
def draw(client: httpx.Client, keypad: Clerk) -> Callable[..., dict[str, Any]]:
    """A citizen draws a number for a counter."""

    def drawn(counter: str, **wanted: str) -> dict[str, Any]:
        wanted = {"service": COUNTERS[counter]} | wanted
        response = client.post(f"/v1/centres/{CENTRE}/tickets", json=wanted)
        assert response.status_code == 201, response.text
        return dict(response.json())

    return drawn


@pytest.fixture
def status(client: httpx.Client) -> Callable[[dict[str, Any]], str]:
    """Where a ticket stands."""
    return lambda ticket: str(client.get(f"/v1/tickets/{ticket['id']}").json()["status"])


Draw = Callable[..., dict[str, Any]]
Status = Callable[[dict[str, Any]], str]
AtCounter = Callable[..., Window]


def test_a_number_appears_is_called_and_finished_at_its_own_counter(
    at_counter: AtCounter, draw: Draw, status: Status
) -> None:
    two, four = at_counter("2"), at_counter("4", "mai.quay")
    expect(two.page.get_by_text("Đang chờ quầy này: 0 người")).to_be_visible()

    first = draw("2")
    second = draw("2", priority_reason="nguoi-cao-tuoi")
    other = draw("4")
    expect(two.line).to_have_text([second["number"], first["number"]])
    expect(four.line).to_have_text([other["number"]])

    two.press("Gọi số tiếp theo")
    expect(two.number).to_have_text(second["number"])
    expect(two.page.locator("#marks")).to_contain_text("Ưu tiên: Người cao tuổi")
    expect(two.page.locator("#said")).to_contain_text(f"Đang gọi số {second['number']}, Chứng thực")
    assert status(second) == "called"
    expect(two.page).to_have_title(re.compile(f"{second['number']} · Quầy 2"))
    two.press("Bắt đầu tiếp")
    two.press("Xong, gọi số tiếp theo")
    expect(two.number).to_have_text(first["number"])
    assert (status(second), status(first)) == ("done", "called")
    two.press("Bắt đầu tiếp")
    two.press("Xong, gọi số tiếp theo")
    expect(two.number).to_have_text("—")
    expect(two.page.get_by_role("heading", name="Chưa có ai chờ")).to_be_visible()
    assert (status(first), status(other)) == ("done", "waiting")


def test_a_double_click_skips_nobody(at_counter: AtCounter, draw: Draw, status: Status) -> None:
    tickets = [draw("2") for _ in range(3)]
    window = at_counter("2")

    window.go.dblclick()
    window.ready("Bắt đầu tiếp")
    window.go.dblclick()
    window.ready("Xong, gọi số tiếp theo")
    assert window.pressed == ["call-next", "start"]
    assert [status(ticket) for ticket in tickets] == ["serving", "waiting", "waiting"]

    window.page.evaluate("for (let i = 0; i < 5; i++) document.getElementById('go').click()")
    window.ready("Bắt đầu tiếp")
    assert [status(ticket) for ticket in tickets] == ["done", "called", "waiting"]
    for _ in range(4):
        window.page.keyboard.press("Space")
    window.ready("Xong, gọi số tiếp theo")
    assert [status(ticket) for ticket in tickets] == ["done", "serving", "waiting"]


SECOND_CLICK = """
const word = document.querySelector("#go span");
new MutationObserver(() => setTimeout(() => word.click(), 100)).observe(word, { childList: true });
"""


def test_a_second_click_that_comes_when_the_button_has_just_changed_does_nothing(
    at_counter: AtCounter, draw: Draw, status: Status
) -> None:
    tickets = [draw("2") for _ in range(2)]
    window = at_counter("2")
    window.page.evaluate(SECOND_CLICK)
    for word in ("Gọi số tiếp theo", "Bắt đầu tiếp", "Xong, gọi số tiếp theo"):
        window.press(word)
    window.ready("Bắt đầu tiếp")
    assert window.pressed == ["call-next", "start", "call-next"]
    assert [status(ticket) for ticket in tickets] == ["done", "called"]


def test_two_clerks_at_one_counter_see_each_other(at_counter: AtCounter, draw: Draw) -> None:
    ticket, following = draw("2"), draw("2")
    lan, mai = at_counter("2"), at_counter("2", "mai.quay")

    lan.press("Gọi số tiếp theo")
    expect(mai.number).to_have_text(ticket["number"])
    expect(mai.page.locator("#times")).to_contain_text("Nguyễn Thị Lan (lan.quay)")
    expect(lan.page.locator("#times")).not_to_contain_text("lan.quay")
    mai.press("Bắt đầu tiếp")
    lan.ready("Xong, gọi số tiếp theo")
    mai.deed("Tạm nghỉ").click()
    lan.ready("Xong")
    expect(lan.page.locator("#state")).to_have_text("Tạm nghỉ")
    lan.press("Xong")
    mai.press("Mở quầy")
    lan.ready("Gọi số tiếp theo")
    expect(lan.line).to_have_text([following["number"]])


def test_what_was_meant_for_somebody_who_has_left_is_refused(
    at_counter: AtCounter, draw: Draw, status: Status, keypad: Clerk
) -> None:
    tickets = [draw("2") for _ in range(3)]
    window = at_counter("2")
    window.press("Gọi số tiếp theo")
    window.press("Bắt đầu tiếp")
    window.ready("Xong, gọi số tiếp theo")
    window.page.route(f"**/counters/{window.counter}", lambda _route: None)  # it learns of nothing more

    keypad.does("2", "call-next", finish_current=True)
    window.go.click()

    expect(window.page.get_by_role("alert").filter(has_text="đang có số")).to_contain_text(
        f"không phải số {tickets[0]['number']}"
    )
    assert [status(ticket) for ticket in tickets] == ["done", "called", "waiting"]
    window.page.unroute_all(behavior="ignoreErrors")


def test_with_the_keyboard_alone(at_counter: AtCounter, draw: Draw, status: Status) -> None:
    ticket = draw("2", procedure_code="2.000815")
    window = at_counter("2")
    keyboard, number = window.page.keyboard, ticket["number"]

    keyboard.press("Space")
    window.ready("Bắt đầu tiếp")
    expect(window.page.locator("#marks")).to_contain_text("Việc nhanh")
    keyboard.press("r")
    expect(window.page.locator("#said")).to_have_text(f"Đã gọi số {number} lần 2.")
    keyboard.press("v")
    expect(window.page.locator("#next")).to_contain_text("Đã vắng 1 lần")
    window.ready("Gọi số tiếp theo")
    keyboard.press("Enter")
    window.ready("Bắt đầu tiếp")
    keyboard.press("b")
    note = window.page.get_by_label("Còn thiếu gì")
    expect(note).to_be_focused()
    keyboard.type("<b>bản chính</b> r v x")
    assert window.pressed == ["call-next", "recall", "no-show", "call-next"]
    keyboard.press("Enter")
    expect(window.page.locator("#on-hold")).to_contain_text("<b>bản chính</b> r v x")
    assert status(ticket) == "on_hold"
    window.ready("Gọi số tiếp theo")

    window.page.get_by_role("button", name=f"Đã quay lại số {number}").click()
    expect(window.line).to_have_text([number])
    window.page.get_by_label("Dùng phím tắt").uncheck()
    window.page.locator("#main").focus()
    keyboard.press("Space")
    assert status(ticket) == "waiting"
    window.page.reload()
    window.ready("Gọi số tiếp theo")
    expect(window.page.get_by_label("Dùng phím tắt")).not_to_be_checked()
    window.page.get_by_label("Dùng phím tắt").check()
    window.press("Gọi số tiếp theo")
    window.ready("Bắt đầu tiếp")

    keyboard.press("c")
    keyboard.press("Escape")
    expect(window.page.get_by_role("dialog")).to_have_count(0)
    keyboard.press("c")
    expect(window.page.get_by_role("radio", name="Chứng thực")).to_be_hidden()
    window.page.get_by_role("radio", name="Chính sách xã hội").check()
    window.page.get_by_label("Nhắn quầy sau").fill("đã đủ bản sao")
    keyboard.press("Enter")
    window.ready("Gọi số tiếp theo")
    assert status(ticket) == "transferred"
    other = at_counter("4", "mai.quay")
    expect(other.page.locator("#next")).to_contain_text("đã đủ bản sao")


def test_a_lost_connection_is_said_and_what_happened_meanwhile_is_seen(
    at_counter: AtCounter, draw: Draw
) -> None:
    window = at_counter("2")
    lost = window.page.get_by_text("Mất kết nối, đang nối lại…")
    expect(lost).to_be_hidden()

    window.page.context.set_offline(True)
    expect(lost).to_be_visible()
    ticket = draw("2")
    window.go.click()
    expect(window.page.get_by_text("Chưa rõ thao tác đã được ghi chưa")).to_be_visible()
    window.page.context.set_offline(False)

    expect(lost).to_be_hidden()
    expect(window.line).to_have_text([ticket["number"]])
    window.press("Gọi số tiếp theo")
    expect(window.number).to_have_text(ticket["number"])
    expect(window.page.get_by_text("Chưa rõ thao tác")).to_be_hidden()


def test_a_session_that_has_ended_leads_to_the_login_and_back(
    at_counter: AtCounter, draw: Draw, people: Accounts
) -> None:
    ticket = draw("2")
    window = at_counter("2")
    people.end_sessions("lan.quay")

    window.go.click()

    expect(window.page.get_by_text("Phiên đăng nhập đã hết")).to_be_visible()
    expect(window.go).to_have_attribute("aria-disabled", "true")
    window.page.get_by_role("link", name="Đăng nhập lại").click()
    log_in(window.page, "lan.quay")
    expect(window.page).to_have_url(re.compile(window.address + "$"))
    window.press("Gọi số tiếp theo")
    expect(window.number).to_have_text(ticket["number"])


def test_a_login_by_somebody_else_in_the_same_browser_asks_for_a_new_page(at_counter: AtCounter) -> None:
    window = at_counter("2")
    other = window.page.context.new_page()
    other.goto(f"{window.person.url}/staff/login")
    log_in(other, "mai.quay")
    expect(other.get_by_role("heading", level=1)).to_be_visible()

    window.go.click()
    window.page.get_by_role("link", name="Tải lại trang").click()
    window.ready("Gọi số tiếp theo")
    expect(window.page.get_by_role("banner")).to_contain_text("Lê Thị Mai")


def test_the_counter_of_yesterday_is_offered_first(at_counter: AtCounter) -> None:
    window = at_counter("4")
    window.page.get_by_role("link", name="Đổi quầy").click()
    expect(window.page.get_by_role("listitem").filter(has_text="Quầy 4")).to_contain_text("đang mở")
    window.page.get_by_role("link", name="Vào lại quầy 4: Quầy chính sách xã hội").click()
    expect(window.page).to_have_url(re.compile(window.address))


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_no_serious_fault_and_everything_fits(
    at_counter: AtCounter, draw: Draw, size: tuple[int, int], scheme: str
) -> None:
    for _ in range(2):
        draw("2")
    draw("2", priority_reason="nguoi-khuyet-tat-nang")
    window = at_counter("2", size=size, color_scheme=scheme)
    check(window, size)
    window.press("Gọi số tiếp theo")
    window.ready("Bắt đầu tiếp")
    check(window, size)
    window.deed("Chuyển nhóm khác").click()
    check(window, size)
    window.page.keyboard.press("Escape")
    window.deed("Chờ bổ sung giấy tờ").click()
    check(window, size)
    window.page.get_by_role("button", name="Giữ số").click()
    expect(window.page.get_by_role("button", name="Đã quay lại")).to_be_visible()
    check(window, size)
    window.page.get_by_role("link", name="Đổi quầy").click()
    expect(window.page.get_by_role("link", name="Vào lại quầy")).to_be_visible()
    check(window, size)


def check(window: Window, size: tuple[int, int]) -> None:
    found = Axe().run(window.page).response["violations"]
    serious = [fault for fault in found if fault["impact"] in {"serious", "critical"}]
    assert [f"{fault['id']}: {node['html']}" for fault in serious for node in fault["nodes"]] == []
    assert window.page.evaluate("document.documentElement.scrollWidth") <= size[0]
