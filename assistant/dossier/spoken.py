"""Letters, digits and signs as they are typed or said: "hát năm sáu chấm mười hai" is "H56.12"."""

import re
import unicodedata

from assistant.text.folding import fold
from assistant.text.normal_form import normalise

GAP = "|"
"""Stands for words that are no part of a number."""

_DIGITS = {
    "khong": "0", "le": "0", "linh": "0", "mot": "1", "hai": "2", "ba": "3", "bon": "4", "tu": "4",
    "nam": "5", "lam": "5", "nham": "5", "sau": "6", "bay": "7", "tam": "8", "chin": "9",
}  # fmt: skip
_SIGNS = {
    "cham": ".", "gach": "-", "ngang": "-", "noi": "-", "tru": "-", "xuyet": "-", "xet": "-", "sec": "-",
    ".": ".", "-": "-", "–": "-", "—": "-", "_": "-", "/": "-",
}  # fmt: skip
_LETTERS = {"hat": "H", "hac": "H", "ho": "H", "ech": "H", "hach": "H", "go": "G", "gie": "G"}
# What people say while they look for the next digit; with its marks, for "à" is no letter A.
_FILLERS = frozenset({"à", "ờ", "ừ", "ạ", "dạ", "rồi", "là", "thì", "dấu"})
_TEN, _TENS = "mười", "mươi"
_TOKEN = re.compile(r"[0-9]+|[^\W\d_]+|[.\-–—_/]")
_BY_SIGNS = re.compile(r" *([.\-])[ .\-]*")


def symbols(text: str) -> str:
    """The text as capital letters, digits, "." and "-"; a blank parts digits that were typed apart."""
    words = _TOKEN.findall(normalise(unicodedata.normalize("NFKC", text)).lower())
    parts: list[str] = []
    was_digits = was_spoken = False
    for position, word in enumerate(words):
        if word in _FILLERS:
            continue
        digits = word if word[0] in "0123456789" else _spoken_digits(words, position)
        spoken = digits is not word
        if digits is None:
            sign_or_letter = _SIGNS.get(fold(word)) or _letter(word)
            parts.append(sign_or_letter or GAP)
        else:
            parts += [" "] * (was_digits and not (spoken and was_spoken)) + [digits]
        was_digits, was_spoken = digits is not None, spoken
    joined = _BY_SIGNS.sub(lambda run: "-" if "-" in run.group(0) else ".", "".join(parts))
    return re.sub(rf"[.\- ]*\{GAP}[.\- |]*", GAP, joined).strip(".- ")


def _letter(word: str) -> str | None:
    return word.upper() if len(word) == 1 and word.isascii() else _LETTERS.get(fold(word))


def _spoken_digits(words: list[str], position: int) -> str | None:
    """The digits that this word adds: of "hai mươi sáu" the words add "2", nothing and "6"."""
    before, word, after, beyond = (
        words[i] if 0 <= i < len(words) else "" for i in range(position - 1, position + 3)
    )
    if _ten(word):
        # The "hai" of "mười hai mươi" begins the next number.
        has_unit = _DIGITS.get(fold(after), "0") != "0" and not (_ten(beyond) and _is_tens(after, beyond))
        if _is_tens(before, word):
            return "" if has_unit else "0"
        return "1" if has_unit else "10"
    return _DIGITS.get(fold(word))


def _ten(word: str) -> bool:
    return fold(word) == "muoi"


def _is_tens(before: str, word: str) -> bool:
    """Whether it is the "mươi" of "hai mươi", which without its mark looks like the ten of "mười hai"."""
    return word != _TEN and (word == _TENS or _DIGITS.get(fold(before), "0") not in "01")
