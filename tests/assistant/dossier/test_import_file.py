from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from openpyxl import Workbook

from assistant.dossier.code import DossierCode
from assistant.dossier.dossier import Dossier, DossierStatus, status_name
from assistant.dossier.import_columns import COLUMNS
from assistant.dossier.import_file import ImportReport, import_file
from assistant.dossier.register import Change, OnTime, RegisterEntry
from assistant.spreadsheet.reading import ImportFileError

TODAY = date(2026, 11, 23)
CODE = "H56.12.34-261101-0012"
ROW = {
    "code": CODE,
    "procedure": "Đăng ký khai sinh",
    "status": "Đang giải quyết",
    "received_on": "01/11/2026",
    "due_on": "20/11/2026",
    "finished_on": "",
    "note": "Gọi 0912345678",
    "phone": "0912 345 678",
    "personal_number": "038090001234",
}
ENTRY = RegisterEntry(
    Dossier(
        DossierCode(CODE),
        "Đăng ký khai sinh",
        DossierStatus.IN_PROGRESS,
        date(2026, 11, 1),
        date(2026, 11, 20),
        None,
        "Gọi [sđt]",
    ),
    "5678",
    "1234",
)


class Register:
    """Keeps entries in a dictionary."""

    def __init__(self) -> None:
        self.kept: dict[str, RegisterEntry] = {}
        self.centres: set[str] = set()

    def find(self, code: DossierCode, factor: str) -> Dossier | None:
        return None

    def preview(self, entries: Sequence[RegisterEntry], centre: str) -> list[Change]:
        def change(entry: RegisterEntry) -> Change:
            before = self.kept.get(entry.dossier.code)
            return Change.ADDED if not before else Change.UNCHANGED if before == entry else Change.CHANGED

        return [change(entry) for entry in entries]

    def save(self, entries: Sequence[RegisterEntry], centre: str) -> list[Change]:
        changes = self.preview(entries, centre)
        self.centres.add(centre)
        self.kept |= {entry.dossier.code: entry for entry in entries}
        return changes

    def on_time(self, centre: str, start: date, end: date) -> OnTime:
        return OnTime(0, 0, 0)


@pytest.fixture
def register() -> Register:
    return Register()


def csv(folder: Path, *rows: dict[str, str], headers: Sequence[str] = tuple(COLUMNS.values())) -> Path:
    lines = [headers, *([row.get(field, "") for field in COLUMNS] for row in rows)]
    file = folder / "hồ sơ.csv"
    file.write_text("\n".join(";".join(line) for line in lines), "utf-8-sig")
    return file


def bring(file: Path, register: Register, *, dry_run: bool = False) -> ImportReport:
    return import_file(file, register, "trieu-son", TODAY, dry_run=dry_run)


def test_a_good_row_is_added_then_unchanged_then_changed(tmp_path: Path, register: Register) -> None:
    for row, change in ((ROW, "added"), (ROW, "unchanged"), (ROW | {"status": "đã có kết quả"}, "changed")):
        report = bring(csv(tmp_path, row), register)
        assert [(o.row, o.code, o.change) for o in report.outcomes] == [(2, CODE, change)]
        assert (report.saved, report.refused) == (True, False)
    assert register.kept[CODE] == replace(ENTRY, dossier=replace(ENTRY.dossier, status=DossierStatus.DONE))
    assert register.centres == {"trieu-son"}


def test_excel_with_a_title_real_dates_numbers_and_columns_of_its_own(
    tmp_path: Path, register: Register
) -> None:
    book = Workbook()
    told = {
        "STT": 1,
        "SO HO SO": CODE,
        "Tên thủ tục": "Đăng ký khai sinh",
        "Tình trạng": "dang giai quyet",
        "Ngày tiếp nhận": date(2026, 11, 1),
        "Hạn trả": date(2026, 11, 20),
        "SĐT": 912345678,
        "CCCD": 38090001234,
        "Họ và tên": "Nguyễn Văn A",
    }
    for row in (["SỔ THEO DÕI HỒ SƠ"], list(told), list(told.values())):
        book.active.append(row)
    book.save(tmp_path / "a.xlsx")
    report = bring(tmp_path / "a.xlsx", register)
    assert register.kept == {CODE: replace(ENTRY, dossier=replace(ENTRY.dossier, note=None))}
    assert report.ignored_headers == ["STT", "Họ và tên"]
    assert report.outcomes[0].row == 3


def test_a_dry_run_tells_and_keeps_nothing(tmp_path: Path, register: Register) -> None:
    report = bring(csv(tmp_path, ROW), register, dry_run=True)
    assert [outcome.change for outcome in report.outcomes] == ["added"]
    assert (report.saved, register.kept) == (False, {})


