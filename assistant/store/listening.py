"""Listening to PostgreSQL's notifications on a connection of one's own, made again whenever it is lost."""

import logging
import select
from collections.abc import Callable, Sequence
from threading import Event, Thread

import sqlalchemy as sa

from assistant.store.database import for_listening

_LOG = logging.getLogger(__name__)
_LISTEN_S = 0.5
_RECONNECT_S = 1.0


class PostgresListener:
    """A thread that hears a channel.

    `begin` is called whenever it begins to listen, for what was sent while nobody listened; `heard`
    with the payloads that came.
    """

    def __init__(
        self,
        engine: sa.Engine,
        channel: str,
        begin: Callable[[], None],
        heard: Callable[[Sequence[str]], None],
    ) -> None:
        self._engine = for_listening(engine)
        self._channel = channel
        self._begin = begin
        self._heard = heard
        self._stopped = Event()
        self._thread = Thread(target=self._listen, name=channel, daemon=True)
        self._thread.start()

    def close(self) -> None:
        """Stop the thread."""
        self._stopped.set()
        self._thread.join(2 * _LISTEN_S)

    def _listen(self) -> None:
        while not self._stopped.is_set():
            try:
                self._listen_until_lost()
            except (sa.exc.SQLAlchemyError, self._engine.dialect.loaded_dbapi.Error) as error:
                _LOG.warning("listening to %s again: %s", self._channel, type(error).__name__)
                self._stopped.wait(_RECONNECT_S)

    def _listen_until_lost(self) -> None:
        with self._engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.exec_driver_sql(f"LISTEN {self._channel}")
            driver = connection.connection.driver_connection
            assert driver is not None
            self._begin()
            # Not select(): it takes no descriptor past a thousand, and each page that listens has one.
            waiting = select.poll()
            waiting.register(driver, select.POLLIN)
            while not self._stopped.is_set():
                if waiting.poll(1000 * _LISTEN_S):
                    driver.poll()
                    payloads = [notification.payload for notification in driver.notifies]
                    driver.notifies.clear()
                    self._heard(payloads)
