"""Groups of questions as staff see them, and what became of them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from assistant.inbox.asked import Reason
from assistant.text.folding import has_diacritics


class Verdict(StrEnum):
    """What staff decided. Asked again, what was `done` comes back; what is `not_ours` stays away."""

    DONE = "done"
    NOT_OURS = "not_ours"


class State(StrEnum):
    """Where a group stands for somebody: waiting, or decided on and not asked again since."""

    OPEN = "open"
    DONE = "done"
    NOT_OURS = "not_ours"


@dataclass(frozen=True)
class Decision:
    """A verdict: who gave it and when, the entry that answers now if there is one, and why."""

    verdict: Verdict
    by: str
    at: datetime
    entry: str | None = None
    reason: str = ""


@dataclass(frozen=True)
class Wording:
    """One way in which it was put: how often, when last, why it is here, which entries were told in vain."""

    id: int
    text: str
    count: int
    last: datetime
    reasons: Mapping[Reason, int]
    told: tuple[str, ...] = ()


@dataclass(frozen=True)
class Group:
    """Questions of one meaning, as asked at the centres that somebody sees; wordings by falling count.

    `total` counts the times it was asked, `fresh` those that no decision covers; `decision` is the newest.
    """

    id: int
    total: int
    fresh: int
    first: datetime
    last: datetime
    wordings: tuple[Wording, ...]
    decision: Decision | None = None

    @property
    def text(self) -> str:
        """The wording that stands for all: the most frequent one, of those with diacritics if any has."""
        return max(self.wordings, key=lambda w: (has_diacritics(w.text), w.count, -w.last.timestamp())).text

    @property
    def reasons(self) -> Mapping[Reason, int]:
        """How often each reason was given, the most frequent first."""
        counts = {reason: sum(w.reasons.get(reason, 0) for w in self.wordings) for reason in Reason}
        return {reason: n for reason, n in sorted(counts.items(), key=lambda each: -each[1]) if n}

    @property
    def state(self) -> State:
        """Where it stands."""
        if self.fresh or self.decision is None:
            return State.OPEN
        return State(self.decision.verdict.value)


@dataclass(frozen=True)
class Wanted:
    """Which groups to list. `centres`: none stands for all; `text` are words of one wording."""

    centres: frozenset[str] | None = None
    state: State | None = None
    reason: Reason | None = None
    text: str = ""


@dataclass(frozen=True)
class Suggestion:
    """An entry that may answer a question already, and how likely it is that one, from 0 to 1."""

    key: str
    name: str
    similarity: float
