"""The tables of what was asked in vain. Asks outlive their turns, and name no conversation."""

import sqlalchemy as sa

from assistant.store.queue_tables import Moment
from assistant.store.tables import metadata

inbox_bookmark = sa.Table(
    "inbox_bookmark",
    metadata,
    # There is one row; whoever moves it from the round that they read may add what they gathered.
    sa.Column("id", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("round", sa.Integer, nullable=False),
    sa.Column("turn", sa.Integer, nullable=False),
    sa.Column("opinion", sa.Integer, nullable=False),
    sa.Column("opinion_at", Moment),
)

inbox_group = sa.Table(
    "inbox_group",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
    # The question that began it, with its vector by the encoder of that name.
    sa.Column("leader", sa.Text, nullable=False),
    sa.Column("model", sa.String(120), nullable=False),
    sa.Column("vector", sa.LargeBinary, nullable=False),
)

inbox_question = sa.Table(
    "inbox_question",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
    sa.Column("group_id", sa.ForeignKey("inbox_group.id"), nullable=False, index=True),
    sa.Column("wording", sa.String(600), nullable=False, unique=True),
    sa.Column("text", sa.Text, nullable=False),
)

inbox_ask = sa.Table(
    "inbox_ask",
    metadata,
    sa.Column("turn", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("reason", sa.String(16), primary_key=True),
    sa.Column("question_id", sa.ForeignKey("inbox_question.id"), nullable=False, index=True),
    sa.Column("centre", sa.String(60), nullable=False, index=True),
    sa.Column("at", Moment, nullable=False),
    # The entry that was told, of an answer that was disliked.
    sa.Column("told", sa.String(80)),
)

inbox_decision = sa.Table(
    "inbox_decision",
    metadata,
    sa.Column("group_id", sa.ForeignKey("inbox_group.id"), primary_key=True),
    # Empty: at every centre.
    sa.Column("centre", sa.String(60), primary_key=True),
    sa.Column("verdict", sa.String(16), nullable=False),
    # The newest turn there was: whether a question came before or after is not left to clocks.
    sa.Column("turn", sa.Integer, nullable=False),
    sa.Column("by", sa.String(100), nullable=False),
    sa.Column("at", Moment, nullable=False),
    sa.Column("entry", sa.String(80)),
    sa.Column("reason", sa.String(400), nullable=False),
)
