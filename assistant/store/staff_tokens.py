"""Staff tokens in SQL."""

from datetime import datetime

import sqlalchemy as sa

from assistant.queue.clerks import Clerk
from assistant.queue.repository import QueueUnavailable
from assistant.store.database import for_writing, reachable
from assistant.store.queue_tables import staff_token

_GOOD = staff_token.c.revoked_at.is_(None)


class SqlTokens:
    """The TokenRepository over an engine."""

    def __init__(self, engine: sa.Engine) -> None:
        self._engine = engine
        self._writes = for_writing(engine, durable=True)

    def add(self, digest: str, clerk: Clerk, at: datetime) -> None:
        """Keep a new token."""
        row = {"digest": digest, "name": clerk.name, "centre": clerk.centre, "created_at": at}
        with self._writes.begin() as connection:
            connection.execute(staff_token.insert(), row)

    def clerk(self, digest: str) -> Clerk | None:
        """Whose token it is, unless it was revoked."""
        query = sa.select(staff_token.c.name, staff_token.c.centre).where(
            staff_token.c.digest == digest, _GOOD
        )
        with reachable(QueueUnavailable), self._engine.connect() as connection:
            row = connection.execute(query).first()
        return Clerk(row.name, row.centre) if row else None

    def revoke(self, name: str, at: datetime) -> int:
        """End every token of that name."""
        query = staff_token.update().where(staff_token.c.name == name, _GOOD).values(revoked_at=at)
        with self._writes.begin() as connection:
            return connection.execute(query).rowcount

    def names(self) -> list[tuple[str, str | None]]:
        """(name, centre) of the tokens that are good."""
        query = sa.select(staff_token.c.name, staff_token.c.centre).where(_GOOD).order_by(staff_token.c.name)
        with self._engine.connect() as connection:
            return [(row.name, row.centre) for row in connection.execute(query)]
