"""Sessions of staff and their failed logins, in SQL."""

from collections.abc import Callable
from datetime import datetime

import sqlalchemy as sa

from assistant.staff.audit import Record
from assistant.staff.repository import Account, Failures, Session, StaffUnavailable
from assistant.staff.sessions import failures_of
from assistant.store.accounts import accounts
from assistant.store.audit import note
from assistant.store.database import for_writing, reachable
from assistant.store.staff_tables import login_failure, staff_account, staff_session

_NONE_YET = 0


class SqlSessions:
    """The SessionRepository over an engine."""

    def __init__(self, engine: sa.Engine) -> None:
        self._engine = engine
        self._writes = for_writing(engine)

    def begin(self, digest: str, account: Account, at: datetime, record: Record) -> bool:
        """Keep a new session, and forget the failures of its login; nothing if the account has changed."""
        row = {"digest": digest, "login": account.login, "created_at": at, "seen_at": at}
        failed = login_failure.c.digest == failures_of(account.login)
        same = (
            staff_account.c.login == account.login,
            staff_account.c.password == account.password,
            staff_account.c.active,
        )
        # Who gives another password waits for this, and then ends this session too.
        held = sa.select(staff_account.c.login).where(*same).with_for_update()
        with reachable(StaffUnavailable), self._writes.begin() as connection:
            if connection.scalar(held) is None:
                return False
            connection.execute(staff_session.insert(), row)
            connection.execute(login_failure.delete().where(failed))
            note(connection, record)
            return True

    def find(self, digest: str) -> Session | None:
        """The session, with its account as it is now."""
        query = sa.select(staff_session).where(staff_session.c.digest == digest)
        with reachable(StaffUnavailable), self._engine.connect() as connection:
            row = connection.execute(query).first()
            if row is None:
                return None
            (account,) = accounts(connection, row.login)
        return Session(row.digest, account, row.created_at, row.seen_at)

    def seen(self, digest: str, at: datetime) -> None:
        """Note that it was used."""
        with reachable(StaffUnavailable), self._writes.begin() as connection:
            own = staff_session.c.digest == digest
            connection.execute(staff_session.update().where(own).values(seen_at=at))

    def end(self, digest: str, record: Record) -> None:
        """End one session."""
        with reachable(StaffUnavailable), self._writes.begin() as connection:
            if connection.execute(staff_session.delete().where(staff_session.c.digest == digest)).rowcount:
                note(connection, record)

    def end_of(self, login: str, record: Record) -> int:
        """End every session of a login; how many there were."""
        with reachable(StaffUnavailable), self._writes.begin() as connection:
            ended = connection.execute(staff_session.delete().where(staff_session.c.login == login))
            note(connection, record)
            return ended.rowcount

    def forget(self, before: datetime) -> None:
        """Delete the sessions that began before, and failures that are as old."""
        with reachable(StaffUnavailable), self._writes.begin() as connection:
            connection.execute(staff_session.delete().where(staff_session.c.created_at < before))
            connection.execute(login_failure.delete().where(login_failure.c.at < before))

    def attempt(
        self, digest: str, at: datetime, since: datetime, may: Callable[[Failures], bool]
    ) -> Failures:
        """Note a login's try before it is made, unless `may` forbids it; its failures before this one."""
        own = login_failure.c.digest == digest
        with reachable(StaffUnavailable):
            self._first_row(digest, at)
            with self._writes.begin() as connection:
                row = (
                    connection.execute(sa.select(login_failure).where(own).with_for_update()).mappings().one()
                )
                earlier = Failures(row["count"] if row["at"] >= since else _NONE_YET, row["at"])
                if may(earlier):
                    values = {"count": earlier.count + 1, "at": at}
                    connection.execute(login_failure.update().where(own).values(values))
        return earlier

    def refused(self, record: Record) -> None:
        """Record a try that failed."""
        with reachable(StaffUnavailable), self._writes.begin() as connection:
            note(connection, record)

    def _first_row(self, digest: str, at: datetime) -> None:
        """Give a login its row, if it has none: what tries at the same moment wait for."""
        there = sa.select(sa.literal(1)).where(login_failure.c.digest == digest)
        try:
            with self._writes.begin() as connection:
                if connection.scalar(there) is None:
                    row = {"digest": digest, "count": _NONE_YET, "at": at}
                    connection.execute(login_failure.insert(), row)
        except sa.exc.IntegrityError:  # another process was first in this moment
            pass
