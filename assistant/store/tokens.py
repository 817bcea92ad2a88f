"""Staff tokens in SQL."""

import sqlalchemy as sa

from assistant.staff.audit import Record
from assistant.staff.member import Grant, Member
from assistant.staff.repository import StaffUnavailable
from assistant.staff.roles import Role
from assistant.store.audit import note
from assistant.store.database import for_writing, reachable
from assistant.store.queue_tables import staff_token

_GOOD = staff_token.c.revoked_at.is_(None)
_TOKENS = sa.select(staff_token.c.name, staff_token.c.role, staff_token.c.centre).where(_GOOD)


class SqlTokens:
    """The TokenRepository over an engine."""

    def __init__(self, engine: sa.Engine) -> None:
        self._engine = engine
        self._writes = for_writing(engine, durable=True)

    def add(self, digest: str, name: str, grant: Grant, record: Record) -> None:
        """Keep a new token."""
        row = {"digest": digest, "name": name, "role": grant.role.value, "centre": grant.centre}
        with reachable(StaffUnavailable), self._writes.begin() as connection:
            connection.execute(staff_token.insert(), row | {"created_at": record.at})
            note(connection, record)

    def member(self, digest: str) -> Member | None:
        """Whose token it is, unless it was revoked."""
        query = _TOKENS.where(staff_token.c.digest == digest)
        with reachable(StaffUnavailable), self._engine.connect() as connection:
            row = connection.execute(query).first()
        return Member(row.name, (Grant(Role(row.role), row.centre),)) if row else None

    def revoke(self, name: str, record: Record) -> int:
        """End every token of that name; returns how many."""
        ended = staff_token.update().where(staff_token.c.name == name, _GOOD).values(revoked_at=record.at)
        with reachable(StaffUnavailable), self._writes.begin() as connection:
            count = connection.execute(ended).rowcount
            if count:
                note(connection, record)
            return count

    def all(self) -> list[tuple[str, Grant]]:
        """The name and the role of each token that is good."""
        with reachable(StaffUnavailable), self._engine.connect() as connection:
            rows = connection.execute(_TOKENS.order_by(staff_token.c.name))
            return [(row.name, Grant(Role(row.role), row.centre)) for row in rows]
