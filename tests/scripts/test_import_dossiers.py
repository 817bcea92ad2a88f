"""`python -m scripts.import_dossiers` as the staff use it."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from openpyxl import load_workbook

from assistant.dossier.import_columns import COLUMNS
from assistant.settings import ROOT

GOOD = [
    "H56.12.34-251101-0012",
    "Đăng ký khai sinh",
    "Đã tiếp nhận",
    "01/11/2025",
    "20/11/2025",
    None,
    None,
    "0912345678",
]


@pytest.fixture
def run(tmp_path: Path):
    def command(*arguments: str) -> subprocess.CompletedProcess[str]:
        own = {"LETAN_DATA_DIR": str(tmp_path / "var"), "PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8"}
        own |= {"LETAN_DATABASE_URL": "", "LETAN_CLOCK": "2025-11-23T08:00:00+07:00"}
        return subprocess.run(
            [sys.executable, "-m", "scripts.import_dossiers", *arguments],
            cwd=tmp_path,
            env=os.environ | own,
            capture_output=True,
            text=True,
            encoding="utf-8",
            check=False,
        )

    return command


def fill(file: Path, *rows: list[object]) -> None:
    book = load_workbook(file)
    for row in rows:
        book.worksheets[0].append(row)
    book.save(file)


def test_the_template_is_filled_tried_and_brought_in(tmp_path: Path, run) -> None:
    file = tmp_path / "mau.xlsx"
    assert run("--template", "mau.xlsx").returncode == 0
    assert [cell.value for cell in load_workbook(file).worksheets[0][1]] == list(COLUMNS.values())
    fill(file, GOOD)

    tried = run("mau.xlsx", "--dry-run")
    brought = run("mau.xlsx")
    again = run("mau.xlsx")
    moved = run("mau.xlsx", "--centre", "muong-lat")

    assert (tried.returncode, tried.stderr) == (0, "")
    assert "1 thêm mới, 0 thay đổi, 0 giữ nguyên, 0 từ chối. Chưa ghi gì." in tried.stdout
    assert "1 thêm mới, 0 thay đổi, 0 giữ nguyên, 0 từ chối. Đã ghi." in brought.stdout
    assert "0 thêm mới, 0 thay đổi, 1 giữ nguyên, 0 từ chối. Đã ghi." in again.stdout
    assert "0 thêm mới, 1 thay đổi, 0 giữ nguyên, 0 từ chối. Đã ghi." in moved.stdout
    assert "0912345678" not in tried.stdout + brought.stdout
    assert (tmp_path / "var" / "dossier.key").stat().st_mode & 0o777 == 0o600


def test_what_is_refused_is_told_and_ends_with_1(tmp_path: Path, run) -> None:
    run("--template", "mau.xlsx")
    fill(tmp_path / "mau.xlsx", GOOD, ["H56", *GOOD[1:]])
    refused = run("mau.xlsx")
    assert refused.returncode == 1
    (line,) = [line for line in refused.stdout.splitlines() if line.split()[:2] == ["3", "H56"]]
    assert "từ chối" in line
    assert "Mã hồ sơ: không đúng dạng" in line
    assert "Chưa ghi gì." in refused.stdout

    nowhere = run("mau.xlsx", "--centre", "nowhere")
    assert (nowhere.returncode, nowhere.stdout) == (1, "")
    assert "nowhere" in nowhere.stderr

    broken = run("none.xlsx")
    assert (broken.returncode, broken.stdout) == (1, "")
    assert broken.stderr.startswith("Không mở được tệp")
