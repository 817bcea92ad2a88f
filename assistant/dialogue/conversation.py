"""Messages, turns, and the repository in which turns are kept."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any, ClassVar, Protocol

from assistant.dossier.message import without_factor
from assistant.errors import LetanError
from assistant.text.masking import mask
from assistant.text.normal_form import MAX_LENGTH, has_words, normalise


class MessageError(LetanError):
    """A message that cannot be taken: nothing in it, or too long."""

    status: ClassVar[int] = 422
    slug = "invalid-message"
    title = "Tin nhắn không hợp lệ"


class StoreUnavailable(LetanError):
    """Turns can neither be read nor kept; a conversation goes on without them."""

    status = 503
    slug = "store-unavailable"
    title = "Cơ sở dữ liệu đang gián đoạn"


class Channel(StrEnum):
    """Where a message came from."""

    ROBOT = "robot"
    KIOSK = "kiosk"
    WEB = "web"
    ZALO = "zalo"
    API = "api"


class Input(StrEnum):
    """How a message was put in."""

    TEXT = "text"
    SPEECH = "speech"
    BUTTON = "button"
    QR = "qr"


@dataclass(frozen=True)
class Message:
    """One message, ready to be understood: in normal form and masked.

    `factor` are the digits that show whose a dossier is; they are kept nowhere.
    """

    text: str
    conversation_id: str
    message_id: str
    channel: Channel
    input: Input
    centre: str
    factor: str | None = field(default=None, repr=False)

    @staticmethod
    def clean(raw: str) -> tuple[str, str | None]:
        """The text that is kept and understood, and the dossier factor told in it; raises MessageError."""
        if len(raw) > MAX_LENGTH:
            raise MessageError(f"Tin nhắn dài quá {MAX_LENGTH} ký tự, anh/chị nói ngắn lại giúp em")
        text = normalise(raw)
        if not text:
            raise MessageError("Tin nhắn chưa có nội dung")
        kept, factor = without_factor(text)
        return mask(kept), factor

    @property
    def wordless(self) -> bool:
        """Whether there is nothing to understand in it, as in an emoji alone."""
        return not has_words(self.text)


@dataclass(frozen=True)
class StoredTurn:
    """A turn as it is kept; `reply` is the public response."""

    conversation_id: str
    message_id: str
    text: str
    input: str
    status: str
    intent: str
    procedure_code: str | None
    reply: dict[str, Any]
    created_at: datetime


@dataclass(frozen=True)
class Opening:
    """A first message, as a retry of it is known by: where it was sent, and not long ago."""

    message_id: str
    text: str
    centre: str
    channel: Channel
    since: datetime


class TurnRepository(Protocol):
    """Keeps turns. Within a conversation a message id stands once. All methods raise StoreUnavailable."""

    def find(self, conversation_id: str, message_id: str) -> StoredTurn | None:
        """The turn of a message, if it was taken before."""
        ...

    def find_first(self, opening: Opening) -> StoredTurn | None:
        """The turn that opened a conversation so, for a retry that knows no id yet."""
        ...

    def last(self, conversation_id: str) -> StoredTurn | None:
        """The latest turn of a conversation."""
        ...

    def add(self, turn: StoredTurn, centre: str, channel: str) -> StoredTurn:
        """Keep a turn and its conversation; returns what is kept, an earlier one if it was there."""
        ...
