"""Questions put to a draft, its checks, and the questions that are kept."""

from typing import Any

import pytest

from assistant.catalog.catalog import Catalog
from assistant.settings import settings
from tests.api.staff.conftest import Desk
from tests.api.staff.knowledge.conftest import BIRTH, PARKING, UMBRELLA, typed

TRY = "/staff/knowledge/try"
QUESTIONS = "/staff/knowledge/questions"
ASKED = "cho chú mượn cái ô che mưa ra xe với"


def test_a_question_is_answered_by_the_draft_beside_what_is_told(assistant: Any, editor: Desk) -> None:
    part = editor.submit(f"{TRY}?part=trial", UMBRELLA | {"ask": ASKED}).text
    now, then = part.split("Nếu đăng bản này")
    assert UMBRELLA["answer"] not in now
    assert UMBRELLA["answer"] in then
    assert "Trả lời luôn" in then
    assert "mục đang soạn" in then
    assert "Câu mẫu gần nhất: “" in then
    assert "Giống câu mẫu gần nhất về nghĩa: 0," in then
    assert then.count("<li>") == 10  # five candidates, five reasons
    assert assistant.knowledge.editing.history(PARKING)[-1].number == 0
    assert "<html" not in part


def test_a_draft_of_a_procedure_answers_too(editor: Desk, catalog: Catalog) -> None:
    draft = typed(catalog, BIRTH, summary="Khai sinh cho cháu nhỏ, lời mới.", ask="đăng ký khai sinh")
    now, then = editor.submit(f"{TRY}?part=trial", draft).text.split("Nếu đăng bản này")
    assert ("lời mới" in now, "lời mới" in then) == (False, True)


def test_collisions_and_near_questions_are_told_while_writing(editor: Desk, catalog: Catalog) -> None:
    taken = catalog.faq_entry(PARKING).questions[0]
    part = editor.submit(f"{TRY}?part=checks", UMBRELLA | {"examples-formal": taken}).text
    assert "Câu hỏi mẫu (trang trọng), mục 1" in part
    assert "Câu này đã thuộc mục “Gửi xe" in part
    assert f"“{taken}” thuộc mục" in part
    assert f'href="/staff/knowledge/{PARKING}"' in part


def test_near_questions_are_told_before_all_is_filled_in(editor: Desk, catalog: Catalog) -> None:
    taken = catalog.faq_entry(PARKING).questions[0]
    begun = {"kind": "faq", "question": taken, "answer": "", "key": ""}
    part = editor.submit(f"{TRY}?part=checks", begun).text
    assert "Chưa kiểm được hết" in part
    assert f"“{taken}” thuộc mục" in part
    assert "thuộc mục" not in editor.submit(f"{TRY}?part=checks", begun | {"question": ""}).text
    other_words = "Ở trung tâm có chỗ gửi xe máy không?"
    part = editor.submit(f"{TRY}?part=checks", begun | {"question": other_words}).text
    assert f'đang được trả lời bằng mục <a href="/staff/knowledge/{PARKING}"' in part


def test_without_a_script_the_whole_page_comes_back_as_it_was(editor: Desk) -> None:
    page = editor.submit(TRY, UMBRELLA | {"ask": ASKED, "reason": "ghi chú dở"}).text
    for kept in (
        UMBRELLA["answer"],
        'value="ghi chú dở"',
        f'value="{ASKED}"',
        'action="/staff/knowledge/new"',
    ):
        assert kept in page, kept
    assert "Nếu đăng bản này" in page
    assert "Không thấy gì vướng" in page


@pytest.mark.parametrize("part", ["", "?part=checks", "?part=trial"])
def test_what_cannot_be_read_yet_is_told(editor: Desk, part: str) -> None:
    told = editor.submit(TRY + part, UMBRELLA | {"answer": "ngắn", "ask": "<script>"})
    assert told.status_code == 200
    assert "Cần ít nhất 20 ký tự" in told.text
    assert "<script>\n" not in told.text


def test_a_question_without_words_asks_for_one(editor: Desk) -> None:
    assert "gõ một câu hỏi" in editor.submit(f"{TRY}?part=trial", UMBRELLA | {"ask": " "}).text


def test_nothing_is_tried_without_the_sessions_token(editor: Desk) -> None:
    assert editor.post(TRY, data=UMBRELLA).status_code == 403


def test_questions_are_kept_and_dropped(assistant: Any, editor: Desk, publisher: Desk) -> None:
    kept = editor.submit(QUESTIONS, {"question": "gọi số 0912345678 hỏi chỗ để xe", "key": PARKING})
    assert kept.headers["location"] == f"{QUESTIONS}?told=question-kept"
    (question,) = assistant.knowledge.editing.questions()
    assert "0912345678" not in question.question
    page = editor.get(QUESTIONS).text
    assert question.question in page
    assert "/questions/drop" not in page
    assert question.question in editor.get(f"/staff/knowledge/{PARKING}").text
    assert editor.submit(f"{QUESTIONS}/drop", {"question": question.question}).status_code == 403
    assert publisher.submit(f"{QUESTIONS}/drop", {"question": question.question}).status_code == 303
    assert assistant.knowledge.editing.questions() == []


@pytest.mark.parametrize(
    ("question", "key", "problem"),
    [
        ("?", PARKING, "Cần ghi câu hỏi"),
        ("để xe ở đâu", "faq:khong-co", "Không có mục này"),
        ("<script>" * 100, PARKING, "Chỉ được tối đa"),
    ],
)
def test_a_question_that_cannot_be_kept_is_shown_again(
    editor: Desk, question: str, key: str, problem: str
) -> None:
    told = editor.submit(QUESTIONS, {"question": question, "key": key})
    assert (told.status_code, problem in told.text) == (422, True)
    assert f'value="{key}"' in told.text
    assert "<script><" not in told.text


def test_the_answer_is_that_of_the_servers_centre(editor: Desk, catalog: Catalog) -> None:
    part = editor.submit(f"{TRY}?part=trial", UMBRELLA | {"ask": "xqzt wvkp"}).text
    assert catalog.centre(settings().centre).help_desk.split(",")[0].lower()[:6] in part.lower()
