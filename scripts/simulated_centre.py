"""A day at a centre, event by event: the world in which the promised waits are tried.

Its truths are its own: service times are not drawn by the model's sampler, and the centre's guesses
(typical_minutes) are off by up to 40 %, more at some hours than at others.
"""

import heapq
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from itertools import count

import numpy as np

from assistant.catalog.centre import Centre
from assistant.queue.hall import minute_of
from assistant.queue.ticket import ServiceClass

MIDNIGHT = datetime.fromisoformat("2026-11-23T00:00:00+07:00")
_HOURS = {7: 1.5, 8: 1.6, 9: 1.3, 10: 0.9, 11: 0.5, 13: 1.2, 14: 1.1, 15: 0.8, 16: 0.5}  # arrivals
_LOAD = 0.85  # share of the counters' time that the visitors of a day take at most
_CLASSES = {ServiceClass.ORDINARY: 0.6, ServiceClass.GREEN: 0.25, ServiceClass.PRIORITY: 0.15}
_NO_SHOW = 0.05
_CALLED_IN_VAIN = 1.5  # minutes that a call costs to which nobody comes
_PAUSE_EVERY = 240.0
_PAUSE = (5.0, 15.0)


@dataclass
class Visitor:
    """Someone with a number; times in minutes since midnight, `place` as a ticket's but in minutes."""

    seat: float
    arrival: float
    group: str
    service_class: ServiceClass
    place: float
    misses: int
    promised: tuple[int, int] | None = None
    called: float | None = None
    sat_back: bool = False

    @property
    def turn(self) -> tuple[float, float]:
        """What the line is ordered by."""
        return self.place, self.seat


@dataclass
class Desk:
    """A counter of the simulated centre."""

    number: str
    groups: frozenset[str]
    serving: Visitor | None = None
    since: float = 0.0
    paused: bool = False
    next_pause: float = 0.0


Promise = Callable[["Day", Visitor], tuple[int, int] | None]


