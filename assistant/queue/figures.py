"""What the days looked like: waits, service and idle time, no-shows, by hour, service group and counter."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from statistics import mean, quantiles

from assistant.catalog.centre import Centre
from assistant.clock import VIETNAM
from assistant.queue.ticket import CounterState

_LEAVES = frozenset({"finished", "held", "transferred", "missed", "cancelled", "closed"})


@dataclass(frozen=True)
class Step:
    """One line of a ticket's history, with what is needed of the ticket; `ticket` tells them apart."""

    ticket: int
    service_group: str
    issued_at: datetime
    change: str
    at: datetime
    counter: str | None


@dataclass(frozen=True)
class CounterStep:
    """A counter was opened, paused or closed."""

    counter: str
    state: CounterState
    at: datetime


@dataclass(frozen=True)
class Flow:
    """People of an hour or a service group; minutes, absent where nobody was called or served.

    `wait` is from drawing the number to the first call, `service` from a call to the end at the counter.
    """

    key: str
    drawn: int
    served: int
    no_shows: int
    cancelled: int
    wait_mean: float | None
    wait_median: float | None
    wait_90: float | None
    service_mean: float | None


@dataclass(frozen=True)
class Work:
    """A counter's days in minutes; `idle` is open with nobody there."""

    key: str
    served: int
    open: float
    busy: float
    idle: float


@dataclass(frozen=True)
class Figures:
    """The figures of a centre from one day to another, both included."""

    total: Flow
    hours: tuple[Flow, ...]
    services: tuple[Flow, ...]
    counters: tuple[Work, ...]


@dataclass
class _Visit:
    """What one ticket's history tells."""

    service_group: str
    issued_at: datetime
    first_call: datetime | None = None
    served: bool = False
    no_show: bool = False
    cancelled: bool = False
    stays: list[tuple[str, datetime, datetime]] = field(default_factory=list)


def figures(
    centre: Centre,
    steps: Iterable[Step],
    counter_steps: Iterable[CounterStep],
    ended_as: Callable[[int], str],
    now: datetime,
) -> Figures:
    """The figures out of histories in the order of time; `ended_as` is the state of a ticket now."""
    visits = _visits(steps, ended_as)
    by_hour, by_group = defaultdict(list), defaultdict(list)
    for visit in visits:
        by_hour[f"{visit.issued_at.astimezone(VIETNAM).hour:02}"].append(visit)
        by_group[visit.service_group].append(visit)
    return Figures(
        _flow("total", visits),
        tuple(_flow(hour, by_hour[hour]) for hour in sorted(by_hour)),
        tuple(_flow(g.slug, by_group[g.slug]) for g in centre.service_groups),
        tuple(_work(centre, c.number, visits, list(counter_steps), now) for c in centre.counters),
    )


def _visits(steps: Iterable[Step], ended_as: Callable[[int], str]) -> list[_Visit]:
    visits: dict[int, _Visit] = {}
    called: dict[int, tuple[str, datetime]] = {}
    for step in steps:
        visit = visits.setdefault(step.ticket, _Visit(step.service_group, step.issued_at))
        if step.change == "called" and step.counter:
            visit.first_call = visit.first_call or step.at
            called[step.ticket] = (step.counter, step.at)
        elif step.change in _LEAVES:
            was_called = called.pop(step.ticket, None)
            if was_called and step.change != "missed":
                visit.stays.append((*was_called, step.at))
    for ticket, visit in visits.items():
        state = ended_as(ticket)
        visit.served, visit.no_show = state == "done", state == "no_show"
        visit.cancelled = state == "cancelled"
    return list(visits.values())


def _flow(key: str, visits: Sequence[_Visit]) -> Flow:
    waits = [_minutes(v.first_call - v.issued_at) for v in visits if v.first_call]
    stays = [_minutes(end - begin) for v in visits if v.served for _, begin, end in v.stays[-1:]]
    return Flow(
        key,
        len(visits),
        sum(v.served for v in visits),
        sum(v.no_show for v in visits),
        sum(v.cancelled for v in visits),
        _rounded(mean(waits)) if waits else None,
        _rounded(_quantile(waits, 50)) if waits else None,
        _rounded(_quantile(waits, 90)) if waits else None,
        _rounded(mean(stays)) if stays else None,
    )


def _work(
    centre: Centre, number: str, visits: Sequence[_Visit], steps: Sequence[CounterStep], now: datetime
) -> Work:
    stays = [(begin, end) for v in visits for at, begin, end in v.stays if at == number]
    spans = _open_spans(centre, [step for step in steps if step.counter == number], now)
    is_open = sum(_minutes(end - begin) for begin, end in spans)
    busy = sum(_minutes(end - begin) for begin, end in stays)
    idle = is_open - sum(
        max(0.0, _minutes(min(end, until) - max(begin, since)))
        for begin, end in stays
        for since, until in spans
    )
    served = sum(any(at == number for at, _, _ in v.stays[-1:]) for v in visits if v.served)
    return Work(number, served, _rounded(is_open), _rounded(busy), _rounded(idle))


def _open_spans(
    centre: Centre, steps: Sequence[CounterStep], now: datetime
) -> list[tuple[datetime, datetime]]:
    """When a counter was open; one that nobody closed counts until the doors shut, breaks left out."""
    spans = []
    for n, step in enumerate(steps):
        if step.state is not CounterState.OPEN:
            continue
        day = step.at.astimezone(VIETNAM).date()
        following = steps[n + 1].at if n + 1 < len(steps) else now
        for period in centre.periods_on(day):
            begin = max(step.at, datetime.combine(day, period.opens, VIETNAM))
            end = min(following, datetime.combine(day, period.closes, VIETNAM))
            if begin < end:
                spans.append((begin, end))
    return spans


def _minutes(span: timedelta) -> float:
    return span.total_seconds() / 60


def _rounded(minutes: float) -> float:
    return round(minutes, 1)


def _quantile(values: Sequence[float], percent: int) -> float:
    return values[0] if len(values) == 1 else quantiles(values, n=100, method="inclusive")[percent - 1]
