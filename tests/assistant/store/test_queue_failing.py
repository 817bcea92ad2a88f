"""All or nothing: what fails midway, a full disk, a database that is gone."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from time import monotonic
from typing import Any

import pytest
import sqlalchemy as sa

from assistant.queue.repository import QueueUnavailable
from assistant.queue.ticket import CounterState
from assistant.store import queue as store
from assistant.store.database import migrate, open_database
from assistant.store.queue import SqlQueueSession
from scripts.postgres_server import PostgresServer
from tests.assistant.queue.small_centre import CENTRE, OTHER_CENTRE, House, SteppingClock, asking, house_on
from tests.assistant.store.crowd import MANY, drawn, written


@pytest.mark.parametrize("fails_at", ["add", "_write", "by_key"])
def test_what_fails_midway_leaves_nothing(
    house: House, monkeypatch: pytest.MonkeyPatch, fails_at: str
) -> None:
    house.draw()
    before = written(house)
    real = getattr(SqlQueueSession, fails_at)

    def broken(*arguments: Any) -> None:
        real(*arguments)
        raise RuntimeError("the power is off")

    with monkeypatch.context() as patch:
        patch.setattr(SqlQueueSession, fails_at, broken)
        with pytest.raises(RuntimeError):
            house.draw(key="k1")
    assert written(house) == before
    assert house.draw(key="k1").number == "A002"


def test_a_call_that_fails_midway_leaves_everybody_where_they_were(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn(house, 2)
    house.call()
    before = house.tickets()

    def broken(*_: Any) -> None:
        raise RuntimeError("the power is off")

    with monkeypatch.context() as patch:
        patch.setattr(SqlQueueSession, "first_in_line", broken)
        with pytest.raises(RuntimeError):
            house.counters.call_next(CENTRE, "1", "Lan", finish_current=True)
    assert house.tickets() == before


def refused(house: House) -> None:
    """Nothing can be written, and each says so."""
    waiting = house.desk.ticket(house.tickets()[0].id)
    for attempt in (
        lambda: house.draw(key="k9"),
        lambda: house.desk.issue(OTHER_CENTRE, asking()),
        lambda: house.desk.cancel(waiting.id),
        lambda: house.call("1"),
        lambda: house.counters.set_state(CENTRE, "1", "Lan", CounterState.PAUSED),
    ):
        with pytest.raises(QueueUnavailable):
            attempt()


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "letan.db"
    migrate(f"sqlite:///{path}")
    return path


def limited(file: Path, pragma: str) -> sa.Engine:
    engine = open_database(f"sqlite:///{file}")
    sa.event.listen(engine, "connect", lambda connection, _: connection.execute(f"PRAGMA {pragma}"))
    return engine


@pytest.mark.parametrize("pragma", ["query_only=ON", "busy_timeout=20"])
def test_a_file_that_cannot_be_written_gives_no_number(file: Path, pragma: str) -> None:
    """Read-only, or locked by another program for longer than one waits."""
    free = open_database(f"sqlite:///{file}")
    house = house_on(free, SteppingClock())
    house.draw()
    before = written(house)
    engine = limited(file, pragma)
    with free.connect() as other:
        if "busy" in pragma:
            other.exec_driver_sql("ROLLBACK")
            other.exec_driver_sql("BEGIN EXCLUSIVE")
        for _ in range(8):  # more often than there are connections
            refused(house_on(engine, SteppingClock()))
    assert written(house) == before
    assert house.draw().number == "A002"
    engine.dispose()
    free.dispose()


def test_a_full_disk_gives_no_number_and_half_of_none(file: Path) -> None:
    free = open_database(f"sqlite:///{file}")
    with free.connect() as connection:
        pages = connection.scalar(sa.text("PRAGMA page_count"))
    engine = limited(file, f"max_page_count={pages + 2}")
    house = house_on(engine, SteppingClock())
    given = []
    with suppress(QueueUnavailable):
        while len(given) < 2000:
            given.append(house.draw().number)
    assert 0 < len(given) < 2000
    count, lines, ((*_, last),) = written(house)
    assert count == lines == last == len(given)
    for _ in range(3):
        with pytest.raises(QueueUnavailable):
            house.draw()
    again = house_on(free, SteppingClock())
    assert again.draw().serial == written(again)[0]
    engine.dispose()
    free.dispose()


def test_a_file_that_is_no_database_gives_no_number(tmp_path: Path) -> None:
    (tmp_path / "letan.db").write_bytes(b"not a database" * 1000)
    engine = open_database(f"sqlite:///{tmp_path / 'letan.db'}")
    house = house_on(engine, SteppingClock())
    with pytest.raises(QueueUnavailable):
        house.draw()
    with pytest.raises(QueueUnavailable):
        house.outlook.board(CENTRE)
    engine.dispose()


def test_many_who_wait_for_a_locked_file_are_told_together_and_not_one_after_the_other(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(store, "_GATE_WAIT_S", 0.2)
    engine = limited(file, "busy_timeout=500")
    house = house_on(engine, SteppingClock())
    other = open_database(f"sqlite:///{file}")
    with other.connect() as connection:
        connection.exec_driver_sql("ROLLBACK")
        connection.exec_driver_sql("BEGIN EXCLUSIVE")
        with ThreadPoolExecutor(MANY) as pool:
            begun = monotonic()
            attempts = [pool.submit(house.draw) for _ in range(MANY)]
            assert all(isinstance(attempt.exception(), QueueUnavailable) for attempt in attempts)
            assert monotonic() - begun < 0.5 * MANY / 2
    assert house.draw().number == "A001"
    engine.dispose()
    other.dispose()


def test_a_server_that_stops_gives_no_number_and_goes_on_when_it_is_back(postgres: PostgresServer) -> None:
    url = postgres.new_schema()
    migrate(url)
    engine = open_database(url)
    house = house_on(engine, SteppingClock())
    house.draw()

    def stop_before_the_commit() -> None:
        with house.repository.writing() as session:
            session.advance("thu", house.clock.at.date(), "A")
            postgres.halt()

    for attempt in (stop_before_the_commit, house.draw, house.call, lambda: house.outlook.board(CENTRE)):
        with pytest.raises(QueueUnavailable):
            attempt()
    postgres.resume()
    assert house.draw().number == "A002"
    assert written(house)[:2] == (2, 2)
    engine.dispose()


def test_a_connection_that_is_cut_at_the_commit_leaves_nothing_half(postgres: PostgresServer) -> None:
    url = postgres.new_schema()
    migrate(url)
    engine = open_database(url)
    house = house_on(engine, SteppingClock())
    given = house.draw()
    admin = open_database(url)

    def cut_before_the_commit() -> None:
        with house.repository.writing() as session:
            assert session.ticket(given.id) == given
            session.advance("thu", house.clock.at.date(), "A")
            with admin.begin() as connection:
                cut = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid()"
                connection.exec_driver_sql(f"{cut} AND state = 'idle in transaction'")

    with pytest.raises(QueueUnavailable):
        cut_before_the_commit()
    assert house.draw().number == "A002"
    for each in (engine, admin):
        each.dispose()
