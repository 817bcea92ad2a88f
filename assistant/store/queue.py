"""The queue in SQL: sessions whose changes are committed durably, then announced."""

from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, datetime
from threading import Lock
from typing import Any

import sqlalchemy as sa

from assistant.queue.events import QueueEvent
from assistant.queue.repository import (
    Change,
    Conflict,
    Draft,
    KeyTaken,
    OutcomeUnknown,
    QueueUnavailable,
)
from assistant.queue.ticket import (
    ACTIVE,
    AT_COUNTER,
    CALLABLE,
    CounterState,
    ServiceClass,
    Ticket,
    TicketStatus,
)
from assistant.store.database import for_writing, reachable
from assistant.store.events import Events
from assistant.store.queue_past import SqlQueuePast
from assistant.store.queue_statements import (
    ADVANCE,
    NOTIFY,
    RECORD,
    SET_COUNTER,
    TRY_VISIT,
    UNCHANGED,
    adding,
    parameters,
    replacing,
)
from assistant.store.queue_tables import counter, counter_change, ticket

_FIELDS = tuple(Ticket.__dataclass_fields__)
_TICKETS = sa.select(*(ticket.c[field] for field in _FIELDS))
_GATE_WAIT_S = 5.0
_IN_ORDER = (ticket.c.place, ticket.c.seat)
_other = ticket.alias("other")


class SqlQueue:
    """The QueueRepository over an engine."""

    def __init__(self, engine: sa.Engine, events: Events) -> None:
        self._reads = engine
        if engine.dialect.name == "postgresql":  # where each statement would else see another moment
            self._reads = engine.execution_options(isolation_level="REPEATABLE READ")
        self._writes = for_writing(engine, durable=True)
        self._events = events
        # SQLite lets one write at a time; waiting here is fairer than its polling. PostgreSQL locks rows.
        self._gate = Lock() if engine.dialect.name == "sqlite" else None

    @contextmanager
    def writing(self) -> Iterator["SqlQueueSession"]:
        """A transaction; what it announces goes out when it is committed."""
        with (
            self._gated(),
            reachable(QueueUnavailable),
            self._writes.connect() as connection,
            connection.begin() as transaction,
        ):
            session = SqlQueueSession(connection, locks=True)
            yield session
            _commit(transaction)
        self._events.after(session.announced)

    @contextmanager
    def reading(self) -> Iterator["SqlQueueSession"]:
        """A look at what is committed, all of it at one moment."""
        with reachable(QueueUnavailable), self._reads.connect() as connection:
            yield SqlQueueSession(connection, locks=False)

    @contextmanager
    def _gated(self) -> Iterator[None]:
        if self._gate is None:
            yield
            return
        if not self._gate.acquire(timeout=_GATE_WAIT_S):
            raise QueueUnavailable  # all would else wait in turn for a file that is locked
        try:
            yield
        finally:
            self._gate.release()


