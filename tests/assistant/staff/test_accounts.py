from collections.abc import Callable

import pytest

from assistant.staff.accounts import AccountRefused, Accounts, UnknownAccount, WrongPassword
from assistant.staff.audit import Deed, Record
from assistant.staff.member import Grant, Member, NotAllowed, NotStaff
from assistant.staff.password import WeakPassword
from assistant.staff.repository import LoginTaken
from assistant.staff.roles import Role
from assistant.staff.sessions import LoginRefused, Sessions
from tests.assistant.staff.conftest import CHIEF

LOCAL = Member("Sơn", (Grant(Role.ADMINISTRATOR, "trieu-son"),), "son")
CLERK = Grant(Role.CLERK, "trieu-son")
Records = Callable[[], list[Record]]


def test_an_account_is_made_with_a_password_to_be_changed(accounts: Accounts, sessions: Sessions) -> None:
    account, password = accounts.make("lan.nt", " Nguyễn  Thị Lan ", [CLERK, CLERK], CHIEF)
    assert (account.name, account.grants, account.temporary) == ("Nguyễn Thị Lan", (CLERK,), True)
    assert password not in account.password
    assert sessions.account(sessions.log_in("LAN.nt ", password)) == account


@pytest.mark.parametrize("login", ["", "la", "Lan", "lan nt", "lân", "1lan", "x" * 33, "lan@x", "<b>", "new"])
def test_a_login_is_short_and_plain(accounts: Accounts, login: str) -> None:
    with pytest.raises(AccountRefused):
        accounts.make(login, "Lan", [CLERK], CHIEF)


@pytest.mark.parametrize("name", ["", "  ", "x" * 81, "Lan\x00", "Lan\u202e"])
def test_a_name_can_be_read(accounts: Accounts, name: str) -> None:
    with pytest.raises(AccountRefused):
        accounts.make("lan", name, [CLERK], CHIEF)


def test_a_login_is_one_persons_for_ever(accounts: Accounts) -> None:
    accounts.make("lan", "Lan", [CLERK], CHIEF)
    accounts.change("lan", CHIEF, name="Lan", grants=[], active=False)
    with pytest.raises(LoginTaken):
        accounts.make("lan", "Lan khác", [CLERK], CHIEF)


def test_the_first_account_is_made_once(accounts: Accounts) -> None:
    assert accounts.make_first("khởi động") is None


def test_one_administers_within_ones_centres(accounts: Accounts) -> None:
    accounts.make("lan", "Lan", [CLERK], LOCAL)
    accounts.make("tinh", "Tỉnh", [Grant(Role.VIEWER)], CHIEF)
    for grant in (Grant(Role.VIEWER), Grant(Role.CLERK, "hac-thanh"), Grant(Role.ADMINISTRATOR)):
        with pytest.raises(NotAllowed):
            accounts.make("moi", "Mới", [grant], LOCAL)
        with pytest.raises(NotAllowed):
            accounts.change("lan", LOCAL, name="Lan", grants=[grant], active=True)
    for login in ("tinh", "chief", "ai-do"):
        with pytest.raises(UnknownAccount):
            accounts.change(login, LOCAL, name="X", grants=[CLERK], active=True)
        with pytest.raises(UnknownAccount):
            accounts.reset_password(login, LOCAL)
    assert [account.login for account in accounts.seen_by(LOCAL)] == ["lan"]
    assert [account.login for account in accounts.seen_by(CHIEF)] == ["chief", "lan", "tinh"]


def test_who_has_no_role_is_managed_by_whoever_manages_all(accounts: Accounts) -> None:
    accounts.make("lan", "Lan", [CLERK], LOCAL)
    accounts.make("cho", "Chờ việc", [], CHIEF)
    assert [account.login for account in accounts.seen_by(LOCAL)] == ["lan"]
    for take_over in (
        lambda: accounts.reset_password("cho", LOCAL),
        lambda: accounts.change("cho", LOCAL, name="Của mình", grants=[CLERK], active=True),
    ):
        with pytest.raises(UnknownAccount):
            take_over()
    with pytest.raises(NotAllowed):
        accounts.make("moi", "Mới", [], LOCAL)
    with pytest.raises(NotAllowed):
        accounts.change("lan", LOCAL, name="Lan", grants=[], active=True)
    accounts.change("lan", LOCAL, name="Lan", grants=[CLERK], active=False)


