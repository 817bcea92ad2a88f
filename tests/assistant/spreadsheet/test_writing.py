import io
import zipfile
from datetime import date

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.spreadsheet.reading import read_excel
from assistant.spreadsheet.writing import LONGEST_CELL, Column, book_of, day_text, writable

COLUMNS = [
    Column("Mã", 12, keeps_typing=True),
    Column("Lời", 40),
    Column("Có không", 10, choices=("có", "không")),
]
DANGEROUS = ["=1+1", "+84", "-1", "@SUM(A1)", "=cmd|' /C calc'!A0", "#REF!", "1.001190", "01/02/2026", "TRUE"]


def written(*rows: list[str]) -> bytes:
    return book_of([("Bảng", COLUMNS, rows), ("Khác", COLUMNS[:1], [["a"]])])


@given(text=st.text(max_size=60))
def test_every_text_comes_back_as_it_was(text: str) -> None:
    told = writable(text)
    assert writable(told) == told
    rows = read_excel(written([text, "lời", ""]))
    assert rows[1:] == [(2, [told or None, "lời"])]


@pytest.mark.parametrize("text", DANGEROUS)
def test_what_looks_computed_is_a_text(text: str) -> None:
    book = written([text, text, text])
    assert read_excel(book)[1] == (2, [text] * 3)
    with zipfile.ZipFile(io.BytesIO(book)) as parts:
        assert b"<f>" not in parts.read("xl/worksheets/sheet1.xml")
    sheet = openpyxl.load_workbook(io.BytesIO(book)).worksheets[0]
    assert {bool(cell.quotePrefix) for cell in sheet[2]} == {text[0] in "=+-@"}


def test_the_sheet_is_laid_out_for_reading() -> None:
    book = openpyxl.load_workbook(io.BytesIO(written(["a", "b", "có"])))
    sheet = book.worksheets[0]
    assert book.sheetnames == ["Bảng", "Khác"]
    assert (sheet.freeze_panes, sheet["A1"].font.bold, sheet["B2"].alignment.wrap_text) == ("B2", True, True)
    assert [sheet.column_dimensions[letter].width for letter in "ABC"] == [12, 40, 10]
    assert [sheet[f"{letter}2"].number_format for letter in "AB"] == ["@", "General"]
    (offered,) = sheet.data_validations.dataValidation
    assert (offered.formula1, str(offered.sqref)) == ('"có,không"', "C2:C2001")


def test_the_longest_cell_is_written_whole() -> None:
    assert read_excel(written(["", "x" * LONGEST_CELL, ""]))[1] == (2, [None, "x" * LONGEST_CELL])


@pytest.mark.parametrize(
    ("day", "text"), [(None, ""), (date(2026, 2, 1), "01/02/2026"), (date(999, 12, 31), "31/12/0999")]
)
def test_a_day_is_written_as_people_do(day: date | None, text: str) -> None:
    assert day_text(day) == text
