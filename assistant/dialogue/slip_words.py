"""What is plainly said about queue numbers and their slips, whatever else understands it or not.

Patterns are written with marks; each word may lack its marks, but not bear others: "số" is no "sổ".
"""

import re

from assistant.dialogue.acts import ActKind
from assistant.text.folding import fold, syllables
from assistant.text.normal_form import normalise

_WORD = re.compile(r"\\.|(=?)([^\W\d_]+)")


def _either(pattern: str) -> re.Pattern[str]:
    """The pattern with every word also without its marks, unless "=" stands before it."""

    def both(match: re.Match[str]) -> str:
        word = match[2]
        if word is None or match[1] or fold(word) == word:
            return word or match[0]
        return f"(?:{word}|{fold(word)})"

    return re.compile(_WORD.sub(both, pattern))


_PERSON = (
    r"anh|chị|em|e|tôi|tui|tao|tau|mình|choa|bác|ông|ôông|bà|cụ|cô|chú|dì|o|cháu|con|mẹ|bố|bọ|ad|bot|nhà"
)
# Without marks several words look alike: each repeated word is atomic, "(?>…)", or a long message of them
# would be read in exponentially many ways.
_FILLING_WORDS = rf"{_PERSON}|cho|giúp|giùm|dùm|hộ|một|1|cái|cấy|tờ|tấm|thêm|lại|luôn|với|xin|lấy|được"
_FILLING = rf"(?>(?:{_FILLING_WORDS})\b)"
_SLIP = r"(?:(?:phiếu|giấy|tờ|vé) )?(?:số thứ tự|stt|số chờ)|(?:phiếu|giấy|tờ) (?:số|chờ|thứ tự|xếp hàng)"
_NUMERAL = r"\d|(?:một|hai|ba|bốn|năm|sáu|bảy|tám|chín)\b"
_OTHER_NUMBERS = (
    r"điện thoại|đt|sđt|phone|zalo|=nhà|định danh|tài khoản|liệu|lượng|tiền|máy|khung|đỏ|hồng|hộ khẩu"
    r"|hộ nghèo|tiết kiệm|bảo hiểm|bhxh|bhyt|khám|cmnd|cccd|cmt|chứng minh|bộ|hiệu|seri|thửa|quyết định"
    r"|văn bản|hồ sơ|lý lịch|xe|biển"
)
_OF_IT_WORDS = (
    rf"{_PERSON}|của|rồi|r|ròi|đi|nhé|nha|nhá|giúp|giùm|dùm|hộ|với|vs|ạ|a|ơi|cho|luôn|lại|cũ|=nớ|nọ|này|ni|kia"
    r"|đó|đâu|mô|mất|bị|thì|thôi|nữa|vừa|về|để|vì|in|được|dc|đc|không|ko|k|huhu|cấy|chừ|sao|làm"
)
_OF_IT = rf"(?>(?:{_OF_IT_WORDS})\b)"
_TICKET = r"[a-h] ?(?:\d|không\b|một\b|mười\b|hai\b|ba\b)"
_FOR_WORK = r"(?:để|làm|lm|mần|đi|vào|vô|bên|quầy|gặp|xếp|với|vs|nhé|nha|ạ|cấy|ik|đăng ký|đk|so|dùm|giúp)"

