"""Thumbs up and down on replies."""

import sqlite3
from collections.abc import Callable

import httpx
import pytest

from tests.e2e.conftest import Conversation, Server

Talk = Callable[..., Conversation]


def test_the_last_press_counts(client: httpx.Client, talk: Talk, server: Server) -> None:
    turn = talk().say("trung tâm có wifi không")
    ids = {"conversation_id": turn["conversation_id"]}
    address = f"/v1/messages/{turn['message_id']}/feedback"

    for helpful in (True, True, False):
        response = client.post(address, json=ids | {"helpful": helpful})
        assert response.status_code == 200
        assert response.json() == ids | {"message_id": turn["message_id"], "helpful": helpful}

    with sqlite3.connect(server.database) as connection:
        query = "SELECT helpful FROM feedback WHERE message_id = ?"
        assert connection.execute(query, [turn["message_id"]]).fetchall() == [(0,)]


def test_the_message_of_another_conversation_is_unknown(client: httpx.Client, talk: Talk) -> None:
    mine, other = talk().say("xin chào"), talk().say("xin chào")
    body = {"conversation_id": other["conversation_id"], "helpful": True}

    response = client.post(f"/v1/messages/{mine['message_id']}/feedback", json=body)

    assert (response.status_code, response.json()["type"]) == (404, "/problems/unknown-message")


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"conversation_id": "c_1"},
        {"conversation_id": "c_1", "helpful": "yes"},
        {"conversation_id": "<b>", "helpful": True},
        {"conversation_id": "c_1", "helpful": True, "note": "thừa"},
    ],
)
def test_what_says_nothing_clear_is_refused(client: httpx.Client, body: dict[str, object]) -> None:
    assert client.post("/v1/messages/m_1/feedback", json=body).status_code == 422
