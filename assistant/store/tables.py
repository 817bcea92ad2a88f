"""The tables. A change here needs a migration in `migrations/versions`; a test compares the two."""

import sqlalchemy as sa

_CONVENTION = {
    "ix": "ix_%(column_0_label)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}
metadata = sa.MetaData(naming_convention=_CONVENTION)

conversation = sa.Table(
    "conversation",
    metadata,
    sa.Column("id", sa.String(80), primary_key=True),
    sa.Column("centre", sa.String(60), nullable=False),
    sa.Column("channel", sa.String(16), nullable=False),
    sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
)

turn = sa.Table(
    "turn",
    metadata,
    sa.Column("number", sa.Integer, primary_key=True, autoincrement=True),
    sa.Column("conversation_id", sa.ForeignKey("conversation.id"), nullable=False, index=True),
    # The client's id, under which a retry finds the same reply.
    sa.Column("message_id", sa.String(80), nullable=False, index=True),
    sa.Column("text", sa.Text, nullable=False),
    sa.Column("input", sa.String(16), nullable=False),
    sa.Column("status", sa.String(32), nullable=False),
    sa.Column("intent", sa.String(40), nullable=False),
    sa.Column("procedure_code", sa.String(20)),
    sa.Column("reply", sa.JSON, nullable=False),
    sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
    sa.UniqueConstraint("conversation_id", "message_id"),
)

tracker = sa.Table(
    "tracker",
    metadata,
    sa.Column("conversation_id", sa.String(80), primary_key=True),
    sa.Column("content", sa.Text, nullable=False),
)
