"""What is refused of what is sent, and by what words."""

import json
import unicodedata

import pytest
from fastapi.testclient import TestClient

from tests.api.knowledge.conftest import (
    DECIDED,
    ENTRIES,
    MINE,
    Json,
    content,
    fields,
    kind_of_problem,
)

ATTACK = '<script>alert("x")</script>'


@pytest.mark.parametrize("key", ["faq:khong-co", "9.999999", "khong-co", "x" * 81, "%00", "a%0Ab", "%ff"])
def test_what_is_not_there_is_told(publisher: TestClient, key: str) -> None:
    there = f"{ENTRIES}/{key}"
    calls: list[tuple[str, str, Json | None]] = [
        ("GET", "", None),
        ("GET", "/versions", None),
        ("GET", "/versions/0", None),
        ("GET", "/difference?before=0&after=1", None),
        ("GET", "/publications", None),
        ("PUT", "/draft", {"content": content(), "based_on": 0}),
        ("POST", "/submit", {"number": 1}),
        ("POST", "/publish", DECIDED),
        ("POST", "/roll-back", DECIDED),
        ("POST", "/switch", {"on": True, "reason": "gấp"}),
    ]
    for method, path, body in calls:
        response = publisher.request(method, f"{there}{path}", json=body)
        assert kind_of_problem(response) == (404, "unknown-entry"), path


def test_a_draft_begins_from_a_version_that_is_there(editor: TestClient) -> None:
    body = {"content": content(), "based_on": 7}
    assert kind_of_problem(editor.put(f"{MINE}/draft", json=body)) == (404, "unknown-entry")
    editor.post(ENTRIES, json={"content": content()})
    assert kind_of_problem(editor.put(f"{MINE}/draft", json=body)) == (404, "unknown-entry")


@pytest.mark.parametrize(
    ("changes", "field", "message"),
    [
        ({"answer": "Có."}, "answer", "Cần ít nhất 20 ký tự"),
        ({"question": ""}, "question", "Cần ít nhất 1 ký tự"),
        ({"valid_from": "2026-13-01"}, "valid_from", "Ngày không đúng"),
        ({"slug": None}, "slug", "Không hợp lệ"),
        ({"color": "đỏ"}, "color", "Không có mục này"),
        ({"answer": "Ô để ở cửa ra vào,\x00 anh/chị cứ lấy ạ."}, "answer", "Có ký tự không dùng được"),
        ({"examples": {"asr": ["hỏi", "mượn\x1b ô"]}}, "examples.asr.1", "Có ký tự không dùng được"),
        ({"answer": "Ô để ở cửa \ud800 ra vào, cứ lấy ạ."}, "answer", "Không hợp lệ"),
        (
            {"own_practice": False},
            "source",
            "Ghi nguồn, hoặc đánh dấu “Theo cách làm của trung tâm”, chỉ một trong hai",
        ),
        ({"aliases": json.loads("[" * 400 + "]" * 400)}, "aliases.0", "Không hợp lệ"),
    ],
)
def test_bad_content_is_told_by_field(editor: TestClient, changes: Json, field: str, message: str) -> None:
    body = json.dumps({"content": content(**changes)})
    refused = editor.post(ENTRIES, content=body, headers={"Content-Type": "application/json"})
    assert kind_of_problem(refused) == (422, "invalid-entry")
    assert refused.json()["errors"] == [{"field": field, "message": message}]
    assert editor.get(ENTRIES, params={"state": "draft"}).json()["total"] == 0


def test_what_is_left_out_is_told(editor: TestClient) -> None:
    given = content()
    del given["question"]
    assert fields(editor.post(ENTRIES, json={"content": given})) == ["question"]
    nothing = editor.post(ENTRIES, json={"content": {}})
    assert fields(nothing) == ["slug", "question", "answer"]
    procedure = editor.post(ENTRIES, json={"content": {"code": "2.000001", "name": "Cấp thẻ đọc sách"}})
    assert fields(procedure) == ["plain_name", "summary", "source"]
    taken = editor.post(ENTRIES, json={"content": content(slug="gui-xe")})
    assert fields(taken) == ["slug"]


def test_rules_are_told_before_and_kept_at_publication(editor: TestClient, publisher: TestClient) -> None:
    wrong = content(answer="Anh/chị hỏi Phòng Tư pháp, dùng miễn phí ạ.")
    assert editor.post(ENTRIES, json={"content": wrong}).status_code == 201
    told = editor.get(MINE).json()["problems"]
    assert {problem["field"] for problem in told} == {"answer"}
    assert any("miễn phí" in problem["message"] for problem in told)
    for act, body in (("submit", {"number": 1}), ("publish", DECIDED)):
        refused = publisher.post(f"{MINE}/{act}", json=body)
        assert kind_of_problem(refused) == (422, "invalid-entry")
        assert refused.json()["errors"] == told


@pytest.mark.parametrize(
    ("act", "body", "field"),
    [
        ("publish", {"number": 1, "reason": " "}, "reason"),
        ("publish", {"number": 1, "reason": ""}, "reason"),
        ("publish", {"number": 1, "reason": "gấp\x00"}, "reason"),
        ("publish", {"number": 1, "reason": "x" * 401}, "reason"),
        ("publish", {"number": 1, "reason": "gấp", "override": "x" * 401}, "override"),
        ("publish", {"number": 2**31, "reason": "gấp"}, "number"),
        ("publish", {"number": -1, "reason": "gấp"}, "number"),
        ("publish", {"number": "1", "reason": "gấp"}, "number"),
        ("roll-back", {"reason": "gấp"}, "number"),
        ("switch", {"on": "không", "reason": "gấp"}, "on"),
        ("switch", {"on": False}, "reason"),
        ("submit", {"number": 1, "author": "Minh"}, "author"),
    ],
)
def test_a_wish_that_is_none_is_refused(
    editor: TestClient, publisher: TestClient, act: str, body: Json, field: str
) -> None:
    editor.post(ENTRIES, json={"content": content()})
    refused = publisher.post(f"{MINE}/{act}", json=body)
    assert (refused.status_code, fields(refused)) == (422, [field])
    assert editor.get(MINE).json()["newest"]["state"] == "draft"


def test_a_body_that_is_too_large_or_no_json_is_refused(editor: TestClient) -> None:
    large = editor.post(ENTRIES, json={"content": content(answer="x" * 600_000)})
    assert kind_of_problem(large) == (413, "too-large")
    form = editor.post(ENTRIES, data={"content": "x"})
    assert kind_of_problem(form) == (415, "unsupported-media-type")
    deep = b'{"content": ' + b"[" * 30_000 + b"]" * 30_000 + b"}"
    refused = editor.post(ENTRIES, content=deep, headers={"Content-Type": "application/json"})
    assert kind_of_problem(refused) == (422, "invalid-request")


def test_markup_is_data(editor: TestClient) -> None:
    marked = content(question=ATTACK, answer=f"{ATTACK} & 'mượn ô'", examples={"formal": [ATTACK]})
    made = editor.post(ENTRIES, json={"content": marked, "reason": ATTACK})
    assert made.headers["content-type"] == "application/json"
    assert (made.json()["content"], made.json()["reason"]) == (marked, ATTACK)
    assert editor.get(ENTRIES, params={"state": "draft"}).json()["items"][0]["title"] == ATTACK


def test_letters_are_kept_in_one_form(editor: TestClient) -> None:
    apart = content(answer=unicodedata.normalize("NFD", content()["answer"]))
    assert editor.post(ENTRIES, json={"content": apart}).json()["content"] == content()
