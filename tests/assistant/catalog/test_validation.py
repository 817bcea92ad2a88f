import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from assistant.catalog.catalog import Catalog
from assistant.catalog.faq import FaqEntry
from assistant.catalog.procedure import Procedure
from assistant.catalog.validation import main, problems
from assistant.settings import ROOT, settings


def found(catalog: Catalog, *procedures: dict[str, Any]) -> list[str]:
    """The problems of procedures in a catalog that has the shipped centres."""
    return list(problems(Catalog([Procedure.model_validate(p) for p in procedures], catalog.centres)))


def found_in_faq(catalog: Catalog, *entries: dict[str, Any]) -> list[str]:
    """The problems of FAQ entries beside the shipped procedures."""
    faq = [FaqEntry.model_validate(entry) for entry in entries]
    return list(problems(Catalog(catalog, catalog.centres, faq)))


def test_nothing_is_wrong_with_the_shipped_knowledge(catalog: Catalog) -> None:
    assert list(problems(catalog)) == []


def test_nothing_is_wrong_with_a_minimal_procedure(catalog: Catalog, minimal: dict[str, Any]) -> None:
    assert found(catalog, minimal) == []


@pytest.mark.parametrize(
    "office",
    [
        "UBND huyện Triệu Sơn",
        "Ủy ban nhân dân cấp huyện",
        "Uỷ ban nhân dân quận",
        "Công an thị xã",
        "Phòng Tư pháp",
        "cơ quan cấp huyện",
        "Chi cục Thuế huyện",
    ],
)
@pytest.mark.parametrize("place", ["summary", "note", "fee_note", "plain_name"])
def test_a_district_office_is_found(
    catalog: Catalog, minimal: dict[str, Any], office: str, place: str
) -> None:
    (problem,) = found(catalog, minimal | {place: f"Nộp tại {office}."})
    assert problem.startswith("1.000001: names an abolished district office: ")


@pytest.mark.parametrize(
    "change",
    [
        {"name": "Thủ tục cấp huyện cũ"},
        {"aliases": ["giấy do UBND huyện cấp"]},
        {"examples": {"formal": ["UBND huyện còn làm không?"]}},
        {"summary": "Nộp tại Ủy ban nhân dân cấp xã, huyện cũ không còn."},
    ],
    ids=["official name", "alias", "question", "the word alone"],
)
def test_citizens_and_old_papers_may_still_name_the_district(
    catalog: Catalog, minimal: dict[str, Any], change: dict[str, Any]
) -> None:
    assert found(catalog, minimal | change) == []


@pytest.mark.parametrize(
    ("note", "count"), [("Miễn phí.", 1), ("Được miễn phí hết", 1), ("Miễn lệ phí cho hộ nghèo.", 0)]
)
def test_free_without_an_amount_and_reason_is_found(
    catalog: Catalog, minimal: dict[str, Any], note: str, count: int
) -> None:
    wrong = found(catalog, minimal | {"fee_note": note})
    assert len(wrong) == count
    assert all("fee_note calls the procedure free" in problem for problem in wrong)


def test_free_with_a_reason_is_right(catalog: Catalog, minimal: dict[str, Any]) -> None:
    unknown = [fact for fact in minimal["unknown"] if fact != "fee"]
    fees = [{"amount": 0, "free_reason": "Luật Hộ tịch"}]
    assert found(catalog, minimal | {"fees": fees, "unknown": unknown, "fee_note": "Miễn phí."}) == []


def test_a_group_that_no_centre_serves_is_found(catalog: Catalog, minimal: dict[str, Any]) -> None:
    (problem,) = found(catalog, minimal | {"service_group": "thien-van"})
    assert problem == "1.000001: no centre serves the group 'thien-van'"


@pytest.mark.parametrize("related", ["1.999999", "1.000001"])
def test_a_related_procedure_that_is_none_is_found(
    catalog: Catalog, minimal: dict[str, Any], related: str
) -> None:
    (problem,) = found(catalog, minimal | {"related": [related]})
    assert problem == f"1.000001: related {related} is not another procedure of the catalog"


def test_diacritics_in_a_question_without_are_found(catalog: Catalog, minimal: dict[str, Any]) -> None:
    (problem,) = found(catalog, minimal | {"examples": {"nodiac": ["lam giấy", "lam giay"]}})
    assert "'lam giấy'" in problem


def test_a_question_of_two_procedures_is_found_whatever_its_form(
    catalog: Catalog, minimal: dict[str, Any]
) -> None:
    first = minimal | {"examples": {"formal": ["Cần giấy tờ gì?"]}}
    second = minimal | {"code": "1.000002", "examples": {"nodiac": ["can giay to gi"]}}
    (problem,) = found(catalog, first, second)
    assert problem == "1.000001, 1.000002: share the question 'can giay to gi'"


def test_nothing_is_wrong_with_a_minimal_faq_entry(catalog: Catalog, minimal_faq: dict[str, Any]) -> None:
    assert found_in_faq(catalog, minimal_faq) == []


