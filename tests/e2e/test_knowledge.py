"""The knowledge over HTTP, as a program edits it: what is published is what the next citizen is told."""

import time
from collections.abc import Callable, Iterator
from typing import Any

import httpx
import pytest

from tests.e2e.conftest import Conversation, Server, make_token

PETS = "/v1/knowledge/entries/faq:thu-nuoi"
"""An entry that no other test asks for."""
ASKED = "dắt theo con chó vào trong đó có được không"
NEW = "Anh/chị gửi con vật ở phòng bảo vệ cạnh cổng, xong việc thì đón về ạ."
WITHIN_S = 2

Json = dict[str, Any]
Send = Callable[..., Json]


@pytest.fixture
def publisher(server: Server, client: httpx.Client) -> Send:
    """Sends what a program of a publisher sends; it must succeed."""
    token = make_token(server, "Máy soạn", "--role", "publisher")

    def send(method: str, path: str, body: Json | None = None) -> Json:
        response = client.request(method, path, json=body, headers={"Authorization": f"Bearer {token}"})
        assert response.is_success, response.text
        return dict(response.json())

    return send


@pytest.fixture
def edited(publisher: Send) -> Iterator[int]:
    """The number of a draft with the new answer; what is told of the entry is as before in the end."""
    content = publisher("GET", PETS)["newest"]["content"]
    draft = {"content": content | {"answer": NEW, "source": None, "own_practice": True}, "based_on": 0}
    yield publisher("PUT", f"{PETS}/draft", draft)["number"]
    publisher("POST", f"{PETS}/roll-back", {"number": 0, "reason": "hết kiểm thử", "override": "như cũ"})


def test_a_published_edit_is_told_at_once_and_rolled_back_as_fast(
    talk: Callable[..., Conversation], publisher: Send, edited: int
) -> None:
    def told() -> str:
        turn = talk().say(ASKED)
        assert turn["answer"]["facts"]["faq"] == "thu-nuoi"
        return str(turn["replies"][0]["text"])

    before = told()
    assert NEW not in before
    for act, number, shows in (("publish", edited, True), ("roll-back", 0, False)):
        publisher("POST", f"{PETS}/{act}", {"number": number, "reason": "kiểm thử"})
        done = time.monotonic()
        after = told()
        assert time.monotonic() - done < WITHIN_S
        assert (NEW in after, after == before) == (shows, not shows)
