"""The server is stopped, or the power is cut, in the middle of things."""

import time
from typing import Any

import httpx

from tests.e2e.conftest import Server, listening

TICKETS = "/v1/centres/hac-thanh/tickets"
STOP_WITHIN_S = 8


def test_a_conversation_and_a_number_survive_a_killed_server(server: Server, client: httpx.Client) -> None:
    def say(text: str, **ids: str) -> dict[str, Any]:
        return dict(client.post("/v1/messages", json={"text": text, **ids}).json())

    asked = say("tạm trú hay thường trú cần giấy tờ gì", message_id="m_before_the_cut")
    assert asked["status"] == "clarification"
    offered = asked["cards"][0]["options"][0]["code"]
    key = {"Idempotency-Key": "k-before-the-cut"}
    ticket = client.post(TICKETS, json={"service": "kinh-te"}, headers=key).json()

    server.kill()
    server.start()

    kept = client.get(f"/v1/tickets/{ticket['id']}").json()
    assert kept == ticket | {"wait_minutes": kept["wait_minutes"]}
    again = client.post(TICKETS, json={"service": "kinh-te"}, headers=key).json()
    assert again["number"] == ticket["number"]
    following = client.post(TICKETS, json={"service": "kinh-te"}).json()
    assert int(following["number"][1:]) == int(ticket["number"][1:]) + 1

    assert say("tạm trú hay thường trú cần giấy tờ gì", message_id="m_before_the_cut") == asked
    chosen = say("cái đầu tiên", conversation_id=asked["conversation_id"])
    assert chosen["status"] == "answered"
    assert (chosen["answer"]["procedure_code"], chosen["answer"]["topic"]) == (offered, "documents")
    repeated = say("nhắc lại giúp bác", conversation_id=asked["conversation_id"])
    assert repeated["replies"] == chosen["replies"]


def test_it_stops_soon_though_somebody_listens(server: Server, client: httpx.Client) -> None:
    with listening(server.url, "muong-lat") as following:
        assert following()[0] == "queue"
        began = time.monotonic()
        server.stop()
        took = time.monotonic() - began
    server.start()

    assert took < STOP_WITHIN_S
    assert client.get("/readyz").json()["ready"] is True
