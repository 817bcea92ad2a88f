from collections.abc import Callable

import pytest
import sqlalchemy as sa

from assistant.staff.accounts import Accounts
from assistant.staff.audit import Deed, Record
from assistant.staff.member import Grant, NotStaff
from assistant.staff.repository import Account
from assistant.staff.roles import Role
from assistant.staff.sessions import LoginBusy, LoginLocked, LoginRefused, Sessions
from assistant.store.accounts import SqlAccounts
from assistant.store.sessions import SqlSessions
from assistant.store.staff_tables import login_failure, staff_session
from tests.assistant.queue.small_centre import SteppingClock
from tests.assistant.staff.conftest import CHIEF

PASSWORD = "trời hôm nay đẹp"
Records = Callable[[], list[Record]]


@pytest.fixture
def lan(accounts: Accounts) -> str:
    _account, first = accounts.make("lan", "Lan", [Grant(Role.CLERK)], CHIEF)
    accounts.change_own_password("lan", first, PASSWORD)
    return "lan"


def fail(sessions: Sessions, login: str, times: int) -> None:
    for _ in range(times):
        with pytest.raises(LoginRefused):
            sessions.log_in(login, "sai")


def wait_of(sessions: Sessions, login: str, password: str = "sai") -> int:
    with pytest.raises(LoginLocked) as locked:
        sessions.log_in(login, password)
    return locked.value.retry_after or 0


def test_a_session_is_known_by_its_token_alone(sessions: Sessions, lan: str, database: sa.Engine) -> None:
    token = sessions.log_in(lan, PASSWORD)
    assert sessions.account(token).login == "lan"
    for wrong in ("", token[:-1], token.swapcase(), token + "x"):
        with pytest.raises(NotStaff):
            sessions.account(wrong)
    with database.connect() as connection:
        (digest,) = connection.scalars(sa.select(staff_session.c.digest))
    assert token not in digest
    with pytest.raises(NotStaff):
        sessions.account(digest)


def test_a_session_ends_when_nobody_works(sessions: Sessions, lan: str, clock: SteppingClock) -> None:
    token = sessions.log_in(lan, PASSWORD)
    for _ in range(3):
        clock.forward(minutes=119)
        sessions.account(token)
    clock.forward(minutes=121)
    with pytest.raises(NotStaff):
        sessions.account(token)


def test_a_session_ends_with_the_day(sessions: Sessions, lan: str, clock: SteppingClock) -> None:
    token = sessions.log_in(lan, PASSWORD)
    for _ in range(11):
        clock.forward(hours=1)
        sessions.account(token)
    clock.forward(hours=1)
    with pytest.raises(NotStaff):
        sessions.account(token)


def test_logging_out_ends_one_session(sessions: Sessions, lan: str, records: Records) -> None:
    here, there = sessions.log_in(lan, PASSWORD), sessions.log_in(lan, PASSWORD)
    sessions.log_out(here)
    sessions.log_out(here)
    with pytest.raises(NotStaff):
        sessions.account(here)
    assert sessions.end_of(sessions.account(there), "Quản trị") == 1
    with pytest.raises(NotStaff):
        sessions.account(there)
    deeds = [record.deed for record in records()]
    assert deeds[-4:] == [Deed.LOGGED_IN, Deed.LOGGED_IN, Deed.LOGGED_OUT, Deed.SESSIONS_ENDED]


@pytest.mark.parametrize("login", ["lan", "nobody", "<script>", "x" * 80, ""])
def test_a_wrong_name_and_a_wrong_password_look_and_cost_the_same(
    sessions: Sessions, lan: str, login: str, checks: list[str]
) -> None:
    with pytest.raises(LoginRefused) as refused:
        sessions.log_in(login, "sai")
    assert refused.value.detail == LoginRefused().detail
    assert len(checks) == 1


def test_a_closed_account_looks_the_same_with_the_right_password(
    accounts: Accounts, sessions: Sessions, lan: str, checks: list[str]
) -> None:
    accounts.change(lan, CHIEF, name="Lan", grants=[], active=False)
    with pytest.raises(LoginRefused):
        sessions.log_in(lan, PASSWORD)
    assert len(checks) == 1


