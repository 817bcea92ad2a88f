"""The columns of a file of dossiers, under whatever header they stand."""

from assistant.spreadsheet.reading import ImportFileError, Rows
from assistant.text.folding import same_wording

COLUMNS = {
    "code": "Mã hồ sơ",
    "procedure": "Thủ tục",
    "status": "Trạng thái",
    "received_on": "Ngày nhận",
    "due_on": "Ngày hẹn trả",
    "finished_on": "Ngày trả",
    "note": "Ghi chú",
    "phone": "Số điện thoại",
    "personal_number": "Số định danh",
}
"""Our fields and the headers of the template, in its order."""

_OTHER_HEADERS = {
    "so ho so": "code",
    "ma so ho so": "code",
    "ten thu tuc": "procedure",
    "thu tuc hanh chinh": "procedure",
    "ten thu tuc hanh chinh": "procedure",
    "tinh trang": "status",
    "trang thai ho so": "status",
    "ngay tiep nhan": "received_on",
    "ngay nop": "received_on",
    "ngay hen": "due_on",
    "ngay hen tra ket qua": "due_on",
    "han tra": "due_on",
    "ngay tra ket qua": "finished_on",
    "ngay co ket qua": "finished_on",
    "dien thoai": "phone",
    "sdt": "phone",
    "so dinh danh ca nhan": "personal_number",
    "so can cuoc": "personal_number",
    "cccd": "personal_number",
    "so cccd": "personal_number",
}
_FIELDS = {same_wording(header): field for field, header in COLUMNS.items()} | _OTHER_HEADERS
_HEADER_WITHIN = 10


def find_table(rows: Rows) -> tuple[dict[int, str], list[str], Rows]:
    """Field by column, the headers that are none of ours, and the rows below the header."""
    for place, (_, cells) in enumerate(rows[:_HEADER_WITHIN]):
        headers = [cell if isinstance(cell, str) else "" for cell in cells]
        columns = {
            i: field for i, header in enumerate(headers) if (field := _FIELDS.get(same_wording(header)))
        }
        if "code" not in columns.values():
            continue
        found = list(columns.values())
        if twice := sorted({COLUMNS[field] for field in found if found.count(field) > 1}):
            raise ImportFileError(f"Có hai cột “{'”, “'.join(twice)}”")
        if missing := [COLUMNS[f] for f in ("procedure", "status", "received_on") if f not in found]:
            raise ImportFileError(f"Thiếu cột “{'”, “'.join(missing)}”")
        if not {"phone", "personal_number"} & set(found):
            raise ImportFileError("Thiếu cột “Số điện thoại” hoặc “Số định danh”")
        ignored = [header for i, header in enumerate(headers) if header and i not in columns]
        return columns, ignored, rows[place + 1 :]
    raise ImportFileError("Không thấy dòng tiêu đề có cột “Mã hồ sơ”")
