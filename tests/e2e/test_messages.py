"""The message contract over HTTP: every key, ids and retries."""

import sqlite3
import unicodedata
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from uuid import uuid4

import httpx
import pytest

BIRTH = "mần giấy khai sinh cho cháu thì cần mang chi đi hè"
Json = dict[str, Any]


def _new_id() -> str:
    return f"m_{uuid4().hex}"


def _turns(server: Any, message_id: str) -> int:
    with sqlite3.connect(server.database) as database:
        query = "SELECT count(*) FROM turn WHERE message_id = ?"
        count: int = database.execute(query, [message_id]).fetchone()[0]
    database.close()
    return count


@pytest.fixture
def post(client: httpx.Client) -> Callable[..., Json]:
    """Sends a message that must be taken."""

    def send(**body: str) -> Json:
        response = client.post("/v1/messages", json=body)
        assert response.status_code == 200, response.text
        return dict(response.json())

    return send


def test_a_turn_has_every_key_of_the_contract(post: Callable[..., Json]) -> None:
    turn = post(text=BIRTH)

    assert list(turn) == [
        "conversation_id",
        "message_id",
        "status",
        "replies",
        "understanding",
        "answer",
        "cards",
        "suggestions",
        "commands",
        "ticket",
        "dossier",
    ]
    assert set(turn["replies"][0]) == {"text", "speech"}
    assert set(turn["understanding"]) == {"intent", "confidence", "topics", "entities", "procedures"}
    assert set(turn["understanding"]["procedures"][0]) == {"code", "name", "score"}
    assert set(turn["answer"]) == {"procedure_code", "topic", "facts", "sources"}
    assert set(turn["answer"]["sources"][0]) == {"title", "decision_no", "url", "read_on"}
    assert set(turn["suggestions"][0]) == {"title", "message"}
    assert (turn["ticket"], turn["dossier"]) == (None, None)


def test_the_example_of_the_contract_is_answered_as_it_says(post: Callable[..., Json]) -> None:
    turn = post(text=BIRTH)

    assert (turn["status"], turn["understanding"]["intent"]) == ("answered", "ask_documents")
    assert (turn["answer"]["procedure_code"], turn["answer"]["topic"]) == ("1.001193", "documents")
    source = turn["answer"]["sources"][0]
    assert source["decision_no"] == "163/QĐ-BTP"
    assert source["url"].startswith("https://dichvucong.gov.vn/")
    assert source["read_on"] == "2026-07-01"
    first = turn["understanding"]["procedures"][0]
    assert (first["code"], first["name"]) == ("1.001193", "Đăng ký khai sinh")


@pytest.mark.parametrize(
    "text", [BIRTH, "tạm trú, thường trú", "lệ phí bao nhiêu", "xin chào", "giá vàng hôm nay bao nhiêu"]
)
def test_procedures_are_ranked_best_first_whatever_the_turn_does(
    post: Callable[..., Json], text: str
) -> None:
    turn = post(text=text)

    scores = [procedure["score"] for procedure in turn["understanding"]["procedures"]]
    assert scores == sorted(scores, reverse=True)
    assert all(0 <= score <= 1 for score in scores)
    assert (turn["answer"] is None) == (turn["status"] != "answered")


def test_diacritics_come_back_whole(client: httpx.Client) -> None:
    response = client.post("/v1/messages", json={"text": BIRTH})

    assert "Hồ sơ đăng ký khai sinh, anh/chị" in response.content.decode("utf-8")
    assert response.text == unicodedata.normalize("NFC", response.text)


def test_decomposed_text_gets_the_same_answer(post: Callable[..., Json]) -> None:
    composed, decomposed = (
        post(text=unicodedata.normalize(form, "Đăng ký thường trú cần những giấy tờ gì?"))
        for form in ("NFC", "NFD")
    )

    same = ("status", "replies", "understanding", "answer", "cards", "suggestions")
    assert [composed[key] for key in same] == [decomposed[key] for key in same]


def test_ids_are_made_where_none_are_sent_and_kept_where_they_are(post: Callable[..., Json]) -> None:
    made = post(text="xin chào")
    kept = post(text="xin chào", conversation_id="robot-7:2026", message_id=(mine := _new_id()))

    assert made["conversation_id"].startswith("c_")
    assert made["message_id"].startswith("m_")
    assert (kept["conversation_id"], kept["message_id"]) == ("robot-7:2026", mine)


@pytest.mark.parametrize("channel", ["robot", "kiosk", "web", "zalo", "api"])
@pytest.mark.parametrize("kind", ["text", "speech", "button", "qr"])
def test_every_channel_and_input_is_taken(post: Callable[..., Json], channel: str, kind: str) -> None:
    assert post(text="xin chào", channel=channel, input=kind)["status"] == "smalltalk"


def test_a_retry_within_a_conversation_gets_the_same_turn_and_does_nothing_twice(
    server: Any, post: Callable[..., Json]
) -> None:
    opened = post(text="tạm trú hay thường trú cần giấy tờ gì")
    chosen = {
        "text": "số 2",
        "conversation_id": opened["conversation_id"],
        "message_id": _new_id(),
    }
    first, again = post(**chosen), post(**chosen)

    assert first["status"] == "answered"
    assert again == first
    assert _turns(server, chosen["message_id"]) == 1


def test_a_retry_of_a_first_message_finds_the_conversation_it_opened(
    server: Any, post: Callable[..., Json]
) -> None:
    message = {"text": BIRTH, "message_id": _new_id()}
    first, again = post(**message), post(**message)

    assert again == first
    assert _turns(server, message["message_id"]) == 1


def test_retries_that_arrive_together_make_one_turn(server: Any, post: Callable[..., Json]) -> None:
    message = {"text": BIRTH, "message_id": _new_id()}
    with ThreadPoolExecutor(8) as pool:
        turns = list(pool.map(lambda _: post(**message), range(8)))

    assert all(turn == turns[0] for turn in turns)
    assert _turns(server, message["message_id"]) == 1


def test_the_same_message_id_in_another_conversation_is_a_turn_of_its_own(
    server: Any, post: Callable[..., Json]
) -> None:
    message_id = _new_id()
    here, there, opened = (
        post(text="lệ phí đăng ký thường trú", message_id=message_id, conversation_id=_new_id()),
        post(text=BIRTH, message_id=message_id, conversation_id=_new_id()),
        post(text="xin chào", message_id=message_id),
    )

    assert here["answer"]["procedure_code"] == "1.004222"
    assert there["answer"]["procedure_code"] == "1.001193"
    assert opened["status"] == "smalltalk"
    assert _turns(server, message_id) == 3


def test_markup_and_sql_in_a_message_are_harmless_and_never_echoed(
    post: Callable[..., Json], client: httpx.Client
) -> None:
    for text in (
        "<script>alert(1)</script> đăng ký khai sinh cần gì",
        "'; DROP TABLE turn; -- đăng ký khai sinh cần gì",
        "{{7*7}} ${jndi:ldap://x} %s đăng ký khai sinh cần gì",
    ):
        turn = client.post("/v1/messages", json={"text": text})
        assert turn.status_code == 200
        assert not any(part in turn.text for part in ("script", "DROP", "jndi", "{{"))

    assert post(text=BIRTH)["status"] == "answered"
