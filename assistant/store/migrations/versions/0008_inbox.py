"""What was asked in vain: questions in groups, and what staff decided about them."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    """Apply."""
    bookmark = op.create_table(
        "inbox_bookmark",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("turn", sa.Integer(), nullable=False),
        sa.Column("opinion", sa.Integer(), nullable=False),
        sa.Column("opinion_at", sa.DateTime(timezone=True)),
        sa.PrimaryKeyConstraint("id", name="pk_inbox_bookmark"),
    )
    op.bulk_insert(bookmark, [{"id": 1, "round": 0, "turn": 0, "opinion": 0}])
    op.create_table(
        "inbox_group",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("leader", sa.Text(), nullable=False),
        sa.Column("model", sa.String(120), nullable=False),
        sa.Column("vector", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_inbox_group"),
    )
    op.create_table(
        "inbox_question",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("group_id", sa.Integer(), nullable=False),
        sa.Column("wording", sa.String(600), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_inbox_question"),
        sa.UniqueConstraint("wording", name="uq_inbox_question_wording"),
        sa.ForeignKeyConstraint(
            ["group_id"], ["inbox_group.id"], name="fk_inbox_question_group_id_inbox_group"
        ),
    )
    op.create_index("ix_inbox_question_group_id", "inbox_question", ["group_id"])
    op.create_table(
        "inbox_ask",
        sa.Column("turn", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("reason", sa.String(16), nullable=False),
        sa.Column("question_id", sa.Integer(), nullable=False),
        sa.Column("centre", sa.String(60), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("told", sa.String(80)),
        sa.PrimaryKeyConstraint("turn", "reason", name="pk_inbox_ask"),
        sa.ForeignKeyConstraint(
            ["question_id"], ["inbox_question.id"], name="fk_inbox_ask_question_id_inbox_question"
        ),
    )
    op.create_index("ix_inbox_ask_question_id", "inbox_ask", ["question_id"])
    op.create_index("ix_inbox_ask_centre", "inbox_ask", ["centre"])
    op.create_table(
        "inbox_decision",
        sa.Column("group_id", sa.Integer(), nullable=False),
        sa.Column("centre", sa.String(60), nullable=False),
        sa.Column("verdict", sa.String(16), nullable=False),
        sa.Column("turn", sa.Integer(), nullable=False),
        sa.Column("by", sa.String(100), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("entry", sa.String(80)),
        sa.Column("reason", sa.String(400), nullable=False),
        sa.PrimaryKeyConstraint("group_id", "centre", name="pk_inbox_decision"),
        sa.ForeignKeyConstraint(
            ["group_id"], ["inbox_group.id"], name="fk_inbox_decision_group_id_inbox_group"
        ),
    )


def downgrade() -> None:
    """Take back."""
    for table in ("inbox_decision", "inbox_ask", "inbox_question", "inbox_group", "inbox_bookmark"):
        op.drop_table(table)
