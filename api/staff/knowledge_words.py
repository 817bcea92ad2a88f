"""What the knowledge pages call the kinds and states of entries, and what was done with them."""

from collections.abc import Mapping
from typing import Any

from assistant.knowledge.version import Kind, PublicationKind, State

KIND_NAMES: Mapping[Kind, str] = {Kind.FAQ: "Hỏi đáp", Kind.PROCEDURE: "Thủ tục"}
STATE_NAMES: Mapping[State, str] = {
    State.DRAFT: "Bản nháp",
    State.REVIEW: "Chờ duyệt",
    State.PUBLISHED: "Đã đăng",
    State.WITHDRAWN: "Đã được thay",
}
STATE_LOOKS: Mapping[State, str] = {
    State.DRAFT: "wait",
    State.REVIEW: "wait",
    State.PUBLISHED: "good",
    State.WITHDRAWN: "",
}
"""The class of a state's mark."""
PUBLICATION_NAMES: Mapping[PublicationKind, str] = {
    PublicationKind.PUBLISHED: "Đăng",
    PublicationKind.ROLLED_BACK: "Quay về",
    PublicationKind.SWITCHED_OFF: "Tắt",
    PublicationKind.SWITCHED_ON: "Bật lại",
}

KNOWLEDGE = "/staff/knowledge"
"""The address of the list; an entry's is below it."""

WORDS: Mapping[str, Any] = {
    "KIND_NAMES": KIND_NAMES,
    "STATE_NAMES": STATE_NAMES,
    "STATE_LOOKS": STATE_LOOKS,
    "PUBLICATION_NAMES": PUBLICATION_NAMES,
    "KNOWLEDGE": KNOWLEDGE,
}
"""What the templates need of them."""
