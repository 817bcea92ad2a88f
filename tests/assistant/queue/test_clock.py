from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.clock import VIETNAM
from assistant.queue.counters import CounterNotReady
from assistant.queue.desk import CentreClosed
from assistant.queue.ticket import ChangeRefused, CounterState, TicketStatus, UnknownTicket
from tests.assistant.queue.small_centre import CENTRE, House, SteppingClock, moment, opened

# 23 November 2026 is a Monday; on the 25th this centre is closed.


@pytest.mark.parametrize(
    "local",
    [
        "2026-11-23T07:30:00",
        "2026-11-23T11:29:59.9",
        "2026-11-23T13:30:00",
        "2026-11-23T16:59:59.9",
        "2026-11-28T07:30:00",
        "2026-11-28T11:29:59.9",
    ],
)
def test_numbers_are_given_from_the_first_to_the_last_moment(house: House, local: str) -> None:
    house.clock.set(local)
    ticket = house.draw()
    assert ticket.number == "A001"
    assert ticket.service_day == moment(local).date()


@pytest.mark.parametrize(
    ("local", "opens_at"),
    [
        ("2026-11-23T00:00:00", "2026-11-23T07:30:00"),
        ("2026-11-23T07:29:59.9", "2026-11-23T07:30:00"),
        ("2026-11-23T11:30:00", "2026-11-23T13:30:00"),
        ("2026-11-23T12:00:00", "2026-11-23T13:30:00"),
        ("2026-11-23T13:29:59.9", "2026-11-23T13:30:00"),
        ("2026-11-23T17:00:00", "2026-11-24T07:30:00"),
        ("2026-11-24T23:59:59.9", "2026-11-26T07:30:00"),
        ("2026-11-25T09:00:00", "2026-11-26T07:30:00"),
        ("2026-11-28T11:30:00", "2026-11-30T07:30:00"),
        ("2026-11-29T09:00:00", "2026-11-30T07:30:00"),
        ("2026-09-02T09:00:00", "2026-09-03T07:30:00"),
        ("2027-01-01T09:00:00", "2027-01-02T07:30:00"),
    ],
)
def test_outside_hours_no_number_is_given_and_the_next_opening_is_told(
    house: House, local: str, opens_at: str
) -> None:
    house.clock.set(local)
    with pytest.raises(CentreClosed) as closed:
        house.draw(key="k1")
    assert closed.value.opens_at == moment(opens_at)
    assert closed.value.extensions == {"opens_at": moment(opens_at).isoformat()}
    assert house.tickets() == []
    assert house.desk.given("k1") is None
    house.clock.set(opens_at)
    assert house.draw(key="k1").number == "A001"


@given(st.datetimes(datetime(2026, 1, 1), datetime(2026, 12, 31), timezones=st.just(VIETNAM)))
def test_the_next_opening_is_later_and_open(at: datetime) -> None:
    opens = CENTRE.next_opening(at)
    assert opens is not None
    assert opens > at
    assert CENTRE.is_open(opens)


def test_each_day_begins_again_at_one(house: House) -> None:
    house.draw()
    house.draw()
    house.clock.set("2026-11-24T07:30:00")
    assert house.draw().number == "A001"
    assert house.draw("chung-thuc").number == "B001"
    assert [row.serial for row in house.tickets()] == [1, 2, 1, 1]


def test_days_are_those_of_vietnam_and_not_of_greenwich(house: House) -> None:
    house.clock.set("2026-11-24T07:30:00")  # half past midnight in Greenwich
    early = house.draw()
    house.clock.set("2026-11-24T06:30:00")  # still the day before there
    assert house.desk.numbered(CENTRE, "A001") == early
    assert early.service_day.isoformat() == "2026-11-24"


@pytest.fixture
def left(house: House):
    """One waiting, one on hold and one being served when their day ended."""
    tickets = [house.draw() for _ in range(3)]
    house.call("1")
    house.counters.start(CENTRE, "1", "Lan")
    house.call("2")
    house.counters.hold(CENTRE, "2", "Lan")
    house.clock.set("2026-11-24T00:00:01")
    return tickets


def test_who_was_left_when_the_day_ended_is_closed(house: House, left) -> None:
    for ticket in left:
        seen = house.desk.ticket(ticket.id)
        assert seen.status is TicketStatus.CLOSED
        assert seen.ended_at is not None
        assert house.history(ticket)[-1] == ("closed", "closed")
    assert house.desk.close_past_days() == 0


