"""Many at once at the queue, and what stands in its tables afterwards."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import sqlalchemy as sa

from assistant.queue.counters import CounterNotReady
from assistant.queue.desk import KeyReused
from assistant.queue.repository import Conflict
from assistant.queue.ticket import Ticket
from assistant.store.queue_tables import number_series, ticket, ticket_change
from tests.assistant.queue.small_centre import House

MANY = 12


def at_once(work: Callable[[int], Any], times: int = MANY) -> list[Any]:
    """What each of many threads got that began together; an error is given back as it is."""
    start = Barrier(times)

    def one(number: int) -> Any:
        start.wait()
        try:
            return work(number)
        except (Conflict, CounterNotReady, KeyReused) as error:
            return error

    with ThreadPoolExecutor(times) as pool:
        return list(pool.map(one, range(times)))


def drawn(house: House, count: int, group: str = "ho-tich") -> list[Ticket]:
    return [house.draw(group) for _ in range(count)]


def written(house: House) -> tuple[int, int, list[Any]]:
    """How many tickets and lines of history there are, and the series."""
    with house.engine.connect() as connection:
        counts = [
            connection.scalar(sa.select(sa.func.count()).select_from(t)) for t in (ticket, ticket_change)
        ]
        return counts[0], counts[1], list(connection.execute(sa.select(number_series)))
