"""Accounts and sessions on a database of the test's own, by a clock that the test moves."""

import pytest
import sqlalchemy as sa

from assistant.staff import password
from assistant.staff.accounts import Accounts
from assistant.staff.audit import Record, Wanted
from assistant.staff.member import Grant, Member
from assistant.staff.roles import Role
from assistant.staff.sessions import Sessions
from assistant.store.accounts import SqlAccounts
from assistant.store.audit import SqlAudit
from assistant.store.sessions import SqlSessions
from tests.assistant.queue.small_centre import SteppingClock

CHIEF = Member("Quản trị", (Grant(Role.ADMINISTRATOR),), "chief")


@pytest.fixture(scope="session", autouse=True)
def _quick(quick_passwords: None) -> None: ...


@pytest.fixture
def clock() -> SteppingClock:
    return SteppingClock()


@pytest.fixture
def accounts(database: sa.Engine, clock: SteppingClock) -> Accounts:
    made = Accounts(SqlAccounts(database), clock)
    assert made.make_first("kiểm thử", login="chief")
    return made


@pytest.fixture
def sessions(database: sa.Engine, clock: SteppingClock) -> Sessions:
    return Sessions(SqlAccounts(database), SqlSessions(database), clock)


@pytest.fixture
def records(database: sa.Engine):
    """What was recorded, the oldest first."""

    def read() -> list[Record]:
        return [record for _number, record in SqlAudit(database).records(Wanted(), 100)][::-1]

    return read


@pytest.fixture
def checks(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The hashes that a password was held against."""
    seen: list[str] = []
    verify = password._HASHER.verify

    class Noting:
        def verify(self, stored: str, given: str) -> bool:
            seen.append(stored)
            return verify(stored, given)

        hash = staticmethod(password._HASHER.hash)

    monkeypatch.setattr(password, "_HASHER", Noting())
    return seen
