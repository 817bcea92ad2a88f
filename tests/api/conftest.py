"""The HTTP face in this process, around the whole assistant or around the queue alone."""

from collections.abc import Callable
from datetime import datetime
from types import SimpleNamespace
from typing import Any

import pytest
import sqlalchemy as sa
from fastapi.testclient import TestClient

from api.app import create_app
from assistant.assembly import Assistant, queue_over, staff_over
from assistant.catalog.catalog import Catalog
from assistant.catalog.services import ServiceNames
from assistant.clock import Clock
from assistant.dialogue.reception import Reception
from assistant.knowledge.editing import Editing
from assistant.knowledge.listing import Listing
from assistant.knowledge.live import LiveKnowledge
from assistant.knowledge.trial import Trials
from assistant.queue.priority import PriorityReasons
from assistant.settings import Settings, settings
from assistant.store.events import Events
from assistant.store.knowledge import SqlKnowledge


@pytest.fixture
def serve() -> Callable[[Assistant], TestClient]:
    """A client of an application that has this assistant."""

    def client(assistant: Assistant) -> TestClient:
        app = create_app(Settings())
        app.state.assistant = assistant
        return TestClient(app, raise_server_exceptions=False)

    return client


@pytest.fixture
def desk_at(database: sa.Engine, catalog: Catalog) -> Callable[[str], Any]:
    """What the routes of the queue need of an assistant, by a clock started at that time.

    All of one test share a database.
    """
    knowledge = settings().knowledge_dir
    services = ServiceNames.load(knowledge / "services.yaml", catalog)
    priorities = PriorityReasons.load(knowledge / "priorities.yaml")

    def assistant(now: str) -> Any:
        events, clock = Events(), Clock(datetime.fromisoformat(now))
        queue = queue_over(database, events, clock)
        return SimpleNamespace(
            brain=SimpleNamespace(catalog=catalog),
            reception=Reception(lambda: catalog, services, queue, priorities, ""),
            queue=queue,
            events=events,
            clock=clock,
            database=database,
            staff=staff_over(database, clock),
        )

    return assistant


@pytest.fixture
def knowledge_of(
    knowledge_over: Callable[[SqlKnowledge], LiveKnowledge],
    trials: Callable[[LiveKnowledge], Trials],
    monkeypatch: pytest.MonkeyPatch,
) -> Callable[[sa.Engine, Clock], Any]:
    """The knowledge's services over a database, without the thread that watches it.

    A publication asks fewer questions, which takes less time.
    """
    monkeypatch.setattr("assistant.knowledge.regression._AT_MOST", 12)

    def services(database: sa.Engine, clock: Clock) -> Any:
        repository = SqlKnowledge(database)
        knowledge = knowledge_over(repository)
        tried = trials(knowledge)
        return SimpleNamespace(
            knowledge=knowledge,
            repository=repository,
            editing=Editing(knowledge, repository, tried, clock.now),
            listing=Listing(knowledge, repository),
            trials=tried,
        )

    return services
