"""The work at counters over HTTP: who may, what they do, and what is refused."""

import subprocess
import sys
from collections.abc import Callable
from typing import Any

import httpx
import pytest

from assistant.settings import ROOT
from tests.e2e.conftest import Clerk, Server, make_token

MUONG_LAT = "/v1/centres/muong-lat"
ACTIONS = ["call-next", "recall", "start", "finish", "no-show", "hold", "open", "pause", "close"]


@pytest.fixture
def clerk(clerk_at: Callable[[str], Clerk]) -> Clerk:
    return clerk_at("muong-lat")


@pytest.fixture
def drawn(client: httpx.Client) -> Callable[[str], dict[str, Any]]:
    """Draws a number at Mường Lát."""
    return lambda service: client.post(f"{MUONG_LAT}/tickets", json={"service": service}).json()


def problem(response: httpx.Response) -> tuple[int, str]:
    return response.status_code, response.json()["type"].removeprefix("/problems/")


@pytest.mark.parametrize("action", [*ACTIONS, "return", "transfer"])
def test_without_a_token_nothing_can_be_pressed(client: httpx.Client, action: str) -> None:
    body = {"return": {"number": "A001"}, "transfer": {"service": "cong-an"}}.get(action)
    response = client.post(f"{MUONG_LAT}/counters/1/{action}", json=body)

    assert problem(response) == (401, "staff-token-required")
    assert response.headers["www-authenticate"] == "Bearer"


@pytest.mark.parametrize("authorization", ["Bearer wrong", "Bearer", "Basic TGFuOng=", "mật khẩu".encode()])
def test_a_token_that_is_none_is_refused(client: httpx.Client, authorization: str | bytes) -> None:
    response = client.post(f"{MUONG_LAT}/counters/1/open", headers={"Authorization": authorization})

    assert problem(response) == (401, "staff-token-required")


def test_a_token_by_the_command_is_good_at_its_centre_until_it_is_revoked(
    server: Server, client: httpx.Client
) -> None:
    token = make_token(server, "Quầy 4", "--centre", "muong-lat")
    there, elsewhere = Clerk(client, "muong-lat", token), Clerk(client, "hac-thanh", token)

    assert there.does("4", "open") == {"counter": "4", "state": "open", "ticket": None}
    assert problem(elsewhere.press("4", "open")) == (403, "another-centre")
    subprocess.run(
        [sys.executable, "-m", "scripts.staff_token", "revoke", "Quầy 4"],
        cwd=ROOT,
        env=server.environment,
        check=True,
        capture_output=True,
    )
    assert problem(there.press("4", "open")) == (401, "staff-token-required")


def test_a_visit_from_the_first_call_to_the_end(
    client: httpx.Client, clerk: Clerk, drawn: Callable[[str], dict[str, Any]]
) -> None:
    ticket = drawn("dat-dai-xay-dung")
    number = ticket["number"]

    def status() -> str:
        return str(client.get(f"/v1/tickets/{ticket['id']}").json()["status"])

    assert clerk.does("2", "open")["state"] == "open"
    called = clerk.does("2", "call-next")["ticket"]
    assert (called["id"], called["status"], called["called_to"]) == (ticket["id"], "called", "2")
    assert [c["number"] for c in called["counters"]] == ["2"]
    assert clerk.does("2", "recall", number=number)["ticket"]["status"] == "called"
    assert clerk.does("2", "start", number=number.lower())["ticket"]["status"] == "serving"
    assert clerk.does("2", "hold", note="thiếu bản sao căn cước")["ticket"]["status"] == "on_hold"
    board = client.get(f"{MUONG_LAT}/queue").json()
    assert number in board["on_hold"]
    assert clerk.does("2", "call-next")["ticket"] is None
    assert clerk.does("2", "return", number=number)["ticket"]["status"] == "waiting"
    assert clerk.does("2", "call-next")["ticket"]["number"] == number
    moved = clerk.does("2", "transfer", service="cong-an", note="nhầm quầy")["ticket"]
    assert (moved["status"], moved["service"], moved["number"]) == ("transferred", "cong-an", number)
    assert clerk.does("4", "call-next")["ticket"]["number"] == number
    assert clerk.does("4", "start")["ticket"]["status"] == "serving"
    assert status() == "serving"
    assert clerk.does("4", "finish")["ticket"]["status"] == "done"
    assert status() == "done"
    assert clerk.does("2", "close")["state"] == "closed"


