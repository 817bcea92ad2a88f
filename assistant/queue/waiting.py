"""How long one waits, as a range: the line is served on in a few hundred replicates of the day."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from math import ceil, floor
from types import MappingProxyType

import numpy as np

from assistant.catalog.centre import Centre
from assistant.clock import VIETNAM
from assistant.queue.hall import Hall, Numbers
from assistant.queue.service_time import Minutes, ServiceTime, ServiceTimes

_REPLICATES = 140
_BETWEEN = 0.5  # minutes from one person's leaving to the call of the next
_ABSENT = 0.05  # share of those called who do not come
_IN_VAIN = 1.5  # minutes that such a call takes
_SURPRISE = 1.0  # tickets per hour, so that a quiet hour promises nothing
_CALMING = 0.7  # a busy hour is followed by a calmer one
_AT_ONCE = 2  # minutes promised at most to whom nobody stands in the way
_NO_RATES: Mapping[str, float] = MappingProxyType({})


@dataclass(frozen=True)
class CounterNow:
    """A counter that calls people now; paused and closed ones are left out.

    `serving` is the group of whoever is called or served there, `since` when that person was called.
    """

    number: str
    service_groups: frozenset[str]
    serving: str | None
    since: datetime | None


@dataclass(frozen=True)
class WaitRange:
    """Whole minutes until the call: the 10th percentile, floored, and the 90th, ceiled."""

    low: int
    high: int


class WaitModel:
    """Estimates the waits at one centre. With a seed, the same question gets the same answer."""

    def __init__(self, centre: Centre, seed: int | None = None) -> None:
        self._centre = centre
        self._seed = seed
        self._service_times = ServiceTimes({g.slug: g.typical_minutes for g in centre.service_groups})
        rules = centre.queue
        self._head_starts = {"priority": rules.priority_head_start, "green": rules.green_head_start}

    def estimate(
        self,
        group: str,
        ahead: Sequence[str],
        counters: Sequence[CounterNow],
        recent: Mapping[str, Sequence[float]],
        now: datetime,
        overtaking_per_hour: Mapping[str, float] = _NO_RATES,
        lead: float = 0,
    ) -> WaitRange | None:
        """Minutes by the clock, breaks included, until one who waits for that group is called.

        `ahead`: the service groups of all those called before, in calling order, of the whole centre.
        `recent`: per service group, the minutes that its last visits took, in any order.
        `overtaking_per_hour`: by service class, the tickets drawn per hour for the groups that share
        counters with this one. They count while they would be placed ahead.
        `lead`: minutes by which the ticket's place lies before `now`: its head start and the time it
        has waited; 0 for an ordinary ticket drawn now.
        None: no counter that takes the group is there.
        """
        taking = _taking_each(group, counters)
        if group not in taking:
            return None
        line = [g for g in ahead if g in taking]
        random = np.random.default_rng(self._seed)
        at_counters = {c.serving for c in counters if c.serving and c.service_groups & taking.keys()}
        times = self._service_times.draw({group, *line, *at_counters}, recent, _REPLICATES, random)
        local = now.astimezone(VIETNAM)
        hall = Hall(self._centre, local, len(counters), _REPLICATES)
        for index, counter in enumerate(counters):
            if counter.serving in times and counter.since:
                elapsed = (local - counter.since).total_seconds() / 60
                hall.occupy(index, times[counter.serving].remaining(elapsed, random) + _BETWEEN)
        for person, minutes in zip(line, self._visits([times[g] for g in line], random), strict=True):
            hall.serve(taking[person], minutes)
        self._overtake(hall, taking[group], times[group], overtaking_per_hour, lead, random)
        low, high = np.percentile(hall.call(taking[group]) - hall.now, (10, 90))
        return WaitRange(floor(low), max(_AT_ONCE, ceil(high)))

    def _overtake(
        self,
        hall: Hall,
        counters: Numbers,
        time: ServiceTime,
        per_hour: Mapping[str, float],
        lead: float,
        random: np.random.Generator,
    ) -> None:
        """Let those in who are drawn later and placed ahead, until the call or the last such moment."""
        until = {
            name: hall.now + max(0.0, head_start - lead)
            for name, head_start in self._head_starts.items()
            if per_hour.get(name, 0) > 0 and head_start > lead
        }
        if not until:
            return
        total = sum(per_hour[name] for name in until)
        last = max(until.values())
        rate = random.gamma(total + _SURPRISE, _CALMING / 60, _REPLICATES)
        most = ceil((last - hall.now) * float(rate.max()) * 1.5) + 3
        arrivals = hall.now + (random.standard_exponential((most, _REPLICATES)) / rate).cumsum(axis=0)
        share = sum(per_hour[name] / total * (arrivals < end) for name, end in until.items())
        ahead = hall.is_open(arrivals) & (random.random(arrivals.shape) < share)
        visits = np.where(ahead, self._visits([time] * most, random), 0)
        for arrival, minutes in zip(arrivals, visits, strict=True):
            passing = arrival < np.minimum(hall.call(counters), last)
            if not passing.any():
                return
            hall.serve(counters, minutes * passing)

    def _visits(self, times: Sequence[ServiceTime], random: np.random.Generator) -> Minutes:
        """How long each of these people holds a counter: shape (people, replicates)."""
        size = (len(times), _REPLICATES)
        if not times:
            return np.empty(size)
        middle = np.stack([t.middle for t in times])
        spread = np.stack([t.spread for t in times])
        minutes = np.exp(middle + spread * random.standard_normal(size))
        minutes[random.random(size) < _ABSENT] = _IN_VAIN
        return minutes + _BETWEEN


def _taking_each(group: str, counters: Sequence[CounterNow]) -> dict[str, Numbers]:
    """The counters of each group that competes with that one, through a shared counter or a chain."""
    groups: frozenset[str] = frozenset()
    joined = frozenset({group})
    while joined != groups:
        groups = joined
        joined = groups.union(*(c.service_groups for c in counters if c.service_groups & groups))
    taking = {g: np.flatnonzero([g in c.service_groups for c in counters]) for g in groups}
    return {g: numbers for g, numbers in taking.items() if numbers.size}
