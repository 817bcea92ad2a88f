"""Bring dossiers from Excel or CSV into the register: `python -m scripts.import_dossiers FILE`."""

import argparse
import sys
from collections import Counter
from pathlib import Path

from openpyxl import Workbook

from assistant.catalog.catalog import Catalog
from assistant.clock import Clock
from assistant.dossier.dossier import DossierStatus, status_name
from assistant.dossier.import_columns import COLUMNS
from assistant.dossier.import_file import ImportReport, import_file
from assistant.dossier.secret import load_secret
from assistant.errors import LetanError
from assistant.settings import settings
from assistant.store.database import migrate, open_database
from assistant.store.dossiers import SqlDossiers

_NAMES = {"added": "thêm mới", "changed": "thay đổi", "unchanged": "giữ nguyên", "refused": "từ chối"}
_TEXT_FORMAT = "@"
_WIDTH = 24


def main() -> int:
    """Import, try out, or write the template; the exit status is 1 if anything was refused."""
    parser = argparse.ArgumentParser(prog="python -m scripts.import_dossiers")
    parser.add_argument("file", nargs="?", type=Path, help="tệp .xlsx hoặc .csv")
    parser.add_argument("--dry-run", action="store_true", help="chỉ kiểm tra, không ghi")
    parser.add_argument("--centre", default=settings().centre, help="mã trung tâm của các hồ sơ này")
    parser.add_argument("--template", type=Path, metavar="OUT.xlsx", help="ghi ra tệp mẫu")
    arguments = parser.parse_args()
    if arguments.template:
        write_template(arguments.template)
        print(f"Đã ghi tệp mẫu: {arguments.template}")
        return 0
    if arguments.file is None:
        parser.error("cần tên tệp, hoặc --template")
    try:
        report = _run(arguments.file, arguments.centre, dry_run=arguments.dry_run)
    except LetanError as error:
        print(error.detail, file=sys.stderr)
        return 1
    print(_table(report))
    return 1 if report.refused else 0


def write_template(file: Path) -> None:
    """An Excel file with the headers, and a second sheet with the states that may be written."""
    book = Workbook()
    sheet = book.active
    sheet.title = "Hồ sơ"
    sheet.append(list(COLUMNS.values()))
    for column, field in enumerate(COLUMNS, 1):
        dimension = sheet.column_dimensions[sheet.cell(1, column).column_letter]
        dimension.width = _WIDTH
        if field in {"phone", "personal_number"}:  # else Excel cuts the leading zero
            dimension.number_format = _TEXT_FORMAT
    states = book.create_sheet("Trạng thái")
    for status in DossierStatus:
        states.append([status_name(status)])
    book.save(file)


def _run(file: Path, centre: str, *, dry_run: bool) -> ImportReport:
    config = settings()
    known = Catalog.load(config.knowledge_dir).centre(centre).slug
    clock = Clock(config.clock)
    migrate(config.sqlalchemy_url)
    database = open_database(config.sqlalchemy_url)
    try:
        register = SqlDossiers(database, load_secret(config.dossier_key), clock.now)
        return import_file(file, register, known, clock.now().date(), dry_run=dry_run)
    finally:
        database.dispose()


def _table(report: ImportReport) -> str:
    lines = [f"{'Dòng':>5}  {'Mã hồ sơ':<27}  {'Kết quả':<10}  Lý do"]
    lines += [
        f"{o.row:>5}  {o.code[:27]:<27}  {_NAMES[o.change]:<10}  {'; '.join(o.reasons)}".rstrip()
        for o in report.outcomes
    ]
    if report.ignored_headers:
        lines.append(f"Không đọc các cột: {', '.join(report.ignored_headers)}")
    counts = Counter(outcome.change for outcome in report.outcomes)
    summary = ", ".join(f"{counts[change]} {name}" for change, name in _NAMES.items())
    state = "Đã ghi." if report.saved else "Chưa ghi gì."
    return "\n".join([*lines, f"{summary}. {state}"])


if __name__ == "__main__":
    sys.exit(main())
