"""What comes from outside is shown as text; pages keep to their policy; other sites need leave."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Route, expect

from tests.e2e.browser.conftest import Citizen
from tests.e2e.conftest import WIDGET_SITE

ATTACK = '<img src=x onerror="window.hit=1"><script>window.hit=1</script>"\'&lt;'
DESKTOP = (1280, 800)


def _everywhere(value: Any) -> Any:
    """A turn in which each text is an attack."""
    if isinstance(value, str):
        return ATTACK
    if isinstance(value, list):
        return [_everywhere(each) for each in value]
    return {key: _everywhere(each) for key, each in value.items()} if isinstance(value, dict) else value


def _turn(**given: Any) -> dict[str, Any]:
    empty = {"cards": [], "suggestions": [], "commands": [], "ticket": None, "dossier": None, "answer": None}
    return {"message_id": "m_1", "status": "answered", "replies": [], **empty, **given}


def test_markup_in_a_message_is_text(citizen: Citizen) -> None:
    citizen.says(ATTACK)
    citizen.page.reload()

    expect(citizen.own).to_contain_text(ATTACK)
    assert citizen.page.evaluate("window.hit") is None


def test_markup_in_a_reply_is_text_and_addresses_that_run_are_no_links(citizen: Citizen) -> None:
    source = {"title": ATTACK, "decision_no": ATTACK, "url": "javascript:window.hit=1", "read_on": None}
    ticket = dict.fromkeys(("number", "service_name", "status_text", "centre"), ATTACK)
    ticket |= {"type": "ticket", "id": "t_1", "status": "cancelled", "status_url": "javascript:window.hit=1"}
    ticket |= {"people_ahead": None, "wait_minutes": None, "counters": [{"way": ATTACK}], "called_to": None}
    dossier = {"type": "dossier", "code": ATTACK, "procedure": ATTACK, "status_text": ATTACK}
    dossier |= {"received_on": "2026-07-01", "source": source, "late": True, "days_late": 2}
    turn = _turn(
        replies=[{"text": f"{ATTACK}\nNguồn: {ATTACK}", "speech": ATTACK}],
        answer={"topic": ATTACK, "sources": [source]},
        cards=[
            {"type": "faq", "title": ATTACK, "slug": ATTACK, "source": ATTACK},
            {"type": "comparison", "options": [{"code": "../../x", "title": ATTACK}]},
            {"type": ATTACK},
            ticket,
            dossier,
        ],
        suggestions=[{"title": ATTACK, "message": ATTACK}],
    )
    citizen.page.route("**/v1/messages", lambda route: route.fulfill(json=turn))

    reply = citizen.says("xin chào")

    expect(reply).to_contain_text(ATTACK)
    links = [link.get_attribute("href") or "" for link in citizen.page.locator("a").all()]
    assert [link for link in links if not link.startswith(citizen.url)] == []
    assert citizen.page.evaluate("window.hit") is None


def test_markup_in_a_procedure_is_text(citizen: Citizen) -> None:
    def attacked(route: Route) -> None:
        procedure = _everywhere(route.fetch().json()) | {"code": "1.001193"}
        route.fulfill(json=procedure)

    citizen.page.route("**/v1/procedures/*", attacked)
    citizen.says("đăng ký khai sinh")

    expect(citizen.page.get_by_role("article")).to_contain_text(ATTACK)
    assert citizen.page.evaluate("window.hit") is None


def test_a_link_brings_a_question_but_does_not_send_it(citizen: Citizen, heard: list[dict[str, Any]]) -> None:
    citizen.opens("/p/1.001193")
    citizen.page.get_by_role("link", name="Hỏi Lễ Tân").click()

    expect(citizen.text).to_have_value("đăng ký khai sinh")
    assert heard == []
    assert citizen.page.url == f"{citizen.url}/"


def _embedding(citizen: Citizen, site: str) -> None:
    """A page of another site with the widget in it, under a policy of its own."""
    policy = f"default-src 'none'; script-src {citizen.url}; connect-src {citizen.url}; img-src {citizen.url}"
    page = (
        '<!doctype html><html lang="vi"><meta charset="utf-8"><title>Trang của xã</title>'
        f'<script type="module" src="{citizen.url}/widget.js"></script><h1>Trang của xã</h1>'
        '<le-tan-chat centre="trieu-son" colour="#ffd400" position="left" greeting="Chào bà con!">'
        "</le-tan-chat>"
    )
    headers = {"content-security-policy": policy, "content-type": "text/html; charset=utf-8"}
    citizen.page.route(f"{site}/**", lambda route: route.fulfill(body=page, headers=headers))
    citizen.opens(f"{site}/")


def test_a_site_that_is_allowed_embeds_the_widget(
    someone: Callable[..., Citizen], give_back: Callable[[str], None]
) -> None:
    citizen = someone(DESKTOP)
    _embedding(citizen, WIDGET_SITE)
    page = citizen.page
    launcher = page.get_by_role("button", name="Hỏi Lễ Tân")
    box = launcher.bounding_box()
    assert box
    assert box["x"] < DESKTOP[0] / 2

    launcher.click()
    expect(page.get_by_role("dialog", name="Trò chuyện với Lễ Tân")).to_contain_text("Chào bà con!")
    citizen.says("lấy số làm khai sinh")
    address = page.get_by_role("link", name="Mở phiếu").get_attribute("href") or ""
    assert address.startswith(f"{citizen.url}/t/")
    give_back(address)
    page.wait_for_function(
        "() => document.querySelector('le-tan-chat').shadowRoot.querySelector('img').complete"
    )

    page.keyboard.press("Escape")
    expect(launcher).to_be_focused()
    expect(citizen.text).to_be_hidden()


@pytest.mark.parametrize("site", ["http://la.example", "http://www.xa.example", "https://xa.example"])
def test_a_site_that_is_not_allowed_is_refused(someone: Callable[..., Citizen], site: str) -> None:
    citizen = someone(DESKTOP)
    _embedding(citizen, site)

    assert citizen.page.evaluate("customElements.get('le-tan-chat')") is None
    fetched = "url => fetch(url).then((answer) => answer.status, () => 'refused')"
    assert citizen.page.evaluate(fetched, f"{citizen.url}/v1/centres") == "refused"
    posted = """url => fetch(url, {
        method: "POST", headers: {"Content-Type": "application/json"}, body: '{"text": "lấy số"}'
    }).then((answer) => answer.status, () => 'refused')"""
    assert citizen.page.evaluate(posted, f"{citizen.url}/v1/messages") == "refused"
    assert any("blocked by CORS policy" in complaint for complaint in citizen.complaints)
    citizen.complaints.clear()
