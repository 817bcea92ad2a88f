from typing import Any

import pytest

from assistant.catalog.catalog import Catalog
from assistant.catalog.entry_rules import Rule
from assistant.knowledge import checking
from assistant.knowledge.checking import InvalidEntry, check, parsed
from tests.assistant.knowledge.conftest import umbrella

KEY = umbrella().key


def data(**changes: Any) -> dict[str, Any]:
    return umbrella().model_dump(mode="json") | changes


@pytest.mark.parametrize(
    ("changes", "field", "message"),
    [
        ({"answer": "Có."}, "answer", "Cần ít nhất 20 ký tự"),
        ({"question": "x" * 161}, "question", "Chỉ được tối đa 160 ký tự"),
        ({"own_practice": False}, "source", "Ghi nguồn, hoặc đánh dấu"),
        (
            {"source": {"title": "Luật", "url": "ftp://x"}, "own_practice": False},
            "source.url",
            "Không đúng dạng",
        ),
        ({"valid_from": "2026-13-01"}, "valid_from", "Ngày không đúng"),
        ({"color": "đỏ"}, "color", "Không có mục này"),
        ({"examples": {"sung": ["hỏi gì"]}}, "examples.sung", "Không nằm trong các lựa chọn"),
        ({"slug": "khac"}, "slug", "Mã của mục không đổi được"),
    ],
)
def test_what_does_not_fit_is_told_by_field(changes: dict[str, Any], field: str, message: str) -> None:
    with pytest.raises(InvalidEntry) as caught:
        parsed(KEY, data(**changes))
    (problem,) = caught.value.problems
    assert problem.field == field
    assert problem.message.startswith(message)
    assert caught.value.extensions["errors"] == [{"field": field, "message": problem.message}]


def test_a_missing_field_is_told() -> None:
    given = data()
    del given["answer"]
    with pytest.raises(InvalidEntry, match="Câu trả lời: Cần điền mục này"):
        parsed(KEY, given)


def test_a_fact_of_a_procedure_is_given_or_unknown(catalog: Catalog) -> None:
    given = catalog.procedure("1.001193").model_dump(mode="json") | {"steps": []}
    with pytest.raises(InvalidEntry, match="Các bước: Điền vào, hoặc ghi ở mục “Chưa rõ”"):
        parsed("1.001193", given)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"answer": "Anh/chị tới Phòng Tư pháp hỏi nhé ạ."}, "answer"),
        ({"answer": "Mượn ô hoàn toàn miễn phí anh/chị nhé."}, "answer"),
        ({"procedures": ["9.999999"]}, "procedures.0"),
        ({"examples": {"nodiac": ["muon o", "mượn ô"]}}, "examples.nodiac.1"),
        ({"valid_from": "2026-12-01", "valid_to": "2026-11-01"}, "valid_to"),
    ],
)
def test_the_rules_of_the_files_hold(catalog: Catalog, changes: dict[str, Any], field: str) -> None:
    with pytest.raises(InvalidEntry) as caught:
        check(parsed(KEY, data(**changes)), catalog)
    assert [problem.field for problem in caught.value.problems] == [field]


def test_another_entrys_question_is_refused_unless_that_is_silenced(catalog: Catalog) -> None:
    parking = catalog.faq_entry("faq:gui-xe")
    taken = umbrella(examples={"colloquial": (parking.questions[0].upper(),)})
    with pytest.raises(InvalidEntry, match=f"Câu này đã thuộc mục “{parking.question}”".replace("?", r"\?")):
        check(taken, catalog)
    check(taken, catalog.with_entries([], [parking.key]))


def test_every_rule_has_words_for_the_form() -> None:
    assert set(checking._RULES) == set(Rule)


def test_the_shipped_entries_pass(catalog: Catalog) -> None:
    for entry in [*list(catalog)[::40], *catalog.faq[::20]]:
        content = parsed(entry.key, entry.model_dump(mode="json"))
        assert content == entry
        check(content, catalog)