@pytest.mark.parametrize("role", [Role.VIEWER, Role.EDITOR, Role.PUBLISHER, Role.CLERK])
def test_no_other_role_makes_accounts(accounts: Accounts, role: Role) -> None:
    with pytest.raises(NotAllowed):
        accounts.make("lan", "Lan", [CLERK], Member("X", (Grant(role),)))


def test_the_last_administrator_stays(accounts: Accounts) -> None:
    for change in ({"grants": [], "active": True}, {"grants": [Grant(Role.ADMINISTRATOR)], "active": False}):
        with pytest.raises(AccountRefused):
            accounts.change("chief", CHIEF, name="Chief", **change)
    accounts.make("hai", "Hai", [Grant(Role.ADMINISTRATOR)], CHIEF)
    accounts.change("chief", CHIEF, name="Chief", grants=[], active=True)
    with pytest.raises(AccountRefused):
        accounts.change("hai", CHIEF, name="Hai", grants=[], active=True)


def test_a_closed_account_is_out_at_once(accounts: Accounts, sessions: Sessions) -> None:
    _account, password = accounts.make("lan", "Lan", [CLERK], CHIEF)
    token = sessions.log_in("lan", password)
    accounts.change("lan", CHIEF, name="Lan", grants=[CLERK], active=False)
    with pytest.raises(NotStaff):
        sessions.account(token)
    with pytest.raises(LoginRefused):
        sessions.log_in("lan", password)


def test_a_changed_role_counts_at_the_next_request(accounts: Accounts, sessions: Sessions) -> None:
    _account, password = accounts.make("lan", "Lan", [CLERK], CHIEF)
    token = sessions.log_in("lan", password)
    accounts.change("lan", CHIEF, name="Lan", grants=[], active=True)
    assert sessions.account(token).grants == ()


def test_a_new_password_ends_the_old_one_and_every_session(accounts: Accounts, sessions: Sessions) -> None:
    _account, first = accounts.make("lan", "Lan", [CLERK], CHIEF)
    token = sessions.log_in("lan", first)
    accounts.change_own_password("lan", first, "trời hôm nay đẹp")
    with pytest.raises(NotStaff):
        sessions.account(token)
    with pytest.raises(LoginRefused):
        sessions.log_in("lan", first)
    assert not sessions.account(sessions.log_in("lan", "trời hôm nay đẹp")).temporary
    again = accounts.reset_password("lan", CHIEF)
    with pytest.raises(LoginRefused):
        sessions.log_in("lan", "trời hôm nay đẹp")
    assert sessions.account(sessions.log_in("lan", again)).temporary


def test_ones_own_password_is_changed_only_with_the_present_one(accounts: Accounts) -> None:
    _account, first = accounts.make("lan", "Lan", [CLERK], CHIEF)
    with pytest.raises(WrongPassword):
        accounts.change_own_password("lan", "sai", "trời hôm nay đẹp")
    with pytest.raises(WeakPassword):
        accounts.change_own_password("lan", first, "ngắn")
    with pytest.raises(AccountRefused):
        accounts.change_own_password("lan", first, first)


def test_each_deed_is_recorded_without_a_password(accounts: Accounts, records: Records) -> None:
    _account, first = accounts.make("lan", "Lan", [CLERK], CHIEF)
    accounts.change("lan", CHIEF, name="Lan Anh", grants=[], active=True)
    second = accounts.reset_password("lan", CHIEF)
    accounts.change_own_password("lan", second, "trời hôm nay đẹp")
    told = [(record.deed, record.who) for record in records()][1:]
    assert told == [
        (Deed.ACCOUNT_MADE, "Quản trị (chief)"),
        (Deed.ACCOUNT_CHANGED, "Quản trị (chief)"),
        (Deed.PASSWORD_CHANGED, "Quản trị (chief)"),
        (Deed.PASSWORD_CHANGED, "Lan Anh (lan)"),
    ]
    changed = records()[2]
    assert changed.before == {"name": "Lan", "grants": ["clerk@trieu-son"]}
    assert changed.after == {"name": "Lan Anh", "grants": []}
    assert not any(secret in str(records()) for secret in (first, second, "đẹp", "argon2"))


def test_a_change_that_is_refused_is_not_recorded(accounts: Accounts, records: Records) -> None:
    before = records()
    with pytest.raises(AccountRefused):
        accounts.change("chief", CHIEF, name="Chief", grants=[], active=True)
    assert records() == before
