"""The inbox of staff: what was asked in vain, by meaning, and what they decide about it."""

from collections.abc import Callable
from datetime import date, datetime

from assistant.inbox.collecting import Collector
from assistant.inbox.groups import Decision, Group, Suggestion, Verdict, Wanted
from assistant.inbox.repository import EVERYWHERE, InboxRepository, RecordOf
from assistant.knowledge.handle import Knowledge
from assistant.staff.audit import Deed, Record
from assistant.staff.member import Member
from assistant.staff.roles import Permission

_LOOK_S = 0.3
_SUGGESTED = 3


class Inbox:
    """What one of the staff sees and does is limited to their centres."""

    def __init__(
        self, repository: InboxRepository, knowledge: Knowledge, now: Callable[[], datetime]
    ) -> None:
        self._repository = repository
        self._knowledge = knowledge
        self._now = now
        self._collector = Collector(repository, knowledge, now)

    def collect(self, within_s: float = _LOOK_S) -> bool:
        """Gather what was asked since the last look, for so many seconds; whether all was looked through.

        Raises:
            InboxUnavailable: the database does not answer.
        """
        return self._collector.collect(within_s)

    def groups(self, wanted: Wanted, limit: int, offset: int = 0) -> tuple[list[Group], int]:
        """A page of the groups, those most asked in vain first, and how many there are in all."""
        return self._repository.groups(wanted, limit, offset)

    def group(self, group_id: int, centres: frozenset[str] | None) -> Group:
        """One group with all that was asked at some centres; raises UnknownGroup."""
        return self._repository.group(group_id, centres)

    def suggestions(self, group: Group) -> list[Suggestion]:
        """The entries told today that are likeliest to answer it, best first."""
        catalog, day = self._knowledge.catalog, self._today()
        found = self._knowledge.search(group.text, catalog.in_force(day)).candidates[:_SUGGESTED]
        return [Suggestion(c.key, catalog.entry(c.key).short_name, c.score) for c in found]

    def decide(
        self, group_id: int, verdict: Verdict, by: Member, *, entry: str | None = None, reason: str = ""
    ) -> None:
        """Note what became of a group, at the centres where this member may.

        Raises:
            NotAllowed: they may nowhere.
            UnknownGroup: none of their centres asked it.
        """
        decision = Decision(verdict, by.signature, self._now(), entry, reason.strip())
        scope, record = self._scope(group_id, by), _record(group_id, by, decision.at, decision)
        self._repository.decide(group_id, scope, decision, record)

    def reopen(self, group_id: int, by: Member) -> None:
        """Take back what was decided at the member's centres.

        Raises:
            NotAllowed, UnknownGroup: as `decide`.
            DecidedForAll: it was decided for more centres than theirs.
        """
        scope, record = self._scope(group_id, by), _record(group_id, by, self._now(), None)
        self._repository.reopen(group_id, scope, record)

    def _scope(self, group_id: int, by: Member) -> list[str]:
        by.require(Permission.DRAFT)
        centres = by.centres(Permission.DRAFT)
        self._repository.group(group_id, centres)
        return [EVERYWHERE] if centres is None else sorted(centres)

    def _today(self) -> date:
        return self._now().date()


def _record(group_id: int, by: Member, at: datetime, after: Decision | None) -> RecordOf:
    def record(centre: str | None, before: Decision | None) -> Record:
        told, reason = (_told(before), _told(after)), after.reason if after else ""
        return Record(at, by.signature, Deed.INBOX_SORTED, f"inbox:{group_id}", centre, *told, reason)

    return record


def _told(decision: Decision | None) -> dict[str, str | None]:
    return {"verdict": decision.verdict.value, "entry": decision.entry} if decision else {}
