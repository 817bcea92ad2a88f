"""A queue on SQLite; what must hold on PostgreSQL too is tested in the store's room."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from assistant.queue.ticket import Ticket
from tests.assistant.queue.small_centre import CENTRE, House, SteppingClock, opened


@pytest.fixture
def clock() -> SteppingClock:
    """Monday at eight."""
    return SteppingClock()


@pytest.fixture
def url(empty_database: Path, tmp_path: Path) -> str:
    """The address of a migrated database."""
    file = shutil.copy(empty_database, tmp_path / "letan.db")
    return f"sqlite:///{file}"


@pytest.fixture
def house(url: str, clock: SteppingClock) -> Iterator[House]:
    with opened(url, clock) as house:
        yield house


@pytest.fixture
def act(house: House) -> Callable[..., Ticket]:
    """Do something to whoever is at counter 1."""

    def do(action: str, *arguments: str, counter: str = "1", **more: str) -> Ticket:
        return getattr(house.counters, action)(CENTRE, counter, "Lan", *arguments, **more).ticket

    return do
