"""The switch of answers; and the database itself keeps the record and the published versions as they are.

Triggers refuse to change or delete what was written, whoever tries. SQLite's REPLACE deletes without a word
to them, so that there a number that is taken is refused before it.
"""

from collections.abc import Iterator

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"

_REFUSED = "rows of {table} are kept as they were written (append-only)"
_KEYS = {
    "audit": ("number",),
    "knowledge_version": ("key", "number"),
    "knowledge_publication": ("number",),
}
_CHANGEABLE = {"knowledge_version": ("state",)}
_TRIGGERS = ("no_update", "no_delete", "no_truncate", "no_move", "no_replace", "no_odd_row")
_FUNCTION = "refuse_append_only"


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "answer_stop",
        sa.Column("scope", sa.String(60), nullable=False),
        sa.Column("reason", sa.String(400), nullable=False),
        sa.Column("author", sa.String(100), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("scope", name="pk_answer_stop"),
    )
    on_postgresql = op.get_bind().dialect.name == "postgresql"
    if on_postgresql:
        op.execute(_function())
    for table in _KEYS:
        for statement in _on_postgresql(table) if on_postgresql else _on_sqlite(table):
            op.execute(statement)


def downgrade() -> None:
    """Take back."""
    on_postgresql = op.get_bind().dialect.name == "postgresql"
    for table in _KEYS:
        for trigger in _TRIGGERS:
            on = f" ON {table}" if on_postgresql else ""
            op.execute(f"DROP TRIGGER IF EXISTS {table}_{trigger}{on}")
    if on_postgresql:
        op.execute(f"DROP FUNCTION {_FUNCTION}()")
    op.drop_table("answer_stop")


def _function() -> str:
    """As a constraint's error, which 23001 is: the program tells it from a database that is gone."""
    said = _REFUSED.format(table="%")
    return f"""
        CREATE FUNCTION {_FUNCTION}() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            RAISE EXCEPTION '{said}', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
        END $$
    """


def _on_postgresql(table: str) -> Iterator[str]:
    events = (("no_update", _update(table)), ("no_delete", "DELETE"), ("no_truncate", "TRUNCATE"))
    for name, event in events:
        yield (
            f"CREATE TRIGGER {table}_{name} BEFORE {event} ON {table} "
            f"FOR EACH STATEMENT EXECUTE FUNCTION {_FUNCTION}()"
        )


def _on_sqlite(table: str) -> Iterator[str]:
    refuse = f"BEGIN SELECT RAISE(ABORT, '{_REFUSED.format(table=table)}'); END"
    yield f"CREATE TRIGGER {table}_no_update BEFORE {_update(table)} ON {table} {refuse}"
    yield f"CREATE TRIGGER {table}_no_delete BEFORE DELETE ON {table} {refuse}"
    yield f"CREATE TRIGGER {table}_no_move BEFORE UPDATE ON {table} WHEN NEW.rowid <> OLD.rowid {refuse}"
    same = " AND ".join(f"{table}.{key} = NEW.{key}" for key in _KEYS[table])
    taken = f"EXISTS (SELECT 1 FROM {table} WHERE {same} OR {table}.rowid = NEW.rowid)"
    yield f"CREATE TRIGGER {table}_no_replace BEFORE INSERT ON {table} WHEN {taken} {refuse}"
    # A row number that SQLite is yet to give reads as -1 before the insert: such a row would stop all others.
    yield f"CREATE TRIGGER {table}_no_odd_row AFTER INSERT ON {table} WHEN NEW.rowid < 1 {refuse}"


def _update(table: str) -> str:
    """The event of an update: of any column, or of any but those that may change."""
    if table not in _CHANGEABLE:
        return "UPDATE"
    columns = sa.inspect(op.get_bind()).get_columns(table)
    kept = [column["name"] for column in columns if column["name"] not in _CHANGEABLE[table]]
    return "UPDATE OF " + ", ".join(f'"{name}"' for name in kept)
