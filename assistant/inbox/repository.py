"""The port to where gathered questions and decisions are kept; the store implements it."""

from collections.abc import Callable, Collection, Mapping, Sequence, Set
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from assistant.errors import LetanError
from assistant.inbox.asked import Ask, PastTurn, Reason
from assistant.inbox.groups import Decision, Group, Wanted
from assistant.search.encoder import Vector
from assistant.staff.audit import Record

EVERYWHERE = ""
"""Stands for all centres, those to come included."""


class InboxUnavailable(LetanError):
    """The database of the inbox is gone or full."""

    status = 503
    slug = "inbox-unavailable"
    title = "Hộp câu hỏi đang không truy cập được, anh/chị thử lại sau ít phút"


class UnknownGroup(LetanError):
    """No group has that number, or nobody asked it at the centres that one may see."""

    status = 404
    slug = "unknown-question-group"
    title = "Không có nhóm câu hỏi này"


class DecidedForAll(LetanError):
    """Somebody in charge of all centres has decided; who is in charge of some cannot take it back."""

    status = 409
    slug = "decided-for-all"
    title = (
        "Nhóm câu hỏi này đã được quyết định cho mọi trung tâm, chỉ người phụ trách tất cả mới mở lại được"
    )


@dataclass(frozen=True)
class Bookmark:
    """How far turns and opinions have been looked through; `round` counts the times it was moved."""

    round: int
    turn: int
    opinion: int
    opinion_at: datetime | None


@dataclass(frozen=True)
class Look:
    """What is to be looked through: whole conversations, in their order.

    Of these, `disliked` are the turns with a thumb down now, each with the key of the entry it told, and
    `known` the (turn, reason) gathered before. The next look begins after the turn `seen`, unless this
    one `finished`; `after` is the bookmark once all is kept.
    """

    before: Bookmark
    after: Bookmark
    conversations: Sequence[Sequence[PastTurn]]
    disliked: Mapping[int, str | None]
    known: Set[tuple[int, Reason]]
    seen: int
    finished: bool


@dataclass(frozen=True)
class Leader:
    """A group's first question; its vector is absent if another model made it."""

    id: int
    text: str
    vector: Vector | None


@dataclass
class Gathered:
    """What one round adds. Questions are named by their wording (`same_wording`).

    `begun` are questions that begin a group, with their vectors; `groups` tells where new questions go:
    -1 is the first of those begun, -2 the second. `texts` is how questions are shown, also of some known
    ones, for which a better text was found. `withdrawn` are turns that are disliked no more.
    """

    model: str
    asks: list[tuple[str, Ask]] = field(default_factory=list)
    texts: dict[str, str] = field(default_factory=dict)
    begun: list[tuple[str, Vector]] = field(default_factory=list)
    groups: dict[str, int] = field(default_factory=dict)
    withdrawn: Set[int] = frozenset()


RecordOf = Callable[[str | None, Decision | None], Record]
"""Makes the record of a deed at a centre (none: at all) from the decision that stood there."""


class InboxRepository(Protocol):
    """Keeps questions, groups and decisions. Every method raises InboxUnavailable."""

    def look(self, after: int | None, now: datetime, limit: int) -> Look:
        """What was not looked through: from the bookmark, or from after a turn, so many turns at most."""

    def leaders(self, after: int, model: str) -> list[Leader]:
        """The leaders of the groups of greater ids, by id."""

    def learned(self, vectors: Mapping[int, Vector], model: str) -> None:
        """Keep the vectors of leaders as another model makes them."""

    def hidden(self) -> frozenset[int]:
        """The groups that are somewhere not ours."""

    def known(self, wordings: Collection[str]) -> dict[str, str]:
        """The texts of those questions that are there, by wording."""

    def keep(self, look: Look, gathered: Gathered) -> bool:
        """Add what was gathered and move the bookmark; nothing, and false, if another was first."""

    def groups(self, wanted: Wanted, limit: int, offset: int) -> tuple[list[Group], int]:
        """A page of the groups, those most asked in vain first, and how many there are in all."""

    def group(self, group_id: int, centres: frozenset[str] | None) -> Group:
        """One group as it is seen at some centres; raises UnknownGroup."""

    def decide(self, group_id: int, centres: Sequence[str], decision: Decision, record: RecordOf) -> None:
        """Keep a decision for centres, or for EVERYWHERE, in the place of earlier ones."""

    def reopen(self, group_id: int, centres: Sequence[str], record: RecordOf) -> None:
        """Take decisions back; raises DecidedForAll."""
