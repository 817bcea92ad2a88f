"""The record as the desk shows it, and as a file."""

import csv
import io
import re
from collections.abc import Callable
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest

from api.staff.audit_words import DEED_NAMES, OF_ENTRIES, changes, difference_address
from assistant.catalog.catalog import Catalog
from assistant.staff.audit import Deed, Record
from assistant.staff.roles import Role
from assistant.store.audit import note
from tests.api.staff.conftest import NOW, Desk

OURS, THEIRS = "trieu-son", "hac-thanh"
PARKING = "faq:gui-xe"
YEAR_LATER = NOW + timedelta(days=365)


@pytest.fixture
def assistant(assistant: Any, catalog: Catalog) -> Any:
    assistant.knowledge.knowledge = SimpleNamespace(files=catalog)
    return assistant


@pytest.fixture
def wrote(assistant: Any) -> Callable[..., None]:
    """Writes records, a year after what the test's people do to log in."""

    def write(*records: Record) -> None:
        with assistant.database.begin() as connection:
            for record in records:
                note(connection, record)

    return write


@pytest.fixture
def chief(logged_in: Callable[..., Desk]) -> Desk:
    return logged_in(Role.ADMINISTRATOR)


def record(deed: Deed = Deed.DRAFTED, subject: str = PARKING, who: str = "Lan (lan)", **more: Any) -> Record:
    return Record(YEAR_LATER, who, deed, subject, **more)


def rows(desk: Desk, query: str = "") -> list[str]:
    """The text of each row of the table."""
    page = desk.get(f"/staff/audit?from=23/11/2027&{query}")
    assert page.status_code == 200
    body = page.text.partition("<tbody>")[2].partition("</tbody>")[0]
    return [" ".join(re.sub("<[^>]*>", " ", row).split()) for row in body.split("</tr>")[:-1]]


def file(desk: Desk, query: str = "") -> list[list[str]]:
    got = desk.get(f"/staff/audit/file.csv?from=23/11/2027&{query}")
    assert got.status_code == 200
    assert got.headers["content-type"] == "text/csv; charset=utf-8"
    assert re.fullmatch(r'attachment; filename="nhat-ky-[\d-]+\.csv"', got.headers["content-disposition"])
    assert got.text.startswith("\ufeff")
    return list(csv.reader(io.StringIO(got.text[1:])))


def test_a_record_is_told_in_words_with_the_way_to_what_changed(
    chief: Desk, wrote: Callable[..., None]
) -> None:
    wrote(
        record(before={"version": 2}, after={"version": 3, "state": "draft"}, reason="hay hỏi"),
        record(
            Deed.PUBLISHED,
            before={"version": None, "silenced": True},
            after={"version": 3, "silenced": False, "override": "câu cũ bỏ"},
        ),
    )
    published, drafted = rows(chief)
    assert "23/11/2027 08:00" in drafted
    assert "Lan (lan) Lưu bản nháp" in drafted
    assert f"({PARKING}) Phiên bản: từ 2 thành 3 Tình trạng: bản nháp Xem khác biệt hay hỏi" in drafted
    assert "Phiên bản: từ bản trong tệp thành 3 Đang tắt: từ có thành không" in published
    assert "“câu cũ bỏ”" in published
    text = chief.get("/staff/audit").text
    assert f'href="/staff/knowledge/{PARKING}/difference?before=2&amp;after=3"' in text
    assert f'href="/staff/knowledge/{PARKING}/difference?before=0&amp;after=3"' in text
    assert f'href="/staff/knowledge/{PARKING}"' in text


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("who=minh", {"tài khoản"}),
        ("subject=GUI-XE", {"nháp", "đăng"}),
        ("deed=published", {"đăng"}),
        ("deed=nonsense", {"nháp", "đăng", "tài khoản"}),
        ("to=23/11/2027", {"nháp", "đăng", "tài khoản"}),
        ("to=22/11/2027", set()),
        ("who=%25", set()),
        ("who=lan&deed=drafted&subject=gui", {"nháp"}),
    ],
)
def test_the_record_is_filtered(chief: Desk, wrote: Callable[..., None], query: str, found: set[str]) -> None:
    wrote(
        record(reason="nháp"),
        record(Deed.PUBLISHED, reason="đăng"),
        record(Deed.ACCOUNT_MADE, "hoa", "Minh (minh)", reason="tài khoản"),
    )
    assert {word for row in rows(chief, query) for word in found if row.endswith(word)} == found
    assert {line[-1] for line in file(chief, query)[1:]} == found


