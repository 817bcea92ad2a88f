"""Turns of phrase that lean on what was said before: corrections, ellipsis, comparisons."""

import re

from assistant.text.folding import fold, has_diacritics, syllables

_PERSON = "(?:em|anh|chi|toi|tui|bac|ong|ba|co|chu|minh|chau|con|me|bo|tau|choa)"
_SPEAKER = "(?:em|anh|toi|tui|bac|chau|minh|chi(?= muon| hoi| dang))"
_NOT = "(?:khong phai|ko phai|k phai|hong phai|nham roi|nham y|nham|sai roi|y la|no phai|hieu nham|lon roi)"
_ASIDE = "(?: (?:a|da|em|anh|chi|dau|vay|the|rua|roi|cai do|cai nay|y|thu tuc do|may|cu|mo))*"
_ASK = "(?:muon hoi|dinh hoi|dang hoi|hoi|dinh noi|noi|can|muon lam|muon)"
_CORRECTION = re.compile(
    rf"^(?:(?:a|o|u|da|vang|the|thoi) )*(?:{_NOT}{_ASIDE}(?: {_PERSON})?|khong {_SPEAKER})"
    rf"(?: (?:chi|dang))? {_ASK}"
    r"(?: (?:ve|la|cai|chuyen|viec|co|thu tuc|den|toi))* (?P<rest>.+)$"
)
_MEANT = re.compile(
    rf"^(?:.{{0,30}} )?y (?:cua )?{_PERSON}(?: muon noi| noi| hoi| muon hoi)? la (?P<rest>.+)$"
)
_ELLIPSIS = re.compile(r"^(?:(?:da|a|u|o|roi) )*(?:the|vay|rua|con|neu)\b")
_BEGINNINGS = frozenset({"thế", "vậy", "rứa", "còn", "nếu", "dạ", "à", "ừ", "ờ", "rồi"})
_OTHERS = syllables(
    "xa tinh huyen noi cho nguoi ten viec cai ngay quay phuong nuoc cach khi luc loai dau thu"
)
_NOT_OTHER = "".join(rf"(?<!\b{noun} )" for noun in _OTHERS)
_DIFFERENT = re.compile(
    r"\b(?:so sanh|phan biet|giong nhau|giong hay khac|co phai la mot|la mot hay hai)\b"
    rf"|{_NOT_OTHER}\bkhac\b(?= (?:nhau|gi|chi|voi|so voi|may)\b"
    r"|.* (?:gi|chi|nao|mo|sao|rang)(?: (?:a|em|he|hi|ha|vay|the|rua|nhi))*$)"
)
_PARTED = re.compile(
    r"\b(?:khac nhau|khac voi|khac so voi|khac|so sanh|so voi|phan biet|giong nhau|giong|co phai la mot"
    r"|la mot hay hai|voi|va|hay la|hay|cung)\b"
)
_LONGEST_COMPARED = 24
_LONGEST_PART = 9
_FILLING = (
    "cho cai nao gi chi the sao o dau mo rang nhu thi la co khong a em oi anh hoi toi tui minh giua hai thu"
    " tuc loai cach ra nhau diem xin giup gium vay rua he hi ha da bac chau can lam deu thoi nhe nha u con"
    " roi duoc ko k"
)
_QUESTION_WORDS = frozenset(syllables(_FILLING))
_SHORT = 12


def correction(text: str) -> str | None:
    """What is asked instead, by a text that takes back what was understood: "không phải, tôi hỏi tạm trú"."""
    words = syllables(text)
    bare = " ".join(map(fold, words))
    match = _CORRECTION.match(bare) or _MEANT.match(bare)
    if match is None:
        return None
    return " ".join(words[match.string.count(" ", 0, match.start("rest")) :])


def is_elliptic(text: str) -> bool:
    """Whether a short text goes on from what was said: "thế còn tạm trú", "vậy còn đổi thì sao"."""
    words = syllables(text)
    if not 1 < len(words) <= _SHORT:
        return False
    if all(fold(word) in _QUESTION_WORDS for word in words):
        return False
    if has_diacritics(text) and words[0] not in _BEGINNINGS:
        return False
    return bool(_ELLIPSIS.match(" ".join(map(fold, words))))


def compared(text: str) -> tuple[str, str] | None:
    """The two things that a text asks the difference of, or nothing."""
    words = syllables(text)
    bare = " ".join(map(fold, words))
    other_word = has_diacritics(text) and "khac" in bare.split() and "khác" not in words
    if len(words) > _LONGEST_COMPARED or other_word or not _DIFFERENT.search(bare):
        return None
    parts: list[str] = []
    at = 0
    for match in [*_PARTED.finditer(bare), None]:
        end = match.start() if match else len(bare)
        first = bare.count(" ", 0, at + len(bare[at:end]) - len(bare[at:end].lstrip()))
        piece = words[first : first + len(bare[at:end].split())]
        telling = [n for n, word in enumerate(piece) if fold(word) not in _QUESTION_WORDS]
        if telling:
            parts.append(" ".join(piece[telling[0] : telling[-1] + 1]))
        at = match.end() if match else end
    short = all(len(part.split()) <= _LONGEST_PART for part in parts)
    return (parts[0], parts[1]) if len(parts) == 2 and short else None


_NEAREST = re.compile(
    r"\bgan (?:(?:nha|day|toi|tui|em|bac|minh|cho|voi) ){0,3}(?:nhat|hon ca)\b"
    r"|\b(?:trung tam|xa|phuong) (?:nao|mo) gan\b|\bgan (?:day|nha|do)(?: \w+){0,2} trung tam (?:nao|mo)\b"
)
_BELONGS = re.compile(
    r"\b(?:xa|phuong|thi tran|huyen|thanh pho|que|nha) (?:\w+ ){0,4}cu\b|\bcu (?:la|cua)\b"
    r"|\b(?:sap nhap|gop|nhap) (?:vao|vo|ve)\b|\b(?:nay|gio|bay gio|chu) (?:thuoc|la|ve|vo|doi)\b"
    r"|\bthuoc (?:xa|phuong|trung tam) (?:nao|mo)\b|\b(?:trung tam|xa|phuong) (?:nao|mo)\b"
    r"|^trung tam (?:xa|phuong)\b"
)


def asks_for_nearest(text: str) -> bool:
    """Whether a text asks which centre is near."""
    return _NEAREST.search(fold(text)) is not None


def asks_where_it_belongs(text: str) -> bool:
    """Whether a text that names a place asks to which commune it belongs now."""
    return _BELONGS.search(fold(text)) is not None
