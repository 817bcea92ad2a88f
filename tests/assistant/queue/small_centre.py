"""A centre small enough to see through, a clock that tests move, and the queue of both on a database."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa

from assistant.catalog.centre import Centre
from assistant.clock import VIETNAM
from assistant.queue.counters import Counters
from assistant.queue.desk import Desk, TicketRequest
from assistant.queue.outlook import Outlook
from assistant.queue.ticket import Ticket
from assistant.queue.workplace import Workplaces
from assistant.store.database import open_database
from assistant.store.events import Events
from assistant.store.queue import SqlQueue
from assistant.store.queue_tables import number_series, ticket, ticket_change

MONDAY = "2026-11-23T08:00:00"
_DAY = [{"opens": "07:30", "closes": "11:30"}, {"opens": "13:30", "closes": "17:00"}]
_PLAN: dict[str, Any] = {
    "slug": "thu",
    "name": "Trung tâm thử",
    "address": "Thanh Hóa",
    "help_desk": "Bàn hướng dẫn",
    "hours": {**dict.fromkeys(("mon", "tue", "wed", "thu", "fri"), _DAY), "sat": _DAY[:1]},
    "closed_on": {"2026-11-25": "Mất điện"},
    "service_groups": [
        {"slug": "ho-tich", "name": "Hộ tịch", "prefix": "A"},
        {"slug": "chung-thuc", "name": "Chứng thực", "prefix": "B"},
        {"slug": "cong-an", "name": "Công an", "prefix": "C"},
    ],
    "counters": [
        {"number": "1", "name": "Một", "service_groups": ["ho-tich"], "way": "trái"},
        {"number": "2", "name": "Hai", "service_groups": ["ho-tich", "chung-thuc"], "way": "phải"},
        {"number": "3", "name": "Ba", "service_groups": ["cong-an"], "way": "giữa"},
    ],
    "queue": {"green_lane": ["2.000815"]},
}
CENTRE = Centre.model_validate(_PLAN)
OTHER_CENTRE = Centre.model_validate(_PLAN | {"slug": "khac"})
GREEN = "2.000815"


def moment(local: str) -> datetime:
    return datetime.fromisoformat(local).replace(tzinfo=VIETNAM)


def asking(group: str = "ho-tich", **more: str) -> TicketRequest:
    return TicketRequest(group, **more)


class SteppingClock:
    """Stands still but for a microsecond at each look, as two looks at a real one differ."""

    def __init__(self, local: str = MONDAY) -> None:
        self.at = moment(local)

    def __call__(self) -> datetime:
        self.at += timedelta(microseconds=1)
        return self.at

    def set(self, local: str) -> None:
        self.at = moment(local)

    def forward(self, **more: float) -> None:
        self.at += timedelta(**more)


@dataclass(frozen=True)
class House:
    """A queue and what is under it."""

    engine: sa.Engine
    events: Events
    repository: SqlQueue
    clock: SteppingClock
    desk: Desk
    counters: Counters
    outlook: Outlook
    workplaces: Workplaces

    def draw(self, group: str = "ho-tich", **more: str) -> Ticket:
        return self.desk.issue(CENTRE, asking(group, **more))

    def call(self, counter: str = "1") -> Ticket | None:
        return self.counters.call_next(CENTRE, counter, "Lan").ticket

    def tickets(self) -> list[sa.Row[Any]]:
        with self.engine.connect() as connection:
            return list(connection.execute(sa.select(ticket).order_by(ticket.c.sequence)))

    def history(self, of: Ticket) -> list[tuple[str, str]]:
        """(change, status after it) in the order of what happened."""
        changes = (
            sa.select(ticket_change.c.change, ticket_change.c.status)
            .join(ticket, ticket.c.sequence == ticket_change.c.ticket)
            .where(ticket.c.id == of.id)
            .order_by(ticket_change.c.number)
        )
        with self.engine.connect() as connection:
            return [(row.change, row.status) for row in connection.execute(changes)]

    def last_serial(self, prefix: str = "A") -> int:
        """The last number that the series gave, over all days."""
        query = sa.select(sa.func.max(number_series.c.last)).where(number_series.c.prefix == prefix)
        with self.engine.connect() as connection:
            return connection.scalar(query) or 0


def house_on(engine: sa.Engine, clock: SteppingClock, events: Events | None = None) -> House:
    """A queue; without more, it tells its own process of events."""
    events = events or Events()
    repository = SqlQueue(engine, events)
    return House(
        engine,
        events,
        repository,
        clock,
        Desk(repository, clock),
        Counters(repository, clock),
        Outlook(repository, clock),
        Workplaces(repository, clock),
    )


@contextmanager
def opened(url: str, clock: SteppingClock) -> Iterator[House]:
    """A queue on a migrated database, as a process that starts opens it."""
    engine = open_database(url)
    try:
        yield house_on(engine, clock)
    finally:
        engine.dispose()
