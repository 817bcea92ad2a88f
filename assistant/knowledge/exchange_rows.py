"""Reading the rows of a workbook of FAQ entries, and holding each against what is there."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from openpyxl.utils import get_column_letter

from assistant.catalog.catalog import Catalog
from assistant.catalog.faq import FaqEntry, faq_key
from assistant.knowledge.checking import FieldProblem, InvalidEntry, parsed, problems_of
from assistant.knowledge.difference import differences
from assistant.knowledge.exchange_columns import SHAPES, VERSION, Texts, data_of, header_of, read, text_of
from assistant.knowledge.exchange_plan import PlannedRow, Result
from assistant.spreadsheet.reading import Cell, ImportFileError, Limits, read_excel
from assistant.text.folding import same_wording

LIMITS = Limits(size=5 * 2**20, unpacked=40 * 2**20, rows=2_000)
"""Far more than the knowledge of a province fills, and read within seconds."""
_PATHS = {same_wording(header_of(path)): path for path in SHAPES}


@dataclass(frozen=True)
class Known:
    """What is there of an entry: the newest version, and who wrote it."""

    content: FaqEntry
    number: int
    author: str


@dataclass(frozen=True)
class WrittenRow:
    """A row as it stands in the file; a cell that holds no text is empty, and a problem."""

    number: int
    texts: Texts
    problems: tuple[FieldProblem, ...]


def written_rows(data: bytes) -> list[WrittenRow]:
    """The rows of the first sheet below its headers.

    Raises:
        ImportFileError: it cannot be read, or its columns are not those of the template.
    """
    rows = read_excel(data, LIMITS)
    if not rows:
        raise ImportFileError("Trang đầu của tệp không có dòng nào")
    (_, headers), *below = rows
    columns = _columns(headers)
    return [_written(number, cells, columns) for number, cells in below]


def planned(
    row: WrittenRow,
    known: Known | None,
    earlier: Callable[[str, int], FaqEntry | None],
    catalog: Catalog,
) -> PlannedRow:
    """What becomes of a row by itself; `earlier` gives the versions that are not the newest."""
    version, start, problems = _origin(row, known, earlier)
    data, unread = data_of(row.texts, start)
    content, invalid = _content(row, data)
    problems = [*row.problems, *problems, *unread]
    problems += _not_of(problems, invalid)
    made = PlannedRow(row.number, row.texts["slug"], row.texts["question"], Result.ADDED, content=content)
    if problems or content is None:
        return made.refused(*problems)
    if known and content in (start, known.content):
        return replace(made, result=Result.UNCHANGED, content=known.content, based_on=known.number)
    problems = [*_conflict(known, version), *problems_of(content, catalog)]
    if known:
        changed = differences(known.content, content)
        made = replace(made, result=Result.CHANGED, differences=changed, based_on=known.number)
    return made.refused(*problems) if problems else made


def _not_of(cells: Sequence[FieldProblem], invalid: Sequence[FieldProblem]) -> list[FieldProblem]:
    """What is wrong with the values, but for what follows from cells that could not be read."""
    unread = {part for cell in cells for part in (cell.field, cell.field.partition(".")[0])}
    if "own_practice" in unread:
        unread.add("source")
    return [problem for problem in invalid if problem.field not in unread]


def _origin(
    row: WrittenRow, known: Known | None, earlier: Callable[[str, int], FaqEntry | None]
) -> tuple[int | None, FaqEntry | None, list[FieldProblem]]:
    """The version that the row was exported from, what it said, and what is wrong with it."""
    newest = known.content if known else None
    try:
        version: int | None = read(VERSION, row.texts[VERSION])
    except ValueError as error:
        return None, newest, [FieldProblem(VERSION, str(error))]
    if version is None or (known and version == known.number):
        return version, newest, []
    said = earlier(faq_key(row.texts["slug"]), version)
    if said is None:
        why = "Mục này không có phiên bản ấy; nếu là mục mới thì để trống ô này"
        return version, newest, [FieldProblem(VERSION, why)]
    return version, said, []


def _conflict(known: Known | None, version: int | None) -> list[FieldProblem]:
    if known is None or version == known.number:
        return []
    if version is None:
        why = "Đã có mục mang mã này; muốn sửa thì sửa trong tệp vừa xuất, có cột Phiên bản"
        return [FieldProblem("slug", why)]
    why = (
        f"Đã có người sửa sau khi xuất: {known.author} lưu phiên bản {known.number}; anh/chị xuất lại rồi sửa"
    )
    return [FieldProblem(VERSION, why)]


def _content(row: WrittenRow, data: Mapping[str, Any]) -> tuple[FaqEntry | None, tuple[FieldProblem, ...]]:
    try:
        content = parsed(faq_key(row.texts["slug"]), data)
    except InvalidEntry as error:
        return None, error.problems
    assert isinstance(content, FaqEntry)
    return content, ()


def _columns(headers: Sequence[Cell]) -> dict[int, str]:
    """The field of each column; raises ImportFileError unless every one of ours is there, and no other."""
    found = {i: str(header) for i, header in enumerate(headers) if header is not None}
    columns = {i: path for i, header in found.items() if (path := _PATHS.get(same_wording(header)))}
    paths = list(columns.values())
    unknown = [header[:60] for i, header in found.items() if i not in columns]
    twice = [header_of(path) for path in SHAPES if paths.count(path) > 1]
    missing = [header_of(path) for path in SHAPES if path not in paths]
    for why, named in (("Không có cột", unknown), ("Có hai cột", twice), ("Thiếu cột", missing)):
        if named:
            raise ImportFileError(f"{why} “{'”, “'.join(named)}”: anh/chị dùng đúng các cột của tệp mẫu")
    return columns


def _written(number: int, cells: Sequence[Cell], columns: Mapping[int, str]) -> WrittenRow:
    texts, problems = dict.fromkeys(SHAPES, ""), []
    for i, cell in enumerate(cells):
        path = columns.get(i, "")
        try:
            if path:
                texts[path] = text_of(path, cell)
            elif cell is not None:
                raise ValueError(f"Cột {get_column_letter(i + 1)} có nội dung mà không có tiêu đề")
        except ValueError as error:
            problems.append(FieldProblem(path, str(error)))
    return WrittenRow(number, texts, tuple(problems))
