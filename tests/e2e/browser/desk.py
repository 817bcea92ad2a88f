"""Somebody of the staff in a browser of their own, and the accounts they have."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime

import sqlalchemy as sa
from playwright.sync_api import Locator, Page, expect

from assistant.clock import Clock
from assistant.staff.audit import Deed, Record
from assistant.staff.member import Grant
from assistant.staff.password import hashed
from assistant.staff.repository import Account
from assistant.store.accounts import SqlAccounts
from assistant.store.database import open_database
from assistant.store.sessions import SqlSessions
from tests.e2e.conftest import CLOCK, Server

PASSWORD = "xương rồng nở hoa"
DESKTOP, PHONE = (1280, 800), (390, 844)


class Accounts:
    """Accounts in the database of a running server."""

    def __init__(self, database: sa.Engine) -> None:
        self.database = database
        self._at = Clock(datetime.fromisoformat(CLOCK)).now()
        self._secret = hashed(PASSWORD)

    def make(self, login: str, name: str, *grants: Grant) -> None:
        account = Account(login, name, self._secret, temporary=False, active=True, grants=grants)
        SqlAccounts(self.database).add(account, Record(self._at, "kiểm thử", Deed.ACCOUNT_MADE, login))

    def end_sessions(self, login: str) -> None:
        ended = Record(self._at, "kiểm thử", Deed.SESSIONS_ENDED, login)
        SqlSessions(self.database).end_of(login, ended)


@contextmanager
def accounts_of(server: Server) -> Iterator[Accounts]:
    engine = open_database(server.database_url)
    yield Accounts(engine)
    engine.dispose()


def log_in(page: Page, login: str) -> None:
    """At the form of the login."""
    page.get_by_label("Tên đăng nhập").fill(login)
    page.get_by_label("Mật khẩu").fill(PASSWORD)
    page.get_by_role("button", name="Đăng nhập").click()


def button(page: Page, name: str) -> Locator:
    return page.get_by_role("main").get_by_role("button", name=name, exact=True)


def field(page: Page, name: str) -> Locator:
    """Where something is typed, by what its label begins with."""
    return page.get_by_role("textbox", name=re.compile(f"^{re.escape(name)}"))


def told(page: Page, text: str) -> None:
    """Wait until the page says on top that something was done."""
    expect(page.locator(".told")).to_contain_text(text)


def is_at(page: Page, path: str) -> None:
    expect(page).to_have_url(re.compile(re.escape(path) + r"(\?|$)"))


Staff = Callable[..., Page]
