"""Workbooks as staff send them: an export or the template, changed by hand."""

import io
from collections.abc import Callable, Mapping
from datetime import datetime
from types import SimpleNamespace
from typing import Any

import openpyxl

from assistant.catalog.catalog import Catalog
from assistant.catalog.faq import FaqEntry
from assistant.knowledge.exchange import Exchange
from assistant.knowledge.exchange_book import template
from assistant.knowledge.exchange_columns import VERSION, header_of, texts_of
from assistant.knowledge.exchange_plan import PlannedRow
from tests.assistant.knowledge.conftest import NOW


def changed(book: bytes, *changes: tuple[int, str, Any], **cells: Any) -> bytes:
    """The workbook with other values in cells: by row and the path of a field, or by the cell's own name."""
    opened = openpyxl.load_workbook(io.BytesIO(book))
    sheet = opened.worksheets[0]
    places = {cell.value: cell.column for cell in sheet[1]}
    for row, path, value in changes:
        sheet.cell(row, places[header_of(path)]).value = value
    for place, value in cells.items():
        sheet[place].value = value
    opened.save(written := io.BytesIO())
    return written.getvalue()


def filled(*rows: FaqEntry | Mapping[str, Any]) -> bytes:
    """The template with rows of new entries, or of what stands in them by path, from the second row on."""
    changes = []
    for number, row in enumerate(rows, 2):
        texts = texts_of(row, 0) | {VERSION: None} if isinstance(row, FaqEntry) else row
        changes += [(number, path, value) for path, value in texts.items() if value]
    return changed(template(), *changes)


class Uploads:
    """Keeps files in a dictionary."""

    def __init__(self) -> None:
        self.kept: dict[str, tuple[bytes, datetime]] = {}

    def keep(self, author: str, data: bytes, at: datetime, since: datetime) -> None:
        self.kept = {who: (each, then) for who, (each, then) in self.kept.items() if then >= since}
        self.kept[author] = data, at

    def find(self, author: str, since: datetime) -> bytes | None:
        data, at = self.kept.get(author, (None, since))
        return data if at >= since else None

    def drop(self, author: str) -> None:
        self.kept.pop(author, None)


def exchange_over(
    catalog: Catalog, repository: Any, uploads: Any = None, now: Callable[[], datetime] = lambda: NOW
) -> Exchange:
    """Exports and imports where only the files' entries are told; nothing is searched."""
    knowledge: Any = SimpleNamespace(files=catalog, catalog=catalog, refresh=lambda: False)
    return Exchange(knowledge, repository, uploads or Uploads(), now)


def rows_of(exchange: Exchange, book: bytes) -> tuple[PlannedRow, ...]:
    """What becomes of a workbook's rows."""
    return exchange.offer(book, "Lan").rows


def only(exchange: Exchange, book: bytes) -> PlannedRow:
    """What becomes of a workbook's one row."""
    (row,) = rows_of(exchange, book)
    return row
