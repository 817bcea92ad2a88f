"""The Excel pages: what is shown of a file, and that nothing is written but what was shown."""

import io
import re
import zipfile
from collections.abc import Callable
from html import unescape
from typing import Any

import pytest

from assistant.catalog.catalog import Catalog
from assistant.knowledge.version import State
from assistant.staff.roles import Role
from assistant.store.knowledge import SqlKnowledge
from assistant.store.uploads import SqlUploads
from tests.api.staff.conftest import Desk
from tests.assistant.knowledge.conftest import umbrella
from tests.assistant.knowledge.workbooks import changed, exchange_over, filled

CHESS = umbrella(slug="ban-co", question="Bàn cờ ở đâu?", examples={"formal": ("Bàn cờ để chỗ nào vậy em?",)})
REASON = "cập nhật từ tệp của phòng"


@pytest.fixture
def repository(assistant: Any) -> SqlKnowledge:
    return SqlKnowledge(assistant.database)


@pytest.fixture(autouse=True)
def _exchange(assistant: Any, repository: SqlKnowledge, catalog: Catalog) -> None:
    uploads = SqlUploads(assistant.database)
    assistant.exchange = exchange_over(catalog, repository, uploads, assistant.clock.now)


@pytest.fixture
def editor(logged_in: Callable[..., Desk]) -> Desk:
    return logged_in(Role.EDITOR)


def send(desk: Desk, content: bytes, name: str = "hỏi đáp.xlsx") -> Any:
    return desk.submit("/staff/excel", files={"file": (name, content)})


def press(desk: Desk, shown: Any, reason: str = REASON) -> Any:
    """Press the button of the page that was shown."""
    digest = re.search(r'name="shown" value="(\w+)"', shown.text)
    assert digest, shown.text
    return desk.submit("/staff/excel/apply", {"shown": digest[1], "reason": reason})


