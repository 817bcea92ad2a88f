"""Opening and migrating the database."""

from pathlib import Path
from typing import Any

import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

_MIGRATIONS = Path(__file__).parent / "migrations"
_LOCK_WAIT_MS = 5000


def open_database(url: str) -> sa.Engine:
    """An engine for a SQLAlchemy address; SQLite gets write-ahead logging and foreign keys."""
    if not url.startswith("sqlite"):
        return sa.create_engine(url, pool_pre_ping=True)
    if (file := sa.make_url(url).database) and file != ":memory:":
        Path(file).parent.mkdir(parents=True, exist_ok=True)
    engine = sa.create_engine(url)

    @sa.event.listens_for(engine, "connect")
    def _configure(connection: Any, _record: object) -> None:
        for pragma in (
            "journal_mode=WAL",
            "synchronous=NORMAL",
            "foreign_keys=ON",
            f"busy_timeout={_LOCK_WAIT_MS}",
        ):
            connection.execute(f"PRAGMA {pragma}")

    return engine


def migrate(url: str) -> bool:
    """Bring the database to the newest schema; returns whether there was anything to do."""
    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS))
    config.set_main_option("sqlalchemy.url", url.replace("%", "%%"))
    engine = open_database(url)
    with engine.connect() as connection:
        present = MigrationContext.configure(connection).get_current_revision()
    engine.dispose()
    if present == ScriptDirectory.from_config(config).get_current_head():
        return False
    command.upgrade(config, "head")
    return True
