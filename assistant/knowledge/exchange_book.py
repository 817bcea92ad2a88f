"""The workbook that entries are exported to, which is also the template: with a sheet that explains it."""

from collections.abc import Iterable, Sequence

from assistant.catalog.faq import FaqEntry
from assistant.knowledge.exchange_columns import (
    FLAG,
    LINES,
    NO,
    SHAPES,
    TEXT,
    TOO_LONG,
    VERSION,
    YES,
    Texts,
    header_of,
    texts_of,
)
from assistant.spreadsheet.writing import Column, book_of

SHEET = "Câu hỏi"
GUIDE = "Hướng dẫn"
_GUIDE_COLUMNS = (Column("Cột", 30), Column("Cách điền", 80), Column("Ví dụ", 60, keeps_typing=True))
_WIDTHS = {"slug": 24, "theme": 26, "question": 40, "answer": 60, "source.title": 36, "source.url": 36}
_WIDTH, _WIDTH_OF_LINES = 16, 44
_DAY = "dạng dd/mm/yyyy"
_GUIDE: dict[str, tuple[str, str]] = {
    "slug": (
        "Bắt buộc. Tên riêng của mục: chữ thường không dấu, số và gạch ngang, tối đa 60 ký tự. "
        "Mỗi mã một dòng; đặt rồi không đổi được.",
        "cho-gui-xe",
    ),
    "theme": ("Bắt buộc. Nhóm của mục. Chọn chủ đề đã có nếu hợp.", "Tại trung tâm"),
    "question": (
        "Bắt buộc. Câu hỏi đầy đủ, đọc riêng vẫn hiểu, tối đa 160 ký tự.",
        "Trung tâm có chỗ gửi xe không?",
    ),
    "answer": (
        "Bắt buộc. Từ 20 đến 500 ký tự. Chỉ viết điều có trong nguồn.",
        "Có ạ. Anh/chị gửi xe ở sân bên phải cổng, bác bảo vệ trông giúp trong giờ làm việc.",
    ),
    "aliases": (
        "Cách gọi ngắn, mỗi dòng một cách (Alt+Enter để xuống dòng trong ô).",
        "chỗ để xe\nbãi gửi xe",
    ),
    "procedures": ("Mã các thủ tục gợi ý tiếp, mỗi dòng một mã.", "1.001193"),
    "source.title": (
        "Tên văn bản hoặc trang đã đọc. Bắt buộc, trừ khi mục là cách làm của trung tâm: khi đó để trống "
        "cả bốn cột nguồn.",
        "",
    ),
    "source.decision_no": ("Số văn bản.", ""),
    "source.url": ("Địa chỉ trang web, bắt đầu bằng https://", ""),
    "source.read_on": (f"Ngày đọc nguồn, {_DAY}.", ""),
    "own_practice": (f"Ghi “{YES}” khi câu trả lời là cách làm của chính trung tâm, không có nguồn.", YES),
    "elsewhere": (f"Ghi “{YES}” khi việc này không làm ở trung tâm, câu trả lời chỉ nơi cần tới.", NO),
    "valid_from": (f"Ngày bắt đầu đúng, {_DAY}. Để trống nếu đã có hiệu lực.", "01/07/2026"),
    "valid_to": (f"Ngày cuối cùng còn đúng, {_DAY}. Để trống nếu chưa biết.", ""),
    "examples.formal": (
        "Câu đầy đủ, lịch sự. Ở mọi cột câu hỏi mẫu: mỗi dòng một câu.",
        "Xin hỏi gửi xe máy ở đâu?",
    ),
    "examples.colloquial": ("Như nói với người quen.", "Để xe chỗ nào được hả em?"),
    "examples.nodiac": ("Gõ không dấu.", "gui xe o dau vay"),
    "examples.teencode": ("Chữ tắt như nhắn tin.", "gửi xe ở đâu z ạ"),
    "examples.dialect": ("Tiếng địa phương.", "Để xe ở mô rứa?"),
    "examples.asr": (
        "Như máy nghe ghi lại: không dấu câu, có tiếng ậm ừ.",
        "à cho bác hỏi là cái xe để ở đâu",
    ),
    "examples.situation": (
        "Kể chuyện của mình mà không nói tên việc.",
        "Bác đi xe máy tới mà ngoài cổng đông quá.",
    ),
    "examples.letter": ("Câu dài như viết đơn gửi cơ quan, vẫn trên một dòng.", ""),
    "examples.typos": ("Gõ sai chính tả, thừa thiếu chữ.", "guwri xe ở đâuu"),
    "examples.detail": ("Một chi tiết phân biệt mục này với mục gần giống.", "Gửi xe có mất tiền không?"),
    VERSION: (
        "Phần mềm tự ghi khi xuất, anh/chị đừng sửa. Mục mới thì để trống. Nhờ cột này, nếu có người khác "
        "sửa mục sau khi xuất thì dòng bị từ chối, không ai mất chữ nào.",
        "",
    ),
}
_RULES = (
    ("Các dòng", "Dòng nào không đổi thì phần mềm giữ nguyên. Xóa một dòng không xóa mục đó."),
    ("Công thức", "Không nhận công thức; dấu “=” ở đầu ô thì gõ thêm dấu nháy đơn phía trước."),
    ("Khi nhập", "Phần mềm cho xem trước từng dòng. Có một dòng bị từ chối thì không dòng nào được nhập."),
    ("Sau khi nhập", "Các mục thành bản chờ duyệt; người duyệt đăng thì Lễ Tân mới trả lời theo."),
)


def template() -> bytes:
    """A workbook with no entry, which explains itself."""
    return _book([], [])


def export(entries: Iterable[tuple[FaqEntry, int]]) -> bytes:
    """A workbook of entries, each with the number of its version."""
    texts = [texts_of(entry, version) for entry, version in entries]
    return _book(texts, [row["slug"] for row in texts if TOO_LONG in row.values()])


def _book(rows: Sequence[Texts], cut: Sequence[str]) -> bytes:
    guide = [(header_of(path), *_GUIDE[path]) for path in SHAPES]
    notes = [(about, how, "") for about, how in _RULES]
    notes += [("Ô không chứa hết", f"{TOO_LONG}: mục {slug}", "") for slug in cut]
    table = (tuple(texts[path] for path in SHAPES) for texts in rows)
    return book_of([(SHEET, _columns(), table), (GUIDE, _GUIDE_COLUMNS, [*guide, *notes])])


def _columns() -> list[Column]:
    columns = []
    for path, shape in SHAPES.items():
        width = _WIDTHS.get(path, _WIDTH_OF_LINES if shape is LINES else _WIDTH)
        # Free text in a cell that keeps typing shows as ##### in older Excel once it is long.
        typed = shape not in (LINES, FLAG) and (shape is not TEXT or path in {"slug", "source.decision_no"})
        columns.append(Column(header_of(path), width, typed, (YES, NO) if shape is FLAG else ()))
    return columns
