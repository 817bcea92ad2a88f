"""Ages in what somebody says: "82 tuổi", "tám lăm tuổi", "ngoài tám mươi", "sinh năm 1940"."""

import re
from collections.abc import Iterator
from datetime import date

from assistant.queue.statement import NUMERALS, Statement

_DIGITS = re.compile(r"(\d{2,3})(t|tuoi)?")
_BIRTH = re.compile(r"19[0-9]{2}")
_TENS = frozenset({"hai", "ba", "bon", "nam", "sau", "bay", "tam", "chin"})
_ABOUT = frozenset({"ngoai", "hon", "gan", "tron"})
_YEARS = frozenset({"nam", "hoi", "so"})  # "năm 71 rồi" is no age


def ages(statement: Statement, today: date | None = None) -> Iterator[tuple[int, int]]:
    """Each (age in years, word where it begins); birth years only when `today` is told."""
    words = statement.folded
    for start in range(len(words)):
        if today and _BIRTH.fullmatch(words[start]) and "sinh" in words[max(0, start - 2) : start]:
            yield today.year - int(words[start]), max(0, words.index("sinh"))
            continue
        read = _number(words, start)
        if read is None:
            continue
        age, end, said_as_age = read
        after = words[end : end + 3]
        if after[:1] == ["tuoi"] and after[1:] != ["tro", "len"]:
            said_as_age = True
        before = words[start - 1] if start else ""
        about = before in _ABOUT and after[:1] in ([], ["roi"])
        if said_as_age or about or (after[:1] == ["roi"] and before not in _YEARS):
            yield age, start


def _number(words: list[str], start: int) -> tuple[int, int, bool] | None:
    """(number, word after it, whether it is marked as an age) from 20 on; absent if there is none."""
    digits = _DIGITS.fullmatch(words[start])
    if digits:
        following = words[start + 1 : start + 2] == ["t"]
        return int(digits[1]), start + 1 + following, following or digits[2] is not None
    if words[start] == "tram":
        return 100, start + 1, False
    if words[start] not in _TENS or (start > 0 and words[start - 1] in _TENS):
        return None
    tens = 10 * NUMERALS[words[start]]
    end = start + 1
    spelled = words[end : end + 1] == ["muoi"]
    end += spelled
    unit = NUMERALS.get(words[end], 0) if end < len(words) else 0
    if 1 <= unit <= 9:
        return tens + unit, end + 1, False
    return (tens, end, False) if spelled else None
