"""The local register: dossiers that staff bring in from a file."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import NamedTuple, Protocol

from assistant.dossier.dossier import Dossier, DossierSource


@dataclass(frozen=True)
class RegisterEntry:
    """A dossier to keep, and the last four digits of its owner's phone and personal number.

    The digits are kept only as keyed hashes.
    """

    dossier: Dossier
    phone: str | None
    personal_number: str | None


class Change(StrEnum):
    """What keeping an entry does to the register."""

    ADDED = "added"
    CHANGED = "changed"
    UNCHANGED = "unchanged"


class OnTime(NamedTuple):
    """Figures of punctuality over dossiers that have a due day."""

    finished: int
    on_time: int
    open_late: int


class DossierRegister(DossierSource, Protocol):
    """Dossiers that are kept here, each for a centre; whoever looks one up need not know which."""

    def preview(self, entries: Sequence[RegisterEntry], centre: str) -> list[Change]:
        """What `save` would do with each entry, in their order."""
        ...

    def save(self, entries: Sequence[RegisterEntry], centre: str) -> list[Change]:
        """Keep all entries of a centre or none, each code at most once; what was done with each."""
        ...

    def on_time(self, centre: str, start: date, end: date) -> OnTime:
        """Of a centre's days: decided, decided by the due day; and late and open on the last.

        Raises DossierUnavailable.
        """
        ...
