"""Words for speech: what a voice should say where the screen shows digits and abbreviations."""

import re

from num2words import num2words

_ABBREVIATIONS = {
    "UBND": "Ủy ban nhân dân",
    "HĐND": "Hội đồng nhân dân",
    "CCCD": "căn cước công dân",
    "VNeID": "vi en ây ai đi",
    "TTHC": "thủ tục hành chính",
    "QR": "quy a",
    "SMS": "tin nhắn",
    "GCN": "giấy chứng nhận",
    "dichvucong.gov.vn": "cổng dịch vụ công quốc gia",
}
_MONTH = re.compile(r"(?:tháng )?\b(\d{1,2})/(\d{4})\b")
_DATE = re.compile(r"(?:ngày )?\b(\d{1,2})/(\d{1,2})/(\d{4})\b")
_DAY_MONTH = re.compile(r"(?:ngày )?\b(\d{1,2})/(\d{1,2})\b(?!/)")
_CLOCK = re.compile(r"\b(\d{1,2})[:hg](\d{2})\b")
_LEGAL_NUMBER = re.compile(r"\s*(?:số\s+)?\b\d+(?:\.\d+)?/(?:\d{4}/)?[A-ZĐ][\w\-]*\d*")
_THOUSANDS = re.compile(r"(?<=\d)\.(?=\d{3}(?!\d))")
_DECIMAL = re.compile(r"(?<=\d)[.,](?=\d)")
_RANGE = re.compile(r"(?<=\d)\s*[-–]\s*(?=\d)")
_DONG = re.compile(r"(?<=\d)\s?đ\b")
_PER = re.compile(r"đồng(?:/\w+)+")
_BESIDE_LETTER = re.compile(r"(?<=[^\W\d])(?=\d)|(?<=\d)(?=[^\W\d])")
_NUMBER = re.compile(r"\d+")
_URL = re.compile(r"https?://\S+")
_BRACKETS = re.compile(r"\s*\([^()]*\)")
_STRAY_BRACKETS = re.compile(r"[()\[\]{}]")
_LONGEST_NUMBER = 12
# num2words leaves the hundred out; no one does so before a ten: 2025 is "hai nghìn không trăm hai mươi lăm".
_MISSING_HUNDRED = re.compile(r"\blẻ (?=mười|\w+ mươi)")


def number_in_words(value: int) -> str:
    """The Vietnamese words for a whole number: 20000 is "hai mươi nghìn"."""
    return _MISSING_HUNDRED.sub("không trăm ", str(num2words(value, lang="vi")))


def _clock(match: re.Match[str]) -> str:
    hour, minute = int(match[1]), int(match[2])
    spoken = f"{number_in_words(hour)} giờ"
    if minute == 30:
        return f"{spoken} rưỡi"
    return f"{spoken} {number_in_words(minute)} phút" if minute else spoken


def _words(match: re.Match[str]) -> str:
    digits = match.group(0)
    if len(digits) > _LONGEST_NUMBER or (len(digits) > 2 and int(digits[0]) == 0):
        return " ".join(number_in_words(int(digit)) for digit in digits)
    return number_in_words(int(digits))


def _without_brackets(text: str) -> str:
    """The text without what stands in brackets, brackets within brackets too."""
    while (shorter := _BRACKETS.sub("", text)) != text:
        text = shorter
    return _STRAY_BRACKETS.sub("", text)


def to_speech(text: str) -> str:
    """Return the text as a voice should read it: no digits, slashes, brackets or addresses."""
    spoken = _LEGAL_NUMBER.sub("", _without_brackets(_URL.sub("", text)))
    spoken = _CLOCK.sub(_clock, _RANGE.sub(" đến ", spoken))
    spoken = _DATE.sub(r"ngày \1 tháng \2 năm \3", spoken)
    spoken = _MONTH.sub(r"tháng \1 năm \2", spoken)
    spoken = _DAY_MONTH.sub(r"ngày \1 tháng \2", spoken)
    for short, full in _ABBREVIATIONS.items():
        spoken = re.sub(rf"\b{re.escape(short)}\b", full, spoken)
    spoken = _DECIMAL.sub(" phẩy ", _THOUSANDS.sub("", _DONG.sub(" đồng", spoken)))
    spoken = _NUMBER.sub(_words, _BESIDE_LETTER.sub(" ", spoken))
    spoken = spoken.replace("anh/chị", "anh chị").replace("Anh/chị", "Anh chị")
    spoken = _PER.sub(lambda match: match.group(0).replace("/", " một "), spoken)
    spoken = (
        spoken.replace("/", " hoặc ")
        .replace("%", " phần trăm")
        .replace("–", " đến ")
        .replace("•", "")
        .replace("·", ".")
    )
    return re.sub(r"\s+([.,;:?!])", r"\1", re.sub(r"\s+", " ", spoken)).strip()
