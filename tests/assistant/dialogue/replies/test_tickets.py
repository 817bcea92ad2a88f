import re
from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest

from assistant.catalog.centre import Centre
from assistant.clock import VIETNAM
from assistant.dialogue.replies import tickets
from assistant.dialogue.replies.reply import Reply, Status
from assistant.queue.outlook import Standing
from assistant.queue.ticket import ServiceClass, Ticket, TicketStatus, status_name
from assistant.queue.waiting import WaitRange

NOW = datetime(2026, 11, 23, 8, 0, tzinfo=VIETNAM)
UNSPEAKABLE = re.compile(r"[\d/()\[\]{}%•·–]|gov\.vn")
TICKET = Ticket(
    id="t_1",
    centre="trieu-son",
    service_day=NOW.date(),
    prefix="A",
    serial=12,
    service_group="ho-tich",
    procedure=None,
    service_class=ServiceClass.ORDINARY,
    priority_reason=None,
    status=TicketStatus.WAITING,
    place=0,
    seat=12,
    no_shows=0,
    counter=None,
    issued_at=NOW,
    called_at=None,
    started_at=None,
    ended_at=None,
)
AHEAD = Standing(3, WaitRange(10, 25))
NOBODY = Standing(None, None)


def view(ticket: Ticket = TICKET) -> dict[str, Any]:
    return {
        "number": ticket.number,
        "service_name": "Hộ tịch",
        "status_text": status_name(ticket.status),
        "counters": [{"number": "3", "name": "Quầy hộ tịch", "way": "quầy số 3, bên phải cửa vào"}],
        "slip": {"number": ticket.number},
    }


def all_replies(centre: Centre) -> list[Reply]:
    second = replace(TICKET, prefix="B")
    return [
        tickets.given(view(), TICKET, AHEAD, centre, ["Đây là số ưu tiên (Người có công)."]),
        tickets.held_already(view(), TICKET, AHEAD, centre),
        tickets.place_in_line(view(), TICKET, AHEAD, centre, own=True),
        tickets.place_in_line(view(), TICKET, AHEAD, centre, own=False),
        tickets.places_in_line([(view(t), t, AHEAD) for t in (TICKET, second)], centre),
        tickets.printed_again(view(), TICKET, AHEAD, centre),
        tickets.cancelled(view(), TICKET),
        tickets.which_to_cancel([TICKET, second]),
        tickets.which_to_print([TICKET, second]),
        tickets.ask_service(centre),
        tickets.offer_priority("Người có công với cách mạng", "Thẻ thương binh"),
        tickets.ask_reason(["người cao tuổi, từ đủ 60 tuổi", "phụ nữ mang thai"]),
        tickets.closed(centre, NOW.replace(hour=13, minute=30), NOW),
        tickets.closed(centre, None, NOW),
        tickets.no_ticket(centre),
        tickets.no_such_number(centre, "A012"),
        tickets.not_yours(centre, "A012"),
        tickets.wait_without_slip(centre),
        tickets.refused(TICKET, view()),
        tickets.unavailable(centre),
        tickets.nothing_done(centre),
        tickets.line_of([("Hộ tịch", 2, WaitRange(10, 25)), ("Quân sự", 1, None)]),
        tickets.line_of([("Hộ tịch", 0, None)]),
    ]


def test_every_reply_can_be_said_and_is_short(centre: Centre) -> None:
    replies = all_replies(centre)
    assert len({reply.text for reply in replies}) == len(replies)
    for reply in replies:
        assert not UNSPEAKABLE.search(reply.speech), reply.speech
        assert len(reply.speech) <= 250, reply.speech
        assert not re.search(r"\w[.?!] [a-zđ]|  | [.,]", reply.text), reply.text


def test_no_reply_wears_out_its_courtesy(centre: Centre) -> None:
    for reply in all_replies(centre):
        sentences = re.split(r"[.?!](?:\s|$)", reply.text)
        assert len(re.findall(r"\bạ\b", reply.text)) <= 2, reply.text
        assert reply.text.lower().count("anh/chị") <= 2, reply.text
        assert all(sentence.lower().count("anh/chị") <= 1 for sentence in sentences), reply.text


def test_a_number_is_said_digit_by_digit(centre: Centre) -> None:
    speech = tickets.given(view(), TICKET, AHEAD, centre, []).speech
    assert speech.startswith("Số của anh chị là A không một hai.")
    assert "còn ba người, chờ khoảng mười đến hai mươi lăm phút" in speech


