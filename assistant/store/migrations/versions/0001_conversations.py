"""Conversations, their turns, and what the dialogue engine remembers."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "conversation",
        sa.Column("id", sa.String(80), nullable=False),
        sa.Column("centre", sa.String(60), nullable=False),
        sa.Column("channel", sa.String(16), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_conversation"),
    )
    op.create_table(
        "tracker",
        sa.Column("conversation_id", sa.String(80), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("conversation_id", name="pk_tracker"),
    )
    op.create_table(
        "turn",
        sa.Column("number", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("conversation_id", sa.String(80), nullable=False),
        sa.Column("message_id", sa.String(80), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("input", sa.String(16), nullable=False),
        sa.Column("status", sa.String(32), nullable=False),
        sa.Column("intent", sa.String(40), nullable=False),
        sa.Column("procedure_code", sa.String(20)),
        sa.Column("reply", sa.JSON(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["conversation_id"], ["conversation.id"], name="fk_turn_conversation_id_conversation"
        ),
        sa.PrimaryKeyConstraint("number", name="pk_turn"),
        sa.UniqueConstraint("conversation_id", "message_id", name="uq_turn_conversation_id_message_id"),
    )
    op.create_index("ix_turn_conversation_id", "turn", ["conversation_id"])
    op.create_index("ix_turn_message_id", "turn", ["message_id"])


def downgrade() -> None:
    """Take back."""
    op.drop_table("turn")
    op.drop_table("tracker")
    op.drop_table("conversation")
