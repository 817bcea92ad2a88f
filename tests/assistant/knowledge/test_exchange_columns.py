from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.catalog.entry import Voice
from assistant.catalog.faq import FaqEntry
from assistant.knowledge.checking import parsed
from assistant.knowledge.exchange_book import export
from assistant.knowledge.exchange_columns import SHAPES, TOO_LONG, VERSION, data_of, read, text_of, texts_of
from assistant.knowledge.exchange_rows import written_rows
from assistant.spreadsheet.reading import Cell, Formula
from assistant.spreadsheet.writing import LONGEST_CELL
from tests.assistant.knowledge.conftest import umbrella

_BEGINNINGS = st.sampled_from(["", "=", "+", "-", "@", "'", "#", '"'])
ANY, PLAIN = (
    st.characters(codec="utf-8"),
    st.sampled_from("aăâbcdđeêghiklmnoôơpqrstuưvxyáàảãạ ẤỜ=+-@#;,:/'\"1 "),
)


def entries(letters: st.SearchStrategy[str]) -> st.SearchStrategy[FaqEntry]:
    """Entries of any words in such letters; their fields are the model's."""

    def words(least: int, most: int) -> st.SearchStrategy[str]:
        texts = st.builds(str.__add__, _BEGINNINGS, st.text(letters, min_size=least, max_size=most - 1))
        return texts.filter(lambda text: len(text.strip()) >= least)

    lines = st.lists(words(1, 40), max_size=3).map(tuple)
    source = st.fixed_dictionaries(
        {"title": words(1, 40)},
        optional={
            "decision_no": words(1, 20),
            "url": st.just("https://vbpl.vn/a?b=c&d"),
            "read_on": st.dates(),
        },
    )
    told = st.fixed_dictionaries(
        {
            "slug": st.from_regex(r"[a-z0-9]{1,9}(-[a-z0-9]{1,9}){0,3}", fullmatch=True),
            "theme": words(1, 30),
            "question": words(1, 60),
            "answer": words(20, 80),
            "aliases": lines,
            "procedures": st.lists(st.sampled_from(["1.001193", "2.000810", "3.000000"]), max_size=3),
            "elsewhere": st.booleans(),
            "valid_from": st.none() | st.dates(),
            "valid_to": st.none() | st.dates(),
            "examples": st.dictionaries(st.sampled_from(Voice), lines),
            "source": st.none() | source,
        }
    )
    return told.map(lambda told: FaqEntry.model_validate(told | {"own_practice": told["source"] is None}))


@given(entry=entries(ANY))
def test_what_is_exported_comes_back_exactly(entry: FaqEntry) -> None:
    (row,) = written_rows(export([(entry, 3)]))
    assert row.problems == ()
    assert read(VERSION, row.texts[VERSION]) == 3
    assert data_of(row.texts, entry) == (entry.model_dump(), [])


@given(entry=entries(PLAIN))
def test_an_entry_is_made_again_from_its_row_alone(entry: FaqEntry) -> None:
    (row,) = written_rows(export([(entry, 0)]))
    data, problems = data_of(row.texts, None)
    again = entry.model_copy(update={"examples": {v: q for v, q in entry.examples.items() if q}})
    assert (parsed(entry.key, data), problems) == (again, [])


@given(entry=entries(ANY), other=entries(PLAIN))
def test_a_cell_that_is_changed_changes_its_field_and_no_other(entry: FaqEntry, other: FaqEntry) -> None:
    texts = texts_of(entry, 0) | {"answer": texts_of(other, 0)["answer"]}
    data, _ = data_of(texts, entry)
    assert data == entry.model_dump() | {"answer": other.answer}


@pytest.mark.parametrize(
    ("path", "cell", "value"),
    [
        ("procedures", "1.00119", ("1.001190",)),
        ("procedures", "1.001193; 2.000815,\n1.000001 ", ("1.001193", "2.000815", "1.000001")),
        ("aliases", "một\r\n\n hai ", ("một", "hai")),
        ("own_practice", "Có", True),
        ("own_practice", "x", True),
        ("own_practice", "True", True),
        ("elsewhere", None, False),
        ("elsewhere", "KHÔNG", False),
        ("valid_from", date(2026, 7, 1), date(2026, 7, 1)),
        ("valid_from", "1/7/2026", date(2026, 7, 1)),
        ("valid_to", None, None),
        ("answer", "Tre\u0302n", "Trên"),
        (VERSION, "12", 12),
        (VERSION, None, None),
    ],
)
def test_cells_are_read_as_people_write_them(path: str, cell: Cell, value: Any) -> None:
    assert read(path, text_of(path, cell)) == value


@pytest.mark.parametrize(
    ("path", "cell", "why"),
    [
        ("answer", Formula(), "Không nhận công thức"),
        ("valid_from", Formula(), "Không nhận công thức"),
        ("source.decision_no", date(2025, 12, 1), "đã đổi ô này thành ngày"),
        ("valid_from", "2026-07-01", "dạng dd/mm/yyyy"),
        ("valid_from", "31/02/2026", "dạng dd/mm/yyyy"),
        ("elsewhere", "chắc thế", "Phải là “có” hoặc “không”"),
        (VERSION, "1.5", "đừng sửa cột này"),
        (VERSION, "9" * 20, "đừng sửa cột này"),
        ("examples.formal", f"thêm câu\n{TOO_LONG}", "sửa mục này trên bàn soạn"),
    ],
)
def test_what_cannot_be_read_says_why(path: str, cell: Cell, why: str) -> None:
    with pytest.raises(ValueError, match=why):
        read(path, text_of(path, cell))


def test_what_no_cell_holds_stays_as_it_is() -> None:
    long = umbrella(examples={"formal": tuple(f"{n} {'a' * 590}" for n in range(60))})
    assert sum(map(len, long.questions)) > LONGEST_CELL
    (row,) = written_rows(export([(long, 1)]))
    assert row.texts["examples.formal"] == TOO_LONG
    assert data_of(row.texts, long) == (long.model_dump(), [])


def test_a_source_without_anything_is_none() -> None:
    texts = texts_of(umbrella(source={"title": "Luật"}, own_practice=False), 0)
    known = parsed(umbrella().key, data_of(texts, None)[0])
    data, _ = data_of(texts | {"source.title": ""}, known)
    assert data["source"] is None
    data, _ = data_of(texts | {"source.title": "", "source.url": "https://a.vn"}, known)
    assert data["source"] == {"url": "https://a.vn"}


def test_every_field_of_an_entry_has_its_column() -> None:
    heads = {path.partition(".")[0] for path in SHAPES} - {VERSION}
    assert heads == set(FaqEntry.model_fields)
