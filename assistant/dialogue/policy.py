"""What to do with a message that has been understood: answer, offer, ask which, or say it is not known."""

from collections.abc import Callable, Sequence
from datetime import date

from assistant.catalog.catalog import Catalog
from assistant.catalog.procedure import Procedure
from assistant.dialogue.acts import TOPIC_OF_INTENT, Act, ActKind, Topic
from assistant.dialogue.choice import chosen_name, chosen_place
from assistant.search.decision import Decision
from assistant.search.search import Search, SearchResult
from assistant.text.folding import same_wording

_REPLIES = {
    "ask_hours": ActKind.HOURS,
    "ask_human": ActKind.HUMAN,
    "complain": ActKind.COMPLAINT,
    "ask_identity": ActKind.IDENTITY,
    "take_ticket": ActKind.TICKET,
    "cancel_ticket": ActKind.QUEUE,
    "ask_queue": ActKind.QUEUE,
    "check_dossier": ActKind.DOSSIER,
    "greet": ActKind.GREET,
    "thanks": ActKind.THANKS,
    "goodbye": ActKind.GOODBYE,
    "affirm": ActKind.AFFIRM,
    "deny": ActKind.DENY,
    "repeat": ActKind.REPEAT,
    "out_of_scope": ActKind.OUT_OF_SCOPE,
    "emergency": ActKind.EMERGENCY,
}
_FIRM = frozenset(
    {
        ActKind.TICKET,
        ActKind.QUEUE,
        ActKind.DOSSIER,
        ActKind.HOURS,
        ActKind.HUMAN,
        ActKind.REPEAT,
        ActKind.COMPLAINT,
    }
)
"""Replies that stand although a procedure is named; small talk gives way to the question in it."""

_SURE = 0.6
"""From this confidence on, an intent is believed against a search that points to procedures."""


class Policy:
    """Decides on acts. `today` tells which procedures are in force."""

    def __init__(self, catalog: Catalog, search: Search, today: Callable[[], date]) -> None:
        self._catalog = catalog
        self.searcher = search
        self._today = today
        self._by_name = {
            same_wording(name): procedure.code
            for procedure in catalog
            for name in (procedure.code, procedure.name, procedure.plain_name)
        }

    def in_force(self) -> frozenset[str]:
        """The codes that may be told today."""
        return self._catalog.in_force(self._today())

    def search(self, text: str) -> SearchResult:
        """Search among the procedures in force."""
        return self.searcher(text, self.in_force())

    def answer(self, text: str, intent: str, current: str | None) -> Act:
        """The act for a question about procedures; `current` is the one talked about so far."""
        current = current if current in self.in_force() else None
        topic = TOPIC_OF_INTENT.get(intent)
        topics = (topic or Topic.GENERAL,)
        if named := self._named(text):
            return Act(ActKind.ANSWER, named, topics)
        result = self.search(text)
        follows_up = current is not None and topic not in {None, Topic.GENERAL}
        if result.names_none and (follows_up or result.decision is Decision.DONT_KNOW):
            return self._without_procedure(topic, current)
        if result.decision is Decision.DONT_KNOW:
            return Act(ActKind.UNANSWERED)
        best = result.best.code
        if result.decision is Decision.ANSWER or best == current:
            return Act(ActKind.ANSWER, best, topics)
        offered = tuple(candidate.code for candidate in result.offered)
        return Act(ActKind.OFFER, topics=topics, candidates=offered)

    def reply(self, text: str, intent: str, confidence: float) -> Act:
        """The act for everything but a question about procedures, whose bare names are questions too."""
        if self._named(text):
            return self.answer(text, "ask_procedure", None)
        kind = _REPLIES.get(intent, ActKind.UNANSWERED)
        result = self.search(text)
        points = result.decision is not Decision.DONT_KNOW and not result.names_none
        if confidence < _SURE and (points or kind is ActKind.EMERGENCY):
            return self.answer(text, "ask_procedure", None)
        if kind in _FIRM:
            return Act(kind, result.best.code if points else None)
        if points and result.decision is Decision.ANSWER:
            return self.answer(text, "ask_procedure", None)
        return Act(kind)

    def choose(self, text: str, candidates: Sequence[str]) -> str | None:
        """The procedure that a text picks, of those on offer or by naming another; or nothing."""
        if candidates:
            place = chosen_place(text, len(candidates))
            if place is None:
                place = chosen_name(text, [self._names(code) for code in candidates])
            if place is not None:
                return candidates[place] if candidates[place] in self.in_force() else None
        act = self.answer(text, "ask_procedure", None)
        if act.kind is ActKind.ANSWER:
            return act.procedure
        if act.kind is ActKind.OFFER and (both := [c for c in act.candidates if c in candidates]):
            return both[0] if len(both) == 1 else None
        return None

    def _named(self, text: str) -> str | None:
        """The procedure in force of which the text is the code or a name, and nothing besides."""
        code = self._by_name.get(same_wording(text))
        return code if code in self.in_force() else None

    def _without_procedure(self, topic: Topic | None, current: str | None) -> Act:
        if topic is None:
            return Act(ActKind.UNANSWERED)
        if current is None or topic is Topic.GENERAL:
            return Act(ActKind.ASK_WHICH, topics=(topic,))
        return Act(ActKind.ANSWER, current, (topic,))

    def _names(self, code: str) -> tuple[str, ...]:
        procedure: Procedure = self._catalog.procedure(code)
        return (procedure.name, procedure.plain_name, *procedure.aliases)
