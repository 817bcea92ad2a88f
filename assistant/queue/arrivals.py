"""How many people came in which hour of which day."""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date, datetime, time

from assistant.catalog.centre import Centre
from assistant.clock import VIETNAM

_HALF_PAST = 30


def arrivals(
    centre: Centre, drawn: Iterable[tuple[datetime, str]], days: Sequence[date]
) -> dict[tuple[str, int], list[float]]:
    """Per (service group, opening hour): the numbers drawn on each of these days that had any.

    `drawn`: when and for which service group.
    """
    moments = [(at.astimezone(VIETNAM), group) for at, group in drawn]
    counts = Counter((at.date(), group, at.hour) for at, group in moments)
    worked = [day for day in days if any(at.date() == day for at, _ in moments)]
    hours = sorted({hour for day in worked for hour in opening_hours(centre, day)})
    return {
        (group.slug, hour): [float(counts[day, group.slug, hour]) for day in worked]
        for group in centre.service_groups
        for hour in hours
    }


def opening_hours(centre: Centre, day: date) -> list[int]:
    """The hours of a day whose half past finds the doors open."""
    periods = centre.periods_on(day)
    return [h for h in range(24) if any(p.opens <= time(h, _HALF_PAST) < p.closes for p in periods)]
