import io
import zipfile
from contextlib import suppress
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook
from openpyxl.worksheet.formula import ArrayFormula

from assistant.spreadsheet.reading import (
    Formula,
    ImportFileError,
    Limits,
    day_of,
    read_excel,
    read_rows,
)


def workbook(file: Path, *rows: list[object]) -> Path:
    book = Workbook()
    for row in rows:
        book.active.append(row)
    book.save(file)
    return file


def test_excel_gives_texts_days_and_digits(tmp_path: Path) -> None:
    file = workbook(
        tmp_path / "a.xlsx",
        [" Mã ", "", None],
        [None, None, None],
        [912345678, 38090001234.0, datetime(2026, 11, 1, 8)],
        [date(2026, 11, 2), "=1+1", 1.5],
    )
    assert read_rows(file) == [
        (1, ["Mã"]),
        (3, ["912345678", "38090001234", date(2026, 11, 1)]),
        (4, [date(2026, 11, 2), Formula(), "1.5"]),
    ]


def test_only_a_formula_is_one_whatever_a_text_begins_with(tmp_path: Path) -> None:
    book = Workbook()
    told = ["=1+1", "+84 912", "-1", "@SUM(A1)", "=cmd|' /C calc'!A0"]
    book.active.append(told)
    for cell in book.active[1]:
        cell.data_type = "s"
    book.active.append([*("=1+1", "#REF!"), timedelta(hours=30)])
    book.active["D2"] = ArrayFormula("D2:D3", "=SUM(A1:A2)")
    book.save(tmp_path / "a.xlsx")
    assert read_rows(tmp_path / "a.xlsx") == [(1, told), (2, [Formula()] * 4)]


def test_a_text_that_csv_would_have_excel_compute_is_a_formula(tmp_path: Path) -> None:
    file = tmp_path / "a.csv"
    file.write_text("a;=1+1; =2\n", "utf-8")
    assert read_rows(file) == [(1, ["a", Formula(), Formula()])]


def test_line_ends_are_all_alike(tmp_path: Path) -> None:
    file = workbook(tmp_path / "a.xlsx", ["một_x000D_\nhai\r\nba\rbốn\n"])
    assert read_excel(file.read_bytes()) == [(1, ["một\nhai\nba\nbốn"])]


@pytest.mark.parametrize("cell", ["01/02/2026", "1/2/2026 08:30", date(2026, 2, 1)])
def test_a_day_is_one_however_it_is_kept(cell: str | date) -> None:
    assert day_of(cell) == date(2026, 2, 1)


@pytest.mark.parametrize("cell", ["31/02/2026", "2026-02-01", "hôm nay", Formula()])
def test_what_is_no_day_is_refused(cell: str | Formula) -> None:
    with pytest.raises(ValueError, match=r"."):
        day_of(cell)