def words(page: Any) -> str:
    """The text of a page, as one line."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", page.text)).split())


def test_the_export_is_a_file_that_changes_nothing(editor: Desk, catalog: Catalog) -> None:
    file = editor.get("/staff/excel/export.xlsx")
    assert file.headers["content-disposition"] == 'attachment; filename="hoi-dap-2026-11-23.xlsx"'
    assert file.headers["x-content-type-options"] == "nosniff"
    shown = words(send(editor, file.content))
    assert f"Giữ nguyên: {len(catalog.faq)} dòng" in shown
    assert "Tệp này không có gì mới để nhập" in shown
    assert "Nhập tất cả" not in shown


def test_the_template_is_a_file_that_has_nothing(editor: Desk) -> None:
    file = editor.get("/staff/excel/template.xlsx")
    assert file.headers["content-type"].startswith("application/vnd.openxmlformats")
    assert "Thêm mới: 0 dòng" in words(send(editor, file.content))


def test_what_is_shown_is_imported_for_review(
    editor: Desk, repository: SqlKnowledge, catalog: Catalog
) -> None:
    row = 2 + [entry.slug for entry in catalog.faq].index("gui-xe")
    book = changed(editor.get("/staff/excel/export.xlsx").content, (row, "aliases", "bãi xe"))
    shown = send(editor, book)
    assert shown.status_code == 200
    assert f"{row} {catalog.faq[row - 2].question} gui-xe Thay đổi Tên gọi khác" in words(shown)
    assert repository.newest() == []
    done = press(editor, shown)
    assert (done.status_code, done.headers["location"]) == (
        303,
        "/staff/knowledge?state=review&told=imported",
    )
    (version,) = repository.newest()
    assert (version.key, version.state, version.reason) == ("faq:gui-xe", State.REVIEW, REASON)
    assert version.author.endswith("(nguoi0)")


def test_three_bad_rows_among_good_ones_let_nothing_in(editor: Desk, repository: SqlKnowledge) -> None:
    rows = [umbrella(slug=f"muc-{n}", question=f"Câu {n} là gì?", examples={}) for n in range(6)]
    bad = ((3, "answer", "Ngắn."), (5, "procedures", "9.999999"), (7, "answer", '=HYPERLINK("http://x","a")'))
    shown = send(editor, changed(filled(*rows), *bad))
    told = words(shown)
    assert "Từ chối: 3 dòng" in told
    assert "Thêm mới: 3 dòng" in told
    for why in (
        "Câu trả lời: Cần ít nhất 20 ký tự",
        "Không có thủ tục mã 9.999999",
        "Câu trả lời: Không nhận công thức",
    ):
        assert why in told
    assert "Nhập tất cả" not in told
    forced = editor.submit("/staff/excel/apply", {"shown": "0" * 64, "reason": REASON})
    assert forced.status_code == 409
    assert repository.newest() == []


def test_a_plan_with_refused_rows_cannot_be_forced(
    assistant: Any, editor: Desk, repository: SqlKnowledge
) -> None:
    send(editor, changed(filled(CHESS, umbrella()), (3, "answer", "Ngắn.")))
    digest = assistant.exchange.offered("Người 1 (nguoi0)").digest
    forced = editor.submit("/staff/excel/apply", {"shown": digest, "reason": REASON})
    assert forced.status_code == 422
    assert "chưa nhập dòng nào" in words(forced)
    assert repository.newest() == []


def bomb() -> bytes:
    made = io.BytesIO(filled(CHESS))
    with zipfile.ZipFile(made, "a", zipfile.ZIP_DEFLATED) as parts:
        parts.writestr("xl/sharedStrings.xml", b"0" * (41 * 2**20))
    return made.getvalue()


@pytest.mark.parametrize(
    ("make", "why"),
    [
        (lambda: b"%PDF-1.7 khong phai bang tinh", "hỏng hoặc không phải .xlsx"),
        (lambda: b"", "hỏng hoặc không phải .xlsx"),
        (lambda: "Mã mục;Chủ đề".encode(), "hỏng hoặc không phải .xlsx"),
        (lambda: b"0" * (6 * 2**20), "Tệp quá lớn: tối đa 5 MB"),
        (bomb, "quá lớn khi mở ra"),
        (lambda: changed(filled(CHESS), A1="Mã"), "Không có cột “Mã”"),
    ],
)
def test_a_file_that_cannot_be_taken_is_refused_with_words(
    editor: Desk, repository: SqlKnowledge, make: Callable[[], bytes], why: str
) -> None:
    refused = send(editor, make())
    assert refused.status_code == 422
    assert why in words(refused)
    assert 'type="file"' in refused.text
    assert repository.newest() == []


def test_fifty_megabytes_are_refused_with_a_page(editor: Desk) -> None:
    refused = send(editor, b"0" * (50 * 2**20))
    assert refused.status_code == 413
    assert refused.headers["content-type"].startswith("text/html")
    assert "Nội dung gửi lên quá lớn" in words(refused)


@pytest.mark.parametrize("form", [{}, {"files": {"other": ("a.xlsx", b"x")}}, {"files": {"file": ("", b"")}}])
def test_no_file_is_told(editor: Desk, form: dict[str, Any]) -> None:
    refused = editor.submit("/staff/excel", **form)
    assert refused.status_code == 422
    assert "chọn tệp .xlsx" in words(refused)


def test_a_reason_is_asked_for_with_the_plan_still_there(editor: Desk, repository: SqlKnowledge) -> None:
    shown = send(editor, filled(CHESS))
    refused = press(editor, shown, reason=" ")
    assert refused.status_code == 422
    assert "Cần ghi lý do" in words(refused)
    assert press(editor, refused).status_code == 303
    assert [version.key for version in repository.newest()] == [CHESS.key]


def test_what_changed_meanwhile_is_shown_again(
    editor: Desk, logged_in: Callable[..., Desk], repository: SqlKnowledge
) -> None:
    shown = send(editor, filled(CHESS, umbrella()))
    other = logged_in(Role.PUBLISHER)
    assert press(other, send(other, filled(umbrella(theme="Khác")))).status_code == 303
    refused = press(editor, shown)
    assert refused.status_code == 409
    assert "Đã có mục mang mã này" in words(refused)
    assert {version.key for version in repository.newest()} == {umbrella().key}


def test_pressing_twice_imports_once(editor: Desk, repository: SqlKnowledge) -> None:
    shown = send(editor, filled(CHESS))
    assert [press(editor, shown).status_code for _ in range(2)] == [303, 409]
    assert [version.number for version in repository.newest()] == [1]


def test_nobody_imports_the_file_of_another(
    editor: Desk, logged_in: Callable[..., Desk], repository: SqlKnowledge
) -> None:
    shown = send(editor, filled(CHESS))
    assert press(logged_in(Role.EDITOR), shown).status_code == 409
    assert repository.newest() == []


def test_markup_in_a_file_is_shown_as_text(editor: Desk) -> None:
    nasty = '<script>alert(1)</script><img src=x onerror="x">'
    shown = send(editor, filled(umbrella(question=nasty, theme=nasty)))
    assert "<script>alert" not in shown.text
    assert "<img" not in shown.text
    refused = send(editor, changed(filled(CHESS), AB1=nasty))
    assert "<script>alert" not in refused.text


def test_who_only_reads_sees_no_form_and_sends_none(logged_in: Callable[..., Desk]) -> None:
    viewer = logged_in(Role.VIEWER)
    assert "Xuất mọi mục" in words(viewer.get("/staff/excel"))
    assert 'type="file"' not in viewer.get("/staff/excel").text
    assert viewer.get("/staff/excel/export.xlsx").status_code == 200
    assert send(viewer, filled(CHESS)).status_code == 403


def test_a_forged_upload_is_refused(editor: Desk, repository: SqlKnowledge) -> None:
    files = {"file": ("a.xlsx", filled(CHESS))}
    forged = editor.post("/staff/excel", files=files, data={"csrf": "x"})
    assert forged.status_code == 403
