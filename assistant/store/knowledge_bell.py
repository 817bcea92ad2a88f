"""PostgreSQL's word that something was published, a moment after the commit."""

from collections.abc import Callable

import sqlalchemy as sa

from assistant.store.knowledge import CHANNEL
from assistant.store.listening import PostgresListener


class PostgresBell:
    """The Bell over LISTEN. While the connection is lost, looking twice a second has to do."""

    def __init__(self, engine: sa.Engine) -> None:
        self._engine = engine
        self._listener: PostgresListener | None = None

    def listen(self, ring: Callable[[], None]) -> None:
        """Call `ring` from a thread of its own after every publication."""
        self._listener = PostgresListener(self._engine, CHANNEL, ring, lambda _payloads: ring())

    def close(self) -> None:
        """Stop the thread."""
        if self._listener:
            self._listener.close()


def bell_for(engine: sa.Engine) -> PostgresBell | None:
    """The bell of a database; SQLite has none."""
    return PostgresBell(engine) if engine.dialect.name == "postgresql" else None
