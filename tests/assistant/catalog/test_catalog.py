import csv
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from assistant.catalog.catalog import Catalog, UnknownCentre, UnknownProcedure
from assistant.catalog.faq import FaqEntry
from assistant.catalog.loading import KnowledgeError
from assistant.catalog.procedure import Procedure
from assistant.settings import ROOT

MUST_COVER = ROOT.parent / "shared" / "catalog" / "must_cover.csv"


@pytest.fixture
def knowledge(tmp_path: Path, minimal: dict[str, Any], minimal_faq: dict[str, Any]) -> Callable[..., Path]:
    """Writes knowledge files, each with procedures of these codes or FAQ entries of these slugs."""

    def write(faq: dict[str, list[str]] | None = None, **files: list[str]) -> Path:
        (tmp_path / "procedures").mkdir()
        (tmp_path / "faq").mkdir()
        for name, slugs in (faq or {}).items():
            content = {"theme": "Sân bãi", "entries": [minimal_faq | {"slug": slug} for slug in slugs]}
            (tmp_path / "faq" / f"{name}.yaml").write_text(yaml.safe_dump(content), "utf-8")
        for name, codes in files.items():
            entries = [minimal | {"code": code} for code in codes]
            data = {"field": "Hộ tịch", "service_group": "ho-tich", "procedures": entries}
            (tmp_path / "procedures" / f"{name}.yaml").write_text(yaml.safe_dump(data), "utf-8")
        return tmp_path

    return write


def test_the_shipped_catalog_has_at_least_the_everyday_procedures(catalog: Catalog) -> None:
    assert len(catalog) >= 164
    assert len(catalog.centres) >= 1


@pytest.mark.skipif(not MUST_COVER.is_file(), reason="the list of what must be covered is not here")
def test_every_procedure_of_the_first_priority_is_there(catalog: Catalog) -> None:
    with MUST_COVER.open(encoding="utf-8", newline="") as file:
        wanted = {row["code"] for row in csv.DictReader(file) if row["priority"] == "1"}
    assert len(wanted) == 164
    assert wanted - {procedure.code for procedure in catalog} == set()


def test_files_are_read_in_the_order_of_their_names(knowledge: Callable[..., Path]) -> None:
    folder = knowledge(b=["1.000003"], a=["1.000002", "1.000001"])
    assert [p.code for p in Catalog.load(folder)] == ["1.000002", "1.000001", "1.000003"]


def test_procedures_come_before_the_faq(knowledge: Callable[..., Path]) -> None:
    catalog = Catalog.load(knowledge({"z": ["xe", "an"], "b": ["ve-sinh"]}, a=["1.000002", "1.000001"]))
    keys = ["1.000002", "1.000001", "faq:ve-sinh", "faq:xe", "faq:an"]
    assert [entry.key for entry in catalog.entries] == keys
    assert [entry.key for entry in catalog.faq] == keys[2:]
    assert (len(catalog), [procedure.code for procedure in catalog]) == (2, keys[:2])


def test_a_code_that_stands_twice_is_refused(knowledge: Callable[..., Path]) -> None:
    folder = knowledge(a=["1.000001", "1.000002"], b=["1.000001"])
    with pytest.raises(KnowledgeError, match=r"^1\.000001: stands 2 times$"):
        Catalog.load(folder)


def test_a_slug_that_stands_twice_is_refused(knowledge: Callable[..., Path]) -> None:
    folder = knowledge({"a": ["xe", "an"], "b": ["xe"]}, a=["1.000001"])
    with pytest.raises(KnowledgeError, match=r"^faq:xe: stands 2 times$"):
        Catalog.load(folder)


def test_a_folder_may_have_no_communes_and_a_wrong_one_is_named(knowledge: Callable[..., Path]) -> None:
    folder = knowledge(a=["1.000001"])
    assert len(Catalog.load(folder).communes) == 0
    source = {"title": "Danh mục"}
    (folder / "communes.yaml").write_text(yaml.safe_dump({"source": source, "communes": [{}]}), "utf-8")
    with pytest.raises(KnowledgeError, match=r"communes\.yaml:2: communes\.0\.code: "):
        Catalog.load(folder)


def test_a_faq_file_that_breaks_its_schema_is_named(knowledge: Callable[..., Path]) -> None:
    folder = knowledge({"a": ["Gửi xe"]})
    with pytest.raises(KnowledgeError, match=r"faq/a\.yaml:\d+: entries\.0\.slug: "):
        Catalog.load(folder)


def test_an_empty_folder_is_an_empty_catalog(tmp_path: Path) -> None:
    catalog = Catalog.load(tmp_path)
    assert (len(catalog), list(catalog), catalog.centres) == (0, [], ())
    assert (catalog.faq, catalog.entries) == ((), ())


