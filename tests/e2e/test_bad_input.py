"""Whatever is sent, what comes back is a problem document in one shape, or an answer; never a 500."""

import json
from typing import Any

import httpx
import pytest

VIETNAMESE = set("ăâđêôơưàáảãạằắẳẵặầấẩẫậèéẻẽẹềếểễệìíỉĩịòóỏõọồốổỗộờớởỡợùúủũụừứửữựỳýỷỹỵ")

REFUSED: dict[str, Any] = {
    "no text": {},
    "empty": {"text": ""},
    "blank": {"text": " \t\n "},
    "501 characters": {"text": "khai sinh " * 50 + "k"},
    "10,000 times one letter": {"text": "a" * 10_000},
    "a number": {"text": 7},
    "nothing": {"text": None},
    "a list for text": {"text": ["khai sinh"]},
    "an unknown field": {"text": "khai sinh", "tex": "x"},
    "a list": ["khai sinh"],
    "a string": "khai sinh",
    "null": None,
    "NUL alone": {"text": "\0"},
    "control characters alone": {"text": "\x01\x02\x1b\x7f"},
    "marks of direction alone": {"text": "\u202e\u200f\u2066"},
    "zero width alone": {"text": "\u200b\u200d\ufeff"},
    "an unknown channel": {"text": "khai sinh", "channel": "fax"},
    "an unknown input": {"text": "khai sinh", "input": "smell"},
    "a conversation id with blanks": {"text": "khai sinh", "conversation_id": "a b"},
    "an empty conversation id": {"text": "khai sinh", "conversation_id": ""},
    "a conversation id of 81": {"text": "khai sinh", "conversation_id": "c" * 81},
    "a conversation id that is a number": {"text": "khai sinh", "conversation_id": 7},
    "a message id with SQL": {"text": "khai sinh", "message_id": "'; DROP TABLE turn; --"},
    "a message id with a path": {"text": "khai sinh", "message_id": "../../etc/passwd"},
    "a message id with a line break": {"text": "khai sinh", "message_id": "m_1\n"},
    "a centre of 61": {"text": "khai sinh", "centre": "c" * 61},
    "60 kB of text": {"text": "khai sinh " * 6_000},
}
UNREADABLE = {
    "nothing": b"",
    "half an object": b'{"text": "khai sinh"',
    "no JSON": b"khai sinh",
    "no UTF-8": b'{"text": "\xff\xfe"}',
    "half a surrogate pair": b'{"text": "\\ud83d"}',
    "60,000 brackets": b"[" * 60_000,
    "a number of 5,000 digits": b'{"text": ' + b"1" * 5_000 + b"}",
    "not a number": b'{"text": NaN}',
}
TAKEN = {
    "NUL within": "đăng ký khai sinh\0 cần giấy tờ gì",
    "control characters within": "đăng ký\x07 khai sinh\x1b cần giấy tờ gì",
    "marks of direction within": "đăng ký \u202ekhai\u202c sinh cần giấy tờ gì",
    "zero width within": "đăng ký kh\u200bai sinh cần gi\u200dấy tờ gì",
    "line breaks within": "đăng ký khai sinh\r\ncần giấy tờ gì",
    "emoji beside": "🙏 đăng ký khai sinh cần giấy tờ gì 👶👶👶",
    "capitals": "ĐĂNG KÝ KHAI SINH CẦN GIẤY TỜ GÌ",
    "repeated letters": "đăng ký khai sinh cần giấy tờ gìiiiiiiiiiiiiiii ạaaaaaa",
}


def _check_problem(response: httpx.Response, status: int) -> dict[str, Any]:
    assert response.status_code == status, response.text[:300]
    assert response.headers["content-type"] == "application/problem+json"
    problem: dict[str, Any] = response.json()
    assert list(problem) == ["type", "title", "status", "detail", "errors"]
    assert problem["type"].startswith("/problems/")
    assert problem["status"] == status
    words = [problem["title"], problem["detail"], *(e["message"] for e in problem["errors"])]
    assert all(set(text.lower()) & VIETNAMESE for text in words), words
    assert not any(
        trace in response.text for trace in ("Traceback", "File ", ".py", "pydantic", "sqlalchemy")
    )
    return problem


