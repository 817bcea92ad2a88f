"""Two processes on one PostgreSQL server hear each other; on SQLite there is one process."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from queue import Empty, Queue
from threading import Thread
from typing import Any

import pytest
import sqlalchemy as sa

from assistant.queue.events import QueueEvent
from assistant.queue.repository import Change
from assistant.store.database import migrate, open_database
from assistant.store.events import Events, PostgresEvents, events_for
from assistant.store.listening import PostgresListener
from assistant.store.queue_statements import CHANNEL
from scripts.postgres_server import PostgresServer
from tests.assistant.queue.small_centre import CENTRE, House, SteppingClock, house_on

SOON = 10.0


class Process:
    """An engine, a queue and what it heard, as a process of its own would have them."""

    def __init__(self, url: str) -> None:
        self.engine = open_database(url)
        self.events = events_for(self.engine)
        assert isinstance(self.events, PostgresEvents)
        assert self.events.wait_until_listening(SOON)
        self.heard: Queue[QueueEvent] = Queue()
        self.events.subscribe(self.heard.put)

    def next(self) -> tuple[str, str | None]:
        event = self.heard.get(timeout=SOON)
        return event.change, event.number

    def close(self) -> None:
        self.events.close()
        self.engine.dispose()


@pytest.fixture(autouse=True)
def _prompt(monkeypatch: pytest.MonkeyPatch) -> None:
    """So that closing need not be waited for."""
    monkeypatch.setattr("assistant.store.listening._LISTEN_S", 0.1)


@pytest.fixture
def address(postgres: PostgresServer) -> str:
    url = postgres.new_schema()
    migrate(url)
    return url


@pytest.fixture
def processes(address: str) -> Iterator[list[Process]]:
    both = [Process(address), Process(address)]
    yield both
    for process in both:
        process.close()


@pytest.fixture
def house(processes: list[Process]) -> House:
    """The first process's queue."""
    return house_on(processes[0].engine, SteppingClock(), processes[0].events)


def test_each_process_hears_once_what_one_of_them_did(house: House, processes: list[Process]) -> None:
    house.draw()
    house.call("1")
    for process in processes:
        assert [process.next() for _ in range(3)] == [
            ("issued", "A001"),
            ("counter_open", None),
            ("called", "A001"),
        ]
        with pytest.raises(Empty):
            process.heard.get(timeout=0.05)


def test_what_is_heard_can_be_seen(house: House, processes: list[Process]) -> None:
    other = house_on(processes[1].engine, SteppingClock())
    seen: Queue[Any] = Queue()
    processes[1].events.subscribe(lambda event: seen.put(other.desk.numbered(CENTRE, event.number)))
    ticket = house.draw()
    assert seen.get(timeout=SOON) == ticket


def test_what_was_taken_back_is_not_told(house: House, processes: list[Process]) -> None:
    ticket = house.draw()

    def fail_at_the_end() -> None:
        with house.repository.writing() as session:
            session.update(ticket, replace(ticket, counter="1"), Change("recalled", house.clock(), "Lan"))
            raise RuntimeError("the power is off")

    with pytest.raises(RuntimeError):
        fail_at_the_end()
    house.draw()
    assert [processes[1].next() for _ in range(2)] == [("issued", "A001"), ("issued", "A002")]


def test_vietnamese_and_every_field_come_through(house: House, processes: list[Process]) -> None:
    house.draw()
    mine, theirs = (process.heard.get(timeout=SOON) for process in processes)
    assert mine == theirs
    assert theirs == QueueEvent("thu", "issued", theirs.at, "A001", "ho-tich", "waiting", None)


def test_a_lost_connection_is_made_again(
    house: House, processes: list[Process], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("assistant.store.listening._RECONNECT_S", 0.05)
    for process in processes:
        process.events._listening.clear()
    with house.engine.begin() as connection:
        listening = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid()"
        connection.exec_driver_sql(f"{listening} AND query LIKE 'LISTEN%%'")
    assert all(process.events.wait_until_listening(SOON) for process in processes)
    house.draw()
    assert [process.next() for process in processes] == [("issued", "A001")] * 2


def test_who_may_have_missed_something_is_told_once_it_is_listened_again(
    house: House, processes: list[Process], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("assistant.store.listening._RECONNECT_S", 0.05)
    told: Queue[str] = Queue()

    def broken() -> None:
        raise RuntimeError("the page was closed")

    processes[1].events.subscribe(lambda event: told.put(event.change), broken)
    processes[1].events.subscribe(lambda event: None, lambda: told.put("missed"))
    with house.engine.begin() as connection:
        listening = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid()"
        connection.exec_driver_sql(f"{listening} AND query LIKE 'LISTEN%%'")
    assert told.get(timeout=SOON) == "missed"
    house.draw()
    assert told.get(timeout=SOON) == "issued"


def test_a_full_pool_keeps_nobody_from_listening(address: str) -> None:
    engine = open_database(address)
    taken = [engine.connect() for _ in range(20)]
    events = events_for(engine)
    assert isinstance(events, PostgresEvents)
    assert events.wait_until_listening(SOON)
    events.close()
    for connection in taken:
        connection.close()
    engine.dispose()


def test_no_error_of_the_database_ends_the_listening(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("assistant.store.listening._RECONNECT_S", 0.05)
    real = PostgresListener._listen_until_lost
    errors = [sa.exc.TimeoutError("full"), sa.exc.InvalidRequestError("lost"), None]

    def failing_first(listener: PostgresListener) -> None:
        if error := errors.pop(0):
            raise error
        real(listener)

    monkeypatch.setattr(PostgresListener, "_listen_until_lost", failing_first)
    process = Process(address)
    house_on(process.engine, SteppingClock(), process.events).draw()
    assert process.next() == ("issued", "A001")
    process.close()


def test_what_cannot_be_read_is_passed_over(house: House, processes: list[Process]) -> None:
    """A process of another version, or another program, may use the channel."""
    with house.engine.begin() as connection:
        for payload in ("", "{", "[]", "null", '{"number": 1}', '{"centre": "thu", "new": 1}'):
            connection.execute(sa.select(sa.func.pg_notify(CHANNEL, payload)))
    house.draw()
    assert processes[1].next() == ("issued", "A001")


def test_a_listener_that_fails_does_not_end_the_listening(house: House, processes: list[Process]) -> None:
    failed: Queue[str] = Queue()

    def broken(event: QueueEvent) -> None:
        failed.put(event.change)
        raise RuntimeError("the page was closed")

    processes[1].events.subscribe(broken)
    house.draw()
    assert failed.get(timeout=SOON) == "issued"
    house.draw()
    assert [processes[1].next() for _ in range(2)] == [("issued", "A001"), ("issued", "A002")]


def test_closing_ends_the_thread_and_leaves_no_connection_listening(address: str) -> None:
    process = Process(address)
    thread: Thread = process.events._listener._thread
    process.events.close()
    assert not thread.is_alive()
    with process.engine.connect() as connection:
        assert connection.scalar(sa.text("SELECT count(*) FROM pg_listening_channels()")) == 0
    process.engine.dispose()


def test_sqlite_tells_its_own_process(tmp_path: Any) -> None:
    engine = open_database(f"sqlite:///{tmp_path / 'letan.db'}")
    events = events_for(engine)
    assert type(events) is Events
    heard: list[QueueEvent] = []
    stop: Callable[[], None] = events.subscribe(heard.append)
    event = QueueEvent("thu", "issued", "2026-11-23T08:00:00+07:00", "A001")
    events.after([event])
    stop()
    events.after([event])
    events.close()
    assert heard == [event]
    engine.dispose()