_TAKES = _either(
    rf"\b(?:lấy|bốc|bấm|rút)(?: {_FILLING})* (?:{_SLIP}|số)\b"
    rf"(?! (?:{_OTHER_NUMBERS}|{_NUMERAL}|trên|này|của|rồi|r|nhầm)\b)"
    rf"|\b(?:cho|xin|cấp|phát|in|cần|muốn)(?: {_FILLING})* (?:{_SLIP}|số)(?= {_FOR_WORK}\b|$)"
    rf"|\b(?:cho|xin|cấp|phát|in|cần|muốn)(?: {_FILLING})* (?:một|1|cái|cấy) số(?= (?:{_PERSON})\b)"
    rf"|\b(?:lấy|bốc|bấm|rút|cho|xin|phát|in)(?: {_FILLING})* phiếu(?= {_FOR_WORK}\b|$)"
    rf"|(?:^|\b(?:cho|xin|muốn|cần)(?: {_FILLING})* )xếp hàng\b(?! lâu)|^(?:{_SLIP}|số|phiếu)$"
)
_ONLY_ASKS = _either(
    r"\b(?:không|ko|k|hok|hông|hong|hem|chưa)(?: (?:ạ|a|em|e|cháu|vậy|v|z|nhỉ|hè|rứa|con|bot))*$"
    r"|\b(?:không|ko|k|chưa|đừng|=nỏ|khỏi|có phải|phải|đã|ở nhà|qua mạng|online|onl|từ xa)(?: \w+){0,2}"
    r" (?:lấy|bốc|bấm|rút|xếp)\b"
    r"|\b(?:thế nào|ntn|kiểu gì|làm sao|lm sao|răng|ở đâu|ở mô|quầy nào|quầy mô|quầy mấy|chỗ nào|chỗ mô)\b"
    r"|\b(?:mấy giờ|khi nào|bao giờ|hỏng|để làm gì)\b"
)
_GIVES_BACK = _either(
    rf"\b(?:hủy|=trả|trả lại|=bỏ|(?:^|thôi |giúp )bỏ|xóa)(?: (?>(?:{_FILLING_WORDS}|đi)\b))*"
    rf" (?:{_SLIP}|số|phiếu|lượt)"
    rf"(?! (?:{_OTHER_NUMBERS}|trên)\b)"
    rf"(?= {_OF_IT}\b| chờ\b| đã lấy\b| {_TICKET}|$)"
)
_KEEPS = _either(r"\b(?:đừng|không|ko|k|khỏi|chưa)(?: \w+)? (?:hủy|trả|bỏ|xóa)\b")
_LOSES = (
    r"(?:(?<!qua )mất|rơi|rớt|rách|ướt|nát|lạc|quên|bay mô|bay đâu|không thấy|ko thấy|in lại|xin lại|cấp lại)"
    r"(?! (?:bao|mấy|lượt|thời gian)\b)"
)
_LOST = _either(
    rf"\b{_LOSES}(?: (?>(?:{_FILLING_WORDS}|mất|đâu|mô|rồi|của)\b))*"
    rf" (?:(?:{_SLIP})\b|(?:phiếu|=số)(?= {_OF_IT}\b| {_TICKET}|$))"
    rf"|\b(?:{_SLIP}|phiếu|=số)(?: (?>(?:{_OF_IT_WORDS}|hồi|nãy|lúc|bay|mờ|quá)\b))* {_LOSES}"
)
_NOT_THE_SLIP = _either(
    r"\b(?:phiếu|giấy|số) (?:hẹn|điện thoại|=nhà|tiền)\b|\b(?:định danh|lý lịch|sim|tài khoản|mất lượt)\b"
)
_ASKS_PLACE = _either(
    r"\b(?:đợi|chờ)(?: (?:tầm|khoảng|chừng|thêm|còn))*"
    r" (?:(?:bao )?lâu|mấy phút|bao nhiêu phút)(?: không)? nữa\b"
    rf"|\bthời gian (?:chờ|đợi)(?: (?>(?:dự kiến|của|là|ở|tại|{_PERSON})\b))* (?:bao|mấy|còn)\b"
    r"|\b(?:bao giờ|khi mô|khi nào|lúc nào|bao lâu|mấy giờ)(?: (?:nữa|thì|mới))*"
    r" (?:được|đến|tới) (?:gọi|lượt|phiên)\b"
)
_OF_A_RESULT = _either(r"\b(?:kết quả|xong|hồ sơ|cấp|nhận)\b")


def plain_errand(text: str) -> ActKind | None:
    """The act about numbers that a text plainly asks for, if it does."""
    if lost_slip(text):
        return ActKind.LOST_TICKET
    said = _said(text)
    if _GIVES_BACK.search(said) and not _KEEPS.search(said) and not _NOT_THE_SLIP.search(said):
        return ActKind.CANCEL_TICKET
    if _ASKS_PLACE.search(said) and not _OF_A_RESULT.search(said):
        return ActKind.QUEUE
    return ActKind.TICKET if asks_for_number(text) else None


def asks_for_number(text: str) -> bool:
    """Whether a text asks for a number: "cho tui cấy số", and not how, where or whether to draw one."""
    said = _said(text)
    return _TAKES.search(said) is not None and not only_asks(text)


def only_asks(text: str) -> bool:
    """Whether a text asks how, where or whether, and does not ask for the thing itself."""
    return _ONLY_ASKS.search(_said(text)) is not None


def lost_slip(text: str) -> bool:
    """Whether a text says that the slip is lost, or asks for it once more: "mất phiếu rồi", "in lại số"."""
    said = _said(text)
    return _LOST.search(said) is not None and not _NOT_THE_SLIP.search(said)


def _said(text: str) -> str:
    return " ".join(syllables(normalise(text)))
