"""Logging in and out: sessions that end by themselves, and a lock-out that grows with each failure."""

import hashlib
import secrets
from collections.abc import Callable
from datetime import datetime, timedelta
from math import ceil
from threading import BoundedSemaphore

from assistant.errors import LetanError
from assistant.staff.audit import Deed, Record
from assistant.staff.member import NotStaff
from assistant.staff.password import right
from assistant.staff.repository import Account, AccountRepository, Failures, Session, SessionRepository

IDLE = timedelta(hours=2)
LONGEST = timedelta(hours=12)
_SEEN_EVERY = timedelta(minutes=1)
_FREE_FAILURES = 5
_FIRST_LOCK = timedelta(seconds=30)
_LONGEST_LOCK = timedelta(minutes=15)
_DOUBLINGS = 5
_FAILURES_COUNT_FOR = timedelta(days=1)
_AT_ONCE = 8  # of a server's forty threads: a flood of logins must leave the others to citizens


class LoginRefused(LetanError):
    """No such account, a closed one, or the wrong password: which of them is not told."""

    status = 401
    slug = "login-refused"
    title = "Tên đăng nhập hoặc mật khẩu không đúng"


class LoginLocked(LetanError):
    """Too many failures in a row, whether or not there is such an account."""

    status = 429
    slug = "login-locked"
    title = "Đăng nhập sai nhiều lần"

    def __init__(self, wait: timedelta) -> None:
        self.retry_after = ceil(wait.total_seconds())
        minutes, seconds = divmod(self.retry_after, 60)
        told = f"{minutes + bool(seconds)} phút" if minutes else f"{seconds} giây"
        super().__init__(f"Đăng nhập sai nhiều lần, anh/chị thử lại sau {told} nữa")


class LoginBusy(LetanError):
    """So many log in at this moment that others would have to wait for them; counts as no try."""

    status = 503
    slug = "login-busy"
    title = "Đang có quá nhiều lượt đăng nhập cùng lúc, anh/chị thử lại sau vài giây"
    retry_after = 5


class Sessions:
    """Begins, knows and ends sessions. Their token is shown to the browser alone; its digest is kept."""

    def __init__(
        self, accounts: AccountRepository, sessions: SessionRepository, now: Callable[[], datetime]
    ) -> None:
        self._accounts = accounts
        self._sessions = sessions
        self._now = now
        self._places = BoundedSemaphore(_AT_ONCE)

    def log_in(self, login: str, password: str) -> str:
        """The token of a new session.

        Raises:
            LoginRefused: after as long a time, whatever was wrong.
            LoginLocked: without a look at the password.
            LoginBusy: without a look at anything.
        """
        if not self._places.acquire(blocking=False):
            raise LoginBusy
        try:
            return self._log_in(login, password)
        finally:
            self._places.release()

    def _log_in(self, login: str, password: str) -> str:
        login, now = login.strip().casefold(), self._now()
        self._attempt(login, now)
        account = self._accounts.find(login)
        known = account if account and account.active else None
        if right(known.password if known else None, password) and known:
            token = secrets.token_urlsafe(32)
            record = Record(now, known.member.signature, Deed.LOGGED_IN, known.login)
            self._sessions.forget(now - max(LONGEST, _FAILURES_COUNT_FOR))
            if self._sessions.begin(digest(token), known, now, record):
                return token
        # Whose name was typed is not in the record unless it is somebody's: it may be a password.
        subject = account.login if account else "—"
        self._sessions.refused(Record(now, subject, Deed.REFUSED, subject))
        raise LoginRefused

    def account(self, token: str) -> Account:
        """Whose session it is; raises NotStaff if it is none, or has ended."""
        session = self._sessions.find(digest(token)) if token else None
        if session is None or not self._good(session):
            raise NotStaff
        if self._now() - session.seen_at >= _SEEN_EVERY:
            self._sessions.seen(session.digest, self._now())
        return session.account

    def log_out(self, token: str) -> None:
        """End the session, if it is one."""
        session = self._sessions.find(digest(token)) if token else None
        if session:
            who = session.account.member.signature
            self._sessions.end(
                session.digest, Record(self._now(), who, Deed.LOGGED_OUT, session.account.login)
            )

    def end_of(self, account: Account, by: str) -> int:
        """End every session of an account; how many there were."""
        record = Record(self._now(), by, Deed.SESSIONS_ENDED, account.login)
        return self._sessions.end_of(account.login, record)

    def _attempt(self, login: str, now: datetime) -> None:
        """Note the try, so that tries at the same moment all count; raises LoginLocked."""
        failures = self._sessions.attempt(
            failures_of(login), now, now - _FAILURES_COUNT_FOR, lambda earlier: not _locked(earlier, now)
        )
        if wait := _locked(failures, now):
            raise LoginLocked(wait)

    def _good(self, session: Session) -> bool:
        now = self._now()
        in_time = now - session.seen_at < IDLE and now - session.created_at < LONGEST
        return session.account.active and in_time


def failures_of(login: str) -> str:
    """Under what the failures of a login are kept: what is typed as a name may be a password."""
    return digest(f"login:{login}")


def digest(token: str) -> str:
    """What is kept of a token, which has so many random bits that it needs no slow hash."""
    return hashlib.sha256(token.encode()).hexdigest()


def _locked(failures: Failures, now: datetime) -> timedelta:
    """How long the next try must wait still; zero if not at all."""
    over = failures.count - _FREE_FAILURES
    if over < 0:
        return timedelta()
    lock: timedelta = _FIRST_LOCK * 2 ** min(over, _DOUBLINGS)
    until = failures.at + min(lock, _LONGEST_LOCK)
    return max(until - now, timedelta())
