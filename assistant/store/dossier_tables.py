"""The local dossier register's tables: of phone and personal number there are only keyed hashes."""

import sqlalchemy as sa

from assistant.store.queue_tables import Moment
from assistant.store.tables import metadata

dossier = sa.Table(
    "dossier",
    metadata,
    sa.Column("code", sa.String(40), primary_key=True),
    sa.Column("centre", sa.String(60), nullable=False),
    sa.Column("procedure", sa.String(500), nullable=False),
    sa.Column("status", sa.String(20), nullable=False),
    sa.Column("received_on", sa.Date, nullable=False),
    sa.Column("due_on", sa.Date),
    sa.Column("finished_on", sa.Date, index=True),
    sa.Column("note", sa.String(1000)),
    sa.Column("phone_hash", sa.String(64)),
    sa.Column("personal_number_hash", sa.String(64)),
    sa.Column("saved_at", Moment, nullable=False),
)

dossier_attempt = sa.Table(
    "dossier_attempt",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
    sa.Column("code_hash", sa.String(64), nullable=False, index=True),
    sa.Column("client_hash", sa.String(64), nullable=False, index=True),
    sa.Column("channel_hash", sa.String(64), index=True),
    sa.Column("at", Moment, nullable=False, index=True),
)
