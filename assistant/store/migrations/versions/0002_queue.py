"""Number series, tickets and their history, counters, staff tokens."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "counter",
        sa.Column("centre", sa.String(60), nullable=False),
        sa.Column("number", sa.String(2), nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("centre", "number", name="pk_counter"),
    )
    op.create_table(
        "counter_change",
        sa.Column("number", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("centre", sa.String(60), nullable=False),
        sa.Column("counter", sa.String(2), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("actor", sa.String(80), nullable=False),
        sa.PrimaryKeyConstraint("number", name="pk_counter_change"),
    )
    op.create_index("ix_counter_change_at", "counter_change", ["centre", "at"], unique=False)
    op.create_table(
        "number_series",
        sa.Column("centre", sa.String(60), nullable=False),
        sa.Column("service_day", sa.Date(), nullable=False),
        sa.Column("prefix", sa.String(1), nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("centre", "service_day", "prefix", name="pk_number_series"),
    )
    op.create_table(
        "staff_token",
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("name", sa.String(80), nullable=False),
        sa.Column("centre", sa.String(60)),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revoked_at", sa.DateTime(timezone=True)),
        sa.PrimaryKeyConstraint("digest", name="pk_staff_token"),
    )
    op.create_table(
        "ticket",
        sa.Column("sequence", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("id", sa.String(40), nullable=False),
        sa.Column("centre", sa.String(60), nullable=False),
        sa.Column("service_day", sa.Date(), nullable=False),
        sa.Column("prefix", sa.String(1), nullable=False),
        sa.Column("serial", sa.Integer(), nullable=False),
        sa.Column("service_group", sa.String(60), nullable=False),
        sa.Column("procedure", sa.String(20)),
        sa.Column("service_class", sa.String(16), nullable=False),
        sa.Column("priority_reason", sa.String(60)),
        sa.Column("status", sa.String(16), nullable=False),
        sa.Column("place", sa.BigInteger(), nullable=False),
        sa.Column("seat", sa.Float(), nullable=False),
        sa.Column("no_shows", sa.Integer(), nullable=False),
        sa.Column("counter", sa.String(2)),
        sa.Column("idempotency_key", sa.String(200)),
        sa.Column("request", sa.String(200), nullable=False),
        sa.Column("conversation_id", sa.String(80)),
        sa.Column("issued_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("called_at", sa.DateTime(timezone=True)),
        sa.Column("started_at", sa.DateTime(timezone=True)),
        sa.Column("ended_at", sa.DateTime(timezone=True)),
        sa.PrimaryKeyConstraint("sequence", name="pk_ticket"),
        sa.UniqueConstraint(
            "centre", "service_day", "prefix", "serial", name="uq_ticket_centre_service_day_prefix_serial"
        ),
        sa.UniqueConstraint("id", name="uq_ticket_id"),
        sa.UniqueConstraint("idempotency_key", name="uq_ticket_idempotency_key"),
    )
    op.create_index("ix_ticket_conversation_id", "ticket", ["conversation_id"], unique=False)
    op.create_index(
        "ix_ticket_line", "ticket", ["centre", "service_day", "status", "place", "seat"], unique=False
    )
    op.create_index(
        "uq_ticket_at_counter",
        "ticket",
        ["centre", "service_day", "counter"],
        unique=True,
        sqlite_where=sa.text("status IN ('called', 'serving')"),
        postgresql_where=sa.text("status IN ('called', 'serving')"),
    )
    op.create_table(
        "ticket_change",
        sa.Column("number", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("ticket", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("change", sa.String(16), nullable=False),
        sa.Column("status", sa.String(16), nullable=False),
        sa.Column("counter", sa.String(2)),
        sa.Column("actor", sa.String(80), nullable=False),
        sa.Column("note", sa.String(400)),
        sa.ForeignKeyConstraint(["ticket"], ["ticket.sequence"], name="fk_ticket_change_ticket_ticket"),
        sa.PrimaryKeyConstraint("number", name="pk_ticket_change"),
    )
    op.create_index("ix_ticket_change_ticket", "ticket_change", ["ticket"], unique=False)


def downgrade() -> None:
    """Take back."""
    op.drop_index("ix_ticket_change_ticket", table_name="ticket_change")
    op.drop_table("ticket_change")
    op.drop_index(
        "uq_ticket_at_counter",
        table_name="ticket",
        sqlite_where=sa.text("status IN ('called', 'serving')"),
        postgresql_where=sa.text("status IN ('called', 'serving')"),
    )
    op.drop_index("ix_ticket_line", table_name="ticket")
    op.drop_index("ix_ticket_conversation_id", table_name="ticket")
    op.drop_table("ticket")
    op.drop_table("staff_token")
    op.drop_table("number_series")
    op.drop_index("ix_counter_change_at", table_name="counter_change")
    op.drop_table("counter_change")
    op.drop_table("counter")
