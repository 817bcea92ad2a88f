"""A citizen's message about a dossier: its code is written out, and the second factor taken away."""

import re

from assistant.dossier.code import DossierCode, dossier_code
from assistant.dossier.factor import factor_digits
from assistant.dossier.spoken import symbols
from assistant.text.folding import fold, syllables
from assistant.text.masking import PERSONAL_NUMBER, PHONE

FACTOR = "[4 số]"
"""Stands in the text for the digits that show whose a dossier is."""

UNFIT = "[số khác]"
"""Stands for digits that were meant so and are too few or too many: they may hold the right ones."""

_CUE = re.compile(r"\b(?:(?:4|bon) (?:chu )?so cuoi|so cuoi|(?:ma|so) xac nhan|duoi(?=\W*\d))\b|\bđuôi\b")
_MEANT = re.compile(r"\d{3}")
_WHOLE = re.compile(r"\d{4}|\d{9,12}")
_ODD = re.compile(r"\d{5,8}")
_ASIDE = frozenset(
    syllables(
        "nhe nha em oi day cua bac toi tui so dien thoai sdt dt chau con co chu anh chi minh ne cuoi"
        " vang thua can cuoc dinh danh cccd cmnd"
    )
)
"""What may stand around digits that are given in answer to a question."""


def without_factor(text: str) -> tuple[str, str | None]:
    """The text to understand and keep, and the factor's four digits, which stand nowhere in it."""
    cue = _cue(text)
    before, after = (text[: cue.start()], text[cue.end() :]) if cue else (text, "")
    code = dossier_code(before)
    if code is None:
        return _cued(text[: cue.end()], after, text) if cue else _alone(text)
    digits = factor_digits(after) if cue else factor_digits(_without(code, before))
    if code.lower() in text.lower() and digits is None and not _MEANT.search(symbols(after)):
        return text, None
    place = FACTOR if digits else UNFIT if _MEANT.search(symbols(after)) else ""
    return f"hồ sơ {code} {place}".strip(), digits


def tells_factor(text: str) -> bool:
    """Whether digits that may be the factor were in a text, of which only their place is left."""
    return any(placeholder in text for placeholder in (FACTOR, PHONE, PERSONAL_NUMBER))


def tells_unfit(text: str) -> bool:
    """Whether digits were meant as the factor that cannot be it."""
    return UNFIT in text


def _cue(text: str) -> re.Match[str] | None:
    """The words after which the factor is told; "dưới" is none, though it folds to the same as "đuôi"."""
    bare = "".join(map(_fold_but_tail, re.split(r"(\W+)", text)))
    return _CUE.search(bare) if len(bare) == len(text) else None


def _fold_but_tail(word: str) -> str:
    return word.lower() if word.lower() in {"đuôi", "dưới"} else fold(word)


def _cued(told: str, after: str, text: str) -> tuple[str, str | None]:
    if digits := factor_digits(after):
        return f"{told} {FACTOR}", digits
    return (f"{told} {UNFIT}" if _MEANT.search(symbols(after).replace(" ", "")) else text), None


def _alone(text: str) -> tuple[str, str | None]:
    """Digits that are the whole message, but for words that mean nothing here."""
    rest = " ".join(word for word in text.split() if not set(syllables(fold(word))) & _ASIDE)
    said = symbols(rest).replace(" ", "")
    if _WHOLE.fullmatch(said):
        return (FACTOR if len(said) == 4 else text), said[-4:]
    return (UNFIT if _ODD.fullmatch(said) else text), None


def _without(code: DossierCode, text: str) -> str:
    return re.sub(re.escape(code), "", text, flags=re.I)
