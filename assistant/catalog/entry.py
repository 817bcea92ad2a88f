"""What every entry of the knowledge shares: how people put it, its source, and when it is in force."""

from abc import abstractmethod
from datetime import date
from enum import StrEnum
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

Line = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=400)]
Title = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=160)]
Heading = Annotated[str, StringConstraints(strip_whitespace=True, max_length=160)]
"""A title, or nothing yet."""
Question = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=600)]
Code = Annotated[str, StringConstraints(pattern=r"^\d\.\d{6}$")]


class Record(BaseModel):
    """Base of every knowledge model: immutable, and a misspelt key is an error."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Voice(StrEnum):
    """The manner in which an example question is put.

    `situation` tells a life situation without the matter's name, `letter` is a long question as sent
    to an office, `typos` is full of typing errors, `detail` parts a matter from its neighbour by one
    detail.
    """

    FORMAL = "formal"
    COLLOQUIAL = "colloquial"
    NODIAC = "nodiac"
    TEENCODE = "teencode"
    DIALECT = "dialect"
    ASR = "asr"
    SITUATION = "situation"
    LETTER = "letter"
    TYPOS = "typos"
    DETAIL = "detail"


class Source(Record):
    """Where the facts stand. `read_on` is the month's first day if only the month is known.

    It is absent where the text is cited without having been read again.
    """

    title: Title
    decision_no: Title | None = None
    url: Annotated[str, StringConstraints(pattern=r"^https?://\S+$")] | None = None
    read_on: date | None = None


class Entry(Record):
    """Something that can be told: a procedure or an answer of the FAQ."""

    aliases: tuple[Title, ...] = ()
    valid_from: date | None = None
    valid_to: date | None = None
    examples: dict[Voice, tuple[Question, ...]] = Field(default_factory=dict)

    @property
    @abstractmethod
    def key(self) -> str:
        """What names the entry among all others."""

    @property
    @abstractmethod
    def short_name(self) -> str:
        """The name under which it is offered; said alone, it is understood."""

    @property
    @abstractmethod
    def names(self) -> tuple[str, ...]:
        """Its official and everyday names."""

    @property
    def questions(self) -> tuple[str, ...]:
        """All example questions, whatever their voice."""
        return tuple(text for texts in self.examples.values() for text in texts)

    def in_force(self, on: date) -> bool:
        """Whether the entry may be told on that day."""
        return (self.valid_from is None or self.valid_from <= on) and (
            self.valid_to is None or on <= self.valid_to
        )
