"""A file waits here between what its import would do and the word to do it."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "import_file",
        sa.Column("author", sa.String(80), nullable=False),
        sa.Column("data", sa.LargeBinary(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("author", name="pk_import_file"),
    )


def downgrade() -> None:
    """Take back."""
    op.drop_table("import_file")