def test_what_is_no_day_is_said_to_be_none(chief: Desk) -> None:
    for query in ("from=2026-11-23", "to=31/02/2026", "from=hôm qua", "to=31/12/9999", "from=01/01/0001"):
        refused = chief.get(f"/staff/audit?{query}")
        assert refused.status_code == 422
        assert "Ngày chưa đúng" in refused.text
        assert chief.get(f"/staff/audit/file.csv?{query}", follow_redirects=False).status_code == 303


def test_older_records_are_a_page_further(
    chief: Desk, wrote: Callable[..., None], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("api.staff.audit.PER_PAGE", 2)
    monkeypatch.setattr("api.staff.audit._AT_ONCE", 2)
    wrote(*(record(reason=f"lần {time}") for time in range(5)))
    query, seen = "who=lan", []
    for _ in range(3):
        seen += [row[-5:] for row in rows(chief, query)]
        older = re.search(r'rel="next" href="/staff/audit\?([^"]*)"', chief.get(f"/staff/audit?{query}").text)
        query = older[1].replace("&amp;", "&") if older else ""
    assert (seen, query) == ([f"lần {time}" for time in (4, 3, 2, 1, 0)], "")
    assert [line[-1] for line in file(chief, "who=lan")[1:]] == seen


def test_an_administrator_of_a_centre_sees_that_centre_alone(
    logged_in: Callable[..., Desk], wrote: Callable[..., None]
) -> None:
    ours = logged_in(Role.ADMINISTRATOR, OURS)
    stopped = Deed.ANSWERS_STOPPED
    wrote(
        record(stopped, OURS, centre=OURS, reason="của mình"),
        record(stopped, THEIRS, centre=THEIRS, reason="của họ"),
        record(stopped, "*", reason="của tất cả"),
    )
    (row,) = rows(ours)
    assert row.endswith("của mình")
    assert [line[-1] for line in file(ours)[1:]] == ["của mình"]


@pytest.mark.parametrize("role", [Role.VIEWER, Role.EDITOR, Role.PUBLISHER, Role.CLERK])
def test_others_see_nothing(logged_in: Callable[..., Desk], role: Role) -> None:
    somebody = logged_in(role)
    for path in ("/staff/audit", "/staff/audit/file.csv"):
        assert somebody.get(path).status_code == 403


def test_what_people_wrote_is_neither_markup_nor_formula(chief: Desk, wrote: Callable[..., None]) -> None:
    wrote(
        record(
            Deed.ACCOUNT_CHANGED,
            "hoa",
            '=HYPERLINK("http://xau.example")',
            before={"name": "Hoa"},
            after={"name": "<script>alert(1)</script>"},
            reason=" -2+3",
        )
    )
    text = chief.get("/staff/audit").text
    assert "<script>alert(1)" not in text
    assert "&lt;script&gt;alert(1)" in text
    (line,) = file(chief)[1:]
    assert line[2] == '\'=HYPERLINK("http://xau.example")'
    assert line[-1] == "' -2+3"
    assert line[6].startswith("Họ tên: từ “Hoa” thành “<script>")


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("lý do;=1+1", "lý do;'=1+1"),
        ("lý do; @SUM(A1)", "lý do; '@SUM(A1)"),
        ("lý do\t-2", "lý do\t'-2"),
        ("lý do\n=1+1", "lý do\n'=1+1"),
        ("mở từ 8:00-11:30; nghỉ trưa", "mở từ 8:00-11:30; nghỉ trưa"),
    ],
)
def test_nor_is_it_a_formula_where_a_semicolon_parts_cells(
    chief: Desk, wrote: Callable[..., None], typed: str, told: str
) -> None:
    wrote(record(reason=typed))
    (line,) = file(chief)[1:]
    assert line[-1] == told


