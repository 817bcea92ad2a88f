"""What a turn says, in all its forms; the names are those of the public contract."""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any


class Status(StrEnum):
    """How a turn ended."""

    ANSWERED = "answered"
    CLARIFICATION = "clarification"
    HANDOFF = "handoff"
    UNANSWERED = "unanswered"
    OUT_OF_SCOPE = "out_of_scope"
    EMERGENCY = "emergency"
    SMALLTALK = "smalltalk"
    TICKET_ISSUED = "ticket_issued"
    CLOSED = "closed"


@dataclass(frozen=True)
class Suggestion:
    """Something to tap: what it shows, and the message that it sends."""

    title: str
    message: str


@dataclass(frozen=True)
class Answer:
    """What was answered, as data."""

    procedure_code: str | None
    topic: str
    facts: dict[str, Any]
    sources: list[dict[str, Any]]


@dataclass(frozen=True)
class Reply:
    """One reply: `text` to read, `speech` to say, and what goes with them."""

    status: Status
    text: str
    speech: str
    answer: Answer | None = None
    cards: list[dict[str, Any]] = field(default_factory=list)
    suggestions: list[Suggestion] = field(default_factory=list)
    commands: list[dict[str, Any]] = field(default_factory=list)
    ticket: dict[str, Any] | None = None
    dossier: dict[str, Any] | None = None
