"""What the assistant does in a turn, before it is put into words."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any, Self


class Topic(StrEnum):
    """What is asked about a procedure; a name of the public contract."""

    GENERAL = "general"
    DOCUMENTS = "documents"
    FEE = "fee"
    TIME_LIMIT = "time_limit"
    PLACE = "place"
    STEPS = "steps"
    CONDITIONS = "conditions"
    RESULT = "result"
    ONLINE = "online"
    FORM = "form"
    LEGAL_BASIS = "legal_basis"
    COUNTER = "counter"


TOPIC_OF_INTENT = {
    "ask_procedure": Topic.GENERAL,
    **{f"ask_{topic}": topic for topic in Topic if topic is not Topic.GENERAL},
}
"""The topic that an intent asks for."""

INTENT_OF_TOPIC = {topic: intent for intent, topic in TOPIC_OF_INTENT.items()}


class ActKind(StrEnum):
    """The closed list of what a turn can do."""

    ANSWER = "answer"
    FAQ = "faq"
    COMPARE = "compare"
    OFFER = "offer"
    ASK_WHICH = "ask_which"
    NONE_OF_THESE = "none_of_these"
    UNANSWERED = "unanswered"
    OUT_OF_SCOPE = "out_of_scope"
    EMERGENCY = "emergency"
    HUMAN = "human"
    COMPLAINT = "complaint"
    HOURS = "hours"
    TICKET = "ticket"
    QUEUE = "queue"
    DOSSIER = "dossier"
    IDENTITY = "identity"
    REPEAT = "repeat"
    GREET = "greet"
    THANKS = "thanks"
    GOODBYE = "goodbye"
    AFFIRM = "affirm"
    DENY = "deny"


@dataclass(frozen=True)
class Act:
    """One act. `procedure` is a code, `faq` the key of a FAQ entry, `service` a number to call.

    `candidates` are the keys on offer, or the codes to compare.
    """

    kind: ActKind
    procedure: str | None = None
    topics: tuple[Topic, ...] = ()
    candidates: tuple[str, ...] = ()
    service: str | None = None
    faq: str | None = None

    def to_dict(self) -> dict[str, Any]:
        """In the form in which an engine may carry it."""
        return asdict(self)

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Self:
        """What `to_dict` gave, after a journey through JSON."""
        return cls(
            ActKind(data["kind"]),
            data["procedure"],
            tuple(Topic(topic) for topic in data["topics"]),
            tuple(data["candidates"]),
            data["service"],
            data["faq"],
        )
