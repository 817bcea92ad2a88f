"""`python -m scripts.chat` as a person at a terminal uses it."""

import os
import subprocess
import sys
from pathlib import Path

from assistant.settings import ROOT
from assistant.store.database import migrate


def test_a_talk_in_the_terminal_keeps_the_conversation(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'letan.db'}"
    migrate(url)
    lines = ["giấy khai sinh cho cháu cần mang gì", "x" * 501, "còn lệ phí?", "", "not read"]
    own = {"LETAN_DATABASE_URL": url, "PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8"}

    talk = subprocess.run(
        [sys.executable, "-m", "scripts.chat"],
        cwd=ROOT,
        env=os.environ | own,
        input="\n".join(lines),
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=120,
        check=False,
    )

    assert talk.returncode == 0, talk.stderr
    assert "Traceback" not in talk.stderr
    documents, too_long, fee = talk.stdout.split("\n> ")[1:4]
    assert "Giấy chứng sinh" in documents
    assert "Nguồn: Quyết định 163/QĐ-BTP" in documents
    assert "[Lệ phí?]" in documents
    assert "dài quá 500 ký tự" in too_long
    assert "lệ phí đăng ký khai sinh" in fee
