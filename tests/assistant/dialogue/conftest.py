"""Engines and brains of a test's own, over the trained model and a database of the test's own."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest
import sqlalchemy as sa

from actions import all_actions
from assistant.assembly import Assistant
from assistant.catalog.catalog import Catalog
from assistant.catalog.centre import Centre
from assistant.clock import VIETNAM
from assistant.dialogue.brain import Brain
from assistant.dialogue.conversation import TurnRepository
from assistant.dialogue.dossier_errands import DossierErrands
from assistant.dialogue.emergency import EmergencyDetector
from assistant.dialogue.engine import Engine
from assistant.dialogue.errands import TicketErrands
from assistant.dialogue.policy import Policy
from assistant.dialogue.rasa_engine.engine import RasaEngine
from assistant.dialogue.reception import Reception
from assistant.dialogue.ticket_wish import TicketWishes
from assistant.dossier.dossier import DossierSource
from assistant.dossier.lookup import DossierLookup
from assistant.queue.counters import Counters
from assistant.queue.desk import Desk
from assistant.queue.outlook import Outlook
from assistant.queue.repository import QueueRepository
from assistant.settings import settings
from assistant.store.conversations import SqlTrackers, SqlTurns
from assistant.store.database import migrate, open_database
from assistant.store.dossier_attempts import SqlAttempts
from assistant.store.dossiers import SqlDossiers
from assistant.store.events import Events
from assistant.store.queue import SqlQueue
from tests.assistant.dialogue.citizens import Citizen

NOW = datetime(2026, 11, 23, 8, 0, tzinfo=VIETNAM)
SECRET = bytes(32)


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
        actions = all_actions(assistant.brain.policy, wishes(assistant))
        started.append(RasaEngine(model, actions, SqlTrackers(database)))
        return started[-1]

    yield start_engine
    for engine in started:
        if not engine._loop.is_closed():
            engine.close()


def wishes(assistant: Assistant, policy: Policy | None = None) -> TicketWishes:
    """The reader of wishes as the product has it, over a policy of the test's own if it has one."""
    reception = assistant.reception
    return TicketWishes(policy or assistant.brain.policy, reception.services, reception.priorities)


@pytest.fixture
def make_reception(assistant: Assistant, database: sa.Engine) -> Callable[..., Reception]:
    """Makes a reception over the test's database and clock, with a queue of the test's own if it has one."""

    def make(
        now: Callable[[], datetime] = lambda: NOW, repository: QueueRepository | None = None
    ) -> Reception:
        kept = repository or SqlQueue(database, Events())
        queue = replace(
            assistant.queue,
            desk=Desk(kept, now),
            counters=Counters(kept, now),
            outlook=Outlook(kept, now),
        )
        known = assistant.reception
        return Reception(lambda: assistant.brain.catalog, known.services, queue, known.priorities, "")

    return make


@pytest.fixture
def register(database: sa.Engine) -> SqlDossiers:
    """The local register of dossiers in the test's database."""
    return SqlDossiers(database, SECRET, lambda: NOW)


@pytest.fixture
def make_dossiers(database: sa.Engine, register: SqlDossiers) -> Callable[..., DossierErrands]:
    """Makes the errands about dossiers over the test's register, or another source."""

    def make(
        source: DossierSource | None = None, now: Callable[[], datetime] = lambda: NOW
    ) -> DossierErrands:
        return DossierErrands(DossierLookup(source or register, SqlAttempts(database, SECRET), now), now)

    return make


@pytest.fixture
def make_brain(
    assistant: Assistant,
    database: sa.Engine,
    make_reception: Callable[..., Reception],
    make_dossiers: Callable[..., DossierErrands],
) -> Callable[..., Brain]:
    """Makes a brain over the test's database; what is given may be others than the product's."""

    def make(
        engine: Engine | None = None,
        policy: Policy | None = None,
        now: Callable[[], datetime] = lambda: NOW,
        turns: TurnRepository | None = None,
        queue: QueueRepository | None = None,
        stopped: Callable[[str], object | None] = lambda _: None,
    ) -> Brain:
        return Brain(
            assistant.knowledge.knowledge,
            policy or assistant.brain.policy,
            engine or assistant.brain.engine,
            EmergencyDetector.load(settings().knowledge_dir / "emergencies.yaml"),
            turns or SqlTurns(database),
            TicketErrands(make_reception(now, queue), now),
            make_dossiers(now=now),
            wishes(assistant, policy),
            now,
            settings().centre,
            stopped,
        )

    return make


@pytest.fixture
def centre(catalog: Catalog) -> Centre:
    return catalog.centre("trieu-son")


@pytest.fixture
def errands(make_reception: Callable[..., Reception]) -> TicketErrands:
    """The errands about numbers, at the time of the tests."""
    return TicketErrands(make_reception(), lambda: NOW)


@pytest.fixture
def citizen(errands: TicketErrands, centre: Centre) -> Citizen:
    return Citizen(errands, centre)
