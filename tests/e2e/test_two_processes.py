"""Two servers on one PostgreSQL: one queue, one stream of events, also when one of them dies."""

import json
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import httpx
import pytest

from assistant.store.database import migrate
from scripts.postgres_server import PostgresServer, installed_binaries
from tests.e2e.conftest import Server, make_token

TICKETS = "/v1/centres/trieu-son/tickets"
EVENTS = "/v1/centres/trieu-son/events"
WITHIN_S = 5


class PostgresBackedServer(Server):
    """A server on a database that others share."""

    def __init__(self, folder: Path, address: str) -> None:
        self.address = address
        super().__init__(folder)

    @property
    def database_url(self) -> str:
        return self.address


@pytest.fixture(scope="module")
def servers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[list[PostgresBackedServer]]:
    with PostgresServer(installed_binaries()) as postgres:
        address = postgres.new_schema()
        migrate(address)
        folders = [tmp_path_factory.mktemp(name) for name in ("one", "two")]
        with ThreadPoolExecutor(2) as pool:
            running = list(pool.map(PostgresBackedServer, folders, [address] * 2))
        yield running
        for server in running:
            if server.process.poll() is None:
                server.stop()


def draw(server: Server, key: str | None = None) -> dict[str, Any]:
    headers = {"Idempotency-Key": key} if key else {}
    response = httpx.post(f"{server.url}{TICKETS}", json={"service": "ho-tich"}, headers=headers, timeout=30)
    assert response.status_code == 201, response.text
    ticket: dict[str, Any] = response.json()
    return ticket


def test_both_give_numbers_of_one_series(servers: list[PostgresBackedServer]) -> None:
    with ThreadPoolExecutor(16) as pool:
        tickets = list(pool.map(lambda n: draw(servers[n % 2]), range(80)))
    serials = sorted(int(ticket["number"][1:]) for ticket in tickets)
    assert serials == list(range(serials[0], serials[0] + 80))


def test_a_retry_at_the_other_gets_the_same_ticket(servers: list[PostgresBackedServer]) -> None:
    with ThreadPoolExecutor(8) as pool:
        tickets = list(pool.map(lambda n: draw(servers[n % 2], "one-tap"), range(16)))
    assert len({ticket["id"] for ticket in tickets}) == 1


def test_a_board_at_one_hears_of_the_other_at_once(servers: list[PostgresBackedServer]) -> None:
    with httpx.stream("GET", f"{servers[0].url}{EVENTS}", timeout=WITHIN_S) as stream:
        lines = stream.iter_lines()
        assert next(line for line in lines if line.startswith("event:")) == "event: queue"
        ticket = draw(servers[1])
        heard = next(
            told
            for line in lines
            if line.startswith("data:") and (told := json.loads(line[5:])).get("number") == ticket["number"]
        )
    assert heard["change"] == "issued"


def test_what_is_published_at_one_is_told_at_both_within_two_seconds(
    servers: list[PostgresBackedServer],
) -> None:
    entry = "/v1/knowledge/entries/faq:ghe-ngoi-cho"
    answer = "Ghế chờ xếp hai hàng bên trái cửa ra vào, mỏi chân anh/chị cứ ngồi nghỉ ạ."
    headers = {"Authorization": f"Bearer {make_token(servers[0], 'Máy soạn', '--role', 'publisher')}"}

    def ask(server: Server) -> bool:
        body = {"text": "có ghế ngồi chờ không"}
        told = httpx.post(f"{server.url}/v1/messages", json=body, timeout=30).json()
        return answer in told["replies"][0]["text"]

    def soon(wanted: bool) -> None:
        """Both tell it, or both no longer, within two seconds."""
        published = time.monotonic()
        while [ask(server) for server in servers] != [wanted] * 2:
            assert time.monotonic() - published < 2

    def send(server: Server, method: str, path: str, body: dict[str, Any]) -> dict[str, Any]:
        response = httpx.request(method, server.url + path, json=body, headers=headers, timeout=30)
        assert response.is_success, response.text
        return dict(response.json())

    whole = httpx.get(servers[1].url + entry, headers=headers, timeout=30).json()["newest"]
    content = whole["content"] | {"answer": answer, "source": None, "own_practice": True}
    draft = send(servers[1], "PUT", f"{entry}/draft", {"content": content, "based_on": whole["number"]})
    assert not any(ask(server) for server in servers)
    told = {"number": draft["number"], "reason": "kê lại ghế"}
    send(servers[0], "POST", f"{entry}/publish", told)
    soon(True)
    send(servers[1], "POST", f"{entry}/switch", {"on": False, "reason": "đang sửa sảnh"})
    soon(False)
    send(servers[0], "POST", f"{entry}/switch", {"on": True, "reason": "xong"})
    soon(True)
    send(servers[0], "POST", f"{entry}/roll-back", {"number": 0, "reason": "như cũ"})
    soon(False)


def test_when_one_is_killed_the_other_goes_on(servers: list[PostgresBackedServer]) -> None:
    before = draw(servers[0])
    servers[0].kill()
    after = draw(servers[1])
    assert int(after["number"][1:]) == int(before["number"][1:]) + 1
    found = httpx.get(f"{servers[1].url}/v1/tickets/{before['id']}").json()
    assert found["number"] == before["number"]
