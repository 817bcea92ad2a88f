from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.queue import outlook as module
from assistant.queue.outlook import Standing
from assistant.queue.ticket import CounterState, TicketStatus
from assistant.store.database import open_database
from assistant.store.tables import metadata
from tests.assistant.queue.small_centre import (
    CENTRE,
    GREEN,
    OTHER_CENTRE,
    House,
    SteppingClock,
    asking,
    house_on,
)

OLD = "nguoi-cao-tuoi"
KINDS = st.sampled_from([{}, {"procedure": GREEN}, {"priority_reason": OLD}])


def ahead(house: House, *tickets: str) -> list[int | None]:
    found = [house.desk.numbered(CENTRE, number) for number in tickets]
    return [house.outlook.of(CENTRE, ticket).people_ahead for ticket in found if ticket]


def test_people_ahead_are_those_who_came_before(house: House) -> None:
    for _ in range(3):
        house.draw("cong-an")
    assert ahead(house, "C001", "C002", "C003") == [0, 1, 2]


def test_the_one_called_is_ahead_of_nobody_any_more(house: House) -> None:
    house.draw("cong-an")
    house.draw("cong-an")
    house.call("3")
    assert ahead(house, "C001", "C002") == [None, 0]


def test_lines_that_share_a_counter_are_counted_together_others_are_not(house: House) -> None:
    for group in ("ho-tich", "cong-an", "chung-thuc", "cong-an", "ho-tich"):
        house.draw(group)
    assert ahead(house, "A001", "B001", "A002") == [0, 1, 2]
    assert ahead(house, "C001", "C002") == [0, 1]


def test_who_waits_for_a_closed_counter_holds_nobody_up(house: House) -> None:
    house.counters.set_state(CENTRE, "1", "Lan", CounterState.OPEN)
    for group in ("chung-thuc", "ho-tich", "chung-thuc"):
        house.draw(group)
    assert ahead(house, "A001") == [0]
    house.counters.set_state(CENTRE, "2", "Lan", CounterState.OPEN)
    assert ahead(house, "A001") == [1]


def test_another_centre_is_not_counted(house: House) -> None:
    for _ in range(3):
        house.desk.issue(OTHER_CENTRE, asking("cong-an"))
    house.draw("cong-an")
    assert ahead(house, "C001") == [0]


@settings(max_examples=20)
@given(st.lists(st.tuples(st.integers(0, 40), KINDS), min_size=1, max_size=10), st.integers(0, 3))
def test_people_ahead_is_exactly_how_many_are_called_before(
    arrivals: list[tuple[int, dict[str, str]]], absent: int
) -> None:
    engine = open_database("sqlite://")
    metadata.create_all(engine)
    house = house_on(engine, SteppingClock("2026-11-23T07:30:00"))
    for minutes, kind in arrivals[:6]:
        house.clock.forward(minutes=minutes)
        house.draw("cong-an", **kind)
    for _ in range(absent):
        house.call("3")
        house.counters.no_show(CENTRE, "3", "Lan")
    told = {
        ticket.number: house.outlook.of(CENTRE, ticket).people_ahead
        for row in house.tickets()
        if (ticket := house.desk.ticket(row.id)).status is TicketStatus.WAITING
    }
    called = []
    while ticket := house.counters.call_next(CENTRE, "3", "Lan", finish_current=True).ticket:
        called.append(ticket.number)
    engine.dispose()
    assert told == {number: turn for turn, number in enumerate(called)}


def test_who_is_not_in_line_has_no_place(house: House) -> None:
    ticket = house.draw()
    house.call()
    for action in ("start", "hold"):
        getattr(house.counters, action)(CENTRE, "1", "Lan")
        standing = house.outlook.of(CENTRE, house.desk.ticket(ticket.id))
        assert (standing.people_ahead, standing.wait) == (None, None)
    standing = house.outlook.of(CENTRE, house.desk.cancel(ticket.id))
    assert (standing.people_ahead, standing.wait) == (None, None)


def test_one_who_was_sent_on_is_in_line_with_a_wait(house: House) -> None:
    house.draw("cong-an")
    house.draw("ho-tich")
    house.counters.set_state(CENTRE, "3", "Mai", CounterState.OPEN)
    house.call("1")
    house.counters.transfer(CENTRE, "1", "Lan", "cong-an")
    ticket = house.desk.numbered(CENTRE, "A001")
    standing = house.outlook.of(CENTRE, ticket)
    assert standing.people_ahead == 1
    assert standing.wait.low <= standing.wait.high


