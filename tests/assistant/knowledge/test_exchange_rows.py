from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest

from assistant.catalog.catalog import Catalog
from assistant.knowledge.exchange import Exchange
from assistant.knowledge.exchange_plan import Result
from assistant.spreadsheet.reading import ImportFileError
from tests.assistant.knowledge.conftest import NOW, umbrella
from tests.assistant.knowledge.workbooks import changed, exchange_over, filled, only, rows_of


@pytest.fixture
def exchange(catalog: Catalog) -> Exchange:
    """Over the files alone: no staff have written anything."""
    return exchange_over(catalog, SimpleNamespace(newest=list, version=lambda key, number: None))


@pytest.mark.parametrize(
    ("slug", "version", "why"),
    [
        ("gui-xe", None, "Mã mục: Đã có mục mang mã này; muốn sửa thì sửa trong tệp vừa xuất"),
        ("gui-xe", 4, "Phiên bản: Mục này không có phiên bản ấy"),
        ("chua-co", 1, "Phiên bản: Mục này không có phiên bản ấy"),
        ("chua-co", "một", "Phiên bản: Phải là số như khi xuất"),
    ],
)
def test_a_version_that_does_not_fit_is_refused(
    exchange: Exchange, slug: str, version: Any, why: str
) -> None:
    row = only(exchange, changed(filled(umbrella(slug=slug)), (2, "version", version)))
    assert row.reasons[0].startswith(why)


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"slug": None}, "Mã mục: Cần điền mục này"),
        ({"slug": "Mượn ô"}, "Mã mục: Không đúng dạng"),
        ({"question": None}, "Câu hỏi chuẩn: Cần"),
        ({"question": "x" * 161}, "Câu hỏi chuẩn: Chỉ được tối đa 160 ký tự"),
        ({"answer": "Có."}, "Câu trả lời: Cần ít nhất 20 ký tự"),
        ({"answer": '=HYPERLINK("http://x")'}, "Câu trả lời: Không nhận công thức hoặc lỗi Excel"),
        ({"answer": "Anh/chị tới Phòng Tư pháp hỏi nhé ạ."}, "Câu trả lời: Nhắc tới"),
        ({"procedures": "9.999999"}, "Thủ tục liên quan, mục 1: Không có thủ tục mã 9.999999"),
        ({"procedures": "khai-sinh"}, "Thủ tục liên quan, mục 1: Không đúng dạng"),
        ({"own_practice": None}, "Nguồn: Ghi nguồn, hoặc đánh dấu “Theo cách làm của trung tâm”"),
        ({"own_practice": "tùy"}, "Theo cách làm của trung tâm: Phải là “có” hoặc “không”"),
        ({"own_practice": None, "source.url": "https://a.vn"}, "Nguồn: tên: Cần điền mục này"),
        ({"valid_from": "2026-07-01"}, "Có hiệu lực từ: Phải là ngày dạng dd/mm/yyyy"),
        (
            {"valid_from": NOW.date(), "valid_to": NOW.date() - timedelta(days=1)},
            "Hết hiệu lực sau: Ngày hết",
        ),
        ({"own_practice": None, "source.title": "=1+1"}, "Nguồn: tên: Không nhận công thức"),
        ({"source.decision_no": NOW.date()}, "Nguồn: số văn bản: Excel đã đổi ô này thành ngày"),
        (
            {"examples.nodiac": "muon o\nmượn ô"},
            "Câu hỏi mẫu (không dấu), mục 2: Câu mẫu không dấu lại có dấu",
        ),
        ({"examples.formal": "một\n" + "x" * 601}, "Câu hỏi mẫu (trang trọng), mục 2: Chỉ được tối đa 600"),
    ],
)
def test_a_row_is_refused_with_its_reason_by_column(
    exchange: Exchange, changes: dict[str, Any], why: str
) -> None:
    book = changed(filled(umbrella()), *((2, path, value) for path, value in changes.items()))
    row = only(exchange, book)
    assert row.result is Result.REFUSED
    assert [reason for reason in row.reasons if not reason.startswith(why)] == []


def test_all_that_is_wrong_with_a_row_is_told_at_once(exchange: Exchange) -> None:
    book = changed(filled(umbrella()), (2, "answer", "=1+1"), (2, "elsewhere", "tùy"), (2, "valid_to", "mai"))
    assert [reason.partition(":")[0] for reason in only(exchange, book).reasons] == [
        "Câu trả lời",
        "Việc làm ở nơi khác",
        "Hết hiệu lực sau",
    ]


def test_an_entry_stands_in_one_row(exchange: Exchange) -> None:
    rows = rows_of(exchange, filled(umbrella(), umbrella()))
    assert [row.reasons for row in rows] == [(), ("Mã mục: Đã có ở dòng 2",)]


def test_what_stands_beside_the_table_is_not_lost_unsaid(exchange: Exchange) -> None:
    book = changed(filled(umbrella()), AB2="hỏi lại anh Minh")
    assert only(exchange, book).reasons == ("Cột AB có nội dung mà không có tiêu đề",)


@pytest.mark.parametrize(
    ("headers", "why"),
    [
        ({"A1": "Mã"}, "Không có cột “Mã”"),
        ({"Z1": "Ghi chú"}, "Không có cột “Ghi chú”"),
        ({"A1": "=1"}, "Không có cột “=…”"),
        ({"B1": "MA MUC"}, "Có hai cột “Mã mục”"),
        ({"D1": None}, "Thiếu cột “Câu trả lời”"),
    ],
)
def test_other_columns_than_the_templates_are_refused_whole(
    exchange: Exchange, headers: dict[str, str | None], why: str
) -> None:
    with pytest.raises(ImportFileError, match=why):
        rows_of(exchange, changed(exchange.template(), **headers))


def test_an_empty_sheet_and_other_files_are_refused_whole(exchange: Exchange) -> None:
    assert rows_of(exchange, exchange.template()) == ()
    with pytest.raises(ImportFileError, match="hỏng hoặc không phải"):
        rows_of(exchange, b"%PDF-1.7")
    with pytest.raises(ImportFileError, match="tối đa 5 MB"):
        rows_of(exchange, b"0" * (5 * 2**20 + 1))
