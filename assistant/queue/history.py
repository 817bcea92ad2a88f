"""Looking back over days: figures, and what they tell of days to come."""

from collections import defaultdict
from collections.abc import Callable
from datetime import date, datetime, timedelta
from statistics import mean

from assistant.catalog.centre import Centre
from assistant.errors import LetanError
from assistant.queue.arrivals import arrivals
from assistant.queue.figures import Figures, figures
from assistant.queue.repository import QueueRepository
from assistant.queue.staffing import HourForecast, forecast, quiet_hours

_WEEKS = 8
_LONGEST = timedelta(days=366)


class PeriodRefused(LetanError):
    """The days asked for end before they begin, or are too many."""

    status = 422
    slug = "invalid-period"
    title = "Khoảng ngày không hợp lệ"


class History:
    """Reads what was; changes nothing. Every method raises QueueUnavailable."""

    def __init__(self, repository: QueueRepository, now: Callable[[], datetime]) -> None:
        self._repository = repository
        self._now = now

    def figures(self, centre: Centre, start: date, end: date) -> Figures:
        """The figures from one day to another, both included; raises PeriodRefused."""
        if not timedelta(0) <= end - start <= _LONGEST:
            raise PeriodRefused(f"Từ {start} đến {end}: cần từ 1 đến {_LONGEST.days} ngày, ngày đầu trước")
        with self._repository.reading() as session:
            states = session.states(centre.slug, start, end)
            steps = session.steps(centre.slug, start, end)
            counter_steps = session.counter_steps(centre.slug, start, end)
        return figures(centre, steps, counter_steps, states.__getitem__, self._now())

    def forecast(self, centre: Centre, day: date) -> list[HourForecast]:
        """The counters needed on a day by hour, from the same weekday of the last eight weeks."""
        days = [day - timedelta(weeks=n) for n in range(1, _WEEKS + 1)]
        with self._repository.reading() as session:
            drawn = session.drawn_at(centre.slug, days[-1], days[0])
            visits = session.visits(centre.slug, self._now() - timedelta(weeks=_WEEKS))
        minutes: defaultdict[str, list[float]] = defaultdict(list)
        for group, took in visits:
            minutes[group].append(took)
        service = {
            g.slug: mean(minutes[g.slug]) if minutes[g.slug] else g.typical_minutes
            for g in centre.service_groups
        }
        return forecast(arrivals(centre, drawn, days), service)

    def quiet_hours(self, centre: Centre) -> tuple[int, ...]:
        """The hours in which fewest numbers were drawn these four weeks; none if too little is known."""
        today = self._now().date()
        days = [today - timedelta(days=n) for n in range(1, 29)]
        with self._repository.reading() as session:
            drawn = session.drawn_at(centre.slug, days[-1], days[0])
        by_hour: defaultdict[int, list[list[float]]] = defaultdict(list)
        for (_, hour), came in arrivals(centre, drawn, days).items():
            by_hour[hour].append(came)
        per_day = {hour: [sum(day) for day in zip(*came, strict=True)] for hour, came in by_hour.items()}
        return quiet_hours(per_day)
