"""The place in line, giving a number back, and the lost slip."""

import pytest

from assistant.catalog.centre import Centre
from assistant.dialogue.acts import ActKind
from assistant.dialogue.errands import TicketErrands
from assistant.dialogue.replies.reply import Status
from assistant.queue.repository import Conflict
from assistant.queue.ticket import TicketStatus
from tests.assistant.dialogue.citizens import BIRTH, COPY, OPEN, Citizen, MakeReception


def test_the_place_in_line_is_told(errands: TicketErrands, centre: Centre) -> None:
    for i in range(2):
        Citizen(errands, centre, f"c_before_{i}")(ActKind.TICKET, BIRTH)
    citizen = Citizen(errands, centre)
    citizen(ActKind.TICKET, BIRTH)
    reply = citizen(ActKind.QUEUE)
    assert reply.text.startswith("Số A003 (Hộ tịch) đang chờ. Phía trước còn 2 người")
    assert reply.ticket is not None
    assert reply.ticket["people_ahead"] == 2


def test_the_places_of_several_numbers_are_told(citizen: Citizen) -> None:
    citizen(ActKind.TICKET, BIRTH)
    citizen(ActKind.TICKET, COPY)
    reply = citizen(ActKind.QUEUE)
    assert [line[:8] for line in reply.text.splitlines()] == ["Số B001 ", "Số A001 "]
    assert [card["number"] for card in reply.cards] == ["B001", "A001"]
    assert "A001" not in citizen(ActKind.QUEUE, number="B001").text
    assert "B001" not in citizen(ActKind.QUEUE, group="ho-tich").text


def test_of_anothers_number_only_what_the_board_shows_is_told(errands: TicketErrands, centre: Centre) -> None:
    Citizen(errands, centre, "c_other")(ActKind.TICKET, BIRTH)
    reply = Citizen(errands, centre)(ActKind.QUEUE, number="A001")
    assert "Số A001 (Hộ tịch) đang chờ" in reply.text
    assert (reply.ticket, reply.cards, reply.commands) == (None, [], [])


def test_a_number_that_nobody_has_is_said_to_be_none(citizen: Citizen) -> None:
    reply = citizen(ActKind.QUEUE, number="C999")
    assert "chưa có số C999" in reply.text
    assert reply.ticket is None


def test_without_a_number_the_lines_are_told(errands: TicketErrands, centre: Centre) -> None:
    citizen = Citizen(errands, centre)
    assert "chưa có ai chờ" in citizen(ActKind.QUEUE).text
    Citizen(errands, centre, "c_other")(ActKind.TICKET, BIRTH)
    assert "hộ tịch 1 người" in citizen(ActKind.QUEUE).text
    assert "chưa có ai chờ" in citizen(ActKind.QUEUE, group="chung-thuc").text


def test_when_called_one_is_sent_to_the_counter(make_reception: MakeReception, centre: Centre) -> None:
    reception = make_reception(lambda: OPEN)
    citizen = Citizen(TicketErrands(reception, lambda: OPEN), centre)
    citizen(ActKind.TICKET, BIRTH)
    reception.queue.counters.call_next(centre, "3", "lan")
    reply = citizen(ActKind.QUEUE)
    assert "Đến lượt anh/chị rồi, mời tới quầy số 3, bên phải cửa vào ngay ạ!" in reply.text
    assert reply.commands == [{"type": "guide_to_counter", "counter": "3"}]


def test_of_several_numbers_it_is_asked_which_to_give_back(citizen: Citizen) -> None:
    citizen(ActKind.TICKET, BIRTH)
    citizen(ActKind.TICKET, COPY)
    asked = citizen(ActKind.CANCEL_TICKET)
    assert asked.status is Status.CLARIFICATION
    assert [s.message for s in asked.suggestions] == ["hủy số B001", "hủy số A001"]
    assert "Em đã hủy số A001" in citizen(ActKind.CANCEL_TICKET, number="A001").text
    assert "Em đã hủy số B001" in citizen(ActKind.CANCEL_TICKET, group="chung-thuc").text


def test_a_number_for_something_else_is_not_given_back_without_asking(citizen: Citizen) -> None:
    citizen(ActKind.TICKET, BIRTH)
    asked = citizen(ActKind.CANCEL_TICKET, group="chung-thuc")
    assert asked.text == "Anh/chị đang có số A001. Anh/chị muốn hủy số nào ạ?"
    assert "đang chờ" in citizen(ActKind.QUEUE).text


def test_anothers_number_is_not_given_back(errands: TicketErrands, centre: Centre) -> None:
    other = Citizen(errands, centre, "c_other")
    other(ActKind.TICKET, BIRTH)
    reply = Citizen(errands, centre)(ActKind.CANCEL_TICKET, number="A001")
    assert reply.status is Status.HANDOFF
    assert "không dám hủy" in reply.text
    assert "đang chờ" in other(ActKind.QUEUE).text


def test_with_no_number_there_is_none_to_give_back(citizen: Citizen) -> None:
    assert citizen(ActKind.CANCEL_TICKET).status is Status.CLARIFICATION


def test_a_number_at_the_counter_is_not_given_back(make_reception: MakeReception, centre: Centre) -> None:
    reception = make_reception(lambda: OPEN)
    citizen = Citizen(TicketErrands(reception, lambda: OPEN), centre)
    citizen(ActKind.TICKET, BIRTH)
    reception.queue.counters.call_next(centre, "3", "lan")
    reception.queue.counters.start(centre, "3", "lan")
    reply = citizen(ActKind.CANCEL_TICKET)
    assert reply.text == "Số A001 đang được phục vụ nên em không hủy được nữa ạ."
    assert reply.ticket is not None
    assert reply.ticket["status"] == TicketStatus.SERVING


def test_a_clerk_who_is_quicker_wins(
    make_reception: MakeReception, centre: Centre, monkeypatch: pytest.MonkeyPatch
) -> None:
    reception = make_reception(lambda: OPEN)
    citizen = Citizen(TicketErrands(reception, lambda: OPEN), centre)
    citizen(ActKind.TICKET, BIRTH)

    def taken(ticket_id: str) -> None:
        reception.queue.counters.call_next(centre, "3", "lan")
        raise Conflict

    monkeypatch.setattr(reception.queue.desk, "cancel", taken)
    assert "đang được gọi nên em không hủy được" in citizen(ActKind.CANCEL_TICKET).text


def test_a_lost_slip_is_printed_again_with_the_same_number(citizen: Citizen) -> None:
    given = citizen(ActKind.TICKET, BIRTH)
    reply = citizen(ActKind.LOST_TICKET)
    assert "số A001 vẫn giữ nguyên lượt" in reply.text
    assert reply.commands[0] == given.commands[0]


def test_of_several_slips_it_is_asked_which_was_lost(citizen: Citizen) -> None:
    citizen(ActKind.TICKET, BIRTH)
    citizen(ActKind.TICKET, COPY)
    asked = citizen(ActKind.LOST_TICKET)
    assert [s.message for s in asked.suggestions] == ["in lại phiếu số B001", "in lại phiếu số A001"]
    assert "số A001 vẫn giữ nguyên lượt" in citizen(ActKind.LOST_TICKET, number="A001").text


def test_a_slip_drawn_elsewhere_is_not_printed_and_the_way_on_is_told(
    errands: TicketErrands, centre: Centre
) -> None:
    Citizen(errands, centre, "c_other")(ActKind.TICKET, BIRTH)
    reply = Citizen(errands, centre)(ActKind.LOST_TICKET, number="A001")
    assert reply.commands == []
    assert "cứ chờ gọi tới" in reply.text
