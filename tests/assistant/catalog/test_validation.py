import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from assistant.catalog.catalog import Catalog
from assistant.catalog.centre import Centre, QueueRules
from assistant.catalog.commune import Commune, Communes
from assistant.catalog.faq import FaqEntry
from assistant.catalog.procedure import Procedure
from assistant.catalog.validation import main, problems
from assistant.settings import ROOT, settings


def plain_centres(catalog: Catalog, **changes: Any) -> list[Centre]:
    """The shipped centres without what leads to other parts of the catalog, and with these changes."""
    plain = {"queue": QueueRules(), "commune": None} | changes
    return [centre.model_copy(update=plain) for centre in catalog.centres]


def found(catalog: Catalog, *procedures: dict[str, Any]) -> list[str]:
    """The problems of procedures in a catalog that has the shipped centres."""
    return list(problems(Catalog([Procedure.model_validate(p) for p in procedures], plain_centres(catalog))))


def found_in_faq(catalog: Catalog, *entries: dict[str, Any]) -> list[str]:
    """The problems of FAQ entries beside the shipped procedures."""
    faq = [FaqEntry.model_validate(entry) for entry in entries]
    return list(problems(Catalog(catalog, plain_centres(catalog), faq)))


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
    (problem,) = problems(Catalog([procedure], plain_centres(catalog), [entry]))
    assert problem == "1.000001, faq:gui-xe: share the question 'de xe cho nao'"


def found_in_centres(catalog: Catalog, **changes: Any) -> list[str]:
    """The problems of the first shipped centre with these changes."""
    (centre, *_) = plain_centres(catalog, **changes)
    return [p.removeprefix(f"{centre.slug}: ") for p in problems(Catalog([], [centre], (), catalog.communes))]


def test_two_groups_of_a_prefix_and_two_counters_of_a_number_are_found(catalog: Catalog) -> None:
    (centre, *_) = catalog.centres
    groups = [group.model_copy(update={"prefix": "A"}) for group in centre.service_groups[:3]]
    counters = [counter.model_copy(update={"number": "1"}) for counter in centre.counters[:2]]
    assert found_in_centres(catalog, service_groups=groups, counters=counters) == [
        "3 service groups have the prefix 'A'",
        "2 counters have the number '1'",
    ]


def test_the_green_lane_names_procedures_of_the_catalog(catalog: Catalog) -> None:
    (problem,) = found_in_centres(catalog, queue=QueueRules(green_lane=("1.999999",)))
    assert problem == "green_lane 1.999999 is no procedure of the catalog"


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"commune": "99999"}, ["commune 99999 is none of the communes"]),
        ({"commune": "15664", "latitude": 20.5218, "longitude": 104.534}, ["lies 136 km from Xã Triệu Sơn"]),
        ({"commune": "15664", "latitude": 19.84, "longitude": 105.6}, []),
        ({"commune": "15664", "latitude": None, "longitude": None}, []),
    ],
    ids=["unknown", "far", "near", "nowhere"],
)
def test_a_centre_lies_in_its_commune(catalog: Catalog, change: dict[str, Any], told: list[str]) -> None:
    assert found_in_centres(catalog, **change) == told


def found_in_communes(*former_units: list[dict[str, Any]], name: str = "Xã {}") -> list[str]:
    """The problems of communes that were formed from these units of one district."""
    communes = [
        Commune.model_validate(
            {
                "code": f"{n:05}",
                "name": name.format(n),
                "latitude": 20,
                "longitude": 105,
                "former_units": [{"district": "Huyện Cũ"} | unit for unit in units],
            }
        )
        for n, units in enumerate(former_units)
    ]
    return list(problems(Catalog([], communes=Communes(communes))))


PART = {"name": "Xã Chia", "part": True}


@pytest.mark.parametrize(
    ("former_units", "told"),
    [
        (([{"name": "Xã Chia"}], [{"name": "Xã Khác"}]), []),
        (([PART | {"default": True}], [PART]), []),
        (([{"name": "Xã Chia"}], [{"name": "Xã Chia", "district": "Huyện Khác"}]), []),
        (([{"name": "Xã Chia"}], [{"name": "Xã Chia"}]), ["went whole to one commune, yet stands in 2"]),
        (([PART | {"default": True}],), ["several parts, one the default, are needed"]),
        (([PART], [PART]), ["several parts, one the default, are needed"]),
        (([PART | {"default": True}], [PART | {"default": True}]), ["several parts, one the default"]),
    ],
    ids=["whole", "split", "other district", "twice", "one part", "no default", "two defaults"],
)
def test_the_parts_of_a_former_unit_make_a_whole(
    former_units: tuple[list[dict[str, Any]], ...], told: list[str]
) -> None:
    wrong = found_in_communes(*former_units)
    assert len(wrong) == len(told)
    assert all(
        problem.startswith("Xã Chia, Huyện Cũ: ") and why in problem
        for problem, why in zip(wrong, told, strict=True)
    )


def test_two_communes_of_one_name_are_found() -> None:
    assert found_in_communes([], [], name="Xã Một") == ["Xã Một: 2 communes have this name"]


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