def test_more_people_ahead_is_a_longer_wait(house: House) -> None:
    drawn = [house.draw("cong-an") for _ in range(8)]
    waits = [house.outlook.of(CENTRE, ticket).wait.high for ticket in drawn]
    assert waits == sorted(waits)
    assert waits[0] < waits[-1]


def test_before_a_clerk_has_pressed_a_button_every_counter_is_taken_for_open(house: House) -> None:
    board = house.outlook.board(CENTRE)
    assert set(board.states.values()) == {CounterState.OPEN}
    assert all(group.wait for group in board.groups)
    house.call("3")
    states = house.outlook.board(CENTRE).states
    assert states == {"1": CounterState.CLOSED, "2": CounterState.CLOSED, "3": CounterState.OPEN}


def test_without_an_open_counter_no_wait_is_promised(house: House) -> None:
    house.counters.set_state(CENTRE, "1", "Lan", CounterState.OPEN)
    house.counters.set_state(CENTRE, "3", "Lan", CounterState.PAUSED)
    waits = {group.service_group: group.wait for group in house.outlook.board(CENTRE).groups}
    assert waits["ho-tich"] is not None
    assert waits["chung-thuc"] is None
    assert waits["cong-an"] is None
    assert house.outlook.of(CENTRE, house.draw("cong-an")) == Standing(0, None, ("3",))


def test_the_board_shows_lines_counters_and_holds(house: House) -> None:
    for _ in range(5):
        house.draw()
    house.draw("cong-an")
    house.call("1")
    house.call("3")
    house.counters.hold(CENTRE, "3", "Lan")
    board = house.outlook.board(CENTRE)
    lines = {group.service_group: (group.waiting, group.next_numbers) for group in board.groups}
    assert lines == {
        "ho-tich": (4, ("A002", "A003", "A004")),
        "chung-thuc": (0, ()),
        "cong-an": (0, ()),
    }
    assert [(ticket.number, ticket.counter) for ticket in board.at_counters] == [("A001", "1")]
    assert [ticket.number for ticket in board.on_hold] == ["C001"]
    assert board.centre is CENTRE


def test_the_board_of_a_new_day_is_empty(house: House) -> None:
    house.draw()
    house.draw("cong-an")
    house.call("1")
    house.clock.set("2026-11-24T08:00:00")
    board = house.outlook.board(CENTRE)
    assert [group.waiting for group in board.groups] == [0, 0, 0]
    assert board.at_counters == ()


def test_visits_of_the_day_change_the_promise_once_they_are_looked_up_anew(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "_PACE_HOLDS_S", 0.0)
    for _ in range(6):
        house.draw("cong-an")
    before = house.outlook.of(CENTRE, house.desk.numbered(CENTRE, "C006"))
    for _ in range(20):
        house.draw("ho-tich")
    waiting = house.draw("cong-an")
    for _ in range(6):
        house.call("3")
        house.clock.forward(minutes=1)
        house.counters.finish(CENTRE, "3", "Lan")
    with house.repository.reading() as session:
        visits = session.visits("thu", house.clock() - timedelta(hours=1))
    assert [group for group, _ in visits] == ["cong-an"] * 6
    assert all(minutes == pytest.approx(1, abs=0.01) for _, minutes in visits)
    assert before.people_ahead == 5
    assert house.outlook.of(CENTRE, waiting).people_ahead == 0


def test_looking_changes_nothing(house: House) -> None:
    ticket = house.draw()
    before = house.tickets()
    house.outlook.of(CENTRE, ticket)
    house.outlook.board(CENTRE)
    assert house.tickets() == before
    with house.repository.reading() as session:
        assert session.counters("thu") == {}


def test_of_several_counters_the_open_one_with_the_least_to_do_is_named_first(house: House) -> None:
    assert house.outlook.of(CENTRE, house.draw()).counters == ("1", "2")
    house.call("1")
    house.counters.set_state(CENTRE, "2", "Mai", CounterState.OPEN)
    waiting = house.draw()
    assert house.outlook.of(CENTRE, waiting).counters == ("2", "1")
    house.counters.set_state(CENTRE, "2", "Mai", CounterState.PAUSED)
    assert house.outlook.of(CENTRE, waiting).counters == ("1", "2")


def test_a_counter_whose_buttons_nobody_uses_is_reckoned_with_until_it_is_closed(house: House) -> None:
    house.counters.set_state(CENTRE, "3", "Lan", CounterState.OPEN)
    ticket = house.draw("chung-thuc")
    assert house.outlook.of(CENTRE, ticket).wait is not None
    house.counters.set_state(CENTRE, "2", "Lan", CounterState.CLOSED)
    assert house.outlook.of(CENTRE, ticket).wait is None
