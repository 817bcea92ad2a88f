"""Dossier codes, read as they are printed, typed in haste or spoken."""

import re
from datetime import datetime
from typing import NewType

from assistant.dossier.spoken import symbols

DossierCode = NewType("DossierCode", str)
"""In its one written form: 000.00.11.H56-250701-0001 (old) or H56.12.34-260701-0012 (new)."""

_SEP = r"[.\- ]"
_WITH_SIGNS = re.compile(
    rf"(?<![\d.\-])(?:(\d{{3}}){_SEP}(\d\d){_SEP}(\d\d){_SEP})?"
    rf"([A-Z]\d\d)((?:{_SEP}\d\d){{0,3}}){_SEP}(\d{{6}}){_SEP}(\d{{4,7}})(?!\d)"
)
# Where signs were left out the count of digits must tell the form, and the date must be one.
_SIGN = r"[.\-]?"
_NEW = re.compile(
    rf"(?<![\d.\-])([A-Z]\d\d){_SIGN}(\d\d){_SIGN}(\d\d){_SIGN}(\d{{6}}){_SIGN}(\d{{4,7}})(?!\d)"
)
_OLD = re.compile(
    rf"(?<!\d)(\d{{3}}){_SIGN}(\d\d){_SIGN}(\d\d){_SIGN}([A-Z]\d\d){_SIGN}(\d{{6}}){_SIGN}(\d{{4,7}})(?!\d)"
)
_PART = re.compile(
    r"H56|[A-Z]\d\d[.\- ]?\d\d|(?<!\d)\d{6}-\d{3,7}(?!\d)|(?<!\d)\d{3}\.\d\d\.\d\d(?!\d)|\d-\d{6}-\d"
)


def dossier_code(text: str) -> DossierCode | None:
    """The whole dossier code in a text; nothing when there is none, or a part of one."""
    said = symbols(text)
    if match := _WITH_SIGNS.search(said):
        *prefix, unit, pairs, day, serial = match.groups()
        groups = [*(group for group in prefix if group), unit, *re.findall(r"\d\d", pairs)]
        return DossierCode(f"{'.'.join(groups)}-{day}-{serial}")
    joined = said.replace(" ", "")
    for form in (_OLD, _NEW):
        if (match := form.search(joined)) and _is_date(match.groups()[-2]):
            *groups, day, serial = match.groups()
            return DossierCode(f"{'.'.join(groups)}-{day}-{serial}")
    return None


def looks_like_code(text: str) -> bool:
    """Whether a dossier code, or a part of one, was meant."""
    return dossier_code(text) is not None or _PART.search(symbols(text)) is not None


def _is_date(digits: str) -> bool:
    try:
        datetime.strptime(digits, "%y%m%d")
    except ValueError:
        return False
    return True
