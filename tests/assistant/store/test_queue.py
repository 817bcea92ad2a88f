"""What the database must guarantee, on both: nobody and no number twice."""

from dataclasses import replace
from typing import Any

import pytest
import sqlalchemy as sa

from assistant.queue.counters import CounterNotReady
from assistant.queue.desk import KeyReused
from assistant.queue.repository import Change, Conflict
from assistant.queue.ticket import CounterState, Ticket, TicketStatus
from assistant.store.queue_tables import ticket
from tests.assistant.queue.small_centre import CENTRE, OTHER_CENTRE, House, asking
from tests.assistant.store.crowd import MANY, at_once, drawn, written


def test_a_ticket_comes_back_as_it_was_kept(house: House) -> None:
    given = house.draw(procedure="1.001193", priority_reason="nguoi-cao-tuoi", conversation_id="c_1", key="k")
    assert house.desk.ticket(given.id) == given
    assert house.desk.given("k") == given
    assert house.desk.of_conversation("c_1") == [given]
    assert house.desk.numbered(CENTRE, "A001") == given


def test_a_whole_visit_comes_back_with_its_times(house: House) -> None:
    house.draw()
    for action in ("call_next", "recall", "start", "finish"):
        ticket = getattr(house.counters, action)(CENTRE, "1", "Lan").ticket
        assert house.desk.ticket(ticket.id) == ticket
    assert ticket.status is TicketStatus.DONE
    assert [line[0] for line in house.history(ticket)] == [
        "issued",
        "called",
        "recalled",
        "started",
        "finished",
    ]
    with house.repository.reading() as session:
        ((group, minutes),) = session.visits("thu", ticket.called_at)
    assert (group, minutes) == ("ho-tich", (ticket.ended_at - ticket.called_at).total_seconds() / 60)


def test_many_at_once_get_numbers_without_gap_or_double(houses: list[House]) -> None:
    tickets = at_once(lambda n: [houses[n % 2].draw() for _ in range(8)])
    serials = [ticket.serial for some in tickets for ticket in some]
    assert sorted(serials) == list(range(1, 8 * MANY + 1))
    assert written(houses[0])[:2] == (8 * MANY, 8 * MANY)


def test_many_at_once_with_one_key_get_one_ticket(houses: list[House]) -> None:
    tickets = at_once(lambda n: houses[n % 2].draw(key="k1"))
    assert len({ticket.id for ticket in tickets}) == 1
    assert written(houses[0])[:2] == (1, 1)
    assert houses[1].draw().number == "A002"


def test_many_at_once_with_one_key_in_two_lines_get_one_ticket_or_are_refused(houses: list[House]) -> None:
    results = at_once(lambda n: houses[n % 2].draw(("ho-tich", "chung-thuc")[n % 2], key="k1"))
    refused = [result for result in results if isinstance(result, KeyReused)]
    given = {result.id for result in results if isinstance(result, Ticket)}
    assert len(given) == 1
    assert len(refused) == MANY // 2
    tickets, lines, series = written(houses[0])
    assert (tickets, lines) == (1, 1)
    assert [row.last for row in series] == [1]


def test_the_database_itself_refuses_a_number_twice(house: House) -> None:
    house.draw()
    row = house.tickets()[0]._asdict() | {"id": "t_2", "sequence": 99}
    with house.engine.begin() as connection, pytest.raises(sa.exc.IntegrityError):
        connection.execute(ticket.insert().values(row))


def test_the_database_itself_refuses_two_people_at_a_counter(house: House) -> None:
    first, second = drawn(house, 2)
    house.call("1")
    change = Change("called", house.clock(), "Lan", "1")
    called = replace(second, status=TicketStatus.CALLED, counter="1", called_at=house.clock())
    with pytest.raises(Conflict), house.repository.writing() as session:
        session.update(second, called, change)
    assert house.desk.ticket(second.id) == second
    assert house.desk.ticket(first.id).counter == "1"


def test_two_counters_at_once_never_get_the_same_person(houses: list[House]) -> None:
    """Each counter belongs to a process, and each is pressed by several fingers."""
    drawn(houses[0], 30)

    def press(number: int) -> list[str]:
        house, counter = houses[number % 2], ("1", "2")[number % 2]
        called = []
        for _ in range(8):
            result = at_counter(house, counter)
            called += [result.number] if result else []
        return called

    def at_counter(house: House, counter: str) -> Ticket | None:
        return house.counters.call_next(CENTRE, counter, "Lan", finish_current=True).ticket

    called = [number for some in at_once(press, 4) for number in some]
    assert sorted(called) == [f"A{n:03}" for n in range(1, 31)]
    histories = [
        [change for change, _ in houses[0].history(houses[0].desk.ticket(row.id))]
        for row in houses[0].tickets()
    ]
    assert all(history.count("called") == 1 for history in histories)


