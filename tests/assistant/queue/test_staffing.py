from math import exp, inf, isclose

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.queue.staffing import counters_needed, erlang_c, forecast, mean_wait, quiet_hours, wait_beyond


@pytest.mark.parametrize(
    ("counters", "load", "expected"),
    [
        (1, 0.5, 0.5),  # M/M/1: the load itself
        (2, 1.0, 1 / 3),  # M/M/2: a² / (2 + a)
        (2, 1.5, 9 / 14),
        (3, 2.0, 4 / 9),
        (5, 4.0, 0.5541),  # tables
        (10, 8.0, 0.4092),
    ],
)
def test_erlang_c_agrees_with_tables(counters: int, load: float, expected: float) -> None:
    assert erlang_c(counters, load) == pytest.approx(expected, abs=5e-5)


def test_one_counter_is_m_m_1() -> None:
    arrivals, service = 4.0, 10.0
    load = arrivals * service / 60
    assert mean_wait(arrivals, service, 1) == pytest.approx(load * service / (1 - load))
    assert wait_beyond(15, arrivals, service, 1) == pytest.approx(load * exp(-(1 - load) / service * 15))


def test_constant_service_halves_the_wait() -> None:
    """M/D/1 waits half as long as M/M/1: the correction is exact for one counter."""
    assert mean_wait(4, 10, 1, variation=0) == pytest.approx(mean_wait(4, 10, 1) / 2)


def test_too_much_work_waits_for_ever() -> None:
    assert mean_wait(12, 10, 2) == inf
    assert wait_beyond(60, 12, 10, 2) == 1
    assert erlang_c(2, 0) == 0


def test_the_wait_is_never_shorter_than_nothing() -> None:
    assert wait_beyond(-1, 4, 10, 1) == 1


@given(st.floats(0.1, 60), st.floats(1, 60), st.floats(1, 60), st.floats(0.05, 0.95))
def test_needed_counters_suffice_and_one_less_does_not(
    arrivals: float, service: float, within: float, share: float
) -> None:
    needed = counters_needed(arrivals, service, within, share, variation=1)
    assert wait_beyond(within, arrivals, service, needed) <= 1 - share
    assert wait_beyond(within, arrivals, service, needed - 1) > 1 - share or needed == 1


@given(st.integers(1, 40), st.floats(0.1, 39))
def test_more_counters_or_less_work_wait_less(counters: int, load: float) -> None:
    assert erlang_c(counters + 1, load) <= erlang_c(counters, load) <= 1
    assert erlang_c(counters, load / 2) <= erlang_c(counters, load)


def test_what_cannot_be_promised_is_refused() -> None:
    assert counters_needed(0, 10) == 0
    with pytest.raises(ValueError, match="share"):
        counters_needed(5, 10, share=1)
    with pytest.raises(ValueError, match="200"):
        counters_needed(5000, 60)


def test_the_forecast_tells_counters_by_hour_and_group() -> None:
    history = {("ho-tich", 8): [12, 14, 10, 13], ("ho-tich", 10): [3, 4, 2, 3], ("dat-dai", 8): [4, 5]}
    rows = forecast(history, {"ho-tich": 10, "dat-dai": 20})
    assert [(r.hour, r.service_group) for r in rows] == [(8, "ho-tich"), (10, "ho-tich")]  # two days: too few
    assert isclose(rows[0].arrivals, 12.25)
    assert rows[0].busy > rows[0].arrivals
    assert rows[0].counters > rows[1].counters >= 1


def test_quiet_hours_are_told_when_enough_is_known() -> None:
    days = 6
    history = {
        7: [20] * days,
        8: [30] * days,
        9: [25] * days,
        10: [9] * days,
        15: [12] * days,
        16: [6] * days,
    }
    assert quiet_hours(history) == (16, 10)
    assert quiet_hours({hour: figures[:4] for hour, figures in history.items()}) == ()
    assert quiet_hours({hour: [10] * days for hour in history}) == ()
    assert quiet_hours({}) == ()
