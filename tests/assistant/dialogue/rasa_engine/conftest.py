"""Engines of a test's own, over the trained model."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa

from actions import all_actions
from assistant.assembly import Assistant
from assistant.dialogue.rasa_engine.engine import RasaEngine
from assistant.dialogue.rasa_engine.training import model_path
from assistant.settings import settings
from assistant.store.conversations import SqlTrackers
from assistant.store.database import migrate, open_database


@pytest.fixture
def database(tmp_path: Path) -> Iterator[sa.Engine]:
    url = f"sqlite:///{tmp_path / 'letan.db'}"
    migrate(url)
    engine = open_database(url)
    yield engine
    engine.dispose()


@pytest.fixture
def start(assistant: Assistant, database: sa.Engine) -> Iterator[Callable[[], RasaEngine]]:
    """Starts an engine over the test's database; a second one is a restart."""
    started: list[RasaEngine] = []

    def start_engine() -> RasaEngine:
        actions = all_actions(assistant.brain.policy)
        started.append(RasaEngine(model_path(settings()), actions, SqlTrackers(database)))
        return started[-1]

    yield start_engine
    for engine in started:
        engine.close()
