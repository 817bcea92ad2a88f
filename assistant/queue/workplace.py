"""What a clerk at a counter sees: who is there, who comes next, who went to fetch papers."""

from collections import Counter as Tally
from collections import defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from assistant.catalog.centre import Centre, Counter
from assistant.queue.counters import counter_of
from assistant.queue.repository import Change, QueueRepository, in_groups
from assistant.queue.ticket import CounterState, Ticket

_NEXT = 6
_CALLS = frozenset({"called", "recalled"})
_WITH_A_WORD = frozenset({"held", "transferred"})


@dataclass(frozen=True)
class Person:
    """Somebody with a ticket, and of its history what helps to serve them.

    `calls` counts how often they were called since they were last put in line, `called_by` by whom last.
    `notes` are the changes that came with a word, the oldest first.
    """

    ticket: Ticket
    calls: int
    called_by: str | None
    notes: tuple[Change, ...]


@dataclass(frozen=True)
class Workplace:
    """A counter at one moment. `untouched`: nobody has opened it today, and the first call will.

    `waiting` has the length of the line of each group that it takes; `coming` the first of all of them,
    in the order of calling; `on_hold` those who come back to one of these groups.
    """

    centre: Centre
    counter: Counter
    at: datetime
    state: CounterState
    untouched: bool
    there: Person | None
    waiting: Mapping[str, int]
    coming: tuple[Person, ...]
    on_hold: tuple[Person, ...]


class Workplaces:
    """Reads what counters need; changes nothing."""

    def __init__(self, repository: QueueRepository, now: Callable[[], datetime]) -> None:
        self._repository = repository
        self._now = now

    def overview(self, centre: Centre) -> dict[str, tuple[CounterState, Ticket | None]]:
        """Of each counter, whether it is open, and whom it has; raises QueueUnavailable."""
        now = self._now()
        with self._repository.reading() as session:
            there = {ticket.counter: ticket for ticket in session.at_counters(centre.slug, now.date())}
            touched = session.counters(centre.slug)
        return {
            counter.number: (_state(touched, counter.number, now)[0], there.get(counter.number))
            for counter in centre.counters
        }

    def at(self, centre: Centre, number: str) -> Workplace:
        """What the clerk of a counter sees; raises UnknownCounter or QueueUnavailable."""
        counter = counter_of(centre, number)
        now = self._now()
        with self._repository.reading() as session:
            state, untouched = _state(session.counters(centre.slug), number, now)
            at_counters = session.at_counters(centre.slug, now.date())
            line = in_groups(session.line(centre.slug, now.date()), counter.service_groups)
            on_hold = in_groups(session.on_hold(centre.slug, now.date()), counter.service_groups)
            there = [ticket for ticket in at_counters if ticket.counter == number]
            seen = [*there, *line[:_NEXT], *on_hold]
            person = _with(session.histories({ticket.id for ticket in seen}))
        tally = Tally(ticket.service_group for ticket in line)
        return Workplace(
            centre,
            counter,
            now,
            state,
            untouched,
            next(map(person, there), None),
            {group: tally[group] for group in counter.service_groups},
            tuple(map(person, line[:_NEXT])),
            tuple(map(person, on_hold)),
        )


def _state(
    known: Mapping[str, tuple[CounterState, datetime]], number: str, now: datetime
) -> tuple[CounterState, bool]:
    """Whether the counter is open, and whether nobody has touched it today: then it is closed."""
    state, since = known.get(number, (CounterState.CLOSED, None))
    untouched = since is None or since.date() < now.date()
    return (CounterState.CLOSED if untouched else state), untouched


def _with(histories: Collection[tuple[str, Change]]) -> Callable[[Ticket], Person]:
    """Makes people of tickets, by the changes of each ticket in the order of time."""
    by_ticket: defaultdict[str, list[Change]] = defaultdict(list)
    for ticket_id, change in histories:
        by_ticket[ticket_id].append(change)
    return lambda ticket: _person(ticket, by_ticket[ticket.id])


def _person(ticket: Ticket, history: Sequence[Change]) -> Person:
    last_call = max((at for at, each in enumerate(history) if each.change == "called"), default=len(history))
    calls = [each for each in history[last_call:] if each.change in _CALLS]
    notes = tuple(each for each in history if each.note and each.change in _WITH_A_WORD)
    return Person(ticket, len(calls), calls[-1].actor if calls else None, notes)
