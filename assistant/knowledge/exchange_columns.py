"""The columns of a workbook of FAQ entries, and how the cells of a row and an entry become each other."""

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from assistant.catalog.entry import Voice
from assistant.catalog.faq import FaqEntry
from assistant.knowledge.checking import FieldProblem
from assistant.knowledge.field_names import field_name
from assistant.spreadsheet.reading import Cell, Formula, day_of
from assistant.spreadsheet.writing import LONGEST_CELL, day_text, writable

VERSION = "version"
YES, NO = "có", "không"
TOO_LONG = "(Nội dung dài hơn một ô Excel, anh/chị xem trên bàn soạn)"
"""Stands in a cell that cannot hold it all."""
_FLAGS = {
    "có": True,
    "x": True,
    "true": True,
    "1": True,
    "": False,
    "không": False,
    "false": False,
    "0": False,
}
_CUT_CODE = re.compile(r"\d\.\d{1,5}")
"""A code that Excel took for a number, and whose last noughts it dropped."""

Texts = Mapping[str, str]
"""What stands in each column of a row, by the field's path; nothing is an empty text."""


@dataclass(frozen=True)
class Shape:
    """How a value is written into a cell, and read from its text.

    `read` raises ValueError, told in Vietnamese. Days as Excel keeps them are refused unless `takes_days`.
    """

    write: Callable[[Any], str]
    read: Callable[[str], Any]
    takes_days: bool = False


def _lines(text: str) -> tuple[str, ...]:
    return tuple(line.strip() for line in text.split("\n") if line.strip())


def _codes(text: str) -> tuple[str, ...]:
    found = (code for code in re.split(r"[\s,;]+", text) if code)
    return tuple(code.ljust(8, "0") if _CUT_CODE.fullmatch(code) else code for code in found)


def _flag(text: str) -> bool:
    try:
        return _FLAGS[text.casefold()]
    except KeyError:
        raise ValueError(f"Phải là “{YES}” hoặc “{NO}”") from None


def _day(text: str) -> date | None:
    try:
        return day_of(text or None)
    except ValueError:
        raise ValueError("Phải là ngày dạng dd/mm/yyyy") from None


def _number(text: str) -> int | None:
    if text and not (text.isascii() and text.isdecimal() and len(text) < 9):
        raise ValueError("Phải là số như khi xuất, anh/chị đừng sửa cột này")
    return int(text) if text else None


TEXT = Shape(lambda value: value or "", lambda text: text or None)
LINES = Shape(lambda values: "\n".join(values or ()), _lines)
CODES = Shape(lambda values: "\n".join(values or ()), _codes)
FLAG = Shape(lambda value: YES if value else NO, _flag)
DAY = Shape(day_text, _day, takes_days=True)
NUMBER = Shape(lambda value: "" if value is None else str(value), _number)

SHAPES: Mapping[str, Shape] = {
    "slug": TEXT,
    "theme": TEXT,
    "question": TEXT,
    "answer": TEXT,
    "aliases": LINES,
    "procedures": CODES,
    "source.title": TEXT,
    "source.decision_no": TEXT,
    "source.url": TEXT,
    "source.read_on": DAY,
    "own_practice": FLAG,
    "elsewhere": FLAG,
    "valid_from": DAY,
    "valid_to": DAY,
    **{f"examples.{voice.value}": LINES for voice in Voice},
    VERSION: NUMBER,
}
"""The columns in their order, by the paths of their fields."""


def header_of(path: str) -> str:
    """What stands above the column of a field, and which item of it if the path goes on to one."""
    return "Phiên bản" if path == VERSION else field_name(path)


def texts_of(entry: FaqEntry, version: int) -> dict[str, str]:
    """What an entry writes into the cells of its row."""
    data = entry.model_dump() | {VERSION: version}
    texts = {path: _settled(shape.write(_part(data, path))) for path, shape in SHAPES.items()}
    return {path: text if len(text) <= LONGEST_CELL else TOO_LONG for path, text in texts.items()}


def text_of(path: str, cell: Cell) -> str:
    """The text of a cell that came in a file; raises ValueError, told in Vietnamese."""
    match cell:
        case None:
            return ""
        case str():
            return _settled(cell)
        case Formula():
            raise ValueError("Không nhận công thức hoặc lỗi Excel, chỉ nhận chữ")
        case date() if SHAPES[path].takes_days:
            return day_text(cell)
        case date():
            raise ValueError("Excel đã đổi ô này thành ngày; đặt dạng ô là Văn bản (Text) rồi gõ lại")


def data_of(texts: Texts, known: FaqEntry | None) -> tuple[dict[str, Any], list[FieldProblem]]:
    """The data of a row, as a form has it, and what in it cannot be read.

    Of a `known` entry only those fields are taken from the row whose cells are not as it would write
    them: what a cell cannot hold exactly stays as it was.
    """
    data = known.model_dump() if known else {}
    before = texts_of(known, 0) if known else {}
    problems = []
    for path, text in texts.items():
        if path == VERSION or text == before.get(path):
            continue
        try:
            _put(data, path, read(path, text))
        except ValueError as error:
            problems.append(FieldProblem(path, str(error)))
    return data, problems


def read(path: str, text: str) -> Any:
    """The value of a column from its text; raises ValueError, told in Vietnamese."""
    if TOO_LONG in text:
        raise ValueError("Ô này không giữ được hết nội dung, anh/chị sửa mục này trên bàn soạn")
    return SHAPES[path].read(text)


def _settled(text: str) -> str:
    return writable(unicodedata.normalize("NFC", text))


def _part(data: Mapping[str, Any], path: str) -> Any:
    head, _, rest = path.partition(".")
    value = data.get(head)
    return value.get(rest) if rest and value else None if rest else value


def _put(data: dict[str, Any], path: str, value: Any) -> None:
    """Set a part of the data; an empty text or part is left out, and a source of which nothing is given."""
    head, _, rest = path.partition(".")
    whole = dict(data.get(head) or {}) if rest else data
    name = rest or head
    if value or (not rest and value is not None):
        whole[name] = value
    else:
        whole.pop(name, None)
    if rest:
        given = any(part is not None for part in whole.values())
        data[head] = whole if given or head == "examples" else None
