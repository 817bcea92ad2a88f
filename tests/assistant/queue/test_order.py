from dataclasses import replace
from datetime import UTC, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.queue.order import behind
from assistant.queue.ticket import ServiceClass, Ticket
from assistant.store.database import open_database
from assistant.store.tables import metadata
from tests.assistant.queue.small_centre import (
    CENTRE,
    GREEN,
    House,
    SteppingClock,
    asking,
    house_on,
)
from tests.assistant.queue.test_ticket import TICKET

LINES = st.sets(st.tuples(st.integers(1, 5), st.integers(1, 400)), max_size=12)
ARRIVALS = st.lists(
    st.tuples(
        st.integers(0, 30 * 60_000_000),  # microseconds after the one before
        st.sampled_from(ServiceClass),
        st.sampled_from(["ho-tich", "chung-thuc"]),
        st.booleans(),  # whether somebody is called first
    ),
    max_size=12,
)
HEAD_STARTS = {ServiceClass.ORDINARY: 0, ServiceClass.GREEN: 20, ServiceClass.PRIORITY: 60}
LARGEST = timedelta(minutes=60)


def order(ticket: Ticket) -> tuple[int, float]:
    return ticket.place, ticket.seat


def line_of(places: set[tuple[int, int]]) -> list[Ticket]:
    return [replace(TICKET, id=f"t_{p}_{s}", place=p, seat=float(s)) for p, s in sorted(places)]


def test_nobody_in_line_leaves_the_place_as_it_is() -> None:
    assert behind([], 3) is None


@given(LINES, st.integers(1, 15))
def test_exactly_so_many_stay_ahead_or_all_there_are(places: set[tuple[int, int]], people: int) -> None:
    line = line_of(places)
    if found := behind(line, people):
        assert sum(order(t) < found for t in line) == min(people, len(line))
        assert found not in {order(t) for t in line}


@given(LINES.filter(len), st.integers(1, 4), st.integers(1, 24))
def test_also_when_one_after_the_other_goes_back(
    places: set[tuple[int, int]], people: int, times: int
) -> None:
    line = line_of(places)
    for _ in range(times):
        first, *rest = line
        place, seat = behind(rest, people) or order(first)
        line = sorted([*rest, replace(first, place=place, seat=seat)], key=order)
        assert line.index(next(t for t in line if t.id == first.id)) == min(people, len(rest))
        assert len({order(t) for t in line}) == len(line)


def called_in_turn(house: House, arrivals: list[tuple[int, ServiceClass, str, bool]]) -> list[Ticket]:
    """Everyone that arrived, as counter 2 calls them, which takes both groups."""
    called = []
    for gap, service_class, group, first in arrivals:
        house.clock.forward(microseconds=gap)
        if first:
            called.append(house.counters.call_next(CENTRE, "2", "Lan", finish_current=True).ticket)
        procedure = GREEN if service_class is ServiceClass.GREEN else None
        reason = "nguoi-cao-tuoi" if service_class is ServiceClass.PRIORITY else None
        house.desk.issue(CENTRE, replace(asking(group), procedure=procedure, priority_reason=reason))
    while ticket := house.counters.call_next(CENTRE, "2", "Lan", finish_current=True).ticket:
        called.append(ticket)
    return [ticket for ticket in called if ticket]


@settings(max_examples=40)
@given(ARRIVALS)
def test_nobody_who_has_waited_longer_than_the_largest_head_start_is_overtaken(
    arrivals: list[tuple[int, ServiceClass, str, bool]],
) -> None:
    engine = open_database("sqlite://")
    metadata.create_all(engine)
    # The hours end in the midst of so many arrivals; the order is what is asked for here.
    house = house_on(engine, SteppingClock("2026-11-23T07:30:00"))
    called = called_in_turn(house, within_the_morning(arrivals))
    engine.dispose()
    for turn, ticket in enumerate(called):
        for later in called[turn + 1 :]:
            overtaken = later.issued_at < ticket.issued_at
            allowed = timedelta(minutes=HEAD_STARTS[ticket.service_class] - HEAD_STARTS[later.service_class])
            if overtaken:
                assert ticket.issued_at - later.issued_at <= min(allowed, LARGEST)
                assert ticket.service_class is not later.service_class


def within_the_morning(
    arrivals: list[tuple[int, ServiceClass, str, bool]],
) -> list[tuple[int, ServiceClass, str, bool]]:
    kept, passed = [], 0
    for arrival in arrivals:
        passed += arrival[0]
        if passed < 235 * 60_000_000:
            kept.append(arrival)
    return kept


@settings(max_examples=25)
@given(st.integers(0, 999_999))
def test_a_place_is_the_moment_less_the_head_start_to_the_microsecond(microsecond: int) -> None:
    engine = open_database("sqlite://")
    metadata.create_all(engine)
    clock = SteppingClock()
    clock.forward(microseconds=microsecond)
    ticket = house_on(engine, clock).draw(priority_reason="nguoi-cao-tuoi")
    engine.dispose()
    place = ticket.issued_at - LARGEST - datetime(1970, 1, 1, tzinfo=UTC)
    assert ticket.place == place // timedelta(microseconds=1)
