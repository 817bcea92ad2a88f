"""The databases that the store is tested on: SQLite, and a PostgreSQL server that the run brings up."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa

from assistant.store.database import migrate, open_database
from scripts.postgres_server import PostgresServer, installed_binaries
from tests.assistant.queue.small_centre import House, SteppingClock, house_on


@pytest.fixture(scope="session")
def postgres() -> Iterator[PostgresServer]:
    with PostgresServer(installed_binaries()) as server:
        yield server


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of an empty database, once of each kind."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'letan.db'}"
    server: PostgresServer = request.getfixturevalue("postgres")
    return server.new_schema()


@pytest.fixture
def database(url: str) -> Iterator[sa.Engine]:
    """A migrated database."""
    migrate(url)
    engine = open_database(url)
    yield engine
    engine.dispose()


@pytest.fixture
def house(database: sa.Engine) -> House:
    return house_on(database, SteppingClock())


@pytest.fixture
def houses(url: str, database: sa.Engine) -> Iterator[list[House]]:
    """Two processes' queues on one database: nothing but the database is between them."""
    second = open_database(url)
    yield [house_on(database, SteppingClock()), house_on(second, SteppingClock())]
    second.dispose()
