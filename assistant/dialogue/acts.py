"""What the assistant does in a turn, before it is put into words."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
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
    ASK_SERVICE = "ask_service"
    OFFER_PRIORITY = "offer_priority"
    ASK_REASON = "ask_reason"
    CANCEL_TICKET = "cancel_ticket"
    LOST_TICKET = "lost_ticket"
    QUEUE = "queue"
    DOSSIER = "dossier"
    ASK_DOSSIER_CODE = "ask_dossier_code"
    ASK_DOSSIER_FACTOR = "ask_dossier_factor"
    COMMUNE = "commune"
    IDENTITY = "identity"
    REPEAT = "repeat"
    GREET = "greet"
    THANKS = "thanks"
    GOODBYE = "goodbye"
    AFFIRM = "affirm"
    DENY = "deny"


TICKET_ACTS = frozenset(
    {
        ActKind.TICKET,
        ActKind.ASK_SERVICE,
        ActKind.OFFER_PRIORITY,
        ActKind.ASK_REASON,
        ActKind.CANCEL_TICKET,
        ActKind.LOST_TICKET,
        ActKind.QUEUE,
    }
)
KNOWLEDGE_ACTS = frozenset(
    {
        ActKind.ANSWER,
        ActKind.FAQ,
        ActKind.COMPARE,
        ActKind.OFFER,
        ActKind.ASK_WHICH,
        ActKind.NONE_OF_THESE,
        ActKind.UNANSWERED,
        ActKind.REPEAT,
    }
)
"""Acts that tell what the knowledge says, or ask for more in order to; a repeat may be of one of them."""
DOSSIER_ACTS = frozenset({ActKind.DOSSIER, ActKind.ASK_DOSSIER_CODE, ActKind.ASK_DOSSIER_FACTOR})

_OWN_INTENT = {
    ActKind.FAQ: "ask_faq",
    ActKind.COMMUNE: "ask_place",
    ActKind.TICKET: "take_ticket",
    ActKind.ASK_SERVICE: "take_ticket",
    ActKind.OFFER_PRIORITY: "take_ticket",
    ActKind.ASK_REASON: "take_ticket",
    ActKind.LOST_TICKET: "take_ticket",
    ActKind.CANCEL_TICKET: "cancel_ticket",
    ActKind.QUEUE: "ask_queue",
    ActKind.DOSSIER: "check_dossier",
    ActKind.ASK_DOSSIER_CODE: "check_dossier",
    ActKind.ASK_DOSSIER_FACTOR: "check_dossier",
}


@dataclass(frozen=True)
class Act:
    """One act. `procedure` is a code, `faq` the key of a FAQ entry, `service` a number to call.

    `candidates` are the keys on offer, or the codes to compare. Of a ticket: `group` is the service
    group, `reason` that of priority, `number` the printed one, `another` one more of the same.
    `dossier` is a dossier's code, `place` the text that names a place.
    """

    kind: ActKind
    procedure: str | None = None
    topics: tuple[Topic, ...] = ()
    candidates: tuple[str, ...] = ()
    service: str | None = None
    faq: str | None = None
    group: str | None = None
    reason: str | None = None
    number: str | None = None
    another: bool = False
    dossier: str | None = None
    place: str | None = None

    def to_dict(self) -> dict[str, Any]:
        """In the form in which an engine may carry it."""
        return asdict(self)

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Self:
        """What `to_dict` gave, after a journey through JSON; raises KeyError where something lacks."""
        if lacking := [field.name for field in fields(cls) if field.name not in data]:
            raise KeyError(*lacking)
        told = {
            "kind": ActKind(data["kind"]),
            "topics": tuple(Topic(topic) for topic in data["topics"]),
            "candidates": tuple(data["candidates"]),
        }
        return cls(**{**data, **told})

    def intent(self, understood: str) -> str:
        """The intent of a turn that ends in this act: some acts tell what was meant better than the words."""
        return _OWN_INTENT.get(self.kind, understood)
