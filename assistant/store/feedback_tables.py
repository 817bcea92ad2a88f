"""The table of what citizens thought of replies."""

import sqlalchemy as sa

from assistant.store.queue_tables import Moment
from assistant.store.tables import metadata

feedback = sa.Table(
    "feedback",
    metadata,
    sa.Column("number", sa.Integer, primary_key=True, autoincrement=True),
    sa.Column("conversation_id", sa.ForeignKey("conversation.id"), nullable=False),
    sa.Column("message_id", sa.String(80), nullable=False),
    sa.Column("helpful", sa.Boolean, nullable=False),
    sa.Column("at", Moment, nullable=False, index=True),
    sa.UniqueConstraint("conversation_id", "message_id"),
)
