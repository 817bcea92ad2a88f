"""A town on an empty SQLite database."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.inbox.inbox import Inbox
from assistant.store.database import migrate, open_database
from tests.assistant.inbox.talk import Town


@pytest.fixture(scope="session")
def _empty_database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file: Path = tmp_path_factory.mktemp("inbox") / "letan.db"
    migrate(f"sqlite:///{file}")
    return file


@pytest.fixture
def town(_empty_database: Path, tmp_path: Path) -> Iterator[Town]:
    engine = open_database(f"sqlite:///{shutil.copy(_empty_database, tmp_path / 'letan.db')}")
    yield Town(engine)
    engine.dispose()


@pytest.fixture
def inbox(town: Town) -> Inbox:
    return town.inbox()
