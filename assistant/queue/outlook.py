"""What lies ahead of a ticket or a newcomer: how many people, and how long."""

import time
from collections import Counter as Tally
from collections import defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property

from assistant.catalog.centre import Centre, Counter
from assistant.queue.repository import QueueRepository, QueueSession
from assistant.queue.ticket import CALLABLE, CounterState, ServiceClass, Ticket
from assistant.queue.waiting import CounterNow, WaitModel, WaitRange

_HISTORY = timedelta(days=7)
_RATE_OVER = timedelta(hours=1)
_PACE_HOLDS_S = 60.0
_VISITS = 40


@dataclass(frozen=True)
class Standing:
    """A place in line: people who are called before, and the wait; both absent when not in line.

    `counters` are the numbers of those that take the group, where the wait should be shortest first.
    """

    people_ahead: int | None
    wait: WaitRange | None
    counters: tuple[str, ...] = ()


@dataclass(frozen=True)
class GroupQueue:
    """The line of one service group, and what a newcomer would wait."""

    service_group: str
    waiting: int
    next_numbers: tuple[str, ...]
    wait: WaitRange | None


@dataclass(frozen=True)
class Board:
    """A centre's queue at one moment. `states` has every counter of the centre."""

    centre: Centre
    at: datetime
    groups: tuple[GroupQueue, ...]
    at_counters: tuple[Ticket, ...]
    on_hold: tuple[Ticket, ...]
    states: Mapping[str, CounterState]


@dataclass(frozen=True)
class _Pace:
    """How fast a centre works and how many overtake, looked up once a minute."""

    visits: Mapping[str, Sequence[float]]
    overtaking: Sequence[tuple[str, str]]
    until: float


class Outlook:
    """Reads the queue; changes nothing. Every method raises QueueUnavailable."""

    def __init__(self, repository: QueueRepository, now: Callable[[], datetime]) -> None:
        self._repository = repository
        self._now = now
        self._paces: dict[str, _Pace] = {}

    def of(self, centre: Centre, ticket: Ticket) -> Standing:
        """The place of a ticket in today's line."""
        with self._repository.reading() as session:
            look = self._look(session, centre)
        if ticket.status not in CALLABLE:
            return Standing(None, None, look.soonest(ticket.service_group))
        mine = (ticket.place, ticket.seat)
        ahead = [other for other in look.line if (other.place, other.seat) < mine]
        lead = look.now.timestamp() / 60 - ticket.place / 60_000_000
        return self._standing(look, ticket.service_group, ahead, lead)

    def board(self, centre: Centre) -> Board:
        """The whole queue of a centre."""
        with self._repository.reading() as session:
            look = self._look(session, centre)
            on_hold = session.on_hold(centre.slug, look.now.date())
        groups = []
        for group in centre.service_groups:
            own = [ticket for ticket in look.line if ticket.service_group == group.slug]
            standing = self._standing(look, group.slug, look.line, 0)
            numbers = tuple(ticket.number for ticket in own[:3])
            groups.append(GroupQueue(group.slug, len(own), numbers, standing.wait))
        return Board(centre, look.now, tuple(groups), tuple(look.serving), tuple(on_hold), look.states)

    def _standing(self, look: "_Look", group: str, ahead: Sequence[Ticket], lead: float) -> Standing:
        near = look.sharing(group)
        pace = self._pace(look.centre)
        overtaking = Tally(
            service_class
            for service_class, drawn_for in pace.overtaking
            if drawn_for in near and service_class != ServiceClass.ORDINARY
        )
        wait = WaitModel(look.centre, seed=0).estimate(
            group,
            [ticket.service_group for ticket in ahead],
            look.counters(),
            pace.visits,
            look.now,
            overtaking,
            lead,
        )
        people = sum(ticket.service_group in near for ticket in ahead)
        return Standing(people, wait, look.soonest(group))

    def _look(self, session: QueueSession, centre: Centre) -> "_Look":
        now = self._now()
        day = now.date()
        touched = {
            n: state for n, (state, since) in session.counters(centre.slug).items() if since.date() == day
        }
        # Before the first clerk has pressed a button, the plan counts.
        otherwise = CounterState.CLOSED if touched else CounterState.OPEN
        states = {counter.number: touched.get(counter.number, otherwise) for counter in centre.counters}
        untouched = states.keys() - touched.keys()
        return _Look(
            centre,
            now,
            session.line(centre.slug, day),
            session.at_counters(centre.slug, day),
            states,
            untouched,
        )

    def _pace(self, centre: Centre) -> _Pace:
        known = self._paces.get(centre.slug)
        if known and time.monotonic() < known.until:
            return known
        now = self._now()
        visits: defaultdict[str, list[float]] = defaultdict(list)
        with self._repository.reading() as session:
            for group, minutes in session.visits(centre.slug, now - _HISTORY):
                visits[group].append(minutes)
            drawn = session.drawn(centre.slug, now - _RATE_OVER)
        latest = {group: minutes[-_VISITS:] for group, minutes in visits.items()}
        pace = _Pace(latest, drawn, time.monotonic() + _PACE_HOLDS_S)
        self._paces[centre.slug] = pace
        return pace


@dataclass(frozen=True)
class _Look:
    """What one reading of the queue saw."""

    centre: Centre
    now: datetime
    line: Sequence[Ticket]
    serving: Sequence[Ticket]
    states: Mapping[str, CounterState]
    untouched: Collection[str]

    @cached_property
    def ready(self) -> tuple[Counter, ...]:
        """The open counters; for groups that none of them takes, those whose buttons nobody uses today."""
        is_open = [c for c in self.centre.counters if self.states[c.number] is CounterState.OPEN]
        taken = {group for counter in is_open for group in counter.service_groups}
        unused = (c for c in self.centre.counters if c.number in self.untouched)
        return (*is_open, *(c for c in unused if not taken & set(c.service_groups)))

    def soonest(self, group: str) -> tuple[str, ...]:
        """The counters of a group: open ones first, then by the work that stands before each.

        A counter's work is whom it has, and its share of the lines that it takes.
        """
        minutes = {g.slug: g.typical_minutes for g in self.centre.service_groups}
        ready = self.ready
        shares = {slug: sum(slug in c.service_groups for c in ready) or 1 for slug in minutes}
        work = defaultdict(float, {t.counter: minutes[t.service_group] for t in self.serving})
        for counter in self.centre.counters:
            for ticket in self.line:
                if ticket.service_group in counter.service_groups:
                    work[counter.number] += minutes[ticket.service_group] / shares[ticket.service_group]
        taking = self.centre.counters_for(group)
        return tuple(c.number for c in sorted(taking, key=lambda c: (c not in ready, work[c.number])))

    def sharing(self, group: str) -> Collection[str]:
        """The service groups that share an open counter with this one, itself included.

        Whoever waits for a closed counter alone holds nobody up. Where counters share some groups and
        not others, this counts the most that may be called before.
        """
        return {group, *(g for c in self.ready if group in c.service_groups for g in c.service_groups)}

    def counters(self) -> list[CounterNow]:
        """The open counters, with whom they have."""
        there = {ticket.counter: ticket for ticket in self.serving}
        return [
            CounterNow(
                counter.number,
                frozenset(counter.service_groups),
                ticket.service_group if (ticket := there.get(counter.number)) else None,
                ticket.called_at if ticket else None,
            )
            for counter in self.ready
        ]
