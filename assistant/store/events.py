"""Telling every process what happened in the queue: in process on SQLite, by LISTEN/NOTIFY on PostgreSQL."""

import logging
from collections.abc import Callable, Sequence
from threading import Event, Lock

import sqlalchemy as sa

from assistant.queue.events import QueueEvent
from assistant.store.listening import PostgresListener
from assistant.store.queue_statements import CHANNEL

Listener = Callable[[QueueEvent], None]

_LOG = logging.getLogger(__name__)


class Events:
    """Hands events to listeners of this process; a store that has one process needs no more."""

    def __init__(self) -> None:
        self._listeners: dict[Listener, Callable[[], None]] = {}
        self._lock = Lock()

    def subscribe(self, listener: Listener, missed: Callable[[], None] = lambda: None) -> Callable[[], None]:
        """Call the listener, from any thread, with every event; returns what ends that.

        `missed` is called when there may have been events that nobody heard.
        """
        with self._lock:
            self._listeners[listener] = missed

        def end() -> None:
            with self._lock:
                self._listeners.pop(listener, None)

        return end

    def after(self, events: Sequence[QueueEvent]) -> None:
        """What is sent when the transaction is committed."""
        self._dispatch(events)

    def close(self) -> None:
        """Stop listening."""

    def _dispatch(self, events: Sequence[QueueEvent]) -> None:
        with self._lock:
            listeners = tuple(self._listeners)
        for event in events:
            for listener in listeners:
                try:
                    listener(event)
                except Exception:  # noqa: BLE001  the change is made, whoever cannot be told of it
                    _LOG.exception("a listener failed at %s", event.change)

    def _tell_missed(self) -> None:
        with self._lock:
            listeners = tuple(self._listeners.values())
        for missed in listeners:
            try:
                missed()
            except Exception:  # noqa: BLE001  the others must be told all the same
                _LOG.exception("a listener failed when told that it missed something")


class PostgresEvents(Events):
    """Events of all processes. A notification is sent by the commit itself, so none is for nothing."""

    def __init__(self, engine: sa.Engine) -> None:
        super().__init__()
        self._listening = Event()
        self._listener = PostgresListener(engine, CHANNEL, self._begin, self._hear)

    def after(self, events: Sequence[QueueEvent]) -> None:
        """This process hears its own notifications too."""

    def wait_until_listening(self, seconds: float) -> bool:
        """Whether the listening connection was made within that time."""
        return self._listening.wait(seconds)

    def close(self) -> None:
        """Stop the thread."""
        self._listener.close()

    def _begin(self) -> None:
        self._tell_missed()
        self._listening.set()

    def _hear(self, payloads: Sequence[str]) -> None:
        received = map(_understood, payloads)
        self._dispatch([event for event in received if event])


def _understood(payload: str) -> QueueEvent | None:
    """The event, unless a process of another version sent it."""
    try:
        return QueueEvent.from_json(payload)
    except (ValueError, TypeError):
        _LOG.warning("an event that cannot be read is passed over")
        return None


def events_for(engine: sa.Engine) -> Events:
    """The events of a database."""
    return PostgresEvents(engine) if engine.dialect.name == "postgresql" else Events()
