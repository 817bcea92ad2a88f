"""The port to a dialogue engine: what understands a message and remembers the conversation."""

from dataclasses import dataclass
from typing import Any, Protocol

from assistant.dialogue.acts import Act, Topic
from assistant.errors import LetanError

KNOWN_SENTENCE = ("Đăng ký khai sinh cho con cần những giấy tờ gì?", "ask_documents")
"""A sentence and its intent that every trained model knows."""


class EngineUntrained(LetanError):
    """The loaded model does not understand the known sentence: it is not trained."""

    status = 503
    slug = "engine-untrained"
    title = "Mô hình hội thoại chưa được huấn luyện"


@dataclass(frozen=True)
class Entity:
    """A value found in the text, with its place in characters; `end` is exclusive."""

    entity: str
    value: str
    start: int
    end: int


@dataclass(frozen=True)
class EngineTurn:
    """What the engine made of a message: its intent (a name of the contract), and what to do.

    `topics` are all that a question about a procedure asks for, the intent's own first.
    """

    intent: str
    confidence: float
    entities: tuple[Entity, ...]
    acts: tuple[Act, ...]
    topics: tuple[Topic, ...] = ()


class Engine(Protocol):
    """A dialogue engine. A turn of one conversation must end before its next begins."""

    async def turn(self, conversation_id: str, text: str) -> EngineTurn:
        """Take one message, normalised and masked."""
        ...

    async def alive(self) -> bool:
        """Whether the engine understands the known sentence within a second."""
        ...

    def state(self) -> dict[str, Any]:
        """What is loaded, for the readiness page."""
        ...

    def close(self) -> None:
        """Stop the engine's thread."""
        ...


class TrackerRepository(Protocol):
    """Where an engine keeps what it remembers of conversations, as text of its own form."""

    def load(self, conversation_id: str) -> str | None:
        """What was saved last."""
        ...

    def save(self, conversation_id: str, content: str) -> None:
        """Replace what was saved."""
        ...

    def conversation_ids(self) -> list[str]:
        """All conversations that something is saved of."""
        ...
