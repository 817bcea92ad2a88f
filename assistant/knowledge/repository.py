"""The port to where versions and publications are kept; the store implements it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from assistant.errors import LetanError
from assistant.knowledge.version import Publication, Published, Version
from assistant.staff.audit import Record


class KnowledgeUnavailable(LetanError):
    """The database of the knowledge is gone or full."""

    status = 503
    slug = "knowledge-unavailable"
    title = "Kho tri thức đang không truy cập được, anh/chị thử lại sau ít phút"


class NumberTaken(Exception):
    """Another editor has saved in the meantime."""


@dataclass(frozen=True)
class KnownQuestion:
    """A question with the key of the entry that must answer it."""

    question: str
    key: str
    author: str = ""
    at: datetime | None = None


class KnowledgeRepository(Protocol):
    """Versions are added, never changed but for their state. Every method raises KnowledgeUnavailable.

    What changes something is noted, with who did it, in the record of what staff did.
    """

    def versions(self, key: str) -> list[Version]:
        """All versions of an entry, the oldest first."""

    def version(self, key: str, number: int) -> Version | None:
        """One version."""

    def newest(self) -> list[Version]:
        """The newest version of each entry that staff have written of."""

    def add(self, version: Version) -> None:
        """Keep a version as the newest; those that were open are withdrawn.

        Raises:
            NumberTaken: the entry has a version of that number.
        """

    def add_all(self, versions: Sequence[Version], record: Record) -> None:
        """Keep several versions as `add` does, all or none; `record` says on what occasion.

        Raises:
            NumberTaken: one of the entries has a version of that number.
        """

    def submit(self, version: Version, author: str, at: datetime) -> bool:
        """Move a draft on to review; false if it is no draft, or no longer."""

    def publish(self, publication: Publication, new: Version | None = None) -> int:
        """Make a publication, with a `new` version if it brings one; its number, one more than the last.

        Its version is published, and the one before it withdrawn. NumberTaken as in `add`.
        """

    def publications(self, key: str) -> list[tuple[int, Publication]]:
        """What was published of an entry, the oldest first."""

    def head(self) -> int:
        """The number of the newest publication, 0 before the first."""

    def published(self) -> Published:
        """What is told now. A version that this program cannot read is left out."""

    def questions(self) -> list[KnownQuestion]:
        """The questions that staff want to stay answered."""

    def keep_question(self, known: KnownQuestion) -> None:
        """Add a question, or give it another key; it tells who does so and when."""

    def drop_question(self, question: str, author: str, at: datetime) -> bool:
        """Take a question out; whether it was there."""


class Bell(Protocol):
    """Tells that something was published, sooner than looking would."""

    def listen(self, ring: Callable[[], None]) -> None:
        """Call `ring`, from any thread, after publications of any process."""

    def close(self) -> None:
        """Listen no more."""


Questions = Sequence[KnownQuestion]
