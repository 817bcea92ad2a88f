from collections.abc import Iterator
from dataclasses import replace
from queue import Queue

import pytest
import sqlalchemy as sa

from assistant.store.database import migrate, open_database
from assistant.store.knowledge import SqlKnowledge
from assistant.store.knowledge_bell import PostgresBell, bell_for
from scripts.postgres_server import PostgresServer
from tests.assistant.store.test_knowledge import published, version

SOON = 10.0


@pytest.fixture(autouse=True)
def _prompt(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("assistant.store.listening._LISTEN_S", 0.1)
    monkeypatch.setattr("assistant.store.listening._RECONNECT_S", 0.05)


@pytest.fixture
def engine(postgres: PostgresServer) -> Iterator[sa.Engine]:
    url = postgres.new_schema()
    migrate(url)
    opened = open_database(url)
    yield opened
    opened.dispose()


@pytest.fixture
def rung(engine: sa.Engine) -> Iterator[Queue[None]]:
    """What a listening bell has rung, once it listens."""
    heard: Queue[None] = Queue()
    bell = bell_for(engine)
    assert isinstance(bell, PostgresBell)
    bell.listen(lambda: heard.put(None))
    heard.get(timeout=SOON)
    yield heard
    bell.close()
    assert bell._listener is not None
    assert not bell._listener._thread.is_alive()


def test_it_rings_when_something_is_published(engine: sa.Engine, rung: Queue[None]) -> None:
    repository = SqlKnowledge(engine)
    repository.add(version())
    repository.publish(published())
    rung.get(timeout=SOON)
    assert rung.empty()


def test_a_lost_connection_is_made_again_and_rings(engine: sa.Engine, rung: Queue[None]) -> None:
    with engine.begin() as connection:
        listening = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid()"
        connection.exec_driver_sql(f"{listening} AND query LIKE 'LISTEN letan_knowledge%%'")
    rung.get(timeout=SOON)
    SqlKnowledge(engine).publish(replace(published(None), kind=published().kind.SWITCHED_OFF))
    rung.get(timeout=SOON)


def test_sqlite_has_none(tmp_path: object) -> None:
    engine = open_database(f"sqlite:///{tmp_path}/letan.db")
    assert bell_for(engine) is None
    engine.dispose()
