"""The databases that the store is tested on: SQLite, and PostgreSQL where its server is installed."""

import getpass
import os
import pwd
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa

from assistant.store.database import migrate, open_database


class PostgresServer:
    """A server of the test run's own on a free port, in a folder that is removed with it."""

    def __init__(self, binaries: Path) -> None:
        self._binaries = binaries
        # The server refuses root.
        root = os.geteuid() == 0
        names = {entry.pw_name for entry in pwd.getpwall()}
        owner = "postgres" if "postgres" in names else "nobody"
        self._user = owner if root else getpass.getuser()
        self._folder = Path(tempfile.mkdtemp(prefix="pg-"))  # a short path: it holds the socket
        shutil.chown(self._folder, self._user)
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self._schemas = 0

    def start(self) -> None:
        """Make a cluster and start it; nothing needs to outlive a power cut."""
        options = f"-h 127.0.0.1 -p {self.port} -k {self._folder} -F -c synchronous_commit=off"
        self._run("initdb", "-U", "test", "-A", "trust", "-E", "UTF8", "--no-sync")
        self._run("pg_ctl", "-w", "-l", str(self._folder / "log"), "-o", options, "start")

    def stop(self) -> None:
        """Stop the server and remove its folder."""
        try:
            self._run("pg_ctl", "-m", "immediate", "-w", "stop")
        finally:
            shutil.rmtree(self._folder, ignore_errors=True)

    def new_schema(self) -> str:
        """The address of a schema without anything in it; a database of its own would take longer."""
        self._schemas += 1
        address = f"postgresql+psycopg2://test@127.0.0.1:{self.port}/postgres"
        engine = sa.create_engine(address)
        with engine.begin() as connection:
            connection.execute(sa.text(f"CREATE SCHEMA test_{self._schemas}"))
        engine.dispose()
        return f"{address}?options=-csearch_path%3Dtest_{self._schemas}"

    def _run(self, program: str, *arguments: str) -> None:
        subprocess.run(
            [self._binaries / program, "-D", self._folder / "data", *arguments],
            check=True,
            stdout=subprocess.DEVNULL,
            cwd="/",
            env={"LC_ALL": "C.UTF-8", "HOME": str(self._folder), "PATH": os.environ["PATH"]},
            user=self._user if os.geteuid() == 0 else None,
        )


def postgres_binaries() -> Path | None:
    """The folder of the newest server's programs, if one is installed."""
    debian = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda folder: int(folder.parent.name))
    found = shutil.which("pg_ctl")
    folders = [*reversed(debian), *([Path(found).resolve().parent] if found else [])]
    return next((folder for folder in folders if (folder / "initdb").is_file()), None)


@pytest.fixture(scope="session")
def postgres() -> Iterator[PostgresServer]:
    binaries = postgres_binaries()
    if binaries is None:
        pytest.skip("no PostgreSQL server (initdb, pg_ctl) is installed on this machine")
    server = PostgresServer(binaries)
    server.start()
    yield server
    server.stop()


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of an empty database, once of each kind."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'letan.db'}"
    server: PostgresServer = request.getfixturevalue("postgres")
    return server.new_schema()


@pytest.fixture
def database(url: str) -> Iterator[sa.Engine]:
    """A migrated database."""
    migrate(url)
    engine = open_database(url)
    yield engine
    engine.dispose()