def test_a_day_is_closed_once(house: House, left) -> None:
    assert house.desk.close_past_days() == 3
    assert house.desk.close_past_days() == 0
    assert house.history(left[0])[-2:] == [("started", "serving"), ("closed", "closed")]


@pytest.mark.parametrize("closed_first", [True, False])
def test_a_number_of_yesterday_can_be_neither_cancelled_nor_called(
    house: House, left, closed_first: bool
) -> None:
    """Also before anybody has closed the day."""
    if closed_first:
        house.desk.close_past_days()
    for ticket in left:
        with pytest.raises(ChangeRefused):
            house.desk.cancel(ticket.id)
    for counter in ("1", "2", "3"):
        assert house.call(counter) is None
        with pytest.raises(CounterNotReady):
            house.counters.finish(CENTRE, counter, "Lan")
    with pytest.raises(UnknownTicket):
        house.counters.resume(CENTRE, "2", "Lan", "A002")
    assert {house.desk.ticket(ticket.id).status for ticket in left} == {TicketStatus.CLOSED}


def test_one_who_cancelled_yesterday_may_be_told_so_again(house: House) -> None:
    ticket = house.draw()
    cancelled = house.desk.cancel(ticket.id)
    house.clock.set("2026-11-24T08:00:00")
    assert house.desk.cancel(ticket.id) == cancelled


def test_yesterdays_counter_with_somebody_at_it_calls_again_today(house: House) -> None:
    house.draw()
    house.call()
    house.clock.set("2026-11-24T08:00:00")
    ticket = house.draw()
    assert house.call() == house.desk.ticket(ticket.id)
    assert house.call("2") is None


def test_todays_people_are_left_alone_when_yesterday_is_closed(house: House) -> None:
    house.draw()
    house.clock.set("2026-11-24T08:00:00")
    today = house.draw()
    assert house.desk.close_past_days() == 1
    assert house.desk.ticket(today.id) == today


def test_who_waits_over_lunch_and_after_closing_is_still_called(house: House) -> None:
    house.clock.set("2026-11-23T11:29:00")
    for _ in range(3):
        house.draw()
    house.clock.set("2026-11-23T12:00:00")
    assert house.call("1").number == "A001"
    house.clock.set("2026-11-23T13:30:00")
    assert house.call("2").number == "A002"
    house.clock.set("2026-11-23T17:20:00")
    house.counters.finish(CENTRE, "1", "Lan")
    assert house.call("1").number == "A003"


def test_a_retry_after_closing_time_still_gives_its_ticket(house: House) -> None:
    house.clock.set("2026-11-23T16:59:59")
    ticket = house.draw(key="k1")
    house.clock.set("2026-11-23T17:00:30")
    assert house.draw(key="k1") == ticket
    with pytest.raises(CentreClosed):
        house.draw(key="k2")
    with pytest.raises(CentreClosed):
        house.draw()


def test_a_retry_on_the_next_day_gives_the_ticket_as_it_ended(house: House) -> None:
    ticket = house.draw(key="k1")
    house.clock.set("2026-11-24T08:00:00")
    again = house.draw(key="k1")
    assert (again.id, again.status) == (ticket.id, TicketStatus.CLOSED)
    assert house.desk.given("k1") == again


def test_a_restart_in_the_middle_of_the_day_goes_on_where_it_was(url: str, clock: SteppingClock) -> None:
    with opened(url, clock) as house:
        first, second = house.draw(key="k1"), house.draw()
        house.call("1")
        house.counters.set_state(CENTRE, "2", "Lan", CounterState.PAUSED)
    with opened(url, clock) as house:
        assert house.draw(key="k1").id == first.id
        assert house.draw().number == "A003"
        assert house.draw("chung-thuc").number == "B001"
        with pytest.raises(CounterNotReady):
            house.call("1")
        with pytest.raises(CounterNotReady):
            house.call("2")
        house.counters.finish(CENTRE, "1", "Lan")
        assert house.call("1").id == second.id


def test_a_restart_over_night_closes_what_was_left(url: str, clock: SteppingClock) -> None:
    with opened(url, clock) as house:
        ticket = house.draw()
    clock.set("2026-11-24T08:00:00")
    with opened(url, clock) as house:
        assert house.desk.ticket(ticket.id).status is TicketStatus.CLOSED
        assert house.draw().number == "A001"