@pytest.mark.parametrize("login", ["lan", "nobody"])
def test_the_lock_out_grows(sessions: Sessions, lan: str, login: str, clock: SteppingClock) -> None:
    fail(sessions, login, 5)
    waits = []
    for _ in range(8):
        waits.append(wait_of(sessions, login))
        clock.forward(seconds=waits[-1])
        fail(sessions, login, 1)
    assert waits == [30, 60, 120, 240, 480, 900, 900, 900]


def test_while_locked_the_right_password_is_not_looked_at(
    sessions: Sessions, lan: str, clock: SteppingClock, checks: list[str]
) -> None:
    fail(sessions, lan, 5)
    looked_at = len(checks)
    assert wait_of(sessions, lan, PASSWORD) == 30
    assert len(checks) == looked_at
    clock.forward(seconds=31)
    sessions.log_in(lan, PASSWORD)


def test_trying_while_locked_does_not_lengthen_the_lock(
    sessions: Sessions, lan: str, clock: SteppingClock
) -> None:
    fail(sessions, lan, 5)
    clock.forward(seconds=20)
    assert wait_of(sessions, lan) == wait_of(sessions, lan) == 10


def test_a_login_forgives_earlier_failures(sessions: Sessions, lan: str, clock: SteppingClock) -> None:
    fail(sessions, lan, 4)
    sessions.log_in(lan, PASSWORD)
    fail(sessions, lan, 4)
    clock.forward(days=1, minutes=1)
    fail(sessions, lan, 5)
    assert wait_of(sessions, lan) == 30


def test_one_persons_failures_do_not_lock_another(sessions: Sessions, lan: str) -> None:
    fail(sessions, "nobody", 5)
    sessions.log_in(lan, PASSWORD)


def test_a_flood_of_logins_is_refused_at_once_and_counts_as_nothing(
    database: sa.Engine, lan: str, clock: SteppingClock, monkeypatch: pytest.MonkeyPatch, records: Records
) -> None:
    monkeypatch.setattr("assistant.staff.sessions._AT_ONCE", 1)
    busy: list[int | None] = []

    class Crowd(SqlAccounts):
        def find(self, login: str) -> Account | None:
            for _ in range(9):
                with pytest.raises(LoginBusy) as refused:
                    sessions.log_in(lan, "sai")
                busy.append(refused.value.retry_after)
            return super().find(login)

    sessions = Sessions(Crowd(database), SqlSessions(database), clock)
    assert sessions.account(sessions.log_in(lan, PASSWORD)).login == lan
    assert busy == [5] * 9
    assert Deed.REFUSED not in {record.deed for record in records()}
    sessions.log_in(lan, PASSWORD)


@pytest.mark.parametrize("active", [True, False])
def test_what_changes_while_somebody_logs_in_counts(
    database: sa.Engine, accounts: Accounts, lan: str, clock: SteppingClock, records: Records, active: bool
) -> None:
    class Meanwhile(SqlAccounts):
        def find(self, login: str) -> Account | None:
            found = super().find(login)
            if active:
                accounts.reset_password(lan, CHIEF)
            else:
                accounts.change(lan, CHIEF, name="Lan", grants=[], active=False)
            return found

    with pytest.raises(LoginRefused):
        Sessions(Meanwhile(database), SqlSessions(database), clock).log_in(lan, PASSWORD)
    with database.connect() as connection:
        assert connection.execute(sa.select(staff_session)).all() == []
    assert records()[-1].deed is Deed.REFUSED


def test_what_is_typed_as_a_name_is_kept_nowhere(
    sessions: Sessions, lan: str, database: sa.Engine, records: Records
) -> None:
    fail(sessions, "mat-khau-cua-toi", 1)
    with database.connect() as connection:
        rows = connection.execute(sa.select(login_failure)).all()
    assert len(rows) == 1
    assert "mat-khau" not in str(rows)
    assert records()[-1].deed is Deed.REFUSED
    assert "mat-khau" not in str(records()[-1])


def test_old_sessions_and_failures_are_forgotten(
    sessions: Sessions, lan: str, database: sa.Engine, clock: SteppingClock
) -> None:
    sessions.log_in(lan, PASSWORD)
    fail(sessions, "nobody", 1)
    clock.forward(days=2)
    sessions.log_in(lan, PASSWORD)
    with database.connect() as connection:
        assert len(connection.execute(sa.select(staff_session)).all()) == 1
        assert connection.execute(sa.select(login_failure)).all() == []
