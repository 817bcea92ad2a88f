"""What the fields of an entry are called to the people who fill them in."""

from assistant.catalog.entry import Voice

FIELD_NAMES = {
    "slug": "Mã mục",
    "code": "Mã thủ tục",
    "theme": "Chủ đề",
    "question": "Câu hỏi chuẩn",
    "answer": "Câu trả lời",
    "procedures": "Thủ tục liên quan",
    "own_practice": "Theo cách làm của trung tâm",
    "elsewhere": "Việc làm ở nơi khác",
    "name": "Tên chính thức",
    "plain_name": "Tên thường gọi",
    "aliases": "Tên gọi khác",
    "everyday": "Việc thường ngày",
    "field": "Lĩnh vực",
    "service_group": "Nhóm dịch vụ",
    "summary": "Tóm tắt",
    "authority": "Cơ quan giải quyết",
    "documents": "Giấy tờ",
    "fees": "Lệ phí",
    "fee_note": "Ghi chú về lệ phí",
    "time_limits": "Thời hạn giải quyết",
    "time_limit_note": "Ghi chú về thời hạn",
    "channels": "Cách nộp",
    "online_level": "Mức độ trực tuyến",
    "steps": "Các bước",
    "conditions": "Điều kiện",
    "result": "Kết quả",
    "legal_basis": "Căn cứ pháp lý",
    "related": "Thủ tục liên thông",
    "boundary_free": "Không phụ thuộc địa giới",
    "note": "Lưu ý",
    "unknown": "Chưa rõ",
    "source": "Nguồn",
    "valid_from": "Có hiệu lực từ",
    "valid_to": "Hết hiệu lực sau",
    "examples": "Câu hỏi mẫu",
}

PART_NAMES = {
    "name": "tên",
    "detail": "chi tiết",
    "originals": "bản chính",
    "copies": "bản sao",
    "form": "mẫu",
    "case": "trường hợp",
    "present": "chỉ xuất trình",
    "amount": "số tiền",
    "unit": "đơn vị",
    "channel": "cách nộp",
    "condition": "điều kiện",
    "basis": "căn cứ",
    "free_reason": "lý do miễn",
    "value": "số",
    "title": "tên",
    "decision_no": "số văn bản",
    "url": "địa chỉ",
    "read_on": "ngày đọc",
}
"""The parts of documents, fees, time limits and sources."""

VALUE_NAMES = {
    "in_person": "trực tiếp",
    "online": "trực tuyến",
    "post": "bưu chính",
    "hour": "giờ",
    "day": "ngày",
    "working_day": "ngày làm việc",
    "same_day": "trong ngày",
    "full": "toàn trình",
    "partial": "một phần",
    "information": "cung cấp thông tin",
    "True": "có",
    "False": "không",
}

VOICE_NAMES = {
    Voice.FORMAL: "trang trọng",
    Voice.COLLOQUIAL: "nói thường",
    Voice.NODIAC: "không dấu",
    Voice.TEENCODE: "viết tắt",
    Voice.DIALECT: "giọng địa phương",
    Voice.ASR: "qua máy nghe",
    Voice.SITUATION: "kể hoàn cảnh",
    Voice.LETTER: "như viết đơn",
    Voice.TYPOS: "gõ sai",
    Voice.DETAIL: "hỏi chi tiết",
}


_BESIDE_THE_ENTRY = {"reason": "Lý do", "override": "Lý do vẫn đăng", "author": "Người làm", "key": "Mục"}


def field_name(path: str) -> str:
    """The name of a field, or of a part of it: "documents.2.name" is "Giấy tờ, mục 3: tên"."""
    head, *rest = path.split(".")
    name = FIELD_NAMES.get(head) or _BESIDE_THE_ENTRY.get(head, head)
    if head == "examples" and rest:
        voice = VOICE_NAMES[Voice(rest[0])] if rest[0] in set(Voice) else rest[0]
        name, rest = f"{name} ({voice})", rest[1:]
    if rest and rest[0].isdigit():
        name, rest = f"{name}, mục {int(rest[0]) + 1}", rest[1:]
    return f"{name}: {', '.join(PART_NAMES.get(part, part) for part in rest)}" if rest else name
