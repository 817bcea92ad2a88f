"""The routes of the knowledge in this process; OpenAPI must describe every response."""

import shutil
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
import sqlalchemy as sa
from fastapi.testclient import TestClient

from api.app import create_app
from assistant.assembly import staff_over
from assistant.catalog.catalog import Catalog
from assistant.clock import Clock
from assistant.settings import Settings
from assistant.staff.member import Grant
from assistant.staff.roles import Role
from assistant.store.database import open_database
from tests.assistant.knowledge.conftest import umbrella
from tests.e2e.conftest import Contract

Json = dict[str, Any]
As = Callable[..., TestClient]

ENTRIES = "/v1/knowledge/entries"
KEY = umbrella().key
MINE = f"{ENTRIES}/{KEY}"
PARKING = "faq:gui-xe"
QUESTIONS = "/v1/knowledge/questions"
DECIDED = {"number": 1, "reason": "gấp"}


def content(**changes: Any) -> Json:
    return umbrella().model_dump(mode="json") | changes


def kind_of_problem(response: Any) -> tuple[int, str]:
    return response.status_code, response.json()["type"].removeprefix("/problems/")


def fields(response: Any) -> list[str]:
    return [problem["field"] for problem in response.json()["errors"]]


@pytest.fixture(scope="session")
def contract() -> Contract:
    return Contract(create_app(Settings()).openapi())


@pytest.fixture
def assistant(database: sa.Engine, catalog: Catalog, knowledge_of: Callable[[sa.Engine, Clock], Any]) -> Any:
    """What the routes of the knowledge need of an assistant."""
    clock = Clock(datetime.fromisoformat("2026-11-23T08:00:00+07:00"))
    return SimpleNamespace(
        brain=SimpleNamespace(catalog=catalog),
        staff=staff_over(database, clock),
        knowledge=knowledge_of(database, clock),
        clock=clock,
    )


@pytest.fixture
def nobody(assistant: Any, contract: Contract) -> Callable[[], TestClient]:
    """Opens a client of somebody unknown."""
    app = create_app(Settings())
    app.state.assistant = assistant

    def client() -> TestClient:
        opened = TestClient(app, raise_server_exceptions=False)
        opened.event_hooks = {"response": [contract.check]}
        return opened

    return client


@pytest.fixture
def acting(assistant: Any, nobody: Callable[[], TestClient]) -> As:
    """Opens a client with a role, at a centre or at all."""

    def client(role: Role, centre: str | None = None) -> TestClient:
        token = assistant.staff.tokens.make(f"Máy {role.value}", Grant(role, centre), "kiểm thử")
        opened = nobody()
        opened.headers["Authorization"] = f"Bearer {token}"
        return opened

    return client


@pytest.fixture
def editor(acting: As) -> TestClient:
    return acting(Role.EDITOR)


@pytest.fixture
def publisher(acting: As) -> TestClient:
    return acting(Role.PUBLISHER)
