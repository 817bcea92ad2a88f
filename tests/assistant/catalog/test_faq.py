import re
from collections import Counter
from datetime import date
from typing import Any

import pytest
import yaml
from pydantic import ValidationError

from assistant.catalog.catalog import Catalog
from assistant.catalog.entry import Voice
from assistant.catalog.faq import FaqEntry, FaqFile, is_faq
from assistant.clock import Clock
from assistant.settings import settings
from assistant.text.folding import same_wording

SOURCE = {"title": "Luật Cư trú", "decision_no": "68/2020/QH14"}
NEW_COMMUNES = date(2025, 7, 1)
"""Since that day there are no districts; what was read before it may no longer hold."""

NUMBER = re.compile(r"^(?:QĐ/)?\d+(?:/\d{4})?[-/][A-ZĐ]+\d*(?:-[A-ZĐa-z]+\d*)*$")


def test_an_entry_goes_by_its_slug_and_its_question(minimal_faq: dict[str, Any]) -> None:
    entry = FaqEntry.model_validate(minimal_faq | {"aliases": ["chỗ để xe"]})
    assert entry.key == "faq:gui-xe"
    assert entry.short_name == "Gửi xe ở đâu?"
    assert entry.names == ("Gửi xe ở đâu?", "chỗ để xe")


@pytest.mark.parametrize(
    ("key", "faq"), [("faq:gui-xe", True), ("1.001193", False), ("gui-xe", False), ("", False)]
)
def test_keys_of_the_faq_are_told_from_codes(key: str, faq: bool) -> None:
    assert is_faq(key) is faq


@pytest.mark.parametrize(
    ("slug", "valid"),
    [
        ("gui-xe", True),
        ("a", True),
        ("the-2024", True),
        ("x" * 60, True),
        ("x" * 61, False),
        ("Gui-xe", False),
        ("gửi-xe", False),
        ("gui_xe", False),
        ("gui--xe", False),
        ("-gui", False),
        ("gui-", False),
        ("gui xe", False),
        ("faq:gui-xe", False),
        ("", False),
    ],
)
def test_a_slug_is_small_letters_digits_and_hyphens(
    minimal_faq: dict[str, Any], slug: str, valid: bool
) -> None:
    assert _is_valid(minimal_faq | {"slug": slug}) is valid


@pytest.mark.parametrize(
    ("told", "valid"),
    [
        ({"own_practice": True}, True),
        ({"source": SOURCE, "own_practice": False}, True),
        ({"source": SOURCE, "own_practice": True}, False),
        ({"own_practice": False}, False),
    ],
    ids=["own practice", "source", "both", "neither"],
)
def test_an_answer_is_from_a_source_or_the_centres_own_practice(
    minimal_faq: dict[str, Any], told: dict[str, Any], valid: bool
) -> None:
    assert _is_valid(minimal_faq | told) is valid


@pytest.mark.parametrize(
    "wrong",
    [
        {"answer": "Ở trong sân."},
        {"answer": "x" * 501},
        {"answer": " " * 40},
        {"question": ""},
        {"question": "x" * 161},
        {"procedures": ["khai sinh"]},
        {"procedures": "1.001193"},
        {"source": {"title": "Luật", "url": "luat.vn"}, "own_practice": False},
        {"code": "1.001193"},
        {"examples": {"shouting": ["GỬI XE"]}},
    ],
    ids=str,
)
def test_what_breaks_the_schema_is_refused(minimal_faq: dict[str, Any], wrong: dict[str, Any]) -> None:
    assert _is_valid(minimal_faq)
    assert not _is_valid(minimal_faq | wrong)


def test_the_theme_comes_from_the_file_unless_an_entry_has_its_own(minimal_faq: dict[str, Any]) -> None:
    bare = {key: value for key, value in minimal_faq.items() if key != "theme"}
    own = bare | {"slug": "wifi", "theme": "Mạng"}
    first, second = FaqFile.model_validate({"theme": "Sân bãi", "entries": [bare, own]}).entries
    assert (first.theme, second.theme) == ("Sân bãi", "Mạng")


