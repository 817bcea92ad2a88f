"""One normal form for every text that enters: NFC, nothing invisible, one way of placing tone marks."""

import re
import unicodedata

MAX_LENGTH = 500
"""The longest message, in characters, that is taken."""

_INVISIBLE = frozenset({"Cc", "Cf", "Co", "Cs", "Cn"})
# Letters and marks that Unicode says to draw as nothing (Default_Ignorable_Code_Point).
_FILLERS = re.compile(
    "[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u3164\ufe00-\ufe0f\uffa0\U000e0100-\U000e01ef]"
)
_RUN = re.compile(r"(\D)\1{3,}")
_BLANKS = re.compile(r"\s+")

# Both spellings are in use ("hoà", "hòa"); the mark goes on the first vowel when the pair ends the syllable.
_LATE_TONE = re.compile(r"(o[àáảãạèéẻẽẹ]|(?<![qQ])u[ỳýỷỹỵ])(?![^\W\d_])", re.IGNORECASE)
_TONES = "̣̀́̃̉"


def _tone_to_first_vowel(match: re.Match[str]) -> str:
    first, second = match.group(0)[0], match.group(0)[1]
    decomposed = unicodedata.normalize("NFD", second)
    tone = next(mark for mark in decomposed if mark in _TONES)
    return unicodedata.normalize("NFC", first + tone + decomposed.replace(tone, ""))


def normalise(text: str) -> str:
    """Return the text in normal form; of an over-long run of one character three are kept.

    The result is stable: normalising it again changes nothing. It may be empty, when nothing
    visible was there.
    """
    composed = unicodedata.normalize("NFC", text)
    visible = "".join(
        " " if char.isspace() else char
        for char in _FILLERS.sub("", composed)
        if char.isspace() or unicodedata.category(char) not in _INVISIBLE
    )
    placed = _LATE_TONE.sub(_tone_to_first_vowel, unicodedata.normalize("NFC", visible))
    # Taken from its vowel, a tone leaves room for a mark after it; and both steps make runs.
    recomposed = unicodedata.normalize("NFC", placed)
    return _RUN.sub(r"\1\1\1", _BLANKS.sub(" ", recomposed)).strip()


def has_words(text: str) -> bool:
    """Whether there is a letter or a digit: an emoji or a dash alone is no question."""
    return any(char.isalnum() for char in text)
