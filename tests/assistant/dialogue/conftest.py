"""Engines and brains of a test's own, over the trained model and a database of the test's own."""

from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

import pytest
import sqlalchemy as sa

from actions import all_actions
from assistant.assembly import Assistant
from assistant.clock import VIETNAM
from assistant.dialogue.brain import Brain
from assistant.dialogue.emergency import EmergencyDetector
from assistant.dialogue.engine import Engine
from assistant.dialogue.policy import Policy
from assistant.dialogue.rasa_engine.engine import RasaEngine
from assistant.settings import settings
from assistant.store.conversations import SqlTrackers, SqlTurns
from assistant.store.database import migrate, open_database

NOW = datetime(2026, 11, 23, 8, 0, tzinfo=VIETNAM)


@pytest.fixture
def database(tmp_path: Path) -> Iterator[sa.Engine]:
    url = f"sqlite:///{tmp_path / 'letan.db'}"
    migrate(url)
    engine = open_database(url)
    yield engine
    engine.dispose()


@pytest.fixture
def model(assistant: Assistant) -> Path:
    """The dialogue model that is loaded."""
    return settings().model_dir / str(assistant.brain.engine.state()["model"])


@pytest.fixture
def start(assistant: Assistant, model: Path, database: sa.Engine) -> Iterator[Callable[[], RasaEngine]]:
    """Starts an engine over the test's database; a second one is a restart."""
    started: list[RasaEngine] = []

    def start_engine() -> RasaEngine:
        actions = all_actions(assistant.brain.policy)
        started.append(RasaEngine(model, actions, SqlTrackers(database)))
        return started[-1]

    yield start_engine
    for engine in started:
        if not engine._loop.is_closed():
            engine.close()


@pytest.fixture
def make_brain(assistant: Assistant, database: sa.Engine) -> Callable[..., Brain]:
    """Makes a brain over the test's database; engine, policy and clock may be others than the product's."""

    def make(
        engine: Engine | None = None, policy: Policy | None = None, now: Callable[[], datetime] = lambda: NOW
    ) -> Brain:
        return Brain(
            assistant.brain.catalog,
            policy or assistant.brain.policy,
            engine or assistant.brain.engine,
            EmergencyDetector.load(settings().knowledge_dir / "emergencies.yaml"),
            SqlTurns(database),
            now,
            settings().centre,
        )

    return make