@pytest.mark.parametrize(
    "data",
    [
        {"entries": []},
        {"theme": "Sân bãi"},
        {"theme": "Sân bãi", "entries": 3},
        {"theme": "Sân bãi", "entries": ["gửi xe"]},
        {"theme": "Sân bãi", "entries": [], "read_on": "2026-07-01"},
        [],
        None,
    ],
    ids=str,
)
def test_a_file_of_another_shape_is_refused(data: object) -> None:
    with pytest.raises(ValidationError):
        FaqFile.model_validate(data)


def test_an_entry_cannot_be_changed(minimal_faq: dict[str, Any]) -> None:
    with pytest.raises(ValidationError, match="frozen"):
        FaqEntry.model_validate(minimal_faq).answer = "khác"  # type: ignore[misc]


def test_the_shipped_faq_has_at_least_150_entries(catalog: Catalog) -> None:
    assert len(catalog.faq) >= 150
    assert len({entry.theme for entry in catalog.faq}) >= 10


def test_each_shipped_entry_has_at_least_six_examples(catalog: Catalog) -> None:
    assert [entry.slug for entry in catalog.faq if len(entry.questions) < 6] == []
    voices = {Voice.FORMAL, Voice.COLLOQUIAL, Voice.NODIAC, Voice.TEENCODE, Voice.DIALECT}
    assert [entry.slug for entry in catalog.faq if not voices <= entry.examples.keys()] == []


def test_no_shipped_example_stands_twice_in_its_entry(catalog: Catalog) -> None:
    times = {entry.slug: Counter(map(same_wording, entry.questions)) for entry in catalog.faq}
    assert [(slug, text) for slug, seen in times.items() for text, n in seen.items() if n > 1] == []


def test_every_slug_of_the_files_is_an_entry_of_its_own(catalog: Catalog) -> None:
    files = sorted(settings().knowledge_dir.glob("faq/*.yaml"))
    contents = [yaml.load(file.read_text("utf-8"), yaml.CSafeLoader) for file in files]
    slugs = [entry["slug"] for content in contents for entry in content["entries"]]
    assert len(set(slugs)) == len(slugs)
    assert [entry.slug for entry in catalog.faq] == slugs


def test_no_two_shipped_questions_are_one(catalog: Catalog) -> None:
    times = Counter(same_wording(entry.question) for entry in catalog.faq)
    assert [question for question, n in times.items() if n > 1] == []


def test_every_shipped_source_can_be_found(catalog: Catalog) -> None:
    sources = {entry.slug: entry.source for entry in catalog.faq if entry.source}
    assert [slug for slug, source in sources.items() if not (source.decision_no or source.url)] == []
    numbers = {slug: s.decision_no for slug, s in sources.items() if s.decision_no}
    assert {slug: number for slug, number in numbers.items() if not NUMBER.match(number)} == {}
    assert len(sources) > 100


def test_a_shipped_address_says_when_it_was_read(catalog: Catalog) -> None:
    sources = {entry.slug: entry.source for entry in catalog.faq if entry.source}
    assert [slug for slug, source in sources.items() if source.url and not source.read_on] == []


def test_shipped_dates_hold(catalog: Catalog) -> None:
    today = Clock().now().date()
    read = {e.slug: e.source.read_on for e in catalog.faq if e.source and e.source.read_on}
    assert {slug: day for slug, day in read.items() if not NEW_COMMUNES <= day <= today} == {}
    turned = [e.slug for e in catalog.faq if e.valid_from and e.valid_to and e.valid_from > e.valid_to]
    assert turned == []


def _is_valid(data: dict[str, Any]) -> bool:
    try:
        FaqEntry.model_validate(data)
    except ValidationError:
        return False
    return True
