"""The tables of accounts, their sessions, and the record of what staff did."""

import sqlalchemy as sa

from assistant.store.queue_tables import Moment
from assistant.store.tables import metadata

staff_account = sa.Table(
    "staff_account",
    metadata,
    sa.Column("login", sa.String(32), primary_key=True),
    sa.Column("name", sa.String(80), nullable=False),
    sa.Column("password", sa.String(200), nullable=False),
    # The password was given by another and must be changed at the next login.
    sa.Column("temporary", sa.Boolean, nullable=False),
    sa.Column("active", sa.Boolean, nullable=False),
    sa.Column("created_at", Moment, nullable=False),
)

staff_grant = sa.Table(
    "staff_grant",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
    sa.Column("login", sa.ForeignKey("staff_account.login"), nullable=False, index=True),
    sa.Column("role", sa.String(16), nullable=False),
    # Absent: at every centre.
    sa.Column("centre", sa.String(60)),
)

staff_session = sa.Table(
    "staff_session",
    metadata,
    sa.Column("digest", sa.String(64), primary_key=True),
    sa.Column("login", sa.ForeignKey("staff_account.login"), nullable=False, index=True),
    sa.Column("created_at", Moment, nullable=False),
    sa.Column("seen_at", Moment, nullable=False),
)

login_failure = sa.Table(
    "login_failure",
    metadata,
    # A digest: what somebody types as a name may be a password.
    sa.Column("digest", sa.String(64), primary_key=True),
    sa.Column("count", sa.Integer, nullable=False),
    sa.Column("at", Moment, nullable=False),
)

audit = sa.Table(
    "audit",
    metadata,
    sa.Column("number", sa.Integer, primary_key=True, autoincrement=True),
    sa.Column("at", Moment, nullable=False, index=True),
    sa.Column("who", sa.String(100), nullable=False),
    sa.Column("deed", sa.String(24), nullable=False),
    sa.Column("subject", sa.String(200), nullable=False),
    sa.Column("centre", sa.String(60)),
    sa.Column("before", sa.JSON, nullable=False),
    sa.Column("after", sa.JSON, nullable=False),
    sa.Column("reason", sa.String(400), nullable=False),
)

answer_stop = sa.Table(
    "answer_stop",
    metadata,
    # A centre's slug; empty: all of them.
    sa.Column("scope", sa.String(60), primary_key=True),
    sa.Column("reason", sa.String(400), nullable=False),
    sa.Column("author", sa.String(100), nullable=False),
    sa.Column("at", Moment, nullable=False),
)
