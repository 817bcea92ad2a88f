"""Each fact that names a number or an address, held against the published record it was read from."""

import json
import re
from typing import Any

import pytest

from assistant.catalog.catalog import Catalog
from assistant.settings import ROOT

RECORDS = ROOT.parent / "shared" / "catalog" / "procedures.jsonl"
AMOUNT = re.compile(r"(\d[\d.,]*)\s*(?:Việt Nam Đồng|đồng|VNĐ|đ\b)", re.IGNORECASE)
DECREE = re.compile(r"\b\d+(?:\.\d+)?/\d{4}/[A-ZĐ][\w-]*")
MISPRINTED = {
    ("2.001035", "55/2015/NĐ-CP"): "55/2015/NĐ-về chính sách tín dụng",
    ("1.013159", "92/2005/QĐ-TTg"): "92/2005/QĐ TTg",
    ("2.000206", "146/2025/NĐ-CP"): "Nghị định 146/2025",
    ("2.001384", "146/2025/NĐ-CP"): "Nghị định 146/2025",
}
"""Numbers that a record misprints, and what it has instead."""

pytestmark = pytest.mark.skipif(not RECORDS.is_file(), reason="the published records are not here")


@pytest.fixture(scope="module")
def records(catalog: Catalog) -> dict[str, dict[str, Any]]:
    with RECORDS.open(encoding="utf-8") as file:
        entries = (json.loads(line) for line in file)
        return {entry["code"]: entry for entry in entries if entry["code"] in catalog}


@pytest.fixture(scope="module")
def told(catalog: Catalog) -> dict[str, str]:
    """All that is told of each procedure, its questions and other names left out."""
    return {p.code: p.model_dump_json(exclude={"examples", "aliases"}) for p in catalog}


def whole(record: dict[str, Any]) -> str:
    """The text of a record; a code in small letters is the same code."""
    return json.dumps(record, ensure_ascii=False).casefold()


def closed_up(text: str) -> str:
    """A text without its blanks: records put some inside numbers ("470 /QĐ-LĐTBXH")."""
    return re.sub(r"\s", "", text).casefold()


def amounts(text: str) -> set[int]:
    """The sums of money that a text names, in đồng."""
    return {int(re.sub(r"\D", "", number)) for number in AMOUNT.findall(text)}


def test_every_procedure_has_a_record(catalog: Catalog, records: dict[str, dict[str, Any]]) -> None:
    assert {procedure.code for procedure in catalog} - set(records) == set()


def test_every_fee_stands_in_its_record(catalog: Catalog, records: dict[str, dict[str, Any]]) -> None:
    invented = [
        (procedure.code, fee.amount)
        for procedure in catalog
        for fee in procedure.fees
        if fee.amount not in amounts(str(records[procedure.code]["fee"])) and not fee.free_reason
    ]
    assert invented == []


def test_every_amount_that_is_mentioned_stands_in_the_record(
    told: dict[str, str], records: dict[str, dict[str, Any]]
) -> None:
    invented = {code: amounts(text) - amounts(whole(records[code])) for code, text in told.items()}
    assert {code: found for code, found in invented.items() if found} == {}
    assert any(amounts(text) for text in told.values())


def test_no_amount_is_told_where_the_record_gives_none(
    catalog: Catalog, records: dict[str, dict[str, Any]]
) -> None:
    assert {record["fee_flag"] for record in records.values()} >= {"ok", "none", "blank_amount_with_note"}
    guessed = [
        procedure.code
        for procedure in catalog
        if records[procedure.code]["fee_flag"] != "ok" and any(not fee.free_reason for fee in procedure.fees)
    ]
    assert guessed == []


@pytest.mark.parametrize("field", ["decision_no", "url"])
def test_every_source_stands_in_its_record(
    catalog: Catalog, records: dict[str, dict[str, Any]], field: str
) -> None:
    sources = {p.code: value for p in catalog if (value := getattr(p.source, field))}
    wrong = {
        code: value
        for code, value in sources.items()
        if closed_up(value) not in closed_up(str(records[code][field]))
    }
    assert wrong == {}
    assert len(sources) > 100


def test_a_source_that_the_record_has_is_not_left_out(
    catalog: Catalog, records: dict[str, dict[str, Any]]
) -> None:
    missing = [
        procedure.code
        for procedure in catalog
        if bool(records[procedure.code]["decision_no"]) != bool(procedure.source.decision_no)
        or bool(records[procedure.code]["url"]) != bool(procedure.source.url)
    ]
    assert missing == []


def test_every_legal_basis_stands_in_its_record(catalog: Catalog, records: dict[str, dict[str, Any]]) -> None:
    given = {(procedure.code, law) for procedure in catalog for law in procedure.legal_basis}
    invented = {(code, law) for code, law in given if closed_up(law) not in closed_up(whole(records[code]))}
    assert invented - MISPRINTED.keys() == set()


def test_every_decree_that_is_mentioned_stands_in_the_record(
    told: dict[str, str], records: dict[str, dict[str, Any]]
) -> None:
    mentioned = {(code, law) for code, text in told.items() for law in DECREE.findall(text)}
    absent = {(code, law) for code, law in mentioned if closed_up(law) not in closed_up(whole(records[code]))}
    assert absent == MISPRINTED.keys()
    assert all(text.casefold() in whole(records[code]) for (code, _), text in MISPRINTED.items())
    assert len(mentioned) > 100


def test_every_time_limit_stands_in_its_record(catalog: Catalog, records: dict[str, dict[str, Any]]) -> None:
    invented = [
        (procedure.code, limit.value)
        for procedure in catalog
        for limit in procedure.time_limits
        if limit.value and not re.search(rf"(?<!\d)0*{limit.value}(?!\d)", whole(records[procedure.code]))
    ]
    assert invented == []
