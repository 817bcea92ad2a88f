"""A queue on SQLite; what must hold on PostgreSQL too is tested in the store's room."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.store.database import migrate
from tests.assistant.queue.small_centre import House, SteppingClock, opened


@pytest.fixture(scope="session")
def _empty_database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("queue") / "empty.db"
    migrate(f"sqlite:///{file}")
    return file


@pytest.fixture
def clock() -> SteppingClock:
    """Monday at eight."""
    return SteppingClock()


@pytest.fixture
def url(_empty_database: Path, tmp_path: Path) -> str:
    """The address of a migrated database."""
    file = shutil.copy(_empty_database, tmp_path / "letan.db")
    return f"sqlite:///{file}"


@pytest.fixture
def house(url: str, clock: SteppingClock) -> Iterator[House]:
    with opened(url, clock) as house:
        yield house