def test_whoever_does_not_come_goes_back_and_ends_the_third_time(
    client: httpx.Client, clerk: Clerk, drawn: Callable[[str], dict[str, Any]]
) -> None:
    first, second = drawn("van-hoa-xa-hoi"), drawn("van-hoa-xa-hoi")
    seen = []
    for _ in range(3):
        while clerk.does("3", "call-next", finish_current=True)["ticket"]["id"] != first["id"]:
            pass
        seen.append(clerk.does("3", "no-show", number=first["number"])["ticket"]["status"])

    assert seen == ["waiting", "waiting", "no_show"]
    assert client.get(f"/v1/tickets/{second['id']}").json()["status"] == "done"


def test_what_a_counter_cannot_do_now_is_refused_and_changes_nothing(
    client: httpx.Client, clerk: Clerk, drawn: Callable[[str], dict[str, Any]]
) -> None:
    one, two = drawn("ho-tich"), drawn("ho-tich")
    clerk.does("1", "pause")
    assert problem(clerk.press("1", "call-next")) == (409, "counter-not-ready")
    clerk.does("1", "open")
    assert [problem(clerk.press("1", a)) for a in ("recall", "start", "finish", "no-show", "hold")] == [
        (409, "counter-not-ready")
    ] * 5
    assert clerk.does("1", "call-next")["ticket"]["id"] == one["id"]

    assert problem(clerk.press("1", "call-next")) == (409, "counter-not-ready")
    assert problem(clerk.press("1", "finish", {"number": two["number"]})) == (409, "counter-not-ready")
    assert problem(clerk.press("1", "transfer", {"service": "ho-tich"})) == (409, "change-refused")
    assert problem(clerk.press("1", "transfer", {"service": "khong-co"})) == (422, "unknown-service")
    assert problem(clerk.press("1", "return", {"number": two["number"]})) == (409, "change-refused")
    assert problem(clerk.press("1", "return", {"number": "A999"})) == (404, "unknown-ticket")
    clerk.does("1", "start")
    assert problem(clerk.press("1", "no-show")) == (409, "change-refused")
    assert problem(clerk.press("1", "recall")) == (409, "change-refused")
    assert client.get(f"/v1/tickets/{one['id']}").json()["status"] == "serving"
    assert client.get(f"/v1/tickets/{two['id']}").json()["status"] == "waiting"
    assert clerk.does("1", "call-next", finish_current=True)["ticket"]["id"] == two["id"]
    clerk.does("1", "finish")


@pytest.mark.parametrize("counter", ["99", "0", "quay", "%00"])
def test_an_unknown_counter_is_a_problem(clerk: Clerk, counter: str) -> None:
    assert problem(clerk.press(counter, "call-next")) == (404, "unknown-counter")


def test_an_unknown_centre_is_a_problem(clerk_at: Callable[[str], Clerk]) -> None:
    assert problem(clerk_at("khong-co").press("1", "open")) == (404, "unknown-centre")


@pytest.mark.parametrize(
    ("action", "body"),
    [
        ("return", {}),
        ("return", {"number": "mọi người"}),
        ("start", {"number": "A\0"}),
        ("hold", {"note": "x" * 401}),
        ("hold", {"note": "a\0b"}),
        ("transfer", {"note": "đi đâu"}),
        ("call-next", {"finish_current": "có"}),
        ("finish", {"ticket": "A001"}),
    ],
)
def test_a_body_that_is_none_is_refused(clerk: Clerk, action: str, body: dict[str, Any]) -> None:
    assert problem(clerk.press("1", action, body)) == (422, "invalid-request")
