"""The ports to where accounts, sessions and failed logins are kept; the store implements them."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from assistant.errors import LetanError
from assistant.staff.audit import Record
from assistant.staff.member import Grant, Member


class StaffUnavailable(LetanError):
    """The database of the accounts is gone or full."""

    status = 503
    slug = "staff-unavailable"
    title = "Hệ thống tài khoản đang không truy cập được, anh/chị thử lại sau ít phút"


class LoginTaken(LetanError):
    """There is an account of that login, perhaps one that is closed."""

    status = 409
    slug = "login-taken"
    title = "Tên đăng nhập này đã có người dùng"


@dataclass(frozen=True)
class Account:
    """One person's account. A `temporary` password must be changed at the next login."""

    login: str
    name: str
    password: str
    temporary: bool
    active: bool
    grants: tuple[Grant, ...]

    @property
    def member(self) -> Member:
        """Who it is to the routes."""
        return Member(self.name, self.grants, self.login)


@dataclass(frozen=True)
class Session:
    """Somebody who is logged in: since when, and when they were last seen."""

    digest: str
    account: Account
    created_at: datetime
    seen_at: datetime


@dataclass(frozen=True)
class Failures:
    """How often in a row a login has failed, and when last."""

    count: int
    at: datetime


Change = Callable[[list[Account]], Account]
"""Makes the changed account from all that there are; what it raises leaves everything as it was."""


class AccountRepository(Protocol):
    """Keeps accounts, with the record of each change. Every method raises StaffUnavailable."""

    def all(self) -> list[Account]:
        """Every account, by login."""

    def find(self, login: str) -> Account | None:
        """The account of a login."""

    def add(self, account: Account, record: Record, *, first: bool = False) -> bool:
        """Keep a new account; with `first`, only if there is none yet: whether it was kept.

        Raises:
            LoginTaken: the login is somebody's.
        """

    def change(self, change: Change, record: Callable[[Account, Account], Record]) -> Account:
        """Change one account while nobody else changes any; `record` is made of it before and after.

        When it is no longer active, or has another password, its sessions end.
        """


class SessionRepository(Protocol):
    """Keeps sessions by the digest of their token, and failures. Every method raises StaffUnavailable."""

    def begin(self, digest: str, account: Account, at: datetime, record: Record) -> bool:
        """Keep a new session, and forget the failures of its login.

        Nothing is kept, and false, if the account was closed or given another password meanwhile.
        """

    def find(self, digest: str) -> Session | None:
        """The session, with its account as it is now."""

    def seen(self, digest: str, at: datetime) -> None:
        """Note that it was used."""

    def end(self, digest: str, record: Record) -> None:
        """End one session."""

    def end_of(self, login: str, record: Record) -> int:
        """End every session of a login; how many there were."""

    def forget(self, before: datetime) -> None:
        """Delete the sessions that began before, and failures that are as old."""

    def attempt(
        self, digest: str, at: datetime, since: datetime, may: Callable[[Failures], bool]
    ) -> Failures:
        """Note a login's try before it is made, unless `may` forbids it; its failures before this one.

        Failures before `since` count no more. Tries at the same moment wait for each other.
        """

    def refused(self, record: Record) -> None:
        """Record a try that failed."""
