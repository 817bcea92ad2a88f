"""Questions that were answered rightly and would not be any more: what stops a publication."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from enum import StrEnum
from types import MappingProxyType

from assistant.catalog.entry import Entry
from assistant.errors import LetanError
from assistant.knowledge.handle import Snapshot
from assistant.knowledge.repository import KnownQuestion
from assistant.search.decision import Decision

_ENTRIES = 24
_OF_EACH = 2
_AT_MOST = 48
"""So many questions are asked within a second or so, which is what a publication may take."""


class Verdict(StrEnum):
    """What became of a question: its entry answered, offered among others, or neither."""

    ANSWERED = "answered"
    OFFERED = "offered"
    MISSED = "missed"


@dataclass(frozen=True)
class Spoilt:
    """A question that would be lost: its entry's key, and which entry came first before and after."""

    question: str
    key: str
    before: str
    after: str
    was: Verdict


class RegressionBlocked(LetanError):
    """Publishing would spoil questions that are answered rightly; only a reason lets it pass."""

    status = 409
    slug = "regression-blocked"
    title = "Một số câu đang trả lời đúng sẽ không còn đúng"

    def __init__(self, spoilt: Sequence[Spoilt]) -> None:
        super().__init__(f"{self.title}: " + "; ".join(f"“{each.question}”" for each in spoilt))
        self.spoilt = tuple(spoilt)
        self.extensions = MappingProxyType({"questions": [asdict(each) for each in spoilt]})


def seeds(entry: Entry) -> Iterable[KnownQuestion]:
    """The entry's standard question or name, and the first of its examples."""
    asked = (entry.short_name, *entry.questions[:_OF_EACH])
    return (KnownQuestion(question, entry.key) for question in asked)


def affected(
    entry: Entry, near: Sequence[str], snapshot: Snapshot, kept: Iterable[KnownQuestion]
) -> list[KnownQuestion]:
    """The questions that a change of an entry may touch: its own and those of the keys `near`, nearest first.

    Of the questions that staff have `kept`, those of these entries come before the seeds.
    """
    keys = [entry.key, *(key for key in dict.fromkeys(near) if key != entry.key)][:_ENTRIES]
    told = [key for key in keys if snapshot.catalog.has(key) and key not in snapshot.catalog.silenced]
    added = sorted((known for known in kept if known.key in told), key=lambda known: told.index(known.key))
    seeded = [known for key in told for known in seeds(snapshot.catalog.entry(key))]
    chosen: dict[str, KnownQuestion] = {}
    for known in (*added, *seeded):
        chosen.setdefault(known.question, known)
    return list(chosen.values())[:_AT_MOST]


def spoilt(questions: Iterable[KnownQuestion], before: Snapshot, after: Snapshot, day: date) -> list[Spoilt]:
    """The questions whose entry is found before a change and not after it."""
    found = []
    for known in questions:
        verdict, first = _verdict(known, after, day)
        if verdict is Verdict.MISSED:
            was, earlier = _verdict(known, before, day)
            if was is not Verdict.MISSED:
                found.append(Spoilt(known.question, known.key, earlier, first, was))
    return found


def _verdict(known: KnownQuestion, snapshot: Snapshot, day: date) -> tuple[Verdict, str]:
    result = snapshot.search(known.question, snapshot.catalog.in_force(day))
    if not result.candidates or result.decision is Decision.DONT_KNOW:
        return Verdict.MISSED, ""
    best = result.best.key
    if result.decision is Decision.ANSWER:
        return (Verdict.ANSWERED if best == known.key else Verdict.MISSED), best
    offered = known.key in {candidate.key for candidate in result.offered}
    return (Verdict.OFFERED if offered else Verdict.MISSED), best
