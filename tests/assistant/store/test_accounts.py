"""Accounts and failed logins where many act at once, on both databases."""

from concurrent.futures import ThreadPoolExecutor

import pytest
import sqlalchemy as sa

from assistant.staff.accounts import AccountRefused, Accounts
from assistant.staff.member import Grant, Member, NotStaff
from assistant.staff.repository import StaffUnavailable
from assistant.staff.roles import Role
from assistant.staff.sessions import LoginLocked, LoginRefused, Sessions
from assistant.store.accounts import SqlAccounts
from assistant.store.database import open_database
from assistant.store.sessions import SqlSessions
from tests.assistant.queue.small_centre import SteppingClock

CHIEF = Member("Quản trị", (Grant(Role.ADMINISTRATOR),), "mot")


@pytest.fixture
def both(url: str, database: sa.Engine):
    """The accounts as two processes have them."""
    second = open_database(url)
    yield [Accounts(SqlAccounts(engine), SteppingClock()) for engine in (database, second)]
    second.dispose()


def test_of_processes_that_start_at_once_one_makes_the_first_account(both: list[Accounts]) -> None:
    with ThreadPoolExecutor(4) as pool:
        made = list(pool.map(lambda number: both[number % 2].make_first("khởi động"), range(4)))
    assert sum(each is not None for each in made) == 1


@pytest.mark.parametrize("login", ["mot\x00", "\x00", "", "x" * 5000, "Đặng", "%"])
def test_nobody_has_an_odd_login(database: sa.Engine, login: str) -> None:
    assert SqlAccounts(database).find(login) is None


def test_two_administrators_cannot_lock_each_other_out(both: list[Accounts]) -> None:
    both[0].make_first("khởi động", login="mot")
    both[0].make("hai", "Hai", [Grant(Role.ADMINISTRATOR)], CHIEF)

    def close(login: str) -> bool:
        try:
            both[login == "hai"].change(login, CHIEF, name="X", grants=[], active=False)
        except AccountRefused:
            return False
        return True

    with ThreadPoolExecutor(2) as pool:
        closed = list(pool.map(close, ["mot", "hai"]))
    assert sorted(closed) == [False, True]


def test_tries_at_the_same_moment_all_count(database: sa.Engine) -> None:
    accounts = SqlAccounts(database)
    Accounts(accounts, SteppingClock()).make_first("khởi động", login="mot")
    sessions = Sessions(accounts, SqlSessions(database), SteppingClock())

    def attempt(_: int) -> str:
        try:
            return sessions.log_in("mot", "sai")
        except LoginRefused:
            return "looked at"
        except LoginLocked:
            return "locked"

    with ThreadPoolExecutor(8) as pool:
        told = list(pool.map(attempt, range(16)))
    assert told.count("looked at") == 5
    assert told.count("locked") == 11


def test_no_session_outlives_the_password_that_it_began_with(
    both: list[Accounts], database: sa.Engine
) -> None:
    both[0].make_first("khởi động", login="mot")
    repository = SqlAccounts(database)
    sessions = Sessions(repository, SqlSessions(database), SteppingClock())
    for _ in range(5):
        password = both[0].reset_password("mot", CHIEF)
        with ThreadPoolExecutor(2) as pool:
            begun = pool.submit(sessions.log_in, "mot", password)
            pool.submit(both[1].reset_password, "mot", CHIEF).result()
        with pytest.raises((NotStaff, LoginRefused)):
            sessions.account(begun.result())


def test_a_database_that_is_gone_says_so(database: sa.Engine) -> None:
    def gone(*_: object) -> None:
        raise sa.exc.OperationalError("SELECT", {}, Exception("gone"))

    sa.event.listen(database, "begin", gone)
    accounts = SqlAccounts(database)
    sessions = Sessions(accounts, SqlSessions(database), SteppingClock())
    for ask in (accounts.all, lambda: accounts.find("mot"), lambda: sessions.log_in("mot", "x")):
        with pytest.raises(StaffUnavailable):
            ask()
