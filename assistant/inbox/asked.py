"""A question that was asked in vain, and the turn that it is read from."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from types import MappingProxyType


class Reason(StrEnum):
    """Why a question is in the inbox; one question may have several.

    `clarification`: it was asked back, and no answer came of it. `handoff`: a person was wanted after it.
    """

    UNANSWERED = "unanswered"
    CLARIFICATION = "clarification"
    DISLIKED = "disliked"
    HANDOFF = "handoff"
    OUT_OF_SCOPE = "out_of_scope"


REASON_NAMES: Mapping[Reason, str] = MappingProxyType(
    {
        Reason.UNANSWERED: "Chưa có câu trả lời",
        Reason.CLARIFICATION: "Hỏi lại không thành",
        Reason.DISLIKED: "Bị chê",
        Reason.HANDOFF: "Chuyển cho cán bộ",
        Reason.OUT_OF_SCOPE: "Bị coi là ngoài phạm vi",
    }
)


@dataclass(frozen=True)
class PastTurn:
    """One turn as it was kept: `number` counts those of all conversations, `text` is masked."""

    number: int
    centre: str
    text: str
    input: str
    status: str
    intent: str
    at: datetime


@dataclass(frozen=True)
class Ask:
    """A question with one reason. `turn` is where it was asked; `told` the key of a disliked answer."""

    turn: int
    reason: Reason
    text: str
    centre: str
    at: datetime
    told: str | None = None
