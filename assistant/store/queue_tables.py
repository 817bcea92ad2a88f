"""The queue's tables. The constraints here are what keeps a number from being given twice."""

from datetime import datetime

import sqlalchemy as sa

from assistant.clock import VIETNAM
from assistant.store.tables import metadata


class Moment(sa.TypeDecorator[datetime]):
    """A moment in Vietnam's time, also where the database keeps no offset."""

    impl = sa.DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: sa.Dialect) -> datetime | None:
        """Vietnam's time, whatever the offset given."""
        return value.astimezone(VIETNAM) if value else None

    def process_result_value(self, value: datetime | None, dialect: sa.Dialect) -> datetime | None:
        """With its offset."""
        if value is None:
            return None
        return value.astimezone(VIETNAM) if value.tzinfo else value.replace(tzinfo=VIETNAM)


number_series = sa.Table(
    "number_series",
    metadata,
    sa.Column("centre", sa.String(60), primary_key=True),
    sa.Column("service_day", sa.Date, primary_key=True),
    sa.Column("prefix", sa.String(1), primary_key=True),
    sa.Column("last", sa.Integer, nullable=False),
)

ticket = sa.Table(
    "ticket",
    metadata,
    sa.Column("sequence", sa.Integer, primary_key=True, autoincrement=True),
    sa.Column("id", sa.String(40), nullable=False, unique=True),
    sa.Column("centre", sa.String(60), nullable=False),
    sa.Column("service_day", sa.Date, nullable=False),
    sa.Column("prefix", sa.String(1), nullable=False),
    sa.Column("serial", sa.Integer, nullable=False),
    sa.Column("service_group", sa.String(60), nullable=False),
    sa.Column("procedure", sa.String(20)),
    sa.Column("service_class", sa.String(16), nullable=False),
    sa.Column("priority_reason", sa.String(60)),
    sa.Column("status", sa.String(16), nullable=False),
    sa.Column("place", sa.BigInteger, nullable=False),
    sa.Column("seat", sa.Float, nullable=False),
    sa.Column("no_shows", sa.Integer, nullable=False),
    sa.Column("counter", sa.String(2)),
    # What a retry is known by, and what was asked under that key.
    sa.Column("idempotency_key", sa.String(200), unique=True),
    sa.Column("request", sa.String(200), nullable=False),
    sa.Column("conversation_id", sa.String(80), index=True),
    sa.Column("issued_at", Moment, nullable=False),
    sa.Column("called_at", Moment),
    sa.Column("started_at", Moment),
    sa.Column("ended_at", Moment),
    sa.UniqueConstraint("centre", "service_day", "prefix", "serial"),
    sa.Index("ix_ticket_line", "centre", "service_day", "status", "place", "seat"),
)

_AT_COUNTER = ticket.c.status.in_(["called", "serving"])
sa.Index(
    "uq_ticket_at_counter",
    ticket.c.centre,
    ticket.c.service_day,
    ticket.c.counter,
    unique=True,
    sqlite_where=_AT_COUNTER,
    postgresql_where=_AT_COUNTER,
)

ticket_change = sa.Table(
    "ticket_change",
    metadata,
    sa.Column("number", sa.Integer, primary_key=True, autoincrement=True),
    sa.Column("ticket", sa.ForeignKey("ticket.sequence"), nullable=False, index=True),
    sa.Column("at", Moment, nullable=False),
    sa.Column("change", sa.String(16), nullable=False),
    sa.Column("status", sa.String(16), nullable=False),
    sa.Column("counter", sa.String(2)),
    sa.Column("actor", sa.String(80), nullable=False),
    sa.Column("note", sa.String(400)),
)

counter = sa.Table(
    "counter",
    metadata,
    sa.Column("centre", sa.String(60), primary_key=True),
    sa.Column("number", sa.String(2), primary_key=True),
    sa.Column("state", sa.String(16), nullable=False),
    sa.Column("since", Moment, nullable=False),
)

counter_change = sa.Table(
    "counter_change",
    metadata,
    sa.Column("number", sa.Integer, primary_key=True, autoincrement=True),
    sa.Column("centre", sa.String(60), nullable=False),
    sa.Column("counter", sa.String(2), nullable=False),
    sa.Column("at", Moment, nullable=False),
    sa.Column("state", sa.String(16), nullable=False),
    sa.Column("actor", sa.String(80), nullable=False),
    sa.Index("ix_counter_change_at", "centre", "at"),
)

staff_token = sa.Table(
    "staff_token",
    metadata,
    sa.Column("digest", sa.String(64), primary_key=True),
    sa.Column("name", sa.String(80), nullable=False),
    # Absent: good at every centre.
    sa.Column("centre", sa.String(60)),
    sa.Column("created_at", Moment, nullable=False),
    sa.Column("revoked_at", Moment),
    sa.Column("role", sa.String(16), nullable=False, server_default="clerk"),
)
