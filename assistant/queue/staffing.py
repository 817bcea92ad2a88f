"""How many counters are needed: Erlang C, with the Allen–Cunneen correction for varying service times.

`load` is the work offered, in counters: arrivals per hour × service minutes / 60. `variation` is the
service time's standard deviation over its mean; 1 is the exponential, for which the figures are exact.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import exp, inf, sqrt

_MOST_COUNTERS = 200
_FEWEST_DAYS = 3
_SURE = 1.28  # standard deviations: the 90th percentile of an hour's arrivals
_VARIATION = 0.6  # as service times in such centres vary, unless measured


def erlang_c(counters: int, load: float) -> float:
    """Probability that an arrival has to wait; 1 where the load is too much."""
    if load <= 0:
        return 0.0
    if counters <= load:
        return 1.0
    blocked = 1.0
    for n in range(1, counters + 1):  # Erlang B, which does not overflow
        blocked = load * blocked / (n + load * blocked)
    return blocked / (1 - load / counters * (1 - blocked))


def mean_wait(arrivals: float, service_minutes: float, counters: int, variation: float = 1.0) -> float:
    """Minutes that people wait on average; infinite where the load is too much."""
    load = arrivals * service_minutes / 60
    if counters <= load:
        return inf
    return erlang_c(counters, load) * service_minutes / (counters - load) * _factor(variation)


def wait_beyond(
    minutes: float, arrivals: float, service_minutes: float, counters: int, variation: float = 1.0
) -> float:
    """The share of people who wait longer than so many minutes."""
    load = arrivals * service_minutes / 60
    if counters <= load:
        return 1.0
    if minutes < 0:
        return 1.0
    rate = (counters - load) / service_minutes / _factor(variation)
    return erlang_c(counters, load) * exp(-rate * minutes)


def counters_needed(
    arrivals: float,
    service_minutes: float,
    within: float = 15,
    share: float = 0.8,
    variation: float = _VARIATION,
) -> int:
    """The fewest counters with which that share waits at most so many minutes; 0 without arrivals.

    Raises:
        ValueError: not even 200 would do, or a share that cannot be promised.
    """
    if not 0 < share < 1:
        raise ValueError(f"share must be between 0 and 1, not {share}")
    if arrivals <= 0:
        return 0
    least = int(arrivals * service_minutes / 60) + 1
    for counters in range(least, _MOST_COUNTERS + 1):
        if wait_beyond(within, arrivals, service_minutes, counters, variation) <= 1 - share:
            return counters
    raise ValueError(f"more than {_MOST_COUNTERS} counters for {arrivals} arrivals per hour")


def _factor(variation: float) -> float:
    return (1 + variation**2) / 2


@dataclass(frozen=True)
class HourForecast:
    """What to expect of an hour (0–23) for a service group.

    `arrivals`: people per hour on average; `busy`: on one day in ten there are more; `counters`: for
    `busy`, so that most wait little.
    """

    hour: int
    service_group: str
    arrivals: float
    busy: float
    counters: int


def forecast(
    history: Mapping[tuple[str, int], Sequence[float]],
    service_minutes: Mapping[str, float],
    within: float = 15,
    share: float = 0.8,
) -> list[HourForecast]:
    """The need of counters by hour and group, from what came in that hour on like days.

    `history`: per (service group, hour), the people who came on each like day (say, each Monday), 0
    on days when nobody did. Hours with fewer than 3 days are left out. `service_minutes`: means.
    """
    rows = []
    for (group, hour), came in sorted(history.items(), key=lambda item: (item[0][1], item[0][0])):
        if len(came) < _FEWEST_DAYS:
            continue
        mean = sum(came) / len(came)
        spread = sum((c - mean) ** 2 for c in came) / (len(came) - 1)
        busy = mean + _SURE * sqrt(max(spread, mean))  # never surer than Poisson
        needed = counters_needed(busy, service_minutes[group], within, share)
        rows.append(HourForecast(hour, group, mean, busy, needed))
    return rows


def quiet_hours(
    history: Mapping[int, Sequence[float]], most: int = 2, below: float = 0.7, days: int = 5
) -> tuple[int, ...]:
    """The quietest hours, the quietest first, to advise people by; none where none stands out.

    `history`: per opening hour, one figure per day: people who came, or minutes that they waited.
    None either where an hour has been seen on fewer than so many days: too little is known.
    """
    if len(history) < most + 1 or any(len(figures) < days for figures in history.values()):
        return ()
    means = {hour: sum(figures) / len(figures) for hour, figures in history.items()}
    usual = sum(means.values()) / len(means)
    quiet = sorted((mean, hour) for hour, mean in means.items() if mean <= below * usual)
    return tuple(hour for _, hour in quiet[:most])