def test_a_number_given_is_printed_shown_and_led_to(centre: Centre) -> None:
    reply = tickets.given(view(), TICKET, AHEAD, centre, [])
    assert reply.status is Status.TICKET_ISSUED
    assert reply.text == (
        "Số của anh/chị là A012 (Hộ tịch). Phía trước còn 3 người, chờ khoảng 10 đến 25 phút. "
        "Mời anh/chị tới chờ ở quầy số 3, bên phải cửa vào ạ."
    )
    assert reply.commands == [
        {"type": "print_ticket", "slip": {"number": "A012"}},
        {"type": "guide_to_counter", "counter": "3"},
    ]
    assert reply.cards == [{"type": "ticket", **view()}]
    assert [s.message for s in reply.suggestions] == ["còn mấy người nữa", "hủy số A012"]


def test_with_nobody_ahead_it_is_told_so(centre: Centre) -> None:
    text = tickets.given(view(), TICKET, Standing(0, WaitRange(0, 3)), centre, []).text
    assert "Phía trước chưa có ai, chờ vài phút." in text


def test_whoever_is_called_goes_at_once_and_cannot_give_it_back_by_a_tap(centre: Centre) -> None:
    called = replace(TICKET, status=TicketStatus.CALLED, counter="3")
    own = tickets.place_in_line(view(called), called, NOBODY, centre, own=True)
    assert own.text == (
        "Số A012 (Hộ tịch) đang được gọi. Đến lượt anh/chị rồi, mời tới quầy số 3, bên phải cửa vào ngay ạ!"
    )
    assert own.suggestions == []
    anothers = tickets.place_in_line(view(called), called, NOBODY, centre, own=False)
    assert anothers.text == "Số A012 (Hộ tịch) đang được gọi."


@pytest.mark.parametrize(
    "status", sorted(set(TicketStatus) - {TicketStatus.WAITING, TicketStatus.TRANSFERRED})
)
def test_whoever_is_not_in_line_is_not_told_to_wait(centre: Centre, status: TicketStatus) -> None:
    ticket = replace(TICKET, status=status, counter="3")
    reply = tickets.place_in_line(view(ticket), ticket, NOBODY, centre, own=True)
    assert "chờ ở" not in reply.text
    assert "Phía trước" not in reply.text


def test_without_counters_the_help_desk_is_named(centre: Centre) -> None:
    reply = tickets.given(view() | {"counters": []}, TICKET, AHEAD, centre, [])
    assert "bàn hướng dẫn ngay cửa ra vào" in reply.text
    assert [command["type"] for command in reply.commands] == ["print_ticket"]


@pytest.mark.parametrize(
    ("wait", "words"),
    [
        (WaitRange(0, 3), "vài phút"),
        (WaitRange(0, 12), "chưa tới 12 phút"),
        (WaitRange(5, 5), "khoảng 5 phút"),
        (WaitRange(10, 25), "khoảng 10 đến 25 phút"),
        (WaitRange(20, 89), "khoảng 20 đến 89 phút"),
        (WaitRange(30, 150), "khoảng 30 phút đến 2 giờ 30 phút"),
        (WaitRange(90, 120), "khoảng 1 giờ 30 phút đến 2 giờ"),
    ],
)
def test_a_wait_is_told_as_a_range(wait: WaitRange, words: str) -> None:
    assert tickets.wait_words(wait) == words


@pytest.mark.parametrize(
    ("moment", "words"),
    [
        (NOW.replace(hour=13, minute=30), "13:30 hôm nay"),
        (NOW.replace(day=24, hour=7, minute=30), "7:30 thứ Ba ngày 24/11"),
    ],
)
def test_a_coming_moment_is_told_with_its_day(moment: datetime, words: str) -> None:
    assert tickets.when(moment, NOW) == words


def test_each_choice_offered_is_a_message_that_makes_it(centre: Centre) -> None:
    assert [s.message for s in tickets.offer_priority("Người ốm", None).suggestions] == ["có", "không"]
    assert tickets.ask_service(centre).suggestions[0].message == "lấy số hộ tịch"
    second = replace(TICKET, serial=13)
    assert [s.message for s in tickets.which_to_cancel([second, TICKET]).suggestions] == [
        "hủy số A013",
        "hủy số A012",
    ]


def test_the_papers_are_told_before_the_question(centre: Centre) -> None:
    text = tickets.offer_priority("Người có công", "Thẻ thương binh").text
    assert text.endswith("Giấy tờ mang theo: thẻ thương binh. Anh/chị có muốn lấy số ưu tiên không ạ?")
