"""What somebody wrote into a form, as WTForms takes it: text of plain names, with nothing invisible in it."""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Self

from starlette.datastructures import FormData

_NAME = re.compile(r"[a-z][a-z_]*(?:-\d{1,3})?(?:-[a-z_]+)?", re.ASCII)
_UNSEEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff]")
"""Control characters, which no keyboard gives and PostgreSQL refuses."""


class Written:
    """Values by name, in their order. Files, and names that no form of ours has, are left out."""

    def __init__(self, values: Iterable[tuple[str, str]] = ()) -> None:
        self._values: defaultdict[str, list[str]] = defaultdict(list)
        for name, value in values:
            if _NAME.fullmatch(name):
                self._values[name].append(_clean(value))

    @classmethod
    def of(cls, form: FormData) -> Self:
        """What a browser sent."""
        return cls((name, value) for name, value in form.multi_items() if isinstance(value, str))

    def getlist(self, name: str) -> list[str]:
        """The values of a name."""
        return list(self._values.get(name, ()))

    def get(self, name: str) -> str:
        """The first value of a name, without the blanks around it; empty if there is none."""
        return next(iter(self._values.get(name, ())), "").strip()

    def __contains__(self, name: object) -> bool:
        return name in self._values

    def __iter__(self) -> Iterator[str]:
        return iter(self._values)

    def __len__(self) -> int:
        return len(self._values)


def _clean(value: str) -> str:
    lines = value.replace("\r\n", "\n").replace("\r", "\n")
    return unicodedata.normalize("NFC", _UNSEEN.sub("", lines))
