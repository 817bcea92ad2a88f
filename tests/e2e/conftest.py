"""The real server as a process of its own, and a client that checks each response against OpenAPI."""

import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
import jsonschema
import pytest

from assistant.settings import ROOT
from assistant.store.database import migrate

CLOCK = "2026-11-23T08:00:00+07:00"
WIDGET_SITE = "http://xa.example"
"""The one other site that may embed the widget."""
READY_WITHIN_S = 90
STOP_WITHIN_S = 30

Json = dict[str, Any]


class Server:
    """`python -m api` on a port and a database; its log is kept in a file."""

    def __init__(self, folder: Path) -> None:
        self.database = folder / "letan.db"
        self.log = folder / "server.log"
        self.port = _free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        migrate(self.database_url)
        self.start()

    @property
    def database_url(self) -> str:
        return f"sqlite:///{self.database}"

    @property
    def environment(self) -> dict[str, str]:
        """The settings, which the commands beside it must have too."""
        return os.environ | {
            "LETAN_DATABASE_URL": self.database_url,
            "LETAN_CLOCK": CLOCK,
            "LETAN_HOST": "127.0.0.1",
            "LETAN_PORT": str(self.port),
            "LETAN_WIDGET_ORIGINS": WIDGET_SITE,
            "PYTHONPATH": str(ROOT),
        }

    def start(self) -> None:
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "api"],
                cwd=ROOT,
                env=self.environment,
                stdout=log,
                stderr=subprocess.STDOUT,
            )
        self._wait_until_ready()

    def stop(self) -> int:
        """Ask it to end; its exit status."""
        self.process.terminate()
        return self._ended()

    def kill(self) -> None:
        """End it as a power cut would."""
        self.process.send_signal(signal.SIGKILL)
        self._ended()

    def _ended(self) -> int:
        try:
            return self.process.wait(STOP_WITHIN_S)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
            raise

    def _wait_until_ready(self) -> None:
        deadline = time.monotonic() + READY_WITHIN_S
        while time.monotonic() < deadline and self.process.poll() is None:
            try:
                if httpx.get(f"{self.url}/readyz").is_success:
                    return
            except httpx.TransportError:
                pass
            time.sleep(0.1)
        self.kill()
        raise AssertionError(f"not ready:\n{self.log.read_text('utf-8')}")


class Contract:
    """The served OpenAPI document; a response that it does not describe is an error."""

    def __init__(self, document: Json) -> None:
        self.document = document
        self._templates = [
            (re.compile(re.sub(r"\{\w+\}", "[^/]+", path)), path) for path in document["paths"]
        ]

    def check(self, response: httpx.Response) -> None:
        """Fails unless the status, the media type and the body are what the document says."""
        request = response.request
        path = next((p for regex, p in self._templates if regex.fullmatch(request.url.path)), None)
        operation = self.document["paths"].get(path, {}).get(request.method.lower())
        if operation is None:
            return
        response.read()
        described = operation["responses"]
        place = f"{request.method} {path} {response.status_code}"
        assert str(response.status_code) in described, f"{place} is not in the document"
        media_type = response.headers["content-type"].partition(";")[0]
        content = described[str(response.status_code)]["content"]
        assert media_type in content, f"{place} with {media_type} is not in the document"
        schema = content[media_type]["schema"] | {"components": self.document["components"]}
        jsonschema.Draft202012Validator(schema).validate(response.json())


class Clerk:
    """Presses the buttons of a centre's counters."""

    def __init__(self, client: httpx.Client, centre: str, token: str) -> None:
        self._client = client
        self._counters = f"/v1/centres/{centre}/counters"
        self._headers = {"Authorization": f"Bearer {token}"}

    def press(self, counter: str, action: str, body: Json | None = None) -> httpx.Response:
        path = f"{self._counters}/{counter}/{action}"
        return self._client.post(path, json=body, headers=self._headers)

    def sees(self, counter: str) -> Json:
        """What is seen at a counter."""
        response = self._client.get(f"{self._counters}/{counter}", headers=self._headers)
        assert response.status_code == 200, response.text
        return dict(response.json())

    def does(self, counter: str, action: str, **body: Any) -> Json:
        """What is answered to an action that must succeed."""
        response = self.press(counter, action, body or None)
        assert response.status_code == 200, response.text
        return dict(response.json())


class Conversation:
    """One person talking: remembers the conversation's id and the turn before."""

    def __init__(self, client: httpx.Client, **fields: str) -> None:
        self._client = client
        self._fields = fields
        self.turn: Json = {}

    def say(self, text: str, **fields: str) -> Json:
        body = {"text": text} | self._fields | fields
        if self.turn:
            body["conversation_id"] = self.turn["conversation_id"]
        response = self._client.post("/v1/messages", json=body)
        assert response.status_code == 200, response.text
        self.turn = response.json()
        return self.turn


@contextmanager
def listening(url: str, centre: str) -> Iterator[Callable[[], tuple[str, Json]]]:
    """Reads a centre's stream of events one by one: the name and the data."""
    with httpx.stream("GET", f"{url}/v1/centres/{centre}/events", timeout=5) as response:
        lines = response.iter_lines()

        def following() -> tuple[str, Json]:
            fields = dict(line.split(": ", 1) for line in iter(lambda: next(lines), "") if line[0] != ":")
            return fields["event"], json.loads(fields["data"])

        yield following


def make_token(server: Server, name: str, *rest: str) -> str:
    """A token for a clerk, by the command."""
    made = subprocess.run(
        [sys.executable, "-m", "scripts.staff_token", "make", name, *rest],
        cwd=ROOT,
        env=server.environment,
        capture_output=True,
        text=True,
        check=True,
    )
    return made.stdout.strip()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    running = Server(tmp_path_factory.mktemp("server"))
    yield running
    assert running.stop() in {0, -signal.SIGTERM}


@pytest.fixture(scope="session")
def contract(server: Server) -> Contract:
    return Contract(httpx.get(f"{server.url}/openapi.json").json())


@pytest.fixture(scope="session")
def client(server: Server, contract: Contract) -> Iterator[httpx.Client]:
    """Every response that comes through it is checked against the OpenAPI document."""
    hooks = {"response": [contract.check]}
    with httpx.Client(base_url=server.url, event_hooks=hooks, timeout=30) as opened:
        yield opened


@pytest.fixture
def talk(client: httpx.Client) -> Callable[..., Conversation]:
    """Begins a conversation."""
    return lambda **fields: Conversation(client, **fields)


@pytest.fixture(scope="session")
def clerk_token(server: Server) -> str:
    """Good at every centre."""
    return make_token(server, "Lan")


@pytest.fixture
def clerk_at(client: httpx.Client, clerk_token: str) -> Callable[[str], Clerk]:
    """A clerk of a centre."""
    return lambda centre: Clerk(client, centre, clerk_token)
