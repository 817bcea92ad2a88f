"""The desk in this process: people with roles, and whatever of the assistant a page needs."""

from collections.abc import Callable
from datetime import datetime
from types import SimpleNamespace
from typing import Any

import pytest
import sqlalchemy as sa
from fastapi import FastAPI
from fastapi.testclient import TestClient

from api.access import COOKIE, CSRF_FIELD, csrf_token
from api.app import create_app
from assistant.assembly import staff_over
from assistant.catalog.catalog import Catalog
from assistant.clock import Clock
from assistant.settings import Settings
from assistant.staff.member import Grant, Member
from assistant.staff.roles import Role
from assistant.staff.stopping import AnswerSwitch
from assistant.store.stopping import SqlStops

CHIEF = Member("Quản trị", (Grant(Role.ADMINISTRATOR),), "chief")
PASSWORD = "trời hôm nay đẹp"
NOW = datetime.fromisoformat("2026-11-23T08:00:00+07:00")


@pytest.fixture(scope="session", autouse=True)
def _quick(quick_passwords: None) -> None: ...


@pytest.fixture
def assistant(database: sa.Engine, catalog: Catalog) -> Any:
    """The staff, the catalog and the clock; a test adds the services that its pages need."""
    clock = Clock(NOW)
    staff = staff_over(database, clock)
    staff.accounts.make_first("kiểm thử", login="chief")
    switch = AnswerSwitch(SqlStops(database), clock.now)
    knowledge = SimpleNamespace(listing=SimpleNamespace(rows=lambda **_: []))
    inbox = SimpleNamespace(collect=lambda _: True, groups=lambda *_: ([], 0))
    brain = SimpleNamespace(catalog=catalog)
    return SimpleNamespace(
        staff=staff,
        brain=brain,
        clock=clock,
        database=database,
        knowledge=knowledge,
        inbox=inbox,
        switch=switch,
    )


class Desk(TestClient):
    """A browser at the desk; what it posts carries the session's token."""

    def log_in(self, login: str, password: str = PASSWORD) -> None:
        done = self.post("/staff/login", data={"login": login, "password": password}, follow_redirects=False)
        assert done.status_code == 303, done.text

    @property
    def csrf(self) -> str:
        return csrf_token(self.cookies.get(COOKIE, ""))

    def submit(self, path: str, data: dict[str, Any] | None = None, **more: Any) -> Any:
        """Post a form as its page would, without going on to where it leads."""
        fields = (data or {}) | {CSRF_FIELD: self.csrf}
        return self.post(path, data=fields, follow_redirects=False, **more)


@pytest.fixture(scope="session")
def app() -> FastAPI:
    return create_app(Settings())


@pytest.fixture
def browser(app: FastAPI, assistant: Any) -> Callable[[], Desk]:
    """Opens a browser that nobody is logged in with."""
    app.state.assistant = assistant

    def opened() -> Desk:
        return Desk(app, raise_server_exceptions=False)

    return opened


@pytest.fixture
def logged_in(assistant: Any, browser: Callable[[], Desk]) -> Callable[..., Desk]:
    """Somebody with a role, at a centre or at all, who has logged in."""
    made: list[str] = []

    def enter(role: Role | None, centre: str | None = None) -> Desk:
        login = f"nguoi{len(made)}"
        made.append(login)
        grants = [Grant(role, centre)] if role else []
        _account, first = assistant.staff.accounts.make(login, f"Người {len(made)}", grants, CHIEF)
        assistant.staff.accounts.change_own_password(login, first, PASSWORD)
        client = browser()
        client.log_in(login)
        return client

    return enter