def test_one_bad_row_keeps_all_out(tmp_path: Path, register: Register) -> None:
    report = bring(csv(tmp_path, ROW, ROW | {"code": "H56"}, ROW), register)
    assert [(o.row, o.change) for o in report.outcomes] == [(2, "added"), (3, "refused"), (4, "refused")]
    assert report.outcomes[2].reasons == ("mã hồ sơ đã có ở dòng 2",)
    assert (report.saved, register.kept) == (False, {})


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"code": "H56.12.34"}, "Mã hồ sơ: không đúng dạng"),
        ({"procedure": " "}, "Thủ tục: để trống"),
        ({"procedure": "x" * 501}, "Thủ tục: dài quá 500"),
        ({"note": "x" * 1001}, "Ghi chú: dài quá 1000"),
        ({"status": "bay"}, "Trạng thái: phải là một trong: đã tiếp nhận"),
        ({"status": "Đã có kết quả", "finished_on": "2026-11-02"}, "Ngày trả: phải là ngày dạng dd/mm/yyyy"),
        ({"received_on": ""}, "Ngày nhận: để trống"),
        ({"received_on": "31/02/2026"}, "Ngày nhận: phải là ngày"),
        ({"received_on": "01/11/26"}, "Ngày nhận: phải là ngày"),
        ({"received_on": "24/11/2026", "due_on": ""}, "Ngày nhận: ở tương lai"),
        ({"due_on": "31/10/2026"}, "Ngày hẹn trả: trước ngày nhận"),
        ({"due_on": "01/01/3026"}, "Ngày hẹn trả: phải là ngày"),
        ({"finished_on": "10/11/2026"}, "trạng thái chưa xong"),
        ({"status": "đã trả", "finished_on": "10/10/2026"}, "Ngày trả: trước ngày nhận"),
        ({"status": "đã trả", "finished_on": "24/11/2026"}, "Ngày trả: ở tương lai"),
        ({"phone": "5678"}, "Số điện thoại: không phải một số đầy đủ"),
        ({"phone": "3.8E+10"}, "Số điện thoại: không phải một số đầy đủ"),
        ({"personal_number": "038090001234 A"}, "Số định danh: không phải một số đầy đủ"),
        ({"phone": "", "personal_number": ""}, "thiếu cả số điện thoại và số định danh"),
        ({"procedure": "=HYPERLINK(1)"}, "Thủ tục: không nhận công thức"),
        ({"due_on": "=TODAY()"}, "Ngày hẹn trả: không nhận công thức"),
    ],
)
def test_a_bad_row_is_refused_with_its_reason(
    tmp_path: Path, register: Register, change: dict[str, str], why: str
) -> None:
    report = bring(csv(tmp_path, ROW | change), register)
    (outcome,) = report.outcomes
    assert outcome.change == "refused"
    assert why in "; ".join(outcome.reasons)
    assert register.kept == {}
    assert "38090001234" not in str(report)


@pytest.mark.parametrize("status", DossierStatus)
def test_every_status_can_be_written_with_and_without_marks(
    tmp_path: Path, register: Register, status: DossierStatus
) -> None:
    for written in (status_name(status), status_name(status).upper()):
        assert not bring(csv(tmp_path, ROW | {"status": written}), register).refused
        assert register.kept[CODE].dossier.status is status


@pytest.mark.parametrize(
    ("headers", "why"),
    [
        (["Tên", "Tuổi"], "Không thấy dòng tiêu đề"),
        (["Mã hồ sơ", "Thủ tục", "Số điện thoại"], "Thiếu cột “Trạng thái”, “Ngày nhận”"),
        (["Mã hồ sơ", "Thủ tục", "Trạng thái", "Ngày nhận"], "“Số điện thoại” hoặc “Số định danh”"),
        (["Mã hồ sơ", "Số hồ sơ", *list(COLUMNS.values())[1:]], "Có hai cột “Mã hồ sơ”"),
    ],
)
def test_a_table_without_its_columns_is_refused_whole(
    tmp_path: Path, register: Register, headers: list[str], why: str
) -> None:
    with pytest.raises(ImportFileError, match=why):
        bring(csv(tmp_path, ROW, headers=headers), register)


def test_a_card_number_in_the_code_column_is_not_repeated(tmp_path: Path, register: Register) -> None:
    report = bring(csv(tmp_path, ROW | {"code": "038090001234"}), register)
    assert report.outcomes[0].code == "[số định danh]"
