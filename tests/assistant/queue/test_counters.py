from collections.abc import Callable

import pytest
import sqlalchemy as sa

from assistant.queue.counters import CounterNotReady, UnknownCounter
from assistant.queue.ticket import ChangeRefused, CounterState, Ticket, TicketStatus, UnknownTicket
from assistant.store.queue_tables import ticket_change
from tests.assistant.queue.small_centre import CENTRE, GREEN, OTHER_CENTRE, House

OLD = "nguoi-cao-tuoi"


def called(house: House, counter: str = "1") -> list[str]:
    """The numbers that a counter calls until nobody is left."""
    numbers = []
    while ticket := house.counters.call_next(CENTRE, counter, "Lan", finish_current=True).ticket:
        numbers.append(ticket.number)
    return numbers


def state(house: House, counter: str = "1") -> CounterState:
    return house.outlook.board(CENTRE).states[counter]


def test_the_first_who_came_is_called_first(house: House) -> None:
    for _ in range(3):
        house.draw()
    start = house.clock.at
    result = house.counters.call_next(CENTRE, "1", "Lan")
    assert (result.counter, result.state, result.ticket.number) == ("1", CounterState.OPEN, "A001")
    assert (result.ticket.status, result.ticket.counter) == (TicketStatus.CALLED, "1")
    assert start < result.ticket.called_at <= house.clock.at
    assert house.desk.ticket(result.ticket.id) == result.ticket
    assert called(house) == ["A002", "A003"]


def test_a_counter_calls_only_for_its_groups(house: House) -> None:
    for group in ("chung-thuc", "cong-an", "ho-tich", "chung-thuc"):
        house.draw(group)
    assert called(house, "1") == ["A001"]
    assert called(house, "2") == ["B001", "B002"]
    assert called(house, "3") == ["C001"]


def test_nobody_waiting_is_no_error_and_opens_the_counter(house: House) -> None:
    result = house.counters.call_next(CENTRE, "1", "Lan")
    assert (result.state, result.ticket) == (CounterState.OPEN, None)
    assert state(house) is CounterState.OPEN


def test_the_first_call_of_each_day_opens_the_counter(house: House) -> None:
    house.counters.set_state(CENTRE, "1", "Lan", CounterState.PAUSED)
    house.clock.set("2026-11-24T08:00:00")
    house.draw()
    assert house.call().number == "A001"
    assert state(house) is CounterState.OPEN


@pytest.mark.parametrize("shut", [CounterState.PAUSED, CounterState.CLOSED])
def test_a_counter_that_is_shut_calls_nobody_until_it_is_opened(house: House, shut: CounterState) -> None:
    house.draw()
    house.counters.set_state(CENTRE, "1", "Lan", shut)
    with pytest.raises(CounterNotReady):
        house.call()
    assert state(house) is shut
    house.counters.set_state(CENTRE, "1", "Lan", CounterState.OPEN)
    assert house.call().number == "A001"


def test_who_is_there_when_a_counter_shuts_can_be_served_to_the_end(
    house: House, act: Callable[..., Ticket]
) -> None:
    house.draw()
    house.call()
    shut = house.counters.set_state(CENTRE, "1", "Lan", CounterState.CLOSED)
    assert shut.ticket.number == "A001"
    act("start")
    done = house.counters.finish(CENTRE, "1", "Lan")
    assert (done.state, done.ticket.status) == (CounterState.CLOSED, TicketStatus.DONE)


def test_a_busy_counter_calls_nobody_else(house: House, act: Callable[..., Ticket]) -> None:
    house.draw()
    house.draw()
    house.call()
    with pytest.raises(CounterNotReady, match="A001"):
        house.call()
    act("start")
    with pytest.raises(CounterNotReady, match="A001"):
        house.call()
    act("finish")
    assert house.call().number == "A002"


def test_with_one_button_the_one_there_is_done_and_the_next_called(house: House) -> None:
    first, second = house.draw(), house.draw()
    house.call()
    after = house.counters.call_next(CENTRE, "1", "Lan", finish_current=True)
    assert after.ticket.id == second.id
    assert house.desk.ticket(first.id).status is TicketStatus.DONE
    assert house.history(first)[-1] == ("finished", "done")


def test_a_visit_from_call_to_end(house: House, act: Callable[..., Ticket]) -> None:
    ticket = house.draw()
    house.call()
    assert act("recall").status is TicketStatus.CALLED
    started = act("start")
    assert started.status is TicketStatus.SERVING
    done = act("finish")
    assert (done.status, done.counter) == (TicketStatus.DONE, "1")
    assert done.ended_at > done.started_at > done.called_at > done.issued_at
    assert house.desk.ticket(ticket.id) == done
    assert house.history(ticket) == [
        ("issued", "waiting"),
        ("called", "called"),
        ("recalled", "called"),
        ("started", "serving"),
        ("finished", "done"),
    ]


