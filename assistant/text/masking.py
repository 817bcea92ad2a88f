"""Hiding personal numbers and addresses before a text is stored, logged or understood."""

import re

_DIGIT_WORD = (
    "(?:không|khong|một|mốt|mot|hai|ba|bốn|bon|tư|tu|năm|nam|lăm|lam|nhăm"
    "|sáu|sau|bảy|bẩy|bay|tám|tam|chín|chin|mười|mươi|muoi)"
)
DOSSIER_CODE = r"(?:\d{3}\.\d{2}\.\d{2}\.)?[A-Za-z]\d{2}(?:\.\d{2}){0,3}-\d{6}-\d{4,7}"
"""A dossier code, old form (000.00.11.H56-250701-0001) or new (H56.12.34-260701-0012)."""

_WHOLE_CODE = rf"(?<![\w.]){DOSSIER_CODE}(?!\d)"
# Up to two signs, or a dash in blanks; but that one neither between dates nor between amounts.
_BETWEEN = r"(?:[\W_]{0,2}|(?<!/\d{4})(?<!\.\d{3}) [-–] )"
_PERSONAL = re.compile(
    rf"(?P<dossier>{_WHOLE_CODE})"
    r"|(?P<email>[^\s@]{1,64}@\S+\.[^\s@]+)"
    rf"|(?P<digits>\+?\d(?:{_BETWEEN}(?!{_WHOLE_CODE})\d){{8,}})"
    rf"|(?P<spoken>\b{_DIGIT_WORD}(?:[\W_]{{1,2}}{_DIGIT_WORD}){{8,}}\b)",
    re.IGNORECASE,
)

EMAIL, PHONE, PERSONAL_NUMBER, NUMBER = "[email]", "[sđt]", "[số định danh]", "[số]"
_PLACEHOLDER = re.compile(r"\[(?:email|sđt|số định danh|số)\]")


def _placeholder(match: re.Match[str]) -> str:
    if match["dossier"]:
        return match["dossier"]
    if match["email"]:
        return EMAIL
    if match["spoken"]:
        return NUMBER
    digits = re.sub(r"\D", "", match["digits"])
    if len(digits) in {9, 12}:
        return PERSONAL_NUMBER
    return PHONE if digits.startswith(("0", "84")) and len(digits) in {10, 11} else NUMBER


def mask(text: str) -> str:
    """Replace each run of nine or more digits, written or spoken, and each e-mail address.

    Dossier codes stay: they are needed, and are no personal number. The text should be in normal
    form, else characters that cannot be seen may part a number.
    """
    return _PERSONAL.sub(_placeholder, text)


def without_masks(text: str) -> str:
    """The text with blanks for the placeholders, offsets kept: "số" in one asks for no number."""
    return _PLACEHOLDER.sub(lambda match: " " * len(match.group(0)), text)