@pytest.mark.parametrize("sign", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
def test_csv_is_read_with_its_own_sign_with_and_without_mark(
    tmp_path: Path, sign: str, encoding: str
) -> None:
    file = tmp_path / "a.csv"
    file.write_text(f'Mã hồ sơ{sign}Thủ tục\r\n"H56"{sign}"Khai{sign} sinh\nlại"\r\n\r\n', encoding)
    assert read_rows(file) == [(1, ["Mã hồ sơ", "Thủ tục"]), (2, ["H56", f"Khai{sign} sinh\nlại"])]


@pytest.mark.parametrize(
    ("name", "content", "why"),
    [
        ("a.csv", "Mã hồ sơ".encode("utf-16"), "UTF-8"),
        ("a.csv", b'"a', "dòng 1"),
        ("a.csv", b"a" * 200_000, "dòng 1"),
        ("a.xlsx", b"not a zip", "hỏng"),
        ("a.xlsx", b"", "hỏng"),
        ("a.xls", b"\xd0\xcf\x11\xe0", "UTF-8"),
    ],
)
def test_a_broken_file_says_why(tmp_path: Path, name: str, content: bytes, why: str) -> None:
    file = tmp_path / name
    file.write_bytes(content)
    with pytest.raises(ImportFileError, match=why):
        read_rows(file)


def test_a_missing_file_and_a_folder_say_why(tmp_path: Path) -> None:
    for file in (tmp_path / "none.csv", tmp_path):
        with pytest.raises(ImportFileError, match="Không mở được"):
            read_rows(file)


def test_a_zip_that_is_no_workbook_is_broken(tmp_path: Path) -> None:
    file = tmp_path / "a.xlsx"
    with zipfile.ZipFile(file, "w") as parts:
        parts.writestr("hello.txt", "hello")
    with pytest.raises(ImportFileError, match="hỏng"):
        read_rows(file)


def test_a_bomb_is_not_unpacked(tmp_path: Path) -> None:
    file = workbook(tmp_path / "a.xlsx", ["Mã"])
    with zipfile.ZipFile(file, "a", zipfile.ZIP_DEFLATED) as parts:
        parts.writestr("xl/sharedStrings.xml", b"0" * (101 * 2**20))
    assert file.stat().st_size < 2**20
    with pytest.raises(ImportFileError, match="quá lớn khi mở ra"):
        read_rows(file)


def test_an_entity_bomb_does_not_grow(tmp_path: Path) -> None:
    good, file = workbook(tmp_path / "good.xlsx", ["Mã"]), tmp_path / "a.xlsx"
    entities = "".join(f'<!ENTITY l{i} "{f"&l{i - 1};" * 10 if i else "lol" * 100}">' for i in range(10))
    with zipfile.ZipFile(good) as source, zipfile.ZipFile(file, "w") as parts:
        for name in source.namelist():
            content = source.read(name).decode()
            if name == "xl/worksheets/sheet1.xml":
                content = f'<?xml version="1.0"?><!DOCTYPE w [{entities}]>{content.replace(">Mã<", ">&l9;<")}'
                content = content.replace("<sheetData>", "<sheetData><row><c><v>&l9;</v></c></row>")
            parts.writestr(name, content)
    with pytest.raises(ImportFileError):
        read_rows(file)


def test_a_file_over_a_limit_is_not_read(tmp_path: Path) -> None:
    file = tmp_path / "a.csv"
    file.write_text("a\n" * 12)
    with pytest.raises(ImportFileError, match="tối đa 10 dòng"):
        read_rows(file, Limits(rows=10))
    with pytest.raises(ImportFileError, match="quá lớn"):
        read_rows(file, Limits(size=20))
    with pytest.raises(ImportFileError, match="quá lớn"):
        read_excel(b"0" * 21, Limits(size=20))


def test_rows_far_below_are_not_waited_for(tmp_path: Path) -> None:
    book = Workbook()
    book.active["A1048576"] = "xa"
    book.save(tmp_path / "a.xlsx")
    with pytest.raises(ImportFileError, match="tối đa 20000 dòng"):
        read_rows(tmp_path / "a.xlsx")


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    folder: Path = tmp_path_factory.mktemp("sound")
    return workbook(folder / "a.xlsx", ["Mã", 1, 1.5, date(2026, 11, 1)], ["=1+1", "khai sinh"]).read_bytes()


@given(data=st.data())
def test_a_damaged_workbook_is_read_or_refused_and_nothing_else(sound: bytes, data: st.DataObject) -> None:
    with zipfile.ZipFile(io.BytesIO(sound)) as source:
        parts = {name: bytearray(source.read(name)) for name in source.namelist()}
    part = parts[data.draw(st.sampled_from(sorted(parts)))]
    for _ in range(data.draw(st.integers(1, 6))):
        place = data.draw(st.integers(0, len(part) - 1))
        part[place : place + data.draw(st.integers(0, 9))] = data.draw(st.binary(max_size=9))
    with zipfile.ZipFile(made := io.BytesIO(), "w") as damaged:
        for name, content in parts.items():
            damaged.writestr(name, bytes(content))
    with suppress(ImportFileError):
        read_excel(made.getvalue())


@given(data=st.data())
def test_a_damaged_archive_is_read_or_refused_and_nothing_else(sound: bytes, data: st.DataObject) -> None:
    damaged = bytearray(sound)
    for place in data.draw(st.lists(st.integers(0, len(sound) - 1), min_size=1, max_size=8)):
        damaged[place] = data.draw(st.integers(0, 255))
    with suppress(ImportFileError):
        read_excel(bytes(damaged[: data.draw(st.integers(1, len(sound)))]))


@pytest.mark.parametrize("formula", ['"a', "SUM((A1)", "[x]'!A1", "1" * 9000])
def test_a_formula_that_cannot_be_parsed_breaks_nothing(tmp_path: Path, formula: str) -> None:
    """Of a shared formula the library reckons what it is in other cells, and may stumble."""
    good = workbook(tmp_path / "good.xlsx", ["=1", "=1"])
    with zipfile.ZipFile(good) as source, zipfile.ZipFile(made := io.BytesIO(), "w") as parts:
        for name in source.namelist():
            content = source.read(name).decode()
            if name == "xl/worksheets/sheet1.xml":
                shared = f'<f t="shared" si="0" ref="A1:B1">{formula}</f>', '<f t="shared" si="0"/>'
                for written in shared:
                    content = content.replace("<f>1</f>", written, 1)
            parts.writestr(name, content)
    with suppress(ImportFileError):
        assert read_excel(made.getvalue()) == [(1, [Formula(), Formula()])]