class Day:
    """One simulated day; `visitors` holds everyone afterwards."""

    def __init__(self, centre: Centre, seed: int, visitors: int, promise: Promise) -> None:
        self.centre = centre
        self.now = 0.0
        self.line: list[Visitor] = []
        self.visitors: list[Visitor] = []
        self.served: list[tuple[str, float]] = []
        self.desks = [Desk(c.number, frozenset(c.service_groups)) for c in centre.counters]
        self._random = np.random.default_rng([seed, 7])
        self._promise = promise
        self._events: list[tuple[float, int, Callable[[], None]]] = []
        self._order = count()
        self._periods = [
            (minute_of(p.opens), minute_of(p.closes)) for p in centre.periods_on(MIDNIGHT.date())
        ]
        groups = [g.slug for g in centre.service_groups]
        self._mean = {
            g.slug: g.typical_minutes * self._random.uniform(0.6, 1.4) for g in centre.service_groups
        }
        self._sigma = {g: self._random.uniform(0.35, 0.75) for g in groups}
        self._hour_factor = {h: self._random.uniform(0.85, 1.2) for h in range(24)}
        self._draw_visitors(visitors, self._mix(groups))

    def moment(self, minute: float) -> datetime:
        """That minute of the day on the clock."""
        return MIDNIGHT + timedelta(minutes=minute)

    def run(self) -> None:
        """Let the day happen, until the last one has been served."""
        while self._events:
            self.now, _, happen = heapq.heappop(self._events)
            happen()

    def _at(self, minute: float, happen: Callable[[], None]) -> None:
        heapq.heappush(self._events, (minute, next(self._order), happen))

    def _mix(self, groups: list[str]) -> Mapping[str, float]:
        """Visitors per group, about as many as its counters can take."""
        room = dict.fromkeys(groups, 0.0)
        for desk in self.desks:
            for g in desk.groups:
                room[g] += 1 / len(desk.groups)
        drawn = {g: room[g] / self._mean[g] * self._random.lognormal(0, 0.15) for g in groups}
        return {g: share / sum(drawn.values()) for g, share in drawn.items()}

    def _draw_visitors(self, wanted: int, mix: Mapping[str, float]) -> None:
        work = sum(mix[g] * self._mean[g] for g in mix)
        hours = sum(closes - opens for opens, closes in self._periods)
        number = min(wanted, int(_LOAD * hours * len(self.desks) / work))
        minutes = [m for opens, closes in self._periods for m in range(int(opens), int(closes))]
        weights = np.array([_HOURS.get(m // 60, 1.0) for m in minutes])
        arrivals = np.sort(self._random.choice(minutes, number, p=weights / weights.sum()))
        starts = {
            ServiceClass.PRIORITY: self.centre.queue.priority_head_start,
            ServiceClass.GREEN: self.centre.queue.green_head_start,
        }
        for seat, minute in enumerate(arrivals):
            arrival = float(minute + self._random.random())
            kind = list(_CLASSES)[self._random.choice(len(_CLASSES), p=list(_CLASSES.values()))]
            visitor = Visitor(
                seat=float(seat),
                arrival=arrival,
                group=list(mix)[self._random.choice(len(mix), p=list(mix.values()))],
                service_class=kind,
                place=arrival - starts.get(kind, 0),
                misses=int(self._random.integers(1, 4)) if self._random.random() < _NO_SHOW else 0,
            )
            self._at(arrival, partial(self._arrive, visitor))
        for desk in self.desks:
            desk.next_pause = self._random.exponential(_PAUSE_EVERY) + self._periods[0][0]
            for opens, _ in self._periods:
                self._at(opens, partial(self._call, desk))

    def _arrive(self, visitor: Visitor) -> None:
        visitor.promised = self._promise(self, visitor)
        self.visitors.append(visitor)
        self.line.append(visitor)
        self._wake(visitor.group)

    def _wake(self, group: str) -> None:
        for desk in self.desks:
            if group in desk.groups and desk.serving is None and not desk.paused:
                self._at(self.now + self._random.uniform(0.1, 0.6), partial(self._call, desk))
                return

    def _open(self) -> bool:
        return self.now >= self._periods[-1][1] or any(a <= self.now < b for a, b in self._periods)

    def _call(self, desk: Desk) -> None:
        """The desk calls the next one, unless it is busy, shut or takes its pause."""
        if desk.serving is not None or desk.paused or not self._open():
            return
        if self.now >= desk.next_pause:
            desk.paused = True
            desk.next_pause = self.now + self._random.exponential(_PAUSE_EVERY)
            self._at(self.now + self._random.uniform(*_PAUSE), partial(self._resume, desk))
            return
        waiting = [v for v in self.line if v.group in desk.groups]
        if not waiting:
            return
        visitor = min(waiting, key=lambda v: v.turn)
        self.line.remove(visitor)
        desk.serving, desk.since = visitor, self.now
        visitor.called = self.now if visitor.called is None else visitor.called
        if visitor.misses:
            self._at(self.now + _CALLED_IN_VAIN, partial(self._in_vain, desk, visitor))
        else:
            self._at(self.now + self._minutes(visitor.group), partial(self._finish, desk, visitor))

    def _minutes(self, group: str) -> float:
        mean = self._mean[group] * self._hour_factor[int(self.now // 60) % 24]
        sigma = self._sigma[group]
        return float(max(0.5, mean * np.exp(sigma * self._random.standard_normal() - sigma**2 / 2)))

    def _resume(self, desk: Desk) -> None:
        desk.paused = False
        self._call(desk)

    def _in_vain(self, desk: Desk, visitor: Visitor) -> None:
        """Nobody came: back in line behind the next few, or out after the last call."""
        visitor.misses -= 1
        visitor.sat_back = True
        if visitor.misses < 2:  # the third miss of three ends it; others come when called again
            same = sorted((v for v in self.line if v.group == visitor.group), key=lambda v: v.turn)
            if same:
                behind = same[min(len(same), self.centre.queue.no_show_goes_back) - 1]
                visitor.place, visitor.seat = behind.place, behind.seat + 1e-6
            self.line.append(visitor)
        self._leave(desk)

    def _finish(self, desk: Desk, visitor: Visitor) -> None:
        self.served.append((visitor.group, self.now - desk.since))
        self._leave(desk)

    def _leave(self, desk: Desk) -> None:
        desk.serving = None
        self._at(self.now + self._random.lognormal(-1.0, 0.7), partial(self._call, desk))
