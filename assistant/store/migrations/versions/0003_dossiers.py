"""The local dossier register, and the tries to look into it."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "dossier",
        sa.Column("code", sa.String(40), nullable=False),
        sa.Column("centre", sa.String(60), nullable=False),
        sa.Column("procedure", sa.String(500), nullable=False),
        sa.Column("status", sa.String(20), nullable=False),
        sa.Column("received_on", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date()),
        sa.Column("finished_on", sa.Date()),
        sa.Column("note", sa.String(1000)),
        sa.Column("phone_hash", sa.String(64)),
        sa.Column("personal_number_hash", sa.String(64)),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("code", name="pk_dossier"),
    )
    op.create_index("ix_dossier_finished_on", "dossier", ["finished_on"])
    op.create_table(
        "dossier_attempt",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("code_hash", sa.String(64), nullable=False),
        sa.Column("client_hash", sa.String(64), nullable=False),
        sa.Column("channel_hash", sa.String(64)),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_dossier_attempt"),
    )
    for column in ("at", "channel_hash", "client_hash", "code_hash"):
        op.create_index(f"ix_dossier_attempt_{column}", "dossier_attempt", [column])


def downgrade() -> None:
    """Take back."""
    op.drop_table("dossier_attempt")
    op.drop_table("dossier")
