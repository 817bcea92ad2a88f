"""Understanding which of the offered procedures is chosen: by number, by place, by name."""

import re
from collections.abc import Sequence

from assistant.text.folding import fold, has_diacritics, same_wording, syllables

_WORDS = {
    "mot": 1,
    "nhat": 1,
    "dau": 1,
    "dau tien": 1,
    "hai": 2,
    "nhi": 2,
    "giua": 2,
    "ba": 3,
    "bon": 4,
    "tu": 4,
    "nam": 5,
}
_MARKED = frozenset({"một", "nhất", "đầu", "nhì", "giữa", "bốn", "tư", "năm", "cuối"})
_PLACE = re.compile(
    r"^(?:(?:a|da|vang|u|o|y|em|anh|chi|toi|tui|bac|ong|ba|co|chu|minh"
    r"|xin|chon|lay|lam|muon|la|cho|thi|thoi) )*"
    r"(?:(?:cai|cay|so|thu|muc|lua chon|phuong an|y|dong|o|nut|thu tuc) )*"
    rf"(?P<place>\d|cuoi(?: cung)?|{'|'.join(sorted(_WORDS, key=len, reverse=True))})"
    r"(?: (?:a|ay|do|day|no|ni|nhe|nha|nghe|voi|di|thoi|em|chau|nay|tien|cung|ban|oi|y))*$"
)


def chosen_place(text: str, offered: int) -> int | None:
    """The place (from 0) that a wording names among so many, or nothing: "cái thứ hai ấy" is 1."""
    words = syllables(text)
    match = _PLACE.match(" ".join(map(fold, words)))
    if match is None:
        return None
    typed = words[match.string.count(" ", 0, match.start("place"))]
    if has_diacritics(typed) and typed not in _MARKED:
        return None  # "cho bà" is not "cho ba"
    word = match["place"]
    if word.startswith("cuoi"):
        return offered - 1 if offered else None
    place = int(word) if word.isdigit() else _WORDS[word]
    return place - 1 if 1 <= place <= offered else None


def chosen_name(text: str, names: Sequence[Sequence[str]]) -> int | None:
    """The place of the only offered procedure one of whose names is the text, or nothing."""
    wanted = same_wording(re.sub(r"^\d+[.)]\s*", "", fold(text)))
    hits = [i for i, aliases in enumerate(names) if wanted in {same_wording(a) for a in aliases}]
    return hits[0] if len(hits) == 1 else None
