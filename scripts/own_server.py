"""The real server on a free port and a database of one's own, for as long as it is needed."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

import httpx

_READY_WITHIN_S = 90


@contextmanager
def serving(database: Path, clock: datetime) -> Iterator[str]:
    """The address of a server over a SQLite file, its clock started at a moment.

    Raises:
        RuntimeError: it is not ready within a minute and a half.
    """
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    environment = os.environ | {
        "LETAN_HOST": "127.0.0.1",
        "LETAN_PORT": str(port),
        "LETAN_DATABASE_URL": f"sqlite:///{database}",
        "LETAN_CLOCK": clock.isoformat(),
        "LETAN_LOG_LEVEL": "ERROR",
    }
    process = subprocess.Popen(
        [sys.executable, "-m", "api"], env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        address = f"http://127.0.0.1:{port}"
        _wait_until_ready(address, process)
        yield address
    finally:
        process.terminate()
        process.wait()


def _wait_until_ready(address: str, process: "subprocess.Popen[bytes]") -> None:
    deadline = time.monotonic() + _READY_WITHIN_S
    while time.monotonic() < deadline and process.poll() is None:
        try:
            if httpx.get(f"{address}/readyz").is_success:
                return
        except httpx.TransportError:
            pass
        time.sleep(0.1)
    raise RuntimeError("the server does not get ready")
