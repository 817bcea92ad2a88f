"""Reading the rows of an Excel or CSV file that may be broken, huge or hostile."""

import csv
import io
import zipfile
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from pathlib import Path
from xml.etree.ElementTree import ParseError

import openpyxl
from openpyxl.utils.exceptions import InvalidFileException

from assistant.errors import LetanError

LARGEST_FILE = 10 * 2**20
"""Bytes."""
MOST_ROWS = 20_000
_LARGEST_UNPACKED = 100 * 2**20
_MOST_PARTS = 1000
_MOST_COLUMNS = 50

Cell = str | date | None
"""A day as Excel keeps it, or a text; numbers as the text of their digits."""


class ImportFileError(LetanError):
    """The file as a whole cannot be taken."""

    status = 422
    slug = "import-file-error"
    title = "Không đọc được tệp"


def read_rows(file: Path) -> list[tuple[int, list[Cell]]]:
    """The rows that are not empty, each with its number in the file, counted from 1.

    A formula stands as its text, which begins with "=".

    Raises:
        ImportFileError: missing, too large, neither xlsx nor CSV in UTF-8, or broken.
    """
    try:
        size = file.stat().st_size
        if size > LARGEST_FILE:
            raise ImportFileError(f"Tệp quá lớn: tối đa {LARGEST_FILE // 2**20} MB")
        rows = _excel(file) if file.suffix.lower() == ".xlsx" else _csv(file)
        return list(_limited(rows))
    except OSError as error:
        raise ImportFileError(f"Không mở được tệp: {error.strerror or error}") from error


def _limited(rows: Iterable[list[Cell]]) -> Iterator[tuple[int, list[Cell]]]:
    # One more for the headers; empty rows count, for a file can be long with nothing in it.
    for number, row in enumerate(rows, 1):
        if number > MOST_ROWS + 1:
            raise ImportFileError(f"Tệp quá dài: tối đa {MOST_ROWS} dòng")
        if any(cell is not None for cell in row):
            yield number, row


def _csv(file: Path) -> Iterator[list[Cell]]:
    try:
        text = file.read_text("utf-8-sig")
    except UnicodeDecodeError:
        raise ImportFileError("Tệp CSV phải lưu ở dạng “CSV UTF-8”") from None
    first = text.partition("\n")[0]
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=max(";,\t", key=first.count), strict=True)
    try:
        for row in reader:
            yield [cell.strip() or None for cell in row[:_MOST_COLUMNS]]
    except csv.Error as error:
        raise ImportFileError(f"Tệp CSV hỏng ở dòng {reader.line_num}") from error


def _excel(file: Path) -> Iterator[list[Cell]]:
    try:
        with zipfile.ZipFile(file) as parts:
            sizes = [part.file_size for part in parts.infolist()]
        # zipfile itself never unpacks more than the size that a part declares.
        if sum(sizes) > _LARGEST_UNPACKED or len(sizes) > _MOST_PARTS:
            raise ImportFileError("Tệp Excel quá lớn khi mở ra")
        # Formulas stay formulas (data_only would hide them behind the value that was last computed).
        book = openpyxl.load_workbook(file, read_only=True)
        try:
            sheet = book.worksheets[0]
            sheet.reset_dimensions()  # what the file says of itself may be wrong
            for row in sheet.iter_rows(max_col=_MOST_COLUMNS, values_only=True):
                yield [_cell(value) for value in row]
        finally:
            book.close()
    except (zipfile.BadZipFile, InvalidFileException, ParseError, KeyError, IndexError) as error:
        raise ImportFileError("Tệp Excel hỏng hoặc không phải .xlsx") from error
    except (ValueError, TypeError, AttributeError, EOFError, NotImplementedError, RuntimeError) as error:
        raise ImportFileError("Tệp Excel có nội dung không đọc được") from error


def _cell(value: object) -> Cell:
    match value:
        case None:
            return None
        case datetime():
            return value.date()
        case date():
            return value
        case bool():
            return str(value)
        case int():
            return str(value)
        case float():
            return str(int(value)) if value.is_integer() else str(value)
        case str():
            return value.strip() or None
        case _:
            return "="  # a formula over several cells is an object of its own
