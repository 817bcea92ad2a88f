"""A small day, told by hand, and its figures."""

from datetime import datetime, timedelta

import pytest

from assistant.catalog.catalog import Catalog
from assistant.catalog.centre import Centre
from assistant.clock import VIETNAM
from assistant.queue.figures import CounterStep, Figures, Step, figures
from assistant.queue.ticket import CounterState


@pytest.fixture
def centre(catalog: Catalog) -> Centre:
    return catalog.centre("trieu-son")


def at(clock: str) -> datetime:
    return datetime.fromisoformat(f"2026-11-23T{clock}:00").replace(tzinfo=VIETNAM)


SERVED = (("issued", "08:00", None), ("called", "08:10", "3"), ("finished", "08:30", "3"))


def told(ticket: int, group: str, *steps: tuple[str, str, str | None]) -> list[Step]:
    issued = at(steps[0][1])
    return [Step(ticket, group, issued, change, at(clock), counter) for change, clock, counter in steps]


def figures_of(centre: Centre, steps: list[Step], states: dict[int, str], *counters: CounterStep) -> Figures:
    return figures(centre, steps, counters, states.__getitem__, at("17:00"))


def test_waits_and_service_times(centre: Centre) -> None:
    steps = [
        *told(1, "ho-tich", *SERVED),
        *told(2, "ho-tich", ("issued", "08:20", None), ("called", "08:50", "3"), ("finished", "09:00", "3")),
        *told(3, "chung-thuc", ("issued", "09:00", None), ("cancelled", "09:05", None)),
    ]
    found = figures_of(centre, steps, {1: "done", 2: "done", 3: "cancelled"})
    assert (found.total.drawn, found.total.served, found.total.cancelled) == (3, 2, 1)
    assert (found.total.wait_mean, found.total.wait_median, found.total.service_mean) == (20, 20, 15)
    assert [(hour.key, hour.drawn) for hour in found.hours] == [("08", 2), ("09", 1)]
    by_group = {flow.key: flow for flow in found.services}
    assert by_group["ho-tich"].wait_90 == 28
    assert by_group["chung-thuc"].wait_mean is None
    assert by_group["dat-dai-xay-dung"].drawn == 0


def test_the_wait_is_until_the_first_call_though_one_came_back_later(centre: Centre) -> None:
    steps = told(
        1,
        "ho-tich",
        ("issued", "08:00", None),
        ("called", "08:05", "3"),
        ("missed", "08:07", "3"),
        ("called", "08:20", "3"),
        ("finished", "08:25", "3"),
    )
    found = figures_of(centre, steps, {1: "done"})
    assert (found.total.wait_mean, found.total.service_mean) == (5, 5)


def test_a_no_show_is_counted_and_occupied_nobody(centre: Centre) -> None:
    steps = told(1, "ho-tich", ("issued", "08:00", None), ("called", "08:05", "3"), ("missed", "08:07", "3"))
    found = figures_of(centre, steps, {1: "no_show"}, CounterStep("3", CounterState.OPEN, at("08:00")))
    counter = next(work for work in found.counters if work.key == "3")
    assert found.total.no_shows == 1
    assert counter.busy == 0


def test_a_counter_is_idle_while_open_with_nobody_there(centre: Centre) -> None:
    steps = told(
        1, "ho-tich", ("issued", "08:00", None), ("called", "08:10", "3"), ("finished", "08:30", "3")
    )
    opened = CounterStep("3", CounterState.OPEN, at("08:00"))
    paused = CounterStep("3", CounterState.PAUSED, at("09:00"))
    found = figures_of(centre, steps, {1: "done"}, opened, paused)
    counter = next(work for work in found.counters if work.key == "3")
    assert (counter.open, counter.busy, counter.idle, counter.served) == (60, 20, 40, 1)


def test_lunch_is_no_idle_time_and_an_unclosed_counter_ends_with_the_day(centre: Centre) -> None:
    opened = CounterStep("3", CounterState.OPEN, at("10:30"))
    counter = next(w for w in figures_of(centre, [], {}, opened).counters if w.key == "3")
    assert counter.open == 60 + 210  # 10:30 to 11:30, 13:30 to 17:00


def test_opening_twice_counts_once(centre: Centre) -> None:
    steps = [CounterStep("3", CounterState.OPEN, at(clock)) for clock in ("08:00", "08:30")]
    closed = CounterStep("3", CounterState.CLOSED, at("09:00"))
    counter = next(w for w in figures_of(centre, [], {}, *steps, closed).counters if w.key == "3")
    assert counter.open == 60


def test_a_transferred_person_occupied_both_counters(centre: Centre) -> None:
    steps = told(
        1,
        "chung-thuc",
        ("issued", "08:00", None),
        ("called", "08:00", "3"),
        ("transferred", "08:10", "3"),
        ("called", "08:20", "2"),
        ("finished", "08:25", "2"),
    )
    found = figures_of(centre, steps, {1: "done"})
    work = {counter.key: counter for counter in found.counters}
    assert (work["3"].busy, work["2"].busy) == (10, 5)
    assert (work["3"].served, work["2"].served) == (0, 1)


def test_a_day_without_anything_has_no_averages(centre: Centre) -> None:
    found = figures_of(centre, [], {})
    assert found.total.wait_mean is None
    assert found.hours == ()
    assert all(work.open == timedelta(0).total_seconds() for work in found.counters)
