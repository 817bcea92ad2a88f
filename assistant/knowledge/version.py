"""What a version of an entry is: one person's wording of it, kept for ever."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from assistant.catalog.faq import FaqEntry, is_faq
from assistant.catalog.procedure import Procedure
from assistant.errors import LetanError

Content = FaqEntry | Procedure

IN_THE_FILE = 0
"""The number of what the knowledge files say of an entry; what staff write is counted from 1."""


class Kind(StrEnum):
    """What an entry is."""

    FAQ = "faq"
    PROCEDURE = "procedure"

    @property
    def model(self) -> type[FaqEntry] | type[Procedure]:
        """The model that the files of this kind have too."""
        return FaqEntry if self is Kind.FAQ else Procedure


class State(StrEnum):
    """How far a version has come; one that another took the place of is withdrawn."""

    DRAFT = "draft"
    REVIEW = "review"
    PUBLISHED = "published"
    WITHDRAWN = "withdrawn"


OPEN = frozenset({State.DRAFT, State.REVIEW})
"""The states in which a version waits to be published."""


@dataclass(frozen=True)
class Version:
    """One wording of an entry. `based_on` is the number that its author had before them."""

    key: str
    number: int
    content: Content
    state: State
    author: str
    reason: str
    at: datetime | None
    based_on: int

    @property
    def kind(self) -> Kind:
        """What the entry is."""
        return kind_of(self.key)

    def as_data(self) -> dict[str, Any]:
        """The version as JSON has it."""
        told = {name: getattr(self, name) for name in ("key", "number", "author", "reason", "based_on")}
        at = self.at.isoformat() if self.at else None
        return told | {"state": self.state.value, "at": at, "content": self.content.model_dump(mode="json")}


@dataclass(frozen=True)
class Standing:
    """What is told of an entry: a version, or what the file says; or nothing, while it is switched off."""

    version: Version | None = None
    silenced: bool = False


@dataclass(frozen=True)
class Published:
    """All that staff have published, as of a publication; `number` counts them."""

    number: int = 0
    standings: Mapping[str, Standing] = field(default_factory=dict)


class PublicationKind(StrEnum):
    """What a publication did."""

    PUBLISHED = "published"
    ROLLED_BACK = "rolled_back"
    SWITCHED_OFF = "switched_off"
    SWITCHED_ON = "switched_on"


@dataclass(frozen=True)
class Publication:
    """One change of what is told: which version (none: the file's), whether at all, who and why.

    `override` is the reason for which questions that it spoils did not stop it.
    """

    key: str
    kind: PublicationKind
    version: int | None
    silenced: bool
    author: str
    reason: str
    at: datetime
    override: str = ""


class UnknownEntry(LetanError):
    """No entry has that key, or it has no version of that number."""

    status = 404
    slug = "unknown-entry"
    title = "Không có mục này hoặc không có phiên bản này"


def kind_of(key: str) -> Kind:
    """What the entry of a key is."""
    return Kind.FAQ if is_faq(key) else Kind.PROCEDURE
