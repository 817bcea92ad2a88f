"""Accounts, sessions, and a record of what staff did that nobody can change; tokens with a role."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "staff_account",
        sa.Column("login", sa.String(32), nullable=False),
        sa.Column("name", sa.String(80), nullable=False),
        sa.Column("password", sa.String(200), nullable=False),
        sa.Column("temporary", sa.Boolean(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("login", name="pk_staff_account"),
    )
    op.create_table(
        "staff_grant",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("login", sa.String(32), nullable=False),
        sa.Column("role", sa.String(16), nullable=False),
        sa.Column("centre", sa.String(60)),
        sa.PrimaryKeyConstraint("id", name="pk_staff_grant"),
        sa.ForeignKeyConstraint(
            ["login"], ["staff_account.login"], name="fk_staff_grant_login_staff_account"
        ),
    )
    op.create_index("ix_staff_grant_login", "staff_grant", ["login"])
    op.create_table(
        "staff_session",
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("login", sa.String(32), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("digest", name="pk_staff_session"),
        sa.ForeignKeyConstraint(
            ["login"], ["staff_account.login"], name="fk_staff_session_login_staff_account"
        ),
    )
    op.create_index("ix_staff_session_login", "staff_session", ["login"])
    op.create_table(
        "login_failure",
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("digest", name="pk_login_failure"),
    )
    op.create_table(
        "audit",
        sa.Column("number", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("who", sa.String(100), nullable=False),
        sa.Column("deed", sa.String(24), nullable=False),
        sa.Column("subject", sa.String(200), nullable=False),
        sa.Column("centre", sa.String(60)),
        sa.Column("before", sa.JSON(), nullable=False),
        sa.Column("after", sa.JSON(), nullable=False),
        sa.Column("reason", sa.String(400), nullable=False),
        sa.PrimaryKeyConstraint("number", name="pk_audit"),
    )
    op.create_index("ix_audit_at", "audit", ["at"])
    op.add_column("staff_token", sa.Column("role", sa.String(16), nullable=False, server_default="clerk"))


def downgrade() -> None:
    """Take back."""
    op.drop_column("staff_token", "role")
    for table in ("audit", "login_failure", "staff_session", "staff_grant", "staff_account"):
        op.drop_table(table)
