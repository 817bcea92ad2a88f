"""What stops answers, in SQL."""

from dataclasses import replace

import sqlalchemy as sa

from assistant.staff.audit import Record
from assistant.staff.repository import StaffUnavailable
from assistant.staff.stopping import Stop
from assistant.store.audit import note
from assistant.store.database import for_writing, hold, reachable
from assistant.store.staff_tables import answer_stop

_ALL = ""


class SqlStops:
    """The StopRepository over an engine."""

    def __init__(self, engine: sa.Engine) -> None:
        self._engine = engine
        self._writes = for_writing(engine, durable=True)

    def all(self) -> list[Stop]:
        """Every stop that stands."""
        with reachable(StaffUnavailable), self._engine.connect() as connection:
            return [_stop(row) for row in connection.execute(sa.select(answer_stop))]

    def stop(self, stop: Stop, record: Record) -> None:
        """Keep a stop in the place of an earlier one."""
        with reachable(StaffUnavailable), self._writes.begin() as connection:
            earlier = _taken(connection, stop.centre)
            row = {"scope": stop.centre or _ALL, "reason": stop.reason, "author": stop.by, "at": stop.at}
            connection.execute(answer_stop.insert(), row)
            note(connection, replace(record, before=_told(earlier) if earlier else {}))

    def resume(self, centre: str | None, record: Record) -> bool:
        """Take a stop back; whether there was one."""
        with reachable(StaffUnavailable), self._writes.begin() as connection:
            earlier = _taken(connection, centre)
            if earlier:
                note(connection, replace(record, before=_told(earlier)))
            return earlier is not None


def _taken(connection: sa.Connection, centre: str | None) -> Stop | None:
    """Take out the stop of a centre, if it stands; others wait with theirs until this one is done."""
    hold(connection, answer_stop)
    own = answer_stop.c.scope == (centre or _ALL)
    row = connection.execute(answer_stop.delete().where(own).returning(answer_stop)).first()
    return _stop(row) if row else None


def _stop(row: "sa.Row[tuple[object, ...]]") -> Stop:
    return Stop(row.scope or None, row.reason, row.author, row.at)


def _told(stop: Stop) -> dict[str, str]:
    return {"by": stop.by, "at": stop.at.isoformat(), "reason": stop.reason}
