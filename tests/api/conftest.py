"""The HTTP face in this process, around the whole assistant or around the queue alone."""

import shutil
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from fastapi.testclient import TestClient

from api.app import create_app
from assistant.assembly import Assistant, queue_over
from assistant.catalog.catalog import Catalog
from assistant.catalog.services import ServiceNames
from assistant.clock import Clock
from assistant.dialogue.reception import Reception
from assistant.queue.priority import PriorityReasons
from assistant.settings import Settings, settings
from assistant.store.database import migrate, open_database
from assistant.store.events import Events


@pytest.fixture
def serve() -> Callable[[Assistant], TestClient]:
    """A client of an application that has this assistant."""

    def client(assistant: Assistant) -> TestClient:
        app = create_app(Settings())
        app.state.assistant = assistant
        return TestClient(app, raise_server_exceptions=False)

    return client


@pytest.fixture(scope="session")
def _empty_database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("desk") / "empty.db"
    migrate(f"sqlite:///{file}")
    return file


@pytest.fixture
def desk_at(_empty_database: Path, catalog: Catalog, tmp_path: Path) -> Iterator[Callable[[str], Any]]:
    """What the routes of the queue need of an assistant, by a clock started at that time.

    All of one test share a database.
    """
    knowledge = settings().knowledge_dir
    services = ServiceNames.load(knowledge / "services.yaml", catalog)
    priorities = PriorityReasons.load(knowledge / "priorities.yaml")
    database = open_database(f"sqlite:///{shutil.copy(_empty_database, tmp_path / 'letan.db')}")

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
        )

    yield assistant
    database.dispose()
