"""Writing tables to Excel: every cell a text, which Excel neither computes nor makes a day of."""

import io
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from assistant.spreadsheet.reading import tidy

LONGEST_CELL = 32_767
"""Characters that a cell of Excel takes."""
_AS_TYPED = "@"
_UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_LOOKS_COMPUTED = ("=", "+", "-", "@")
_HEADER_FONT = Font(bold=True, color="FFFFFF")
_HEADER_FILL = PatternFill("solid", fgColor="1F4E79")
_WRAPPED = Alignment(wrap_text=True, vertical="top")
_ROW_POINTS = 75
"""The height of a row: five lines."""
_LAST_ROW = 2001
"""The last row that offers the choices of its columns."""


@dataclass(frozen=True)
class Column:
    """A column's header and width in characters, and the texts to choose from, if only these may stand in it.

    What is typed into one that `keeps_typing` stays as it is: no number loses a nought, no day is guessed.
    """

    header: str
    width: int
    keeps_typing: bool = False
    choices: tuple[str, ...] = ()


def book_of(sheets: Iterable[tuple[str, Sequence[Column], Iterable[Sequence[str]]]]) -> bytes:
    """A workbook of sheets, each with its title, columns and rows of texts below the headers."""
    book = Workbook()
    book.remove(book.active)
    for title, columns, rows in sheets:
        _fill(book.create_sheet(title), columns, rows)
    book.save(written := io.BytesIO())
    return written.getvalue()


def writable(text: str) -> str:
    """The text as it is read again: tidy, and without the signs that no workbook holds."""
    return tidy(_UNWRITABLE.sub("", text))


def day_text(day: date | None) -> str:
    """A day as dd/mm/yyyy; nothing for none."""
    return f"{day:%d/%m}/{day.year:04}" if day else ""


def _fill(sheet: Worksheet, columns: Sequence[Column], rows: Iterable[Sequence[str]]) -> None:
    for number, column in enumerate(columns, 1):
        _prepare(sheet, get_column_letter(number), column)
        _write(sheet, 1, number, column.header, column)
        head = sheet.cell(1, number)
        head.font, head.fill = _HEADER_FONT, _HEADER_FILL
    for place, texts in enumerate(rows, 2):
        sheet.row_dimensions[place].height = _ROW_POINTS
        for number, (column, text) in enumerate(zip(columns, texts, strict=True), 1):
            _write(sheet, place, number, writable(text), column)
    sheet.freeze_panes = "B2"


def _prepare(sheet: Worksheet, letter: str, column: Column) -> None:
    dimension = sheet.column_dimensions[letter]
    dimension.width, dimension.alignment = column.width, _WRAPPED
    if column.keeps_typing:
        dimension.number_format = _AS_TYPED
    if column.choices:
        offered = DataValidation("list", formula1=f'"{",".join(column.choices)}"', allow_blank=True)
        offered.error = f"Chỉ nhận: {', '.join(column.choices)}"
        offered.errorTitle = column.header
        offered.showErrorMessage = True
        sheet.add_data_validation(offered)
        offered.add(f"{letter}2:{letter}{_LAST_ROW}")


def _write(sheet: Worksheet, row: int, column: int, text: str, kind: Column) -> None:
    cell = sheet.cell(row, column)
    if text:
        cell.value = text
        cell.data_type = "s"  # whatever it begins with
        # Else Excel takes it for a formula as soon as somebody edits the cell.
        cell.quotePrefix = text.startswith(_LOOKS_COMPUTED)
    cell.alignment = _WRAPPED
    if kind.keeps_typing:
        cell.number_format = _AS_TYPED
