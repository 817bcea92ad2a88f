"""Numbers over HTTP: given once, seen, given back; and everything that is no request for one."""

from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from typing import Any

import httpx
import pytest

from tests.e2e.conftest import Clerk

TICKETS = "/v1/centres/hac-thanh/tickets"
PROMISED = {
    *("id", "number", "service", "counters", "people_ahead", "wait_minutes"),
    *("issued_at", "service_day", "status", "status_url"),
}
FORGED = ["t_1", "A001", "t_" + "A" * 22, "t_%00" + "A" * 21, "%2e%2e", "t_" + "9" * 3000, "1 OR 1=1"]


def draw(client: httpx.Client, key: str | None = None, **wanted: Any) -> httpx.Response:
    return client.post(TICKETS, json=wanted, headers={"Idempotency-Key": key} if key else {})


def given(client: httpx.Client, **wanted: Any) -> dict[str, Any]:
    response = draw(client, **wanted)
    assert response.status_code == 201, response.text
    return dict(response.json())


def problem(response: httpx.Response) -> tuple[int, str]:
    """Its status and kind; the shape is checked by the client against the document."""
    assert response.headers["content-type"] == "application/problem+json"
    return response.status_code, response.json()["type"].removeprefix("/problems/")


@pytest.mark.parametrize(
    ("wanted", "service"),
    [
        ({"procedure_code": "1.001193"}, "ho-tich"),
        ({"field": "hộ tịch"}, "ho-tich"),
        ({"field": "Chứng thực"}, "chung-thuc"),
        ({"service": "quan-su"}, "quan-su"),
        ({"procedure_code": "1.001193", "field": "khai sinh", "service": "ho-tich"}, "ho-tich"),
    ],
    ids=["procedure", "field", "another field", "service", "all three"],
)
def test_a_number_for_what_is_wanted(client: httpx.Client, wanted: dict[str, str], service: str) -> None:
    ticket = given(client, **wanted)

    assert ticket.keys() >= PROMISED
    assert (ticket["centre"], ticket["service"], ticket["status"]) == ("hac-thanh", service, "waiting")
    assert ticket["number"][0] == {"ho-tich": "A", "chung-thuc": "B", "quan-su": "G"}[service]
    assert ticket["people_ahead"] >= 0
    assert 0 <= ticket["wait_minutes"]["low"] <= ticket["wait_minutes"]["high"]
    assert ticket["service_day"] == "2026-11-23"
    assert datetime.fromisoformat(ticket["issued_at"]).utcoffset().total_seconds() == 7 * 3600
    assert ticket["status_url"] == f"/t/{ticket['id']}"
    assert all("quầy số" in counter["way"] for counter in ticket["counters"])
    assert client.get(f"/v1/tickets/{ticket['id']}").json()["number"] == ticket["number"]


def test_numbers_of_a_service_follow_each_other(client: httpx.Client) -> None:
    tickets = [given(client, service="kinh-te") for _ in range(3)]

    serials = [int(ticket["number"][1:]) for ticket in tickets]
    assert serials == list(range(serials[0], serials[0] + 3))
    assert [t["people_ahead"] - tickets[0]["people_ahead"] for t in tickets] == [0, 1, 2]


def test_priority_goes_ahead_and_says_why(client: httpx.Client) -> None:
    reasons = client.get("/v1/priority-reasons").json()
    assert reasons["total"] == len(reasons["items"]) >= 3
    ordinary = given(client, service="dat-dai-xay-dung")

    first = given(client, service="dat-dai-xay-dung", priority_reason=reasons["items"][0]["slug"])

    assert first["service_class"] == "priority"
    assert first["priority_reason"] == reasons["items"][0]["slug"]
    assert first["slip"]["priority"] == reasons["items"][0]["name"]
    assert client.get(f"/v1/tickets/{ordinary['id']}").json()["people_ahead"] > first["people_ahead"]


def test_a_retry_gets_the_same_ticket(client: httpx.Client) -> None:
    first, again = (draw(client, "k-retry", service="quan-su") for _ in range(2))

    assert (first.status_code, again.status_code) == (201, 201)
    ours = first.json()
    assert again.json() == ours | {"wait_minutes": again.json()["wait_minutes"]}
    assert given(client, service="quan-su")["number"] > ours["number"]


@pytest.mark.parametrize(
    ("centre", "wanted"),
    [
        ("hac-thanh", {"service": "chung-thuc"}),
        ("hac-thanh", {"service": "quan-su", "priority_reason": "nguoi-cao-tuoi"}),
        ("trieu-son", {"service": "quan-su"}),
    ],
)
def test_a_key_is_good_for_one_request(client: httpx.Client, centre: str, wanted: dict[str, str]) -> None:
    draw(client, "k-other", service="quan-su")

    other = client.post(f"/v1/centres/{centre}/tickets", json=wanted, headers={"Idempotency-Key": "k-other"})

    assert problem(other) == (409, "idempotency-key-reused")