def test_every_deed_has_a_name() -> None:
    assert set(DEED_NAMES) == set(Deed)
    assert len(set(DEED_NAMES.values())) == len(Deed)


def named(slug: str | None) -> str:
    return slug or "mọi trung tâm"


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        ({}, {}, []),
        (
            {"version": 2, "silenced": False},
            {"version": 2, "silenced": True},
            ["Đang tắt: từ không thành có"],
        ),
        ({"version": 0}, {"version": 1}, ["Phiên bản: từ bản trong tệp thành 1"]),
        ({"state": "draft"}, {"state": "review"}, ["Tình trạng: từ bản nháp thành chờ duyệt"]),
        ({}, {"again": 0}, ["Lấy lại phiên bản: bản trong tệp"]),
        (
            {"grants": ["viewer@trieu-son"]},
            {"grants": ["administrator@*", "editor@trieu-son"]},
            ["Vai trò: từ Người xem, trieu-son thành Quản trị, mọi trung tâm; Người soạn, trieu-son"],
        ),
        ({"grants": []}, {"grants": ["clerk@*"]}, ["Vai trò: từ không có thành Cán bộ quầy, mọi trung tâm"]),
        ({}, {"role": "clerk", "centre": None}, ["Vai trò: Cán bộ quầy", "Trung tâm: mọi trung tâm"]),
        ({"question": "mượn ô ở đâu"}, {}, ["Câu hỏi: “mượn ô ở đâu” (bỏ)"]),
        ({}, {"added": 1200, "changed": 3}, ["Mục thêm: 1.200", "Mục sửa: 3"]),
        ({}, {"verdict": "not_ours", "entry": None}, ["Kết luận: không phải việc của mình", "Mục: không có"]),
        ({"at": "2026-11-23T08:30:00+07:00"}, {}, ["Ngừng từ: 23/11/2026 08:30 (bỏ)"]),
        ({"at": "hôm qua"}, {}, ["Ngừng từ: hôm qua (bỏ)"]),
        ({}, {"later": ["a", 1], "other": {"x": 1}}, ["later: a; 1", "other: {'x': 1}"]),
    ],
)
def test_changes_are_told_field_by_field(
    before: dict[str, Any], after: dict[str, Any], told: list[str]
) -> None:
    found = changes(record(before=before, after=after), named, in_the_file=True)
    assert [str(change) for change in found] == told


def test_an_entry_that_the_files_lack_was_not_there_before() -> None:
    first = record(Deed.PUBLISHED, before={"version": None}, after={"version": 1})
    (change,) = changes(first, named, in_the_file=False)
    assert str(change) == "Phiên bản: từ chưa có thành 1"
    assert difference_address(first, in_the_file=False) is None
    assert difference_address(first, in_the_file=True) == (
        f"/staff/knowledge/{PARKING}/difference?before=0&after=1"
    )


@pytest.mark.parametrize("deed", sorted(set(Deed) - OF_ENTRIES))
def test_only_deeds_of_entries_have_a_difference(deed: Deed) -> None:
    of_another = record(deed, before={"version": 1}, after={"version": 2})
    assert difference_address(of_another, in_the_file=True) is None


def test_what_is_no_entry_and_no_account_is_named_too(chief: Desk, wrote: Callable[..., None]) -> None:
    wrote(
        record(Deed.INBOX_SORTED, "inbox:7", after={"verdict": "done", "entry": None}),
        record(Deed.IMPORTED, "faq", after={"added": 0, "changed": 5}),
        record(Deed.ANSWERS_STOPPED, OURS, centre=OURS, reason="lệ phí đổi"),
    )
    stopped, imported, sorted_ = rows(chief)
    assert "Nhóm câu hỏi 7 Kết luận: đã xử lý" in sorted_
    assert 'href="/staff/inbox/7"' in chief.get("/staff/audit?from=23/11/2027").text
    assert "Các mục hỏi đáp Mục thêm: 0 Mục sửa: 5" in imported
    assert stopped.count("xã Triệu Sơn") == 1