def test_one_counter_pressed_by_many_at_once_calls_one_person(houses: list[House]) -> None:
    drawn(houses[0], MANY)
    results = at_once(lambda n: houses[n % 2].counters.call_next(CENTRE, "1", "Lan").ticket)
    called = [result for result in results if isinstance(result, Ticket)]
    assert [ticket.number for ticket in called] == ["A001"]
    assert sum(isinstance(result, CounterNotReady) for result in results) == MANY - 1


def test_a_person_called_while_cancelling_is_either_and_not_both(houses: list[House]) -> None:
    for _ in range(6):
        mine = houses[0].draw()

        def act(number: int, mine: Ticket = mine) -> Any:
            if number % 2:
                return houses[0].desk.cancel(mine.id)
            return houses[1].counters.call_next(CENTRE, "1", "Lan").ticket

        at_once(act, 2)
        history = [status for _, status in houses[0].history(mine)]
        assert history in (["waiting", "cancelled"], ["waiting", "called", "cancelled"])


def test_a_day_closed_by_two_processes_at_once_is_closed_once(houses: list[House]) -> None:
    tickets = drawn(houses[0], 20)
    for house in houses:
        house.clock.set("2026-11-24T00:00:01")
    results = at_once(lambda n: houses[n % 2].desk.close_past_days(), 6)
    assert sorted(results) == [0, 0, 0, 0, 0, 20]
    for each in tickets:
        assert houses[1].history(each) == [("issued", "waiting"), ("closed", "closed")]


def test_a_counter_touched_for_the_first_time_by_many_at_once_is_there_once(houses: list[House]) -> None:
    states = [CounterState.OPEN, CounterState.PAUSED]
    at_once(lambda n: houses[n % 2].counters.set_state(CENTRE, "1", "Lan", states[n % 2]))
    with houses[0].repository.reading() as session:
        counters = session.counters("thu")
    assert counters.keys() == {"1"}


def test_a_reading_is_one_moment_though_numbers_are_drawn_meanwhile(houses: list[House]) -> None:
    day = houses[0].draw().service_day
    with houses[0].repository.reading() as session:
        before = session.states("thu", day, day)
        houses[1].draw()
        assert {step.ticket for step in session.steps("thu", day, day)} == before.keys()
        assert session.states("thu", day, day) == before
    with houses[0].repository.reading() as session:
        assert len(session.states("thu", day, day)) == 2


def test_nobody_is_called_to_two_counters_at_once(houses: list[House]) -> None:
    """The second counter takes both lines, so that only the first number being held may bring it there."""
    for turn in range(8):
        mine = [houses[0].draw(group, conversation_id=f"c_{turn}") for group in ("ho-tich", "chung-thuc")]
        at_once(lambda n: houses[n].call(str(n + 1)), 2)
        with houses[0].repository.reading() as session:
            (there,) = session.at_counters("thu", mine[0].service_day)
        (waits,) = (t for t in mine if t.id != there.id)
        assert houses[1].desk.ticket(waits.id) == waits
        houses[0].counters.finish(CENTRE, there.counter, "Lan")
        assert houses[1].call("2").id == waits.id
        houses[1].counters.finish(CENTRE, "2", "Lan")


def test_who_is_at_a_counter_is_passed_over_with_another_number_and_keeps_the_place(house: House) -> None:
    mine = [house.draw(conversation_id="c_1") for _ in range(2)]
    other = house.draw()
    assert house.call("1").id == mine[0].id
    house.counters.start(CENTRE, "1", "Lan")
    assert house.call("2").id == other.id
    house.counters.finish(CENTRE, "2", "Lan")
    later = house.draw()
    with house.repository.reading() as session:
        assert [t.id for t in session.line("thu", later.service_day)] == [mine[1].id, later.id]
    called = house.counters.call_next(CENTRE, "1", "Lan", finish_current=True).ticket
    assert (called.id, called.place) == (mine[1].id, mine[1].place)


def test_a_visit_at_another_centre_or_another_day_holds_nobody_up(house: House) -> None:
    house.desk.issue(OTHER_CENTRE, asking(conversation_id="c_1"))
    house.counters.call_next(OTHER_CENTRE, "1", "Lan")
    house.draw(conversation_id="c_1")
    assert house.call("1").number == "A001"
    house.clock.set("2026-11-24T08:00:00")
    house.draw(conversation_id="c_1")
    assert house.call("2").number == "A001"
