"""Questions tried against a draft, and those that are kept."""

from fastapi.testclient import TestClient

from tests.api.knowledge.conftest import (
    ENTRIES,
    KEY,
    PARKING,
    QUESTIONS,
    content,
    fields,
    kind_of_problem,
)
from tests.assistant.knowledge.conftest import umbrella


def test_a_question_is_tried_with_and_without_the_draft(editor: TestClient) -> None:
    asked = {"question": "Mưa quá, có ô cho cô mượn không cháu", "content": content()}
    tried = editor.post("/v1/knowledge/try", json=asked).json()
    assert tried["live"]["candidates"][0]["key"] != KEY
    assert (tried["with_draft"]["candidates"][0]["key"], tried["with_draft"]["decision"]) == (KEY, "answer")
    assert tried["with_draft"]["example"] in {content()["question"], *umbrella().questions}
    assert editor.get(ENTRIES, params={"state": "draft"}).json()["total"] == 0
    assert editor.post("/v1/knowledge/try", json=asked | {"question": "🙂\x00"}).status_code == 200
    assert fields(editor.post("/v1/knowledge/try", json=asked | {"content": {}}))[0] == "slug"


def test_questions_are_kept_and_dropped(editor: TestClient, publisher: TestClient) -> None:
    wish = {"question": "gửi xe chỗ nào,  gọi 0912 345 678", "key": PARKING}
    kept = editor.put(QUESTIONS, json=wish).json()
    assert (kept["question"], kept["author"]) == ("gửi xe chỗ nào, gọi [sđt]", "Máy editor")
    assert editor.get(QUESTIONS).json() == {"items": [kept], "total": 1}
    left = publisher.delete(QUESTIONS, params={"question": kept["question"]})
    assert left.json() == {"items": [], "total": 0}
    for unknown in (kept["question"], "", "gửi xe\n"):
        gone = publisher.delete(QUESTIONS, params={"question": unknown})
        assert kind_of_problem(gone) == (404, "unknown-question")
    assert kind_of_problem(publisher.delete(QUESTIONS, params={"question": "\0"}))[0] == 422
    for wrong, field in (({"key": "faq:khong-co"}, "key"), ({"question": "?!"}, "question")):
        assert fields(editor.put(QUESTIONS, json=wish | wrong)) == [field]


def test_only_who_publishes_gives_a_question_to_another_entry(
    editor: TestClient, publisher: TestClient
) -> None:
    """Else an editor could take away what stops a harmful publication."""
    wish = {"question": "gửi xe chỗ nào", "key": PARKING}
    moved = wish | {"key": "1.001193"}
    assert editor.put(QUESTIONS, json=wish).status_code == 200
    assert fields(editor.put(QUESTIONS, json=moved)) == ["question"]
    assert editor.put(QUESTIONS, json=wish).status_code == 200
    assert publisher.put(QUESTIONS, json=moved).json()["key"] == "1.001193"
