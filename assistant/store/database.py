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
_CONNECTING = {
    "connect_timeout": 5,
    "keepalives": 1,
    "keepalives_idle": 10,
    "keepalives_interval": 5,
    "keepalives_count": 3,
    "tcp_user_timeout": 15000,
}
"""So that a PostgreSQL server that fell silent is given up."""
_TIME_LIMITS = "-c lock_timeout=5s -c statement_timeout=15s -c idle_in_transaction_session_timeout=15s"
_GONE = (sa.exc.OperationalError, sa.exc.InterfaceError, sa.exc.InternalError)


def open_database(url: str, *, hurried: bool = True) -> sa.Engine:
    """An engine for a SQLAlchemy address; SQLite gets write-ahead logging and foreign keys.

    Errors, which are logged, do not tell what was written: it may be personal. PostgreSQL gets time limits,
    of which the address itself may name others; those of statements and locks only if `hurried`: a migration
    takes as long as it takes.
    """
    if not url.startswith("sqlite"):
        # No more at a rush: a server as it comes takes a hundred, and four processes must find room.
        more = _connect_args(sa.make_url(url), _TIME_LIMITS if hurried else "")
        return sa.create_engine(
            url,
            pool_pre_ping=True,
            pool_size=_CONNECTIONS,
            max_overflow=0,
            connect_args=more,
            hide_parameters=True,
        )
    if (file := sa.make_url(url).database) and file != ":memory:":
        Path(file).parent.mkdir(parents=True, exist_ok=True)
    engine = sa.create_engine(url, pool_size=_CONNECTIONS, hide_parameters=True)

    @sa.event.listens_for(engine, "connect")
    def _configure(connection: Any, _record: object) -> None:
        connection.isolation_level = None  # the driver's own transactions begin too late: see _begin
        connection.create_function("lower", 1, _lower, deterministic=True)  # its own knows "Đ" as no capital
        for pragma in ("journal_mode=WAL", "foreign_keys=ON", f"busy_timeout={_LOCK_WAIT_MS}"):
            connection.execute(f"PRAGMA {pragma}")

    @sa.event.listens_for(engine, "begin")
    def _begin(connection: sa.Connection) -> None:
        options = connection.get_execution_options()
        # Without FULL a commit outlives a killed process, but not always a power cut.
        connection.exec_driver_sql(f"PRAGMA synchronous={'FULL' if options.get('durable') else 'NORMAL'}")
        connection.exec_driver_sql("BEGIN IMMEDIATE" if options.get("writes") else "BEGIN")

    return engine


def _lower(text: str | None) -> str | None:
    return text if text is None else str(text).lower()


def for_listening(engine: sa.Engine) -> sa.Engine:
    """An engine on the same PostgreSQL for a connection that waits long; a full pool does not keep it out."""
    return sa.create_engine(engine.url, poolclass=sa.NullPool, connect_args=_connect_args(engine.url))


def for_writing(engine: sa.Engine, *, durable: bool = False) -> sa.Engine:
    """The engine for transactions that write: SQLite locks at their beginning, not halfway.

    With `durable`, what is committed outlives a power cut.
    """
    return engine.execution_options(writes=True, durable=durable)


def hold(connection: sa.Connection, table: sa.Table) -> None:
    """Make others who would write there wait for this transaction; SQLite lets one write at a time anyway."""
    if connection.dialect.name == "postgresql":
        connection.execute(sa.text(f"LOCK TABLE {table.name} IN SHARE ROW EXCLUSIVE MODE"))


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
    engine = open_database(url, hurried=False)
    with engine.connect() as connection:
        present = MigrationContext.configure(connection).get_current_revision()
    engine.dispose()
    if present == ScriptDirectory.from_config(config).get_current_head():
        return False
    command.upgrade(config, "head")
    return True


def _connect_args(address: sa.URL, options: str = "") -> dict[str, Any]:
    """What PostgreSQL's driver is told besides the address; what the address itself says holds."""
    own = address.query.get("options", ())
    options = " ".join(filter(None, (options, *((own,) if isinstance(own, str) else own))))
    more = {name: value for name, value in _CONNECTING.items() if name not in address.query}
    return more | ({"options": options} if options else {})