def test_a_procedure_is_found_by_its_code(catalog: Catalog) -> None:
    assert "1.001193" in catalog
    assert catalog.procedure("1.001193").code == "1.001193"
    assert len(catalog) == len(list(catalog))


def test_an_entry_is_found_by_its_key(catalog: Catalog) -> None:
    assert [catalog.entry(entry.key) for entry in catalog.entries] == list(catalog.entries)
    assert [catalog.faq_entry(entry.key) for entry in catalog.faq] == list(catalog.faq)
    assert catalog.entry("1.001193") is catalog.procedure("1.001193")
    assert len({entry.key for entry in catalog.entries}) == len(catalog) + len(catalog.faq)


def test_an_entry_of_the_faq_is_no_procedure(catalog: Catalog) -> None:
    key = catalog.faq[0].key
    assert key not in catalog
    with pytest.raises(UnknownProcedure, match=key):
        catalog.procedure(key)


def test_what_is_not_there_is_said_by_name(catalog: Catalog) -> None:
    assert "9.999999" not in catalog
    with pytest.raises(UnknownProcedure, match=r"9\.999999") as no_procedure:
        catalog.procedure("9.999999")
    with pytest.raises(UnknownCentre, match="nowhere") as no_centre:
        catalog.centre("nowhere")
    with pytest.raises(UnknownProcedure, match="faq:nowhere"):
        catalog.entry("faq:nowhere")
    assert (no_procedure.value.status, no_centre.value.status) == (404, 404)


def test_only_what_is_in_force_may_be_told(minimal: dict[str, Any], minimal_faq: dict[str, Any]) -> None:
    ended = Procedure.model_validate(minimal | {"code": "1.000001", "valid_to": "2026-06-30"})
    coming = Procedure.model_validate(minimal | {"code": "1.000002", "valid_from": "2026-07-02"})
    always = Procedure.model_validate(minimal | {"code": "1.000003"})
    told = FaqEntry.model_validate(minimal_faq | {"valid_to": "2026-07-01"})
    catalog = Catalog([ended, coming, always], faq=[told])
    assert catalog.in_force(date(2026, 7, 1)) == {"1.000003", "faq:gui-xe"}
    assert catalog.in_force(date(2026, 7, 2)) == {"1.000002", "1.000003"}


def test_the_fingerprint_follows_the_content(minimal: dict[str, Any]) -> None:
    catalogs = [
        Catalog([Procedure.model_validate(minimal | change)])
        for change in ({}, {}, {"summary": "Khác."}, {"aliases": ["mẫu"]})
    ]
    first, same, other, another = (catalog.fingerprint for catalog in catalogs)
    assert first == same
    assert len({first, other, another}) == 3


def test_the_fingerprint_follows_the_faq_too(minimal_faq: dict[str, Any]) -> None:
    changes = ({}, {}, {"answer": "Anh/chị gửi xe ngoài cổng ạ."}, {"examples": {"asr": ["để xe ở đâu"]}})
    catalogs = [Catalog([], faq=[FaqEntry.model_validate(minimal_faq | change)]) for change in changes]
    first, same, other, another = (catalog.fingerprint for catalog in catalogs)
    assert first == same
    assert len({first, other, another, Catalog([]).fingerprint}) == 4


def test_with_entries_changes_adds_and_silences_and_leaves_the_first_as_it_was(
    minimal: dict[str, Any], minimal_faq: dict[str, Any]
) -> None:
    first = Catalog([Procedure.model_validate(minimal)], faq=[FaqEntry.model_validate(minimal_faq)])
    changed = Procedure.model_validate(minimal | {"summary": "Đã sửa."})
    added = FaqEntry.model_validate(minimal_faq | {"slug": "nuoc-uong"})
    second = first.with_entries([changed, added], ["faq:gui-xe"])
    assert second.procedure("1.000001").summary == "Đã sửa."
    assert [entry.key for entry in second.entries] == ["1.000001", "faq:gui-xe", "faq:nuoc-uong"]
    assert second.in_force(date(2026, 7, 1)) == {"1.000001", "faq:nuoc-uong"}
    assert second.has("faq:gui-xe")  # still to be looked up
    assert first.procedure("1.000001").summary == minimal["summary"]
    assert not first.has("faq:nuoc-uong")
    assert first.silenced == frozenset()


def test_what_is_silenced_is_not_told_though_it_can_be_looked_up(minimal: dict[str, Any]) -> None:
    catalog = Catalog([Procedure.model_validate(minimal)])
    assert catalog.told("1.000001") is catalog.procedure("1.000001")
    silent = catalog.with_entries([], ["1.000001"])
    assert silent.procedure("1.000001")
    for code in ("1.000001", "1.000002"):
        with pytest.raises(UnknownProcedure, match=code):
            silent.told(code)
