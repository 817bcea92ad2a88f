"""The record of what staff did, in SQL. The database refuses to change or delete it (migration 0007)."""

from typing import Any

import sqlalchemy as sa

from assistant.staff.audit import Deed, Record, Wanted
from assistant.staff.repository import StaffUnavailable
from assistant.store.database import reachable
from assistant.store.staff_tables import audit

_LENGTHS = {c.name: c.type.length for c in audit.c if isinstance(c.type, sa.String) and c.type.length}


def note(connection: sa.Connection, record: Record) -> None:
    """Add a record, in the transaction of the deed: both are kept, or neither. Long words are cut to fit."""
    row = {name: getattr(record, name) for name in Record.__dataclass_fields__}
    row |= {"deed": record.deed.value, "before": dict(record.before), "after": dict(record.after)}
    row |= {name: row[name][:length] for name, length in _LENGTHS.items() if row[name]}
    connection.execute(audit.insert(), row)


class SqlAudit:
    """The Audit over an engine."""

    def __init__(self, engine: sa.Engine) -> None:
        self._engine = engine

    def records(self, wanted: Wanted, limit: int, before: int | None = None) -> list[tuple[int, Record]]:
        """The newest records with their numbers, newest first; raises StaffUnavailable."""
        query = sa.select(audit).where(*_conditions(wanted)).order_by(audit.c.number.desc()).limit(limit)
        if before is not None:
            query = query.where(audit.c.number < before)
        with reachable(StaffUnavailable), self._engine.connect() as connection:
            return [_record(row) for row in connection.execute(query).mappings()]


def _conditions(wanted: Wanted) -> list["sa.ColumnElement[bool]"]:
    conditions: list[sa.ColumnElement[bool]] = []
    if wanted.who:
        conditions.append(audit.c.who.icontains(wanted.who, autoescape=True))
    if wanted.subject:
        conditions.append(audit.c.subject.icontains(wanted.subject, autoescape=True))
    if wanted.deed:
        conditions.append(audit.c.deed == wanted.deed.value)
    if wanted.since:
        conditions.append(audit.c.at >= wanted.since)
    if wanted.until:
        conditions.append(audit.c.at < wanted.until)
    if wanted.centres is not None:
        conditions.append(audit.c.centre.in_(sorted(wanted.centres)))
    return conditions


def _record(row: "sa.RowMapping") -> tuple[int, Record]:
    fields: dict[str, Any] = {name: row[name] for name in Record.__dataclass_fields__}
    return row["number"], Record(**fields | {"deed": Deed(row["deed"])})