def _post(client: httpx.Client, content: bytes, media_type: str = "application/json") -> httpx.Response:
    return client.post("/v1/messages", content=content, headers={"content-type": media_type})


@pytest.mark.parametrize("body", REFUSED.values(), ids=REFUSED.keys())
def test_a_message_that_cannot_be_taken_is_refused(client: httpx.Client, body: Any) -> None:
    _check_problem(_post(client, json.dumps(body).encode()), 422)


@pytest.mark.parametrize("content", UNREADABLE.values(), ids=UNREADABLE.keys())
def test_a_body_that_cannot_be_read_is_refused(client: httpx.Client, content: bytes) -> None:
    _check_problem(_post(client, content), 422)


@pytest.mark.parametrize(
    "media_type", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data", "text/html"]
)
def test_another_media_type_than_json_is_refused_as_such(client: httpx.Client, media_type: str) -> None:
    problem = _check_problem(_post(client, b'{"text": "khai sinh"}', media_type), 415)

    assert problem["type"] == "/problems/unsupported-media-type"


@pytest.mark.parametrize("text", TAKEN.values(), ids=TAKEN.keys())
def test_noise_in_a_message_does_not_change_the_answer(client: httpx.Client, text: str) -> None:
    turn = client.post("/v1/messages", json={"text": text}).json()

    assert turn["answer"]["procedure_code"] == "1.001193"


@pytest.mark.parametrize("text", ["👍", "🙏🙏🙏", "?!...", "—", "a" * 500, "1" * 500, "ợ" * 500])
def test_a_message_without_meaning_is_answered_politely(client: httpx.Client, text: str) -> None:
    response = client.post("/v1/messages", json={"text": text})

    assert response.status_code == 200
    assert response.json()["answer"] is None


def test_the_fields_that_are_wrong_are_named_without_their_values(client: httpx.Client) -> None:
    body = {"text": 912345678, "channel": "038090001234", "extra": "nguyen.van.a@example.vn"}
    response = client.post("/v1/messages", json=body)

    problem = _check_problem(response, 422)
    assert {error["field"] for error in problem["errors"]} == set(body)
    assert not any(str(value) in response.text for value in body.values())


@pytest.mark.parametrize("centre", ["khong-co", "../../etc", "TRIEU-SON", "trieu-son "])
def test_a_message_for_an_unknown_centre_is_refused(client: httpx.Client, centre: str) -> None:
    problem = _check_problem(client.post("/v1/messages", json={"text": "khai sinh", "centre": centre}), 404)

    assert problem["type"] == "/problems/unknown-centre"


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/nowhere", 404),
        ("GET", "/v1/procedures/9.999999", 404),
        ("GET", "/v1/procedures/%00", 404),
        ("GET", "/v1/procedures/" + "9" * 3000, 404),
        ("GET", "/v1/centres/khong-co", 404),
        ("GET", "/static/khong-co.js", 404),
        ("GET", "/static/%2e%2e/pages.py", 404),
        ("GET", "/docs", 404),
        ("GET", "/v1/messages", 405),
        ("DELETE", "/v1/procedures", 405),
        ("POST", "/healthz", 405),
    ],
)
def test_a_wrong_address_or_method_is_a_problem_of_the_same_shape(
    client: httpx.Client, method: str, path: str, status: int
) -> None:
    response = client.request(method, path)

    _check_problem(response, status)
    assert (status == 405) == ("allow" in response.headers)


@pytest.mark.parametrize("size", [70_000, 5_000_000])
def test_a_body_that_is_too_large_is_refused_unread(client: httpx.Client, size: int) -> None:
    response = client.post("/v1/messages", json={"text": "khai sinh", "other": "x" * size})

    assert response.status_code == 413
    assert response.json()["type"] == "/problems/too-large"


def test_a_body_of_unknown_length_is_refused(client: httpx.Client) -> None:
    response = client.post("/v1/messages", content=iter([b'{"text": ', b'"khai sinh"}']))

    assert response.status_code == 413
