from collections.abc import Sequence
from datetime import datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.catalog.centre import Centre
from assistant.queue.waiting import CounterNow, WaitModel, WaitRange

MORNING = datetime.fromisoformat("2026-11-23T08:00:00+07:00")
HOURS = [{"opens": "07:30", "closes": "11:30"}, {"opens": "13:30", "closes": "17:00"}]
CENTRE = Centre.model_validate(
    {
        "slug": "thu",
        "name": "Trung tâm thử",
        "address": "Thanh Hóa",
        "help_desk": "Bàn hướng dẫn",
        "hours": dict.fromkeys(("mon", "tue", "wed", "thu", "fri"), HOURS),
        "service_groups": [
            {"slug": "a", "name": "A", "prefix": "A", "typical_minutes": 10},
            {"slug": "b", "name": "B", "prefix": "B", "typical_minutes": 20},
            {"slug": "c", "name": "C", "prefix": "C", "typical_minutes": 5},
        ],
        "counters": [
            {"number": "1", "name": "Một", "service_groups": ["a", "b"], "way": "trái"},
            {"number": "2", "name": "Hai", "service_groups": ["c"], "way": "phải"},
        ],
    }
)
STEADY = {"a": [10.0] * 30, "b": [20.0] * 30, "c": [5.0] * 30}
MODEL = WaitModel(CENTRE, seed=1)


def counter(*groups: str, number: str = "1", serving: str | None = None, minutes: float = 0) -> CounterNow:
    since = MORNING - timedelta(minutes=minutes) if serving else None
    return CounterNow(number, frozenset(groups), serving, since)


def wait(
    ahead: Sequence[str] = (), counters: Sequence[CounterNow] = (counter("a"),), **more: object
) -> WaitRange:
    given = {"recent": STEADY, "now": MORNING, **more}
    estimate = MODEL.estimate("a", ahead, counters, **given)  # type: ignore[arg-type]
    assert estimate is not None
    return estimate


def middle(estimate: WaitRange) -> float:
    return (estimate.low + estimate.high) / 2


def test_nobody_ahead_and_a_free_counter_is_at_once() -> None:
    assert wait() == WaitRange(0, 2)


def test_no_counter_takes_the_group() -> None:
    assert MODEL.estimate("a", [], [counter("b", "c")], STEADY, MORNING) is None
    assert MODEL.estimate("a", [], [], STEADY, MORNING) is None


def test_people_ahead_take_their_recent_times() -> None:
    assert middle(wait(["a"] * 6)) == pytest.approx(63, rel=0.2)
    quick = wait(["a"] * 6, recent={"a": [3.0] * 30})
    assert quick.high < wait(["a"] * 6).low


def test_a_group_never_seen_is_promised_less_surely() -> None:
    sure, unsure = wait(["a"] * 6), wait(["a"] * 6, recent={})
    assert unsure.high - unsure.low > sure.high - sure.low


def test_a_counter_that_serves_another_group_too_is_shared() -> None:
    shared = [counter("a", "b")]
    assert middle(wait(["b"] * 3, shared)) > middle(wait(["a"] * 3, shared))
    assert wait(["b", "c"] * 3) == wait()  # nobody there takes them, or their counter is another


def test_whoever_has_been_served_long_will_be_done_sooner() -> None:
    just, long = (wait(counters=[counter("a", serving="a", minutes=m)]) for m in (0, 9))
    assert middle(long) < middle(just)
    endless = wait(counters=[counter("a", serving="a", minutes=600)])
    assert endless.low <= endless.high


def test_overtaking_lengthens_the_wait_and_ends_with_the_lead() -> None:
    rates = {"priority": 3.0, "green": 3.0}
    plain = wait(["a"] * 4)
    assert middle(wait(["a"] * 4, overtaking_per_hour=rates)) > middle(plain) + 5
    assert wait(["a"] * 4, overtaking_per_hour=rates, lead=60) == plain


def test_the_noon_break_is_waited_through() -> None:
    noon = datetime.fromisoformat("2026-11-23T11:25:00+07:00")
    over = wait(["a"] * 4, now=noon)
    assert over.low >= 125
    assert middle(over) == pytest.approx(middle(wait(["a"] * 4)) + 120, abs=8)
    assert wait(now=noon) == WaitRange(0, 2)


def test_in_the_break_and_before_opening_the_doors_are_waited_for() -> None:
    assert wait(now=datetime.fromisoformat("2026-11-23T12:30:00+07:00")).low == 60
    assert wait(now=datetime.fromisoformat("2026-11-23T07:00:00+07:00")).low == 30


def test_after_closing_the_line_is_served_on() -> None:
    late = wait(["a"] * 3, now=datetime.fromisoformat("2026-11-23T16:55:00+07:00"))
    assert late == wait(["a"] * 3)


def test_the_moment_may_be_told_in_another_zone() -> None:
    utc = datetime.fromisoformat("2026-11-23T01:00:00+00:00")
    assert wait(["a"] * 3, now=utc) == wait(["a"] * 3)


def test_the_same_seed_gives_the_same_answer() -> None:
    again = WaitModel(CENTRE, seed=1).estimate("a", ["a"] * 5, [counter("a")], STEADY, MORNING)
    assert again == wait(["a"] * 5)
    assert WaitModel(CENTRE).estimate("a", ["a"] * 5, [counter("a")], STEADY, MORNING) is not None


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.sampled_from("abc"), max_size=25),
    st.integers(1, 4),
    st.lists(st.floats(1, 60), max_size=20),
    st.integers(0, 24 * 60 - 1),
)
def test_the_range_keeps_its_order(ahead: list[str], counters: int, recent: list[float], minute: int) -> None:
    now = MORNING.replace(hour=0) + timedelta(minutes=minute)
    desks = [counter("a", "b", number=str(n)) for n in range(counters)]
    rates = {"priority": 2.0}
    estimate = wait(ahead, desks, recent={"a": recent}, now=now, overtaking_per_hour=rates)
    assert 0 <= estimate.low <= estimate.high


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 25), st.integers(1, 10), st.integers(1, 4))
def test_more_people_ahead_never_wait_less_nor_more_counters_more(
    people: int, further: int, counters: int
) -> None:
    desks = [counter("a", number=str(n)) for n in range(counters)]
    fewer, more = wait(["a"] * people, desks), wait(["a"] * (people + further), desks)
    noise = 2
    assert fewer.low <= more.low + noise
    assert fewer.high <= more.high + noise
    faster = wait(["a"] * people, [*desks, counter("a", number="9")])
    assert faster.low <= fewer.low + noise
    assert faster.high <= fewer.high + noise
