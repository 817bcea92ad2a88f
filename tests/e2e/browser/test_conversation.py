"""A citizen's conversation on a phone of 360 pixels, to a ticket and beyond."""

import re
from collections.abc import Callable
from typing import Any

from playwright.sync_api import expect

from tests.e2e.browser.conftest import Citizen
from tests.e2e.conftest import Clerk


def test_a_conversation_leads_to_a_ticket_and_the_call_is_seen_live(
    citizen: Citizen, give_back: Callable[[str], None], clerk_at: Callable[[str], Clerk]
) -> None:
    page = citizen.page
    expect(page.get_by_role("heading", name="Lễ Tân")).to_be_visible()
    expect(page.locator("header")).to_contain_text("xã Triệu Sơn")

    page.get_by_role("button", name="Làm giấy khai sinh").click()
    card = page.get_by_role("article", name="Đăng ký khai sinh")
    expect(card.get_by_role("checkbox").first).to_be_visible()
    expect(card).to_contain_text("Em chưa có số liệu chắc chắn")
    expect(card).to_contain_text("Quầy số 3, bên phải cửa vào")
    expect(card.get_by_role("link", name="Nộp trực tuyến")).to_have_attribute(
        "href", re.compile("dichvucong")
    )
    page.get_by_role("group", name="Gợi ý").get_by_role("button", name="Lấy số").click()

    ticket = page.locator(".ticket")
    address = ticket.get_by_role("link", name="Mở phiếu").get_attribute("href") or ""
    give_back(address)
    number = ticket.locator(".number").inner_text()
    assert re.fullmatch(r"A\d{3}", number)
    qr = ticket.get_by_role("img")
    qr.scroll_into_view_if_needed()
    page.wait_for_function("image => image.naturalWidth > 0", arg=qr.element_handle())
    expect(ticket.get_by_text("Quầy số 3, bên phải cửa vào")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 360

    clerk = clerk_at("trieu-son")
    while clerk.does("3", "call-next", finish_current=True)["ticket"]["number"] != number:
        pass
    expect(ticket).to_have_class(re.compile("called"))
    expect(ticket).to_contain_text("Mời anh/chị tới quầy số 3")
    expect(ticket.get_by_text("Quầy số 3, bên phải cửa vào")).to_be_visible()
    expect(ticket.get_by_text("Phía trước")).to_be_hidden()
    expect(page.locator(".hidden[role=status]")).to_contain_text(f"quầy số 3, số {number}")
    clerk.does("3", "finish")
    expect(ticket).to_have_class(re.compile("ended"))


def test_a_reload_in_the_middle_keeps_the_conversation_and_what_was_typed(
    citizen: Citizen, heard: list[dict[str, Any]]
) -> None:
    citizen.says("đăng ký kết hôn cần giấy tờ gì")
    citizen.text.fill("hết bao nhiêu")

    citizen.page.reload()

    expect(citizen.text).to_have_value("hết bao nhiêu")
    expect(citizen.own.first).to_contain_text("đăng ký kết hôn cần giấy tờ gì")
    expect(citizen.replies).to_have_count(1)
    citizen.text.fill("")
    expect(citizen.says("lệ phí bao nhiêu")).to_contain_text("kết hôn")
    assert len({message["conversation_id"] for message in heard}) == 1


def test_ticks_survive_a_reload_until_the_conversation_is_forgotten(citizen: Citizen) -> None:
    page = citizen.page
    citizen.says("đăng ký khai sinh")
    paper = page.get_by_role("checkbox", name="Giấy chứng sinh")
    paper.first.check()
    expect(page.get_by_text("Đã có 1/3")).to_be_visible()

    page.reload()
    expect(paper.first).to_be_checked()
    citizen.says("cần giấy tờ gì")
    expect(paper).to_have_count(2)
    expect(paper.last).to_be_checked()
    paper.last.uncheck()
    expect(paper.first).not_to_be_checked()

    citizen.text.fill("đang gõ dở")
    page.get_by_role("button", name="Người mới").click()
    page.get_by_role("button", name="Xóa, bắt đầu lại").click()
    expect(citizen.own).to_have_count(0)
    expect(citizen.text).to_have_value("")
    assert page.evaluate("Object.keys(localStorage).filter((key) => !key.endsWith(':draft:trieu-son'))") == []


def test_a_thumb_is_stored_and_the_last_press_counts(
    citizen: Citizen, ask_database: Callable[..., list[Any]], heard: list[dict[str, Any]]
) -> None:
    reply = citizen.says("trung tâm có wifi không")
    expect(reply).to_contain_text("Nguồn:")

    reply.get_by_role("button", name="Câu trả lời có ích").click()
    expect(reply).to_contain_text("Em cảm ơn")
    down = reply.get_by_role("button", name="Câu trả lời chưa đúng")
    down.click()
    expect(down).to_have_attribute("aria-pressed", "true")
    citizen.page.reload()
    expect(down).to_have_attribute("aria-pressed", "true")

    ids = heard[0]["conversation_id"], heard[0]["message_id"]
    query = "SELECT helpful FROM feedback WHERE conversation_id = ? AND message_id = ?"
    assert ask_database(query, *ids) == [(0,)]


def test_what_is_asked_back_is_answered_by_a_button(citizen: Citizen, heard: list[dict[str, Any]]) -> None:
    reply = citizen.says("lấy số")

    reply.get_by_role("button", name="Chứng thực").click()

    expect(citizen.page.locator(".ticket .service")).to_have_text("Chứng thực")
    assert heard[-1]["input"] == "button"


def test_an_emergency_shows_numbers_to_call_the_right_one_first(citizen: Citizen) -> None:
    reply = citizen.says("cháy nhà rồi cứu với")

    calls = reply.get_by_role("link")
    assert [call.get_attribute("href") for call in calls.all()] == ["tel:114", "tel:113", "tel:115"]


def test_new_replies_are_read_out_and_neither_buttons_nor_history(citizen: Citizen) -> None:
    said = citizen.page.locator(".hidden[role=status]")
    citizen.says("mấy giờ trung tâm làm việc")
    expect(said).to_contain_text("7:30 đến 11:30")
    assert "Đổi căn cước" not in said.inner_text()

    citizen.page.reload()
    expect(citizen.replies).to_have_count(1)
    expect(said).to_be_empty()


def test_two_windows_share_one_conversation(citizen: Citizen) -> None:
    other = Citizen(citizen.page.context.new_page(), citizen.url)
    other.opens()

    citizen.says("xin chào")

    expect(other.own).to_have_count(1)
    expect(other.replies).to_have_count(1)
