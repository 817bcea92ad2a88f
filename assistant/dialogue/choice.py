"""Understanding which of the offered procedures is chosen: by number, by place, by name."""

import re
from collections.abc import Sequence

from assistant.text.folding import fold, same_wording

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
_PLACE = re.compile(
    r"^(?:(?:da|vang|u|o|y|em|anh|chi|toi|tui|bac|chon|lay|lam|muon|la|cho|thi) )*"
    r"(?:(?:cai|cay|so|thu|muc|lua chon|phuong an|y|dong|o|nut|thu tuc) )*"
    rf"(?P<place>\d|cuoi(?: cung)?|{'|'.join(sorted(_WORDS, key=len, reverse=True))})"
    r"(?: (?:a|ay|do|day|nhe|nha|di|thoi|em|nay|tien|cung|ban|oi|y))*$"
)


def chosen_place(text: str, offered: int) -> int | None:
    """The place (from 0) that a wording names among so many, or nothing: "cái thứ hai ấy" is 1."""
    match = _PLACE.match(same_wording(text))
    if match is None:
        return None
    word = match["place"]
    if word.startswith("cuoi"):
        return offered - 1
    place = int(word) if word.isdigit() else _WORDS[word]
    return place - 1 if 1 <= place <= offered else None


def chosen_name(text: str, names: Sequence[Sequence[str]]) -> int | None:
    """The place of the only offered procedure one of whose names is the text, or nothing."""
    wanted = same_wording(re.sub(r"^\d+[.)]\s*", "", fold(text)))
    hits = [i for i, aliases in enumerate(names) if wanted in {same_wording(a) for a in aliases}]
    return hits[0] if len(hits) == 1 else None