def test_a_visit_that_nobody_pressed_start_for_can_be_finished(
    house: House, act: Callable[..., Ticket]
) -> None:
    house.draw()
    house.call()
    assert act("finish").status is TicketStatus.DONE


@pytest.mark.parametrize("action", ["recall", "start", "no_show"])
def test_one_who_is_served_already_is_neither_recalled_nor_started_again_nor_absent(
    house: House, act: Callable[..., Ticket], action: str
) -> None:
    ticket = house.draw()
    house.call()
    act("start")
    history = house.history(ticket)
    with pytest.raises(ChangeRefused):
        act(action)
    assert house.history(ticket) == history


@pytest.mark.parametrize("action", ["recall", "start", "finish", "no_show", "hold"])
def test_with_nobody_there_is_nothing_to_do(house: House, act: Callable[..., Ticket], action: str) -> None:
    house.draw()
    with pytest.raises(CounterNotReady):
        act(action)
    house.call("2")
    with pytest.raises(CounterNotReady):
        act(action)


@pytest.mark.parametrize("action", ["recall", "start", "finish", "no_show", "hold"])
def test_another_number_than_the_one_there_is_refused(
    house: House, act: Callable[..., Ticket], action: str
) -> None:
    ticket = house.draw()
    house.draw()
    house.call()
    with pytest.raises(CounterNotReady, match="A001"):
        act(action, "A002")
    assert house.history(ticket)[-1] == ("called", "called")
    assert act(action, "a001").number == "A001"


def test_priority_goes_ahead_of_who_came_within_the_hour_before(house: House) -> None:
    house.draw()
    house.clock.forward(minutes=59)
    house.draw(priority_reason=OLD)
    assert called(house) == ["A002", "A001"]
    house.draw()
    house.clock.forward(minutes=61)
    house.draw(priority_reason=OLD)
    assert called(house) == ["A003", "A004"]


def test_the_green_lane_goes_ahead_of_who_came_within_twenty_minutes(house: House) -> None:
    house.draw()
    house.clock.forward(minutes=1)
    house.draw()
    house.clock.forward(minutes=19, seconds=30)
    house.draw(procedure=GREEN)
    assert called(house) == ["A001", "A003", "A002"]


def test_an_unknown_counter_does_nothing(house: House) -> None:
    house.draw()
    for number in ("4", "", "01", "một"):
        with pytest.raises(UnknownCounter):
            house.counters.set_state(CENTRE, number, "Lan", CounterState.OPEN)
        with pytest.raises(UnknownCounter):
            house.call(number)
        with pytest.raises(UnknownCounter):
            house.counters.resume(CENTRE, number, "Lan", "A001")
        for action in ("recall", "start", "finish", "no_show", "hold"):
            with pytest.raises(UnknownCounter):
                getattr(house.counters, action)(CENTRE, number, "Lan")
    with house.repository.reading() as session:
        assert session.counters("thu") == {}


def test_a_counter_of_one_centre_calls_nobody_of_another(house: House) -> None:
    house.draw()
    assert house.counters.call_next(OTHER_CENTRE, "1", "Lan").ticket is None
    house.call()
    with pytest.raises(CounterNotReady):
        house.counters.finish(OTHER_CENTRE, "1", "Lan")
    with pytest.raises(UnknownTicket):
        house.counters.resume(OTHER_CENTRE, "1", "Lan", "A001")


def test_a_counter_that_did_nothing_today_is_told_as_closed(house: House) -> None:
    house.call()
    house.clock.set("2026-11-24T08:00:00")
    house.call("2")
    assert state(house, "1") is CounterState.CLOSED
    assert state(house, "2") is CounterState.OPEN


def test_a_button_pressed_twice_with_its_number_skips_nobody(house: House) -> None:
    for _ in range(3):
        house.draw()
    first = house.counters.call_next(CENTRE, "1", "Lan").ticket
    second = house.counters.call_next(CENTRE, "1", "Lan", first.number, finish_current=True).ticket
    with pytest.raises(CounterNotReady):
        house.counters.call_next(CENTRE, "1", "Lan", first.number, finish_current=True)
    assert house.desk.ticket(second.id).status is TicketStatus.CALLED
    assert called(house, "2") == ["A003"]


def test_nothing_personal_is_kept_of_a_note(house: House, act: Callable[..., Ticket]) -> None:
    house.draw()
    act("call_next")
    act("hold", note="thiếu bản sao, CCCD 038082001234, dt 0912 345 678")
    with house.engine.connect() as connection:
        notes = list(connection.scalars(sa.select(ticket_change.c.note)))
    assert any(note and "thiếu bản sao" in note for note in notes)
    assert not any(digits in str(notes) for digits in ("038082001234", "0912", "345 678"))
