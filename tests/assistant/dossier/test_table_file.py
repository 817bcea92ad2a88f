import zipfile
from datetime import date, datetime
from pathlib import Path

import pytest
from openpyxl import Workbook

from assistant.dossier import table_file
from assistant.dossier.table_file import ImportFileError, read_rows


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
    assert [(number, cells[:3]) for number, cells in read_rows(file)] == [
        (1, ["Mã", None, None]),
        (3, ["912345678", "38090001234", date(2026, 11, 1)]),
        (4, [date(2026, 11, 2), "=1+1", "1.5"]),
    ]


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


def test_a_file_over_a_limit_is_not_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "a.csv"
    file.write_text("a\n" * 12)
    monkeypatch.setattr(table_file, "MOST_ROWS", 10)
    with pytest.raises(ImportFileError, match="tối đa 10 dòng"):
        read_rows(file)
    monkeypatch.setattr(table_file, "LARGEST_FILE", 20)
    with pytest.raises(ImportFileError, match="quá lớn"):
        read_rows(file)
