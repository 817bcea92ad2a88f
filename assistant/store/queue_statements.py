"""The queue's writing statements, made once: to build one costs more than to run it.

A ticket is written together with the line of its history. PostgreSQL does both, and notifies, in one
statement: each one more would be one more journey to the server while the row is locked.
"""

from collections.abc import Callable, Collection
from functools import cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from assistant.store.queue_tables import counter, number_series, ticket, ticket_change

CHANNEL = "letan_queue"
"""Where PostgreSQL notifies."""

UNCHANGED = ("id", "status", "place", "seat")
"""The columns that must still be as they were read; their parameters are named `was_…`."""

_HISTORY = tuple(column for column in ticket_change.c if column.name not in {"number", "ticket"})
_INSERT: dict[str, Callable[[sa.Table], Any]] = {"postgresql": postgresql.insert, "sqlite": sqlite.insert}

ADVANCE = {
    name: insert(number_series)
    .on_conflict_do_update(
        index_elements=list(number_series.primary_key), set_={"last": number_series.c.last + 1}
    )
    .returning(number_series.c.last)
    for name, insert in _INSERT.items()
}
"""By dialect: take the next number of a series, from 1."""

SET_COUNTER = {
    name: (statement := insert(counter)).on_conflict_do_update(
        index_elements=list(counter.primary_key),
        set_={"state": statement.excluded.state, "since": statement.excluded.since},
    )
    for name, insert in _INSERT.items()
}
"""By dialect: set the state of a counter, known or not."""


NOTIFY = sa.select(sa.func.pg_notify(CHANNEL, sa.bindparam("payload", type_=sa.Text)))
"""Notify of what is no ticket's change, when the transaction is committed."""


TRY_VISIT = sa.select(
    sa.func.pg_try_advisory_xact_lock(
        sa.func.hashtextextended(sa.bindparam("visit", type_=sa.Text), sa.literal_column("0"))
    )
)
"""On PostgreSQL: hold a visit until the transaction ends, without waiting; whether it is held."""


def parameters(line: dict[str, Any], payload: str) -> dict[str, Any]:
    """The parameters of a history line and its notification, beside the ticket's own."""
    return {f"line_{name}": value for name, value in line.items()} | {"payload": payload}


@cache
def adding(dialect: str) -> sa.Executable:
    """Insert a ticket; gives its sequence."""
    columns = [column for column in ticket.c if column.name != "sequence"]
    row = {column.name: sa.bindparam(column.name, type_=column.type) for column in columns}
    return _told(ticket.insert().values(row).returning(ticket.c.sequence), dialect)


@cache
def replacing(dialect: str, names: Collection[str]) -> sa.Executable:
    """Update these columns of a ticket that is still as it was read; gives its sequence, or nothing."""
    same = [ticket.c[name] == sa.bindparam(f"was_{name}", type_=ticket.c[name].type) for name in UNCHANGED]
    new = {name: sa.bindparam(name, type_=ticket.c[name].type) for name in sorted(names)}
    return _told(ticket.update().where(*same).values(new).returning(ticket.c.sequence), dialect)


def _told(statement: "sa.Insert | sa.Update", dialect: str) -> sa.Executable:
    """The statement, with its line of history and its notification where one statement can do all."""
    if dialect == "sqlite":
        return statement
    written = statement.cte("written")
    line = [sa.bindparam(f"line_{column.name}", type_=column.type) for column in _HISTORY]
    told = ticket_change.insert().from_select(
        ["ticket", *(column.name for column in _HISTORY)], sa.select(written.c.sequence, *line)
    )
    notified = sa.func.pg_notify(CHANNEL, sa.bindparam("payload", type_=sa.Text))
    return sa.select(written.c.sequence, notified).add_cte(told.cte("told"))


RECORD = ticket_change.insert()
"""Write a line of history by itself, where one statement cannot do all."""
