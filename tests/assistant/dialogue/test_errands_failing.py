"""When the database is gone, and when a message comes twice."""

import pytest
import sqlalchemy as sa

from assistant.catalog.centre import Centre
from assistant.dialogue.acts import Act, ActKind
from assistant.dialogue.errands import TicketErrands
from assistant.dialogue.replies.reply import Status
from tests.assistant.dialogue.citizens import (
    BIRTH,
    COPY,
    OPEN,
    BrokenQueue,
    Citizen,
    MakeReception,
    UnsureQueue,
    WriteOnlyQueue,
    message,
)


@pytest.mark.parametrize("reads", [True, False], ids=["cannot be written", "is gone"])
def test_no_number_is_said_to_be_given_when_none_is(
    make_reception: MakeReception, database: sa.Engine, centre: Centre, *, reads: bool
) -> None:
    reception = make_reception(lambda: OPEN, BrokenQueue(database, reads=reads))
    reply = Citizen(TicketErrands(reception, lambda: OPEN), centre)(ActKind.TICKET, BIRTH)
    assert reply.status is Status.HANDOFF
    assert "em chưa cấp số nào" in reply.text
    assert reply.ticket is None


@pytest.mark.parametrize("kind", [ActKind.TICKET, ActKind.CANCEL_TICKET])
def test_what_may_have_been_done_is_not_said_to_be_undone(
    make_reception: MakeReception, database: sa.Engine, centre: Centre, kind: ActKind
) -> None:
    queue = UnsureQueue(database)
    citizen = Citizen(TicketErrands(make_reception(lambda: OPEN, queue), lambda: OPEN), centre)
    assert citizen(ActKind.TICKET, BIRTH).ticket
    queue.sure = False
    reply = citizen(kind, COPY if kind is ActKind.TICKET else None)
    assert reply.status is Status.HANDOFF
    assert "em chưa rõ yêu cầu vừa rồi đã được ghi lại hay chưa" in reply.text
    assert reply.ticket is None


@pytest.mark.parametrize("kind", [ActKind.QUEUE, ActKind.CANCEL_TICKET, ActKind.LOST_TICKET])
def test_nothing_else_is_said_to_be_done_either(
    make_reception: MakeReception, database: sa.Engine, centre: Centre, kind: ActKind
) -> None:
    reception = make_reception(lambda: OPEN, BrokenQueue(database))
    reply = Citizen(TicketErrands(reception, lambda: OPEN), centre)(kind)
    assert reply.status is Status.HANDOFF
    assert "Số đã lấy vẫn giữ nguyên" in reply.text


def test_a_number_that_was_given_is_told_though_its_place_cannot_be_read(
    make_reception: MakeReception, database: sa.Engine, centre: Centre
) -> None:
    reception = make_reception(lambda: OPEN, WriteOnlyQueue(database))
    reply = Citizen(TicketErrands(reception, lambda: OPEN), centre)(ActKind.TICKET, BIRTH)
    assert reply.status is Status.TICKET_ISSUED
    assert "Số của anh/chị là A001" in reply.text
    assert "Phía trước" not in reply.text


def test_a_message_that_was_given_a_number_gets_it_again(errands: TicketErrands, centre: Centre) -> None:
    given = errands.run(Act(ActKind.TICKET, BIRTH), message(), centre)
    assert errands.done_before(message()) == given
    assert errands.done_before(message("m_2")) is None
    assert errands.done_before(message(conversation="c_2")) is None


def test_what_cannot_be_read_was_not_done_before(make_reception: MakeReception, database: sa.Engine) -> None:
    reception = make_reception(lambda: OPEN, BrokenQueue(database))
    assert TicketErrands(reception, lambda: OPEN).done_before(message()) is None


def test_an_act_about_something_else_is_no_errand(errands: TicketErrands, centre: Centre) -> None:
    assert errands.run(Act(ActKind.GREET), message(), centre) is None