def test_a_hundred_hands_at_once_get_one_ticket_for_each_key(client: httpx.Client) -> None:
    def tap(turn: int) -> dict[str, Any]:
        response = draw(client, f"k-crowd-{turn % 20}", service="chung-thuc")
        assert response.status_code == 201, response.text
        return dict(response.json())

    before = client.get("/v1/centres/hac-thanh/queue").json()["waiting"]
    with ThreadPoolExecutor(100) as hands:
        tickets = list(hands.map(tap, range(100)))

    assert set(Counter(ticket["id"] for ticket in tickets).values()) == {5}
    serials = sorted({int(ticket["number"][1:]) for ticket in tickets})
    assert serials == list(range(serials[0], serials[0] + 20))
    assert client.get("/v1/centres/hac-thanh/queue").json()["waiting"] == before + 20


@pytest.mark.parametrize(
    ("wanted", "slug"),
    [
        ({}, "unknown-service"),
        ({"service": "khong-co"}, "unknown-service"),
        ({"procedure_code": "9.999999"}, "unknown-service"),
        ({"field": "chiêm tinh"}, "unknown-service"),
        ({"service": "ho-tich", "field": "chứng thực"}, "unknown-service"),
        ({"procedure_code": "1.001193", "service": "cong-an"}, "unknown-service"),
        ({"service": "ho-tich", "priority_reason": "quen-biet"}, "unknown-priority-reason"),
        ({"service": 7}, "invalid-request"),
        ({"service": "ho-tich", "name": "Nguyễn Văn A"}, "invalid-request"),
        ({"service": "h" * 61}, "invalid-request"),
    ],
    ids=[
        *("nothing", "unknown service", "unknown procedure", "unknown field", "field against service"),
        *("procedure against service", "unknown reason", "number", "more than needed", "too long"),
    ],
)
def test_what_is_no_request_for_a_number_gets_none(
    client: httpx.Client, wanted: dict[str, Any], slug: str
) -> None:
    before = client.get("/v1/centres/hac-thanh/queue").json()["waiting"]

    assert problem(draw(client, **wanted)) == (422, slug)
    assert client.get("/v1/centres/hac-thanh/queue").json()["waiting"] == before


@pytest.mark.parametrize("key", ["", "k" * 121, "a b", "khóa".encode()])
def test_a_key_that_is_none_is_refused(client: httpx.Client, key: str | bytes) -> None:
    response = client.post(TICKETS, json={"service": "ho-tich"}, headers={"Idempotency-Key": key})

    assert problem(response) == (422, "invalid-request")


@pytest.mark.parametrize("path", ["tickets", "queue", "events"])
def test_an_unknown_centre_has_neither_numbers_nor_queue(client: httpx.Client, path: str) -> None:
    address = f"/v1/centres/khong-co/{path}"
    response = client.post(address, json={"service": "ho-tich"}) if path == "tickets" else client.get(address)

    assert problem(response) == (404, "unknown-centre")


@pytest.mark.parametrize("method", ["GET", "DELETE"])
@pytest.mark.parametrize("ticket_id", FORGED, ids=[each[:12] for each in FORGED])
def test_a_forged_id_opens_nothing(client: httpx.Client, method: str, ticket_id: str) -> None:
    response = client.request(method, f"/v1/tickets/{ticket_id}")

    assert response.status_code == 404
    if "2e" not in ticket_id:
        assert problem(response) == (404, "unknown-ticket")


def test_a_number_can_be_given_back_and_again(client: httpx.Client) -> None:
    ticket = given(client, service="van-hoa-xa-hoi")
    behind = given(client, service="van-hoa-xa-hoi")

    twice = [client.delete(f"/v1/tickets/{ticket['id']}") for _ in range(2)]

    assert [(r.status_code, r.json()["status"]) for r in twice] == [(200, "cancelled")] * 2
    assert twice[0].json()["people_ahead"] is None
    moved = client.get(f"/v1/tickets/{behind['id']}").json()
    assert moved["people_ahead"] == behind["people_ahead"] - 1


def test_a_number_that_was_served_is_not_given_back(
    client: httpx.Client, clerk_at: Callable[[str], Clerk]
) -> None:
    clerk = clerk_at("muong-lat")
    ticket = client.post("/v1/centres/muong-lat/tickets", json={"service": "quan-su"}).json()
    assert clerk.does("3", "call-next")["ticket"]["id"] == ticket["id"]
    clerk.does("3", "start")
    serving = client.delete(f"/v1/tickets/{ticket['id']}")
    clerk.does("3", "finish")
    served = client.delete(f"/v1/tickets/{ticket['id']}")

    assert [problem(r) for r in (serving, served)] == [(409, "change-refused")] * 2
    assert client.get(f"/v1/tickets/{ticket['id']}").json()["status"] == "done"


def test_tickets_are_kept_by_no_cache(client: httpx.Client) -> None:
    ticket = draw(client, service="ho-tich")
    seen = client.get(f"/v1/tickets/{ticket.json()['id']}")

    assert {r.headers["cache-control"] for r in (ticket, seen)} == {"no-store"}


def test_a_ticket_carries_nothing_of_the_person(client: httpx.Client) -> None:
    ticket = given(client, service="ho-tich")

    assert ticket.keys().isdisjoint({"conversation_id", "idempotency_key", "name", "phone", "sequence"})
    assert len(ticket["id"]) == 24
