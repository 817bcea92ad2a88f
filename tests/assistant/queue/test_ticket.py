from dataclasses import replace

import pytest

from assistant.queue.ticket import (
    ACTIVE,
    AT_COUNTER,
    CALLABLE,
    ENDED,
    ChangeRefused,
    ServiceClass,
    Ticket,
    TicketStatus,
    status_name,
)
from tests.assistant.queue.small_centre import MONDAY, moment

NOW = moment(MONDAY)
TICKET = Ticket(
    id="t_1",
    centre="thu",
    service_day=NOW.date(),
    prefix="A",
    serial=7,
    service_group="ho-tich",
    procedure=None,
    service_class=ServiceClass.ORDINARY,
    priority_reason=None,
    status=TicketStatus.WAITING,
    place=0,
    seat=7.0,
    no_shows=0,
    counter=None,
    issued_at=NOW,
    called_at=None,
    started_at=None,
    ended_at=None,
)
MAY_GO_TO = {
    "waiting": "called cancelled closed",
    "transferred": "called cancelled closed",
    "called": "serving waiting no_show transferred on_hold done cancelled closed",
    "serving": "done on_hold transferred closed",
    "on_hold": "waiting cancelled closed",
    "done": "",
    "no_show": "",
    "cancelled": "",
    "closed": "",
}
PAIRS = [(before, after) for before in TicketStatus for after in TicketStatus]


def test_every_state_is_in_the_table() -> None:
    assert set(MAY_GO_TO) == {status.value for status in TicketStatus}


@pytest.mark.parametrize(("before", "after"), [p for p in PAIRS if p[1] in MAY_GO_TO[p[0]].split()])
def test_a_change_that_is_allowed_is_let_through(before: TicketStatus, after: TicketStatus) -> None:
    replace(TICKET, status=before).require(after)


@pytest.mark.parametrize(("before", "after"), [p for p in PAIRS if p[1] not in MAY_GO_TO[p[0]].split()])
def test_every_other_change_is_refused_in_words(before: TicketStatus, after: TicketStatus) -> None:
    with pytest.raises(ChangeRefused) as refused:
        replace(TICKET, status=before).require(after)
    assert "A007" in refused.value.detail
    assert status_name(before) in refused.value.detail
    assert status_name(after) in refused.value.detail


def test_a_ticket_has_either_ended_or_is_active_and_one_in_line_is_at_no_counter() -> None:
    assert frozenset(TicketStatus) == ACTIVE | ENDED
    assert not ACTIVE & ENDED
    assert not CALLABLE & AT_COUNTER
    assert ACTIVE - {TicketStatus.ON_HOLD} == CALLABLE | AT_COUNTER


@pytest.mark.parametrize(("serial", "number"), [(1, "A001"), (42, "A042"), (999, "A999"), (1000, "A1000")])
def test_a_number_is_as_printed(serial: int, number: str) -> None:
    assert replace(TICKET, serial=serial).number == number
