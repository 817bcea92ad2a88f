"""The network is cut, the server is gone, an answer is lost: said plainly, sent once, nothing lost."""

from collections.abc import Callable
from typing import Any

from playwright.sync_api import Route, expect

from tests.e2e.browser.conftest import Citizen

MESSAGES = "**/v1/messages"
AWAY = "Em đang mất kết nối"


def test_what_is_said_with_the_network_cut_is_sent_once_when_it_is_back(
    citizen: Citizen, ask_database: Callable[..., list[Any]], heard: list[dict[str, Any]]
) -> None:
    page = citizen.page
    citizen.says("xin chào")
    page.context.set_offline(True)
    expect(page.get_by_text(AWAY)).to_be_visible()

    citizen.types("đăng ký khai sinh cần giấy tờ gì")
    citizen.types("lệ phí bao nhiêu")
    expect(citizen.own.nth(1)).to_contain_text("Chưa gửi được")
    page.context.set_offline(False)

    expect(citizen.replies).to_have_count(3)
    expect(citizen.own).to_have_count(3)
    expect(page.get_by_text(AWAY)).to_be_hidden()
    expect(citizen.own.last).to_contain_text("Đã gửi")
    turns = ask_database(
        "SELECT text FROM turn WHERE conversation_id = ? ORDER BY number", heard[0]["conversation_id"]
    )
    assert [text for (text,) in turns] == ["xin chào", "đăng ký khai sinh cần giấy tờ gì", "lệ phí bao nhiêu"]


def test_a_first_message_whose_answer_is_lost_draws_one_number(
    citizen: Citizen, ask_database: Callable[..., list[Any]], give_back: Callable[[str], None]
) -> None:
    page = citizen.page
    tries: list[dict[str, Any]] = []

    def lose_the_first(route: Route) -> None:
        tries.append(route.request.post_data_json)
        if len(tries) > 1:
            return route.continue_()
        route.fetch()  # the server has done it
        route.abort("connectionreset")

    page.route(MESSAGES, lose_the_first)
    citizen.types("lấy số làm khai sinh")

    expect(page.locator(".ticket .number")).to_be_visible()
    give_back(page.get_by_role("link", name="Mở phiếu").get_attribute("href") or "")
    assert len(tries) == 2
    assert tries[0] == tries[1]
    query = "SELECT count(*) FROM ticket WHERE conversation_id = ?"
    assert ask_database(query, tries[0]["conversation_id"]) == [(1,)]


def test_a_server_in_trouble_is_said_and_resending_by_hand_works(citizen: Citizen) -> None:
    page = citizen.page
    page.route(MESSAGES, lambda route: route.fulfill(status=503, json={"title": "Đang gián đoạn"}))
    citizen.types("mấy giờ trung tâm làm việc")
    expect(page.get_by_text(AWAY)).to_be_visible()

    page.unroute(MESSAGES)
    citizen.own.get_by_role("button", name="Gửi lại").click()

    expect(citizen.replies).to_have_count(1)
    expect(citizen.own).to_have_count(1)


def test_a_message_that_waits_survives_a_reload(citizen: Citizen) -> None:
    page = citizen.page
    page.route(MESSAGES, lambda route: route.abort())
    citizen.types("mấy giờ trung tâm làm việc")
    expect(citizen.own).to_contain_text("Chưa gửi được")

    page.unroute(MESSAGES)
    page.reload()

    expect(citizen.replies).to_have_count(1)


def test_what_waited_too_long_is_not_sent_unasked(citizen: Citizen, heard: list[dict[str, Any]]) -> None:
    page = citizen.page
    page.route(MESSAGES, lambda route: route.abort())
    citizen.types("lấy số làm khai sinh")
    expect(citizen.own).to_contain_text("Chưa gửi được")
    page.evaluate(
        """() => {
            const key = "le-tan:chat:trieu-son";
            const kept = JSON.parse(localStorage.getItem(key));
            kept.items[0].at -= 31 * 60000;
            localStorage.setItem(key, JSON.stringify(kept));
        }"""
    )
    page.unroute(MESSAGES)
    heard.clear()

    page.reload()

    expect(citizen.own.get_by_role("button", name="Gửi lại")).to_be_visible()
    page.wait_for_timeout(300)
    assert heard == []


def test_a_message_that_is_refused_can_be_mended(citizen: Citizen) -> None:
    page = citizen.page
    refused = {"title": "Tin nhắn không hợp lệ", "detail": "Tin nhắn chưa có nội dung"}
    page.route(MESSAGES, lambda route: route.fulfill(status=422, json=refused))
    citizen.types("câu hỏi lạ")
    expect(citizen.own).to_contain_text("Tin nhắn chưa có nội dung")

    citizen.own.get_by_role("button", name="Sửa lại").click()

    expect(citizen.text).to_have_value("câu hỏi lạ")
    expect(citizen.own).to_have_count(0)


def test_a_page_of_the_network_instead_of_an_answer_counts_as_none(citizen: Citizen) -> None:
    citizen.page.route(MESSAGES, lambda route: route.fulfill(body="<html>Đăng nhập Wi-Fi</html>"))

    citizen.types("xin chào")

    expect(citizen.page.get_by_text(AWAY)).to_be_visible()
    expect(citizen.own).to_contain_text("Chưa gửi được")


def test_too_long_a_text_stays_to_be_shortened(citizen: Citizen, heard: list[dict[str, Any]]) -> None:
    citizen.types("a" * 503)

    expect(citizen.page.get_by_text("Dài quá 3 ký tự")).to_be_visible()
    expect(citizen.text).to_have_value("a" * 503)
    assert heard == []
