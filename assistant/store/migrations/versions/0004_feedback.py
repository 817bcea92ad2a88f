"""What citizens thought of replies."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "feedback",
        sa.Column("number", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("conversation_id", sa.String(80), nullable=False),
        sa.Column("message_id", sa.String(80), nullable=False),
        sa.Column("helpful", sa.Boolean(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("number", name="pk_feedback"),
        sa.ForeignKeyConstraint(
            ["conversation_id"], ["conversation.id"], name="fk_feedback_conversation_id_conversation"
        ),
        sa.UniqueConstraint("conversation_id", "message_id", name="uq_feedback_conversation_id_message_id"),
    )
    op.create_index("ix_feedback_at", "feedback", ["at"])


def downgrade() -> None:
    """Take back."""
    op.drop_table("feedback")
