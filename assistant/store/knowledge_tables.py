"""The tables of what staff write: versions and publications are added, and stay."""

import sqlalchemy as sa

from assistant.store.queue_tables import Moment
from assistant.store.tables import metadata

knowledge_version = sa.Table(
    "knowledge_version",
    metadata,
    sa.Column("key", sa.String(80), primary_key=True),
    sa.Column("number", sa.Integer, primary_key=True),
    sa.Column("content", sa.JSON, nullable=False),
    # The one column that changes.
    sa.Column("state", sa.String(16), nullable=False),
    sa.Column("author", sa.String(80), nullable=False),
    sa.Column("reason", sa.String(400), nullable=False),
    sa.Column("at", Moment, nullable=False),
    sa.Column("based_on", sa.Integer, nullable=False),
)

knowledge_publication = sa.Table(
    "knowledge_publication",
    metadata,
    # Given by ourselves, so that numbers become visible in their order and a reader misses none.
    sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("key", sa.String(80), nullable=False, index=True),
    sa.Column("kind", sa.String(16), nullable=False),
    # Absent: what the file says.
    sa.Column("version", sa.Integer),
    sa.Column("silenced", sa.Boolean, nullable=False),
    sa.Column("author", sa.String(80), nullable=False),
    sa.Column("reason", sa.String(400), nullable=False),
    sa.Column("override", sa.String(400), nullable=False),
    sa.Column("at", Moment, nullable=False),
)

known_question = sa.Table(
    "known_question",
    metadata,
    sa.Column("question", sa.String(600), primary_key=True),
    sa.Column("key", sa.String(80), nullable=False),
    sa.Column("author", sa.String(80), nullable=False),
    sa.Column("at", Moment, nullable=False),
)

import_file = sa.Table(
    "import_file",
    metadata,
    # One file waits for each person between what it would do and the word to do it.
    sa.Column("author", sa.String(80), primary_key=True),
    sa.Column("data", sa.LargeBinary, nullable=False),
    sa.Column("at", Moment, nullable=False),
)
