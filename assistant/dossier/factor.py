"""The second factor: the last four digits of a phone or personal number given in the dossier."""

import re

from assistant.dossier.spoken import symbols

_LENGTH = 4
_WHOLE_NUMBER = range(9, 13)
"""How many digits a phone, an old identity card or a personal number has."""


def factor_digits(text: str) -> str | None:
    """The four digits that a text names, typed or spoken; a whole number's last four.

    Nothing where there are none, or more than one choice.
    """
    runs = re.findall(r"\d+", re.sub(r"(?<=\d)[ .\-]+(?=\d)", "", symbols(text)))
    found = {run[-_LENGTH:] for run in runs if len(run) == _LENGTH or len(run) in _WHOLE_NUMBER}
    return found.pop() if len(found) == 1 else None
