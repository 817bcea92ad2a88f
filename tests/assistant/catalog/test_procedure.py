from typing import Any

import pytest
from pydantic import ValidationError

from assistant.catalog.procedure import Fact, Fee, Procedure, ProcedureFile, TimeLimit

GIVEN = {
    "documents": [{"name": "Tờ khai"}],
    "fee": [{"amount": 1000}],
    "time_limit": [{"unit": "day", "value": 3}],
    "authority": "Ủy ban nhân dân cấp xã",
    "steps": ["Nộp hồ sơ."],
    "conditions": ["Đủ tuổi."],
    "result": ["Giấy khai sinh"],
    "channels": ["in_person"],
    "online_level": "full",
    "legal_basis": ["60/2014/QH13"],
    "boundary_free": False,
}
FIELD_OF = {"fee": "fees", "time_limit": "time_limits"}


def test_a_procedure_of_which_nothing_is_known_is_one(minimal: dict[str, Any]) -> None:
    assert set(Procedure.model_validate(minimal).unknown) == set(Fact)


def test_the_table_here_gives_every_fact() -> None:
    assert set(GIVEN) == set(Fact)


@pytest.mark.parametrize("fact", Fact)
def test_a_fact_is_given_or_unknown_but_not_both(minimal: dict[str, Any], fact: Fact) -> None:
    given = {FIELD_OF.get(fact, str(fact)): GIVEN[fact]}
    others = {"unknown": [other for other in Fact if other is not fact]}
    assert Procedure.model_validate(minimal | given | others).unknown == tuple(others["unknown"])
    with pytest.raises(ValidationError, match=f"{fact}: give it, or name it in unknown"):
        Procedure.model_validate(minimal | given)
    with pytest.raises(ValidationError, match=f"{fact}: give it, or name it in unknown"):
        Procedure.model_validate(minimal | others)


@pytest.mark.parametrize(
    "wrong",
    [
        {"code": "1.00119"},
        {"code": "1.0011933"},
        {"code": "x.001193"},
        {"code": 1.001193},
        {"name": ""},
        {"plain_name": "   "},
        {"plain_name": "x" * 161},
        {"summary": "x" * 401},
        {"sumary": "misspelt"},
        {"related": ["khai sinh"]},
        {"source": {"title": "x"}},
        {"source": {"title": "x", "read_on": "2026-07-01", "url": "dichvucong.gov.vn"}},
        {"examples": {"shouting": ["KHAI SINH"]}},
        {"unknown": ["price"]},
    ],
    ids=str,
)
def test_what_breaks_the_schema_is_refused(minimal: dict[str, Any], wrong: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        Procedure.model_validate(minimal | wrong)


@pytest.mark.parametrize(
    ("fee", "valid"),
    [
        ({"amount": 1000}, True),
        ({"amount": 0, "free_reason": "Luật Trẻ em"}, True),
        ({"amount": 0}, False),
        ({"amount": 0, "free_reason": " "}, False),
        ({"amount": 1000, "free_reason": "Luật Trẻ em"}, False),
        ({"amount": -1}, False),
        ({"amount": 1000.5}, False),
        ({}, False),
    ],
    ids=str,
)
def test_free_is_what_costs_nothing_for_a_reason(fee: dict[str, Any], valid: bool) -> None:
    assert _is_valid(Fee, fee) is valid


@pytest.mark.parametrize(
    ("limit", "valid"),
    [
        ({"unit": "working_day", "value": 3}, True),
        ({"unit": "same_day"}, True),
        ({"unit": "same_day", "value": 1}, False),
        ({"unit": "day"}, False),
        ({"unit": "day", "value": 0}, False),
        ({"unit": "month", "value": 1}, False),
        ({"value": 3}, False),
    ],
    ids=str,
)
def test_a_time_limit_has_a_unit_and_the_value_it_needs(limit: dict[str, Any], valid: bool) -> None:
    assert _is_valid(TimeLimit, limit) is valid


def test_the_source_of_a_procedure_was_read(minimal: dict[str, Any]) -> None:
    with pytest.raises(ValidationError, match=r"source\.read_on is needed"):
        Procedure.model_validate(minimal | {"source": {"title": "Cổng Dịch vụ công quốc gia"}})


def test_a_procedure_goes_by_its_code_and_its_plain_name(minimal: dict[str, Any]) -> None:
    procedure = Procedure.model_validate(minimal | {"aliases": ["mẫu", "giấy mẫu"]})
    assert procedure.key == "1.000001"
    assert procedure.short_name == "làm việc mẫu"
    assert procedure.names == ("Thủ tục mẫu", "làm việc mẫu", "mẫu", "giấy mẫu")


def test_field_and_group_come_from_the_file_unless_an_entry_has_its_own(minimal: dict[str, Any]) -> None:
    bare = {key: value for key, value in minimal.items() if key not in ("field", "service_group")}
    own = bare | {"code": "1.000002", "service_group": "chung-thuc"}
    file = {"field": "Đất đai", "service_group": "dat-dai", "procedures": [bare, own]}
    first, second = ProcedureFile.model_validate(file).procedures
    assert (first.field, first.service_group) == ("Đất đai", "dat-dai")
    assert (second.field, second.service_group) == ("Đất đai", "chung-thuc")


def test_a_procedure_cannot_be_changed(minimal: dict[str, Any]) -> None:
    procedure = Procedure.model_validate(minimal)
    with pytest.raises(ValidationError, match="frozen"):
        procedure.summary = "khác"  # type: ignore[misc]


def _is_valid(model: type[Fee] | type[TimeLimit], data: dict[str, Any]) -> bool:
    try:
        model.model_validate(data)
    except ValidationError:
        return False
    return True
