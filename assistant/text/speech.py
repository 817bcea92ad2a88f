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
}
_MONTH = re.compile(r"(?:tháng )?\b(\d{1,2})/(\d{4})\b")
_DATE = re.compile(r"(?:ngày )?\b(\d{1,2})/(\d{1,2})/(\d{4})\b")
_DAY_MONTH = re.compile(r"(?:ngày )?\b(\d{1,2})/(\d{1,2})\b(?!/)")
_CLOCK = re.compile(r"\b(\d{1,2}):(\d{2})\b")
_LEGAL_NUMBER = re.compile(r"\s*(?:số\s+)?\b\d+(?:\.\d+)?/(?:\d{4}/)?[A-ZĐ][\w\-]*\d*")
_THOUSANDS = re.compile(r"(?<=\d)\.(?=\d{3}\b)")
_NUMBER = re.compile(r"\d+")
_URL = re.compile(r"https?://\S+")
_BRACKETS = re.compile(r"\s*\([^()]*\)")


def number_in_words(value: int) -> str:
    """The Vietnamese words for a whole number: 20000 is "hai mươi nghìn"."""
    return str(num2words(value, lang="vi"))


def _clock(match: re.Match[str]) -> str:
    hour, minute = int(match[1]), int(match[2])
    spoken = f"{number_in_words(hour)} giờ"
    if minute == 30:
        return f"{spoken} rưỡi"
    return f"{spoken} {number_in_words(minute)} phút" if minute else spoken


def _words(match: re.Match[str]) -> str:
    return number_in_words(int(match.group(0)))


def to_speech(text: str) -> str:
    """Return the text as a voice should read it: no digits, symbols, brackets or addresses."""
    spoken = _LEGAL_NUMBER.sub("", _BRACKETS.sub("", _URL.sub("", text)))
    spoken = _CLOCK.sub(_clock, spoken)
    spoken = _DATE.sub(r"ngày \1 tháng \2 năm \3", spoken)
    spoken = _MONTH.sub(r"tháng \1 năm \2", spoken)
    spoken = _DAY_MONTH.sub(r"ngày \1 tháng \2", spoken)
    for short, full in _ABBREVIATIONS.items():
        spoken = re.sub(rf"\b{short}\b", full, spoken)
    spoken = _NUMBER.sub(_words, _THOUSANDS.sub("", spoken))
    spoken = spoken.replace("anh/chị", "anh chị").replace("Anh/chị", "Anh chị")
    spoken = (
        spoken.replace("đồng/", "đồng một ")
        .replace("/", " hoặc ")
        .replace("–", " đến ")
        .replace("•", "")
        .replace("·", ".")
    )
    return re.sub(r"\s+([.,;:?!])", r"\1", re.sub(r"\s+", " ", spoken)).strip()
