"""Opening and migrating the database."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from assistant.errors import LetanError

_MIGRATIONS = Path(__file__).parent / "migrations"
_LOCK_WAIT_MS = 5000
_CONNECTIONS = 20
_GONE = (sa.exc.OperationalError, sa.exc.InterfaceError, sa.exc.InternalError)


def open_database(url: str) -> sa.Engine:
    """An engine for a SQLAlchemy address; SQLite gets write-ahead logging and foreign keys."""
    if not url.startswith("sqlite"):
        # No more at a rush: a server as it comes takes a hundred, and four processes must find room.
        return sa.create_engine(url, pool_pre_ping=True, pool_size=_CONNECTIONS, max_overflow=0)
    if (file := sa.make_url(url).database) and file != ":memory:":
        Path(file).parent.mkdir(parents=True, exist_ok=True)
    engine = sa.create_engine(url, pool_size=_CONNECTIONS)

    @sa.event.listens_for(engine, "connect")
    def _configure(connection: Any, _record: object) -> None:
        connection.isolation_level = None  # the driver's own transactions begin too late: see _begin
        for pragma in ("journal_mode=WAL", "foreign_keys=ON", f"busy_timeout={_LOCK_WAIT_MS}"):
            connection.execute(f"PRAGMA {pragma}")

    @sa.event.listens_for(engine, "begin")
    def _begin(connection: sa.Connection) -> None:
        options = connection.get_execution_options()
        # Without FULL a commit outlives a killed process, but not always a power cut.
        connection.exec_driver_sql(f"PRAGMA synchronous={'FULL' if options.get('durable') else 'NORMAL'}")
        connection.exec_driver_sql("BEGIN IMMEDIATE" if options.get("writes") else "BEGIN")

    return engine


def for_writing(engine: sa.Engine, *, durable: bool = False) -> sa.Engine:
    """The engine for transactions that write: SQLite locks at their beginning, not halfway.

    With `durable`, what is committed outlives a power cut.
    """
    return engine.execution_options(writes=True, durable=durable)


@contextmanager
def reachable(otherwise: type[LetanError]) -> Iterator[None]:
    """Raise that error when the database is gone, full, or does not answer."""
    try:
        yield
    except sa.exc.DBAPIError as error:
        if isinstance(error, _GONE) or type(error) is sa.exc.DatabaseError:  # the latter: a broken file
            raise otherwise from error
        raise
    except sa.exc.TimeoutError as error:
        raise otherwise from error


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
