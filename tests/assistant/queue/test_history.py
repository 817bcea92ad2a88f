"""Looking back through a real database: figures, forecast, quiet hours."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from assistant.catalog.catalog import Catalog
from assistant.catalog.centre import Centre
from assistant.clock import VIETNAM
from assistant.queue.counters import Counters
from assistant.queue.desk import Desk, TicketRequest
from assistant.queue.history import History, PeriodRefused
from assistant.store.database import migrate, open_database
from assistant.store.events import Events
from assistant.store.queue import SqlQueue

TODAY = date(2026, 11, 23)


class Room:
    """A desk whose clock the test sets."""

    def __init__(self, repository: SqlQueue, centre: Centre) -> None:
        self.now = datetime(2026, 11, 23, 8, 0, tzinfo=VIETNAM)
        self.centre = centre
        self.desk = Desk(repository, lambda: self.now)
        self.counters = Counters(repository, lambda: self.now)
        self.history = History(repository, lambda: self.now)

    def came(self, day: date, hour: int, people: int, group: str = "ho-tich") -> None:
        self.now = datetime(day.year, day.month, day.day, hour, 35, tzinfo=VIETNAM)
        for _ in range(people):
            self.desk.issue(self.centre, TicketRequest(group))


@pytest.fixture
def room(tmp_path: Path, catalog: Catalog) -> Iterator[Room]:
    url = f"sqlite:///{tmp_path / 'letan.db'}"
    migrate(url)
    engine = open_database(url)
    yield Room(SqlQueue(engine, Events()), catalog.centre("trieu-son"))
    engine.dispose()


def test_figures_come_from_what_was_done(room: Room) -> None:
    room.desk.issue(room.centre, TicketRequest("ho-tich"))
    room.now += timedelta(minutes=12)
    room.counters.call_next(room.centre, "3", "Lan")
    room.now += timedelta(minutes=8)
    room.counters.finish(room.centre, "3", "Lan")
    found = room.history.figures(room.centre, TODAY, TODAY)
    assert (found.total.served, found.total.wait_mean, found.total.service_mean) == (1, 12, 8)
    counter = next(work for work in found.counters if work.key == "3")
    assert (counter.open, counter.busy, counter.idle) == (8, 8, 0)


def test_other_days_and_centres_are_left_out(room: Room, catalog: Catalog) -> None:
    room.desk.issue(room.centre, TicketRequest("ho-tich"))
    yesterday = TODAY - timedelta(days=1)
    assert room.history.figures(room.centre, yesterday, yesterday).total.drawn == 0
    assert room.history.figures(catalog.centre("hac-thanh"), TODAY, TODAY).total.drawn == 0


@pytest.mark.parametrize("days", [-1, 367])
def test_a_period_that_makes_no_sense_is_refused(room: Room, days: int) -> None:
    with pytest.raises(PeriodRefused):
        room.history.figures(room.centre, TODAY, TODAY + timedelta(days=days))


def test_a_forecast_needs_three_such_days(room: Room) -> None:
    for weeks in (1, 2):
        room.came(TODAY - timedelta(weeks=weeks), 8, 12)
    assert room.history.forecast(room.centre, TODAY) == []
    room.came(TODAY - timedelta(weeks=3), 8, 12)
    need = {(row.service_group, row.hour): row for row in room.history.forecast(room.centre, TODAY)}
    assert need["ho-tich", 8].arrivals == 12
    assert need["ho-tich", 8].counters >= 3  # twelve people of about ten minutes each, within one hour
    assert need["ho-tich", 14].counters == 0


def test_quiet_hours_are_those_with_fewest_people(room: Room) -> None:
    for days in range(3, 14):
        day = TODAY - timedelta(days=days)
        if day.weekday() < 5:
            for hour in (7, 8, 9, 10, 13, 14, 15):
                room.came(day, hour, 4)
            room.came(day, 16, 1)
    room.now = datetime(2026, 11, 23, 8, 0, tzinfo=VIETNAM)
    assert room.history.quiet_hours(room.centre) == (16,)


def test_nothing_is_advised_on_too_little(room: Room) -> None:
    room.came(TODAY - timedelta(days=3), 8, 4)
    assert room.history.quiet_hours(room.centre) == ()