class SqlQueueSession(SqlQueuePast):
    """The QueueSession over a connection. SQLite has no row locks and needs none: one writes at a time."""

    def __init__(self, connection: sa.Connection, *, locks: bool) -> None:
        super().__init__(connection)
        self._dialect = connection.dialect.name
        self._locks = locks
        self.announced: list[QueueEvent] = []

    def by_key(self, key: str) -> tuple[Ticket, str] | None:
        """The ticket given under an idempotency key, and its request."""
        query = _TICKETS.add_columns(ticket.c.request).where(ticket.c.idempotency_key == key)
        row = self._connection.execute(query).mappings().first()
        return (_ticket(row), str(row["request"])) if row else None

    def advance(self, centre: str, day: date, prefix: str) -> int:
        """Lock the series' row and take its next number."""
        row = {"centre": centre, "service_day": day, "prefix": prefix, "last": 1}
        query = ADVANCE[self._dialect]
        return int(self._connection.execute(query, row).scalar_one())

    def add(self, new: Ticket, draft: Draft, change: Change) -> None:
        """Keep a new ticket and the first line of its history."""
        row = vars(new) | {
            "idempotency_key": draft.key,
            "request": draft.request,
            "conversation_id": draft.conversation_id,
        }
        try:
            self._write(adding(self._dialect), row, new, change)
        except sa.exc.IntegrityError as error:
            if draft.key is None:
                raise
            raise KeyTaken from error

    def ticket(self, ticket_id: str) -> Ticket | None:
        """The ticket of that id."""
        return self._one(_TICKETS.where(ticket.c.id == ticket_id))

    def numbered(self, centre: str, day: date, number: str) -> Ticket | None:
        """The ticket of that number on that day."""
        prefix, serial = number[:1].upper(), number[1:]
        if not (serial.isascii() and serial.isdecimal() and len(serial) <= 6):
            return None
        at = (ticket.c.prefix == prefix, ticket.c.serial == int(serial))
        return self._one(_TICKETS.where(*_of_day(centre, day), *at))

    def of_conversation(self, conversation_id: str, day: date) -> list[Ticket]:
        """The tickets taken in a conversation on a day, the latest first."""
        taken = (ticket.c.conversation_id == conversation_id, ticket.c.service_day == day)
        return self._all(_TICKETS.where(*taken).order_by(ticket.c.sequence.desc()))

    def first_in_line(self, centre: str, day: date, groups: Collection[str]) -> Ticket | None:
        """The next in line, locked; PostgreSQL passes over rows and visits that another transaction holds."""
        meant = ticket.c.service_group.in_(sorted(groups))
        query = _TICKETS.add_columns(ticket.c.conversation_id).where(
            *_of_day(centre, day), _in(CALLABLE), meant, ~_elsewhere(centre, day, ticket.c.conversation_id)
        )
        query = query.order_by(*_IN_ORDER).limit(1)
        if self._locks:
            query = query.with_for_update(skip_locked=True)
        while row := self._connection.execute(query).mappings().first():
            visit = row["conversation_id"]
            if visit is None or self._hold_visit(centre, day, visit):
                return _ticket(row)
            query = query.where(ticket.c.conversation_id.is_distinct_from(visit))
        return None

    def line(self, centre: str, day: date) -> list[Ticket]:
        """Everyone in line, in the order of calling."""
        return self._all(_TICKETS.where(*_of_day(centre, day), _in(CALLABLE)).order_by(*_IN_ORDER))

    def at_counters(self, centre: str, day: date) -> list[Ticket]:
        """Those called or being served."""
        return self._all(_TICKETS.where(*_of_day(centre, day), _in(AT_COUNTER)).order_by(ticket.c.counter))

    def on_hold(self, centre: str, day: date) -> list[Ticket]:
        """Those who went to fetch what was missing."""
        query = _TICKETS.where(*_of_day(centre, day), _in({TicketStatus.ON_HOLD}))
        return self._all(query.order_by(*_IN_ORDER))

    def update(self, before: Ticket, after: Ticket, change: Change) -> None:
        """Replace a ticket, if its row is still as it was read."""
        changed = [name for name in _FIELDS if getattr(after, name) != getattr(before, name)] or ["status"]
        row = {name: getattr(after, name) for name in changed}
        row |= {f"was_{name}": getattr(before, name) for name in UNCHANGED}
        try:
            written = self._write(replacing(self._dialect, frozenset(changed)), row, after, change)
        except sa.exc.IntegrityError as error:
            raise Conflict from error
        if not written:
            raise Conflict

    def lock_counter(self, centre: str, number: str) -> tuple[CounterState, datetime] | None:
        """The counter's row, locked; one that was never opened is held by the insertion that follows."""
        row = self._connection.execute(
            sa.select(counter.c.state, counter.c.since)
            .where(counter.c.centre == centre, counter.c.number == number)
            .with_for_update()
        ).first()
        return (CounterState(row.state), row.since) if row else None

    def set_counter(self, centre: str, number: str, state: CounterState, change: Change) -> None:
        """Set a counter's state and add it to the counter's history."""
        row = {"centre": centre, "number": number, "state": state.value, "since": change.at}
        self._connection.execute(SET_COUNTER[self._dialect], row)
        line = {"centre": centre, "counter": number, "at": change.at, "state": state.value}
        self._connection.execute(counter_change.insert(), line | {"actor": change.actor})
        event = QueueEvent(centre, f"counter_{state.value}", change.at.isoformat(), counter=number)
        if self._dialect == "postgresql":
            self._connection.execute(NOTIFY, {"payload": event.to_json()})
        else:
            self.announced.append(event)

    def counters(self, centre: str) -> dict[str, tuple[CounterState, datetime]]:
        """The state of every counter that was ever opened."""
        rows = self._connection.execute(
            sa.select(counter.c.number, counter.c.state, counter.c.since).where(counter.c.centre == centre)
        )
        return {row.number: (CounterState(row.state), row.since) for row in rows}

    def active_before(self, day: date) -> list[Ticket]:
        """Tickets of days gone by that were never ended, locked: another process may be ending them too."""
        query = _TICKETS.where(ticket.c.service_day < day, _in(ACTIVE)).order_by(ticket.c.sequence)
        return self._all(query.with_for_update())

    def _hold_visit(self, centre: str, day: date, visit: str) -> bool:
        """Whether nobody else is calling, or has just called, another ticket of the visit."""
        if not self._locks or self._dialect != "postgresql":
            return True
        if not self._connection.scalar(TRY_VISIT, {"visit": visit}):
            return False
        # Looked at again: who held the visit may have called and committed since the line was read.
        return not self._connection.scalar(sa.select(_elsewhere(centre, day, sa.literal(visit))))

    def _one(self, query: "sa.Select[Any]") -> Ticket | None:
        if self._locks:
            query = query.with_for_update()
        row = self._connection.execute(query).mappings().first()
        return _ticket(row) if row else None

    def _all(self, query: "sa.Select[Any]") -> list[Ticket]:
        return [_ticket(row) for row in self._connection.execute(query).mappings()]

    def _write(self, statement: sa.Executable, row: dict[str, Any], after: Ticket, change: Change) -> bool:
        """Write a ticket with the line of its history, and see that it is announced; whether it was there."""
        line = vars(change) | {"status": after.status.value}
        event = QueueEvent.of(after, change.change, change.at.isoformat())
        event = replace(event, counter=change.counter or after.counter)
        if self._dialect == "postgresql":
            row |= parameters(line, event.to_json())
        sequence = self._connection.execute(statement, row).scalar_one_or_none()
        if sequence is not None and self._dialect == "sqlite":
            self._connection.execute(RECORD, line | {"ticket": sequence})
            self.announced.append(event)
        return sequence is not None


def _of_day(centre: str, day: date) -> Sequence["sa.ColumnElement[bool]"]:
    return ticket.c.centre == centre, ticket.c.service_day == day


def _elsewhere(centre: str, day: date, visit: "sa.ColumnElement[Any]") -> sa.Exists:
    """Whether a ticket of the visit is at a counter; nobody can be at two."""
    there = _other.c.status.in_(sorted(status.value for status in AT_COUNTER))
    same = (_other.c.conversation_id == visit, _other.c.centre == centre, _other.c.service_day == day)
    return sa.exists().where(*same, there)


def _commit(transaction: sa.RootTransaction) -> None:
    try:
        transaction.commit()
    except sa.exc.DBAPIError as error:
        if error.connection_invalidated:  # before the reply came: only a server's reply is a refusal
            raise OutcomeUnknown from error
        raise


def _in(statuses: Collection[TicketStatus]) -> "sa.ColumnElement[bool]":
    return ticket.c.status.in_(sorted(status.value for status in statuses))


def _ticket(row: "sa.RowMapping") -> Ticket:
    fields = {field: row[field] for field in _FIELDS}
    fields["status"] = TicketStatus(fields["status"])
    fields["service_class"] = ServiceClass(fields["service_class"])
    return Ticket(**fields)
