"""Comparing texts whatever their diacritics, case and punctuation."""

import re
import unicodedata
from functools import lru_cache

_SYLLABLE = re.compile(r"[^\W_]+")


@lru_cache(8192)
def fold(text: str) -> str:
    """Lower case without diacritics: "Đăng ký" becomes "dang ky"."""
    decomposed = unicodedata.normalize("NFD", text.lower())
    bare = "".join(char for char in decomposed if unicodedata.category(char) != "Mn")
    return bare.replace("đ", "d")


def has_diacritics(text: str) -> bool:
    """Whether any letter carries a Vietnamese mark, "đ" included."""
    return fold(text) != unicodedata.normalize("NFD", text.lower())


def syllables(text: str) -> list[str]:
    """The words between blanks and punctuation, in lower case and NFC."""
    return _SYLLABLE.findall(unicodedata.normalize("NFC", text.lower()))


def same_wording(text: str) -> str:
    """The key under which two texts count as the same wording."""
    return " ".join(syllables(fold(text)))
