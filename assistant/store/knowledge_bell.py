"""PostgreSQL's word that something was published, a moment after the commit."""

import logging
import select
from collections.abc import Callable
from threading import Event, Thread

import sqlalchemy as sa

from assistant.store.knowledge import CHANNEL

_LOG = logging.getLogger(__name__)
_LISTEN_S = 0.5
_RECONNECT_S = 1.0


class PostgresBell:
    """The Bell over LISTEN. While the connection is lost, looking twice a second has to do."""

    def __init__(self, engine: sa.Engine) -> None:
        self._engine = engine
        self._stopped = Event()
        self._thread: Thread | None = None

    def listen(self, ring: Callable[[], None]) -> None:
        """Call `ring` from a thread of its own after every publication."""
        self._thread = Thread(target=self._listen, args=(ring,), name="knowledge-bell", daemon=True)
        self._thread.start()

    def close(self) -> None:
        """Stop the thread."""
        self._stopped.set()
        if self._thread:
            self._thread.join(2 * _LISTEN_S)

    def _listen(self, ring: Callable[[], None]) -> None:
        while not self._stopped.is_set():
            try:
                self._listen_until_lost(ring)
            except (sa.exc.DBAPIError, self._engine.dialect.loaded_dbapi.Error) as error:
                _LOG.warning("listening for publications again: %s", type(error).__name__)
                self._stopped.wait(_RECONNECT_S)

    def _listen_until_lost(self, ring: Callable[[], None]) -> None:
        with self._engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.exec_driver_sql(f"LISTEN {CHANNEL}")
            driver = connection.connection.driver_connection
            assert driver is not None
            ring()  # what was published while nobody listened
            while not self._stopped.is_set():
                if select.select([driver], [], [], _LISTEN_S)[0]:
                    driver.poll()
                    if driver.notifies:
                        driver.notifies.clear()
                        ring()
            connection.invalidate()  # it must not go back to the pool listening


def bell_for(engine: sa.Engine) -> PostgresBell | None:
    """The bell of a database; SQLite has none."""
    return PostgresBell(engine) if engine.dialect.name == "postgresql" else None