@pytest.mark.parametrize("office", ["UBND huyện Triệu Sơn", "Công an thị xã", "Phòng Tư pháp", "cấp huyện"])
@pytest.mark.parametrize(
    ("answer", "count"),
    [
        ("Anh/chị hỏi {} giúp em ạ.", 1),
        ("Anh/chị hỏi {}, nơi đó còn nhận hồ sơ ạ.", 1),
        ("Nay không còn {} nữa, anh/chị nộp tại xã ạ.", 0),
        ("Việc trước đây của {} nay xã làm ạ.", 0),
        ("{} đã kết thúc hoạt động từ ngày 01/7/2025 ạ.", 0),
    ],
)
def test_a_faq_answer_names_a_district_office_only_as_one_that_is_gone(
    catalog: Catalog, minimal_faq: dict[str, Any], office: str, answer: str, count: int
) -> None:
    wrong = found_in_faq(catalog, minimal_faq | {"answer": answer.format(office)})
    assert len(wrong) == count
    assert all(problem.startswith("faq:gui-xe: names ") for problem in wrong)


@pytest.mark.parametrize(
    "change",
    [
        {"question": "UBND huyện còn làm không?"},
        {"aliases": ["giấy do UBND huyện cấp"]},
        {"examples": {"colloquial": ["lên Phòng Tư pháp được không"]}},
    ],
    ids=["question", "alias", "example"],
)
def test_citizens_may_ask_for_the_district(
    catalog: Catalog, minimal_faq: dict[str, Any], change: dict[str, Any]
) -> None:
    assert found_in_faq(catalog, minimal_faq | change) == []


@pytest.mark.parametrize(
    ("told", "count"),
    [
        ({"own_practice": True}, 1),
        ({"own_practice": False, "source": {"title": "Luật Cư trú", "decision_no": "68/2020/QH14"}}, 0),
    ],
    ids=["own practice", "source"],
)
def test_nothing_is_called_free_without_a_source(
    catalog: Catalog, minimal_faq: dict[str, Any], told: dict[str, Any], count: int
) -> None:
    wrong = found_in_faq(catalog, minimal_faq | {"answer": "Gửi xe trong sân được miễn phí ạ."} | told)
    assert wrong == ["faq:gui-xe: calls something free without a source"] * count


def test_a_faq_entry_leads_to_procedures_of_the_catalog(
    catalog: Catalog, minimal_faq: dict[str, Any]
) -> None:
    wrong = found_in_faq(catalog, minimal_faq | {"procedures": ["1.001193", "1.999999", "9.000000"]})
    assert wrong == [
        f"faq:gui-xe: {code} is no procedure of the catalog" for code in ("1.999999", "9.000000")
    ]


def test_diacritics_in_a_faq_question_without_are_found(
    catalog: Catalog, minimal_faq: dict[str, Any]
) -> None:
    (problem,) = found_in_faq(catalog, minimal_faq | {"examples": {"nodiac": ["gui xe ở dau"]}})
    assert problem == "faq:gui-xe: example without diacritics has some: 'gui xe ở dau'"


def test_a_question_of_a_procedure_and_a_faq_entry_is_found(
    catalog: Catalog, minimal: dict[str, Any], minimal_faq: dict[str, Any]
) -> None:
    procedure = Procedure.model_validate(minimal | {"examples": {"formal": ["Để xe chỗ nào?"]}})
    entry = FaqEntry.model_validate(minimal_faq | {"examples": {"nodiac": ["de xe cho nao"]}})
    (problem,) = problems(Catalog([procedure], catalog.centres, [entry]))
    assert problem == "1.000001, faq:gui-xe: share the question 'de xe cho nao'"


@pytest.fixture
def knowledge_dir(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Any:
    monkeypatch.setenv("LETAN_KNOWLEDGE_DIR", str(tmp_path))
    settings.cache_clear()
    yield tmp_path
    monkeypatch.undo()
    settings.cache_clear()


def test_the_command_is_content_with_the_shipped_knowledge(capsys: pytest.CaptureFixture[str]) -> None:
    assert settings().knowledge_dir == ROOT / "knowledge"
    assert main() == 0
    assert re.match(r"\d{3} procedures, \d{3} FAQ entries, all in order$", capsys.readouterr().out)


@pytest.mark.parametrize(
    ("change", "told"),
    [({"service_group": "thien-van"}, "no centre serves"), ({"code": "x"}, "procedures.0.code")],
    ids=["rule", "schema"],
)
def test_the_command_tells_what_is_wrong_and_fails(
    knowledge_dir: Path,
    minimal: dict[str, Any],
    capsys: pytest.CaptureFixture[str],
    change: dict[str, Any],
    told: str,
) -> None:
    (knowledge_dir / "procedures").mkdir()
    data = {"field": "Hộ tịch", "service_group": "ho-tich", "procedures": [minimal | change]}
    (knowledge_dir / "procedures" / "ho-tich.yaml").write_text(yaml.safe_dump(data), "utf-8")
    assert main() == 1
    assert told in capsys.readouterr().out


def test_the_command_checks_the_faq_too(
    knowledge_dir: Path, minimal_faq: dict[str, Any], capsys: pytest.CaptureFixture[str]
) -> None:
    (knowledge_dir / "faq").mkdir()
    data = {"theme": "Sân bãi", "entries": [minimal_faq | {"procedures": ["1.999999"]}]}
    (knowledge_dir / "faq" / "san-bai.yaml").write_text(yaml.safe_dump(data), "utf-8")
    assert main() == 1
    assert capsys.readouterr().out == "faq:gui-xe: 1.999999 is no procedure of the catalog\n"
