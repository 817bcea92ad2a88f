"""Reading the rows of an Excel or CSV file that may be broken, huge or hostile."""

import csv
import io
import logging
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

import openpyxl
from openpyxl.cell.cell import TYPE_ERROR, TYPE_FORMULA

from assistant.errors import LetanError

_LOG = logging.getLogger(__name__)
_MOST_PARTS = 1000
_CARRIAGE_RETURN = "_x000D_"
"""How Excel writes one that came from the clipboard."""


@dataclass(frozen=True)
class Limits:
    """How much of a file is taken: bytes as sent and as unpacked, rows below the headers, columns."""

    size: int = 10 * 2**20
    unpacked: int = 100 * 2**20
    rows: int = 20_000
    columns: int = 50


DEFAULT_LIMITS = Limits()


@dataclass(frozen=True)
class Formula:
    """What stands for a formula, its error, or anything else that is no text, number or day."""

    def __str__(self) -> str:
        return "=…"


Cell = str | date | Formula | None
"""A day as Excel keeps it, or a text; numbers as the text of their digits."""
Rows = list[tuple[int, list[Cell]]]
"""The rows that are not empty, up to their last cell that is not, each with its number in the file from 1."""


class ImportFileError(LetanError):
    """The file as a whole cannot be taken."""

    status = 422
    slug = "import-file-error"
    title = "Không đọc được tệp"


def read_rows(file: Path, limits: Limits = DEFAULT_LIMITS) -> Rows:
    """The rows of a file in Excel's form, or of one of another name as CSV.

    Raises:
        ImportFileError: missing, too large, neither xlsx nor CSV in UTF-8, or broken.
    """
    try:
        _small_enough(file.stat().st_size, limits)
        data = file.read_bytes()
    except OSError as error:
        raise ImportFileError(f"Không mở được tệp: {error.strerror or error}") from error
    return (
        read_excel(data, limits) if file.suffix.lower() == ".xlsx" else _limited(_csv(data, limits), limits)
    )


def read_excel(data: bytes, limits: Limits = DEFAULT_LIMITS) -> Rows:
    """The rows of the first sheet of a workbook; raises ImportFileError as `read_rows`."""
    _small_enough(len(data), limits)
    return _limited(_excel(data, limits), limits)


def day_of(cell: Cell) -> date | None:
    """The day that a cell holds, or a text of the form dd/mm/yyyy; raises ValueError."""
    match cell:
        case None | date():
            return cell
        case str():
            return datetime.strptime(cell.split()[0], "%d/%m/%Y").date()
        case Formula():
            raise ValueError("a formula")


def tidy(text: str) -> str:
    """The text of a cell without blanks around it, its line ends all alike."""
    return text.replace(_CARRIAGE_RETURN, "").replace("\r\n", "\n").replace("\r", "\n").strip()


def _small_enough(size: int, limits: Limits) -> None:
    if size > limits.size:
        raise ImportFileError(f"Tệp quá lớn: tối đa {limits.size // 2**20} MB")


def _limited(rows: Iterable[list[Cell]], limits: Limits) -> Rows:
    # One more for the headers; empty rows count, for a file can be long with nothing in it.
    taken = []
    for number, row in enumerate(rows, 1):
        if number > limits.rows + 1:
            raise ImportFileError(f"Tệp quá dài: tối đa {limits.rows} dòng")
        while row and row[-1] is None:
            row.pop()
        if row:
            taken.append((number, row))
    return taken


def _csv(data: bytes, limits: Limits) -> Iterator[list[Cell]]:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise ImportFileError("Tệp CSV phải lưu ở dạng “CSV UTF-8”") from None
    first = text.partition("\n")[0]
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=max(";,\t", key=first.count), strict=True)
    try:
        for row in reader:
            cells = [_text(cell) for cell in row[: limits.columns]]
            yield [Formula() if cell and cell.startswith("=") else cell for cell in cells]
    except csv.Error as error:
        raise ImportFileError(f"Tệp CSV hỏng ở dòng {reader.line_num}") from error


def _excel(data: bytes, limits: Limits) -> Iterator[list[Cell]]:
    try:
        _not_too_much_in(data, limits)
        # Formulas stay formulas (data_only would hide them behind the value that was last computed).
        book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, keep_links=False)
        try:
            sheet = book.worksheets[0]
            sheet.reset_dimensions()  # what the file says of itself may be wrong
            for row in sheet.iter_rows(max_col=limits.columns):
                yield [_cell(cell) for cell in row]
        finally:
            book.close()
    except ImportFileError:
        raise
    except Exception as error:
        _LOG.info("a workbook could not be read: %s", type(error).__name__)
        raise ImportFileError("Tệp Excel hỏng hoặc không phải .xlsx") from error


def _not_too_much_in(data: bytes, limits: Limits) -> None:
    with zipfile.ZipFile(io.BytesIO(data)) as parts:
        sizes = [part.file_size for part in parts.infolist()]
    # zipfile itself never unpacks more than the size that a part declares.
    if sum(sizes) > limits.unpacked or len(sizes) > _MOST_PARTS:
        raise ImportFileError("Tệp Excel quá lớn khi mở ra")


def _cell(cell: openpyxl.cell.read_only.ReadOnlyCell) -> Cell:
    # A text may begin with "=" and be none: only the type tells.
    if cell.data_type in {TYPE_FORMULA, TYPE_ERROR}:
        return Formula()
    match cell.value:
        case None:
            return None
        case datetime():
            return cell.value.date()
        case date():
            return cell.value
        case bool():
            return str(cell.value)
        case int():
            return str(cell.value)
        case float():
            return str(int(cell.value)) if cell.value.is_integer() else str(cell.value)
        case str():
            return _text(cell.value)
        case _:
            return Formula()


def _text(text: str) -> str | None:
    return tidy(text) or None
