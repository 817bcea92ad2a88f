"""Measure the queue on SQLite and PostgreSQL: part of `make bench`, or `python -m scripts.bench_queue`."""

import tempfile
import time
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from datetime import datetime
from multiprocessing import get_context

import numpy as np
import sqlalchemy as sa

from assistant.catalog.catalog import Catalog
from assistant.catalog.centre import Centre
from assistant.clock import Clock
from assistant.queue.counters import Counters
from assistant.queue.desk import Desk, TicketRequest
from assistant.settings import settings
from assistant.store.database import for_writing, migrate, open_database
from assistant.store.events import events_for
from assistant.store.queue import SqlQueue
from assistant.store.queue_tables import ticket
from scripts.postgres_server import PostgresServer, installed_binaries

_PROCESSES, _THREADS = 2, 4
_TICKETS = 100_000
_COUNTED = 2_000
_PER_SECOND, _SECONDS = 50, 10
_WAITING = 500
_OPEN = "2026-11-23T08:00:00+07:00"

_naive = sa.Table(
    "naive_ticket",
    sa.MetaData(),
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("prefix", sa.String(1), nullable=False, index=True),
    sa.Column("serial", sa.Integer, nullable=False),
)


class Bench:
    """A desk on a database, as each process of a server has its own."""

    def __init__(self, url: str) -> None:
        self.engine = open_database(url)
        self.events = events_for(self.engine)
        now = Clock(datetime.fromisoformat(_OPEN)).now
        repository = SqlQueue(self.engine, self.events)
        self.desk, self.counters = Desk(repository, now), Counters(repository, now)
        self.centre = sample_centre()
        self.groups = [group.slug for group in self.centre.service_groups]

    def issue(self, number: int) -> None:
        """One ticket, the service groups by turns."""
        self.desk.issue(self.centre, TicketRequest(self.groups[number % len(self.groups)]))

    def count_rows(self, number: int) -> None:
        """The way to compare with: the next number is one more than the rows there are."""
        prefix = chr(ord("A") + number % len(self.groups))
        rows = sa.select(sa.func.count()).select_from(_naive).where(_naive.c.prefix == prefix)
        with self.engine.connect() as connection:
            serial = (connection.scalar(rows) or 0) + 1
        with for_writing(self.engine, durable=True).begin() as connection:
            connection.execute(_naive.insert(), {"prefix": prefix, "serial": serial})

    def close(self) -> None:
        """Let go of the database."""
        self.events.close()
        self.engine.dispose()


def sample_centre() -> Centre:
    """The centre that is measured."""
    config = settings()
    return Catalog.load(config.knowledge_dir).centre("trieu-son")


def in_this_process(url: str, way: str, tickets: int) -> list[float]:
    """The seconds of each of so many tickets, by as many threads as a process has here."""
    bench = Bench(url)
    act: Callable[[int], None] = getattr(bench, way)

    def run(number: int) -> float:
        started = time.perf_counter()
        act(number)
        return time.perf_counter() - started

    with ThreadPoolExecutor(_THREADS) as pool:
        taken = list(pool.map(run, range(tickets)))
    bench.close()
    return taken


def as_many_as_possible(url: str, way: str, tickets: int) -> tuple[list[float], float]:
    """(seconds of each ticket, tickets per second) by all processes together."""
    with ProcessPoolExecutor(_PROCESSES, get_context("spawn")) as pool:
        list(pool.map(in_this_process, [url] * _PROCESSES, [way] * _PROCESSES, [_PROCESSES] * _PROCESSES))
        started = time.perf_counter()
        share = [tickets // _PROCESSES] * _PROCESSES
        taken = list(pool.map(in_this_process, [url] * _PROCESSES, [way] * _PROCESSES, share))
        total = time.perf_counter() - started
    return [seconds for each in taken for seconds in each], tickets / total


def at_fifty_a_second(bench: Bench) -> list[float]:
    """The seconds from the moment a ticket is asked for, when fifty a second come."""
    begin = time.perf_counter()

    def run(number: int) -> float:
        due = begin + number / _PER_SECOND
        time.sleep(max(0.0, due - time.perf_counter()))
        bench.issue(number)
        return time.perf_counter() - due

    with ThreadPoolExecutor(_THREADS) as pool:
        return list(pool.map(run, range(_PER_SECOND * _SECONDS)))


def calling_with_a_long_line(bench: Bench) -> list[float]:
    """The seconds of each call-next at one counter while five hundred wait."""
    for _ in range(_WAITING):
        bench.desk.issue(bench.centre, TicketRequest("ho-tich"))
    taken = []
    for _ in range(100):
        started = time.perf_counter()
        bench.counters.call_next(bench.centre, "3", "bench", finish_current=True)
        taken.append(time.perf_counter() - started)
        bench.desk.issue(bench.centre, TicketRequest("ho-tich"))
    return taken


def duplicates(engine: sa.Engine, table: sa.Table) -> int:
    """How many numbers of a table were given before."""
    with engine.connect() as connection:
        given = Counter(connection.execute(sa.select(table.c.prefix, table.c.serial)).all())
    return sum(times - 1 for times in given.values())


def show(name: str, seconds: list[float], more: str = "") -> None:
    """One line: median and 95th percentile in milliseconds."""
    p50, p95 = (1000 * np.percentile(seconds, q) for q in (50, 95))
    print(f"{name:52}{p50:8.1f}{p95:8.1f} ms   {more}", flush=True)


def main() -> None:
    """Run every measure of the queue on both databases."""
    print(f"{'':52}{'p50':>8}{'p95':>8}", flush=True)
    with tempfile.TemporaryDirectory() as folder:
        measure("SQLite", f"sqlite:///{folder}/bench.db")
    with PostgresServer(installed_binaries(), durable=True) as server:
        measure("PostgreSQL", server.new_schema())


def measure(name: str, url: str) -> None:
    """The measures of one database."""
    migrate(url)
    bench = Bench(url)
    _naive.metadata.create_all(bench.engine)
    show(f"{name}: ticket, fifty a second", at_fifty_a_second(bench))
    show(f"{name}: call-next, {_WAITING} waiting", calling_with_a_long_line(bench))
    counted, counted_rate = as_many_as_possible(url, "count_rows", _COUNTED)
    twice = duplicates(bench.engine, _naive)
    few, few_rate = as_many_as_possible(url, "issue", _COUNTED)
    show(f"{name}: {_COUNTED} tickets by counting rows", counted, f"{counted_rate:.0f}/s, {twice} twice")
    show(
        f"{name}: {_COUNTED} tickets, number series", few, f"{few_rate:.0f}/s, ×{few_rate / counted_rate:.2f}"
    )
    many, rate = as_many_as_possible(url, "issue", _TICKETS)
    twice = duplicates(bench.engine, ticket)
    show(f"{name}: {_TICKETS:,} tickets, {_PROCESSES} processes", many, f"{rate:.0f}/s, {twice} twice")
    bench.close()


if __name__ == "__main__":
    main()
