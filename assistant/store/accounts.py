"""Accounts in SQL. A change holds all of them: two administrators cannot lock each other out."""

from collections.abc import Callable

import sqlalchemy as sa

from assistant.staff.audit import Record
from assistant.staff.member import Grant
from assistant.staff.repository import Account, Change, LoginTaken, StaffUnavailable
from assistant.staff.roles import Role
from assistant.store.audit import note
from assistant.store.database import for_writing, hold, reachable
from assistant.store.staff_tables import staff_account, staff_grant, staff_session

_FIELDS = ("login", "name", "password", "temporary", "active")


class SqlAccounts:
    """The AccountRepository over an engine."""

    def __init__(self, engine: sa.Engine) -> None:
        self._engine = engine
        self._writes = for_writing(engine, durable=True)

    def all(self) -> list[Account]:
        """Every account, by login."""
        with reachable(StaffUnavailable), self._engine.connect() as connection:
            return accounts(connection)

    def find(self, login: str) -> Account | None:
        """The account of a login."""
        if "\x00" in login:  # nobody's, and PostgreSQL cannot be asked
            return None
        with reachable(StaffUnavailable), self._engine.connect() as connection:
            return next(iter(accounts(connection, login)), None)

    def add(self, account: Account, record: Record, *, first: bool = False) -> bool:
        """Keep a new account; with `first`, only if there is none yet: whether it was kept."""
        try:
            with reachable(StaffUnavailable), self._writes.begin() as connection:
                hold(connection, staff_account)
                if first and connection.scalar(sa.select(sa.func.count()).select_from(staff_account)):
                    return False
                row = {field: getattr(account, field) for field in _FIELDS}
                connection.execute(staff_account.insert(), row | {"created_at": record.at})
                _give(connection, account)
                note(connection, record)
        except sa.exc.IntegrityError as error:
            raise LoginTaken from error
        return True

    def change(self, change: Change, record: Callable[[Account, Account], Record]) -> Account:
        """Change one account while nobody else changes any."""
        with reachable(StaffUnavailable), self._writes.begin() as connection:
            hold(connection, staff_account)
            present = accounts(connection)
            new = change(present)
            old = next(account for account in present if account.login == new.login)
            own = staff_account.c.login == new.login
            values = {field: getattr(new, field) for field in _FIELDS[1:]}
            connection.execute(staff_account.update().where(own).values(values))
            connection.execute(staff_grant.delete().where(staff_grant.c.login == new.login))
            _give(connection, new)
            if not new.active or new.password != old.password:
                connection.execute(staff_session.delete().where(staff_session.c.login == new.login))
            note(connection, record(old, new))
        return new


def accounts(connection: sa.Connection, login: str | None = None) -> list[Account]:
    """Every account, or the one of a login."""
    query = sa.select(staff_account).order_by(staff_account.c.login)
    grants = sa.select(staff_grant).order_by(staff_grant.c.id)
    if login is not None:
        query, grants = (
            query.where(staff_account.c.login == login),
            grants.where(staff_grant.c.login == login),
        )
    given: dict[str, list[Grant]] = {}
    for row in connection.execute(grants):
        given.setdefault(row.login, []).append(Grant(Role(row.role), row.centre))
    return [
        Account(**{field: row[field] for field in _FIELDS}, grants=tuple(given.get(row["login"], ())))
        for row in connection.execute(query).mappings()
    ]


def _give(connection: sa.Connection, account: Account) -> None:
    rows = [{"login": account.login, "role": g.role.value, "centre": g.centre} for g in account.grants]
    if rows:
        connection.execute(staff_grant.insert(), rows)
