"""What to do with a message that has been understood: answer, offer, ask which, or say it is not known."""

from collections.abc import Callable, Mapping, Sequence, Set
from datetime import date
from functools import lru_cache

from assistant.catalog.catalog import Catalog
from assistant.catalog.faq import is_faq
from assistant.dialogue.acts import TOPIC_OF_INTENT, Act, ActKind, Topic
from assistant.dialogue.choice import chosen_name, chosen_place
from assistant.dialogue.phrasing import (
    asks_for_nearest,
    asks_where_it_belongs,
    compared,
    correction,
    is_elliptic,
)
from assistant.knowledge.handle import Knowledge
from assistant.search.decision import Decision
from assistant.search.search import Search, SearchResult
from assistant.text.folding import same_wording

_REPLIES = {
    "ask_hours": ActKind.HOURS,
    "ask_human": ActKind.HUMAN,
    "complain": ActKind.COMPLAINT,
    "ask_identity": ActKind.IDENTITY,
    "take_ticket": ActKind.TICKET,
    "cancel_ticket": ActKind.CANCEL_TICKET,
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
        ActKind.CANCEL_TICKET,
        ActKind.QUEUE,
        ActKind.DOSSIER,
        ActKind.HOURS,
        ActKind.HUMAN,
        ActKind.REPEAT,
        ActKind.COMPLAINT,
    }
)
"""Replies that stand although a procedure is named; small talk gives way to the question in it."""

_OF_A_PLACE = frozenset({None, Topic.GENERAL, Topic.PLACE, Topic.COUNTER})
"""Topics of a question in which the name of a place may be what is asked about."""

_KIN = 5
_OFFERED = 3
_FEW_WORDS = 6

_OF_A_SERVICE = frozenset({Topic.FEE, Topic.TIME_LIMIT, Topic.PLACE, Topic.COUNTER})
"""Topics in which a field that is named is what is asked about; its papers may belong to another one."""

_SURE = 0.6
"""From this confidence on, an intent is believed against a search that points to procedures."""


class Policy:
    """Decides on acts. `today` tells which procedures are in force."""

    def __init__(self, knowledge: Knowledge, today: Callable[[], date]) -> None:
        self._knowledge = knowledge
        self._today = today

    @property
    def searcher(self) -> Search:
        """The search over all that is told now."""
        return self._knowledge.search

    @property
    def _catalog(self) -> Catalog:
        return self._knowledge.catalog

    def in_force(self) -> frozenset[str]:
        """The keys that may be told today."""
        return self._catalog.in_force(self._today())

    def search(self, text: str) -> SearchResult:
        """Search among the procedures and the FAQ in force."""
        return self.searcher(text, self.in_force())

    def answer(
        self,
        text: str,
        intent: str,
        current: str | None,
        *,
        also: Sequence[Topic] = (),
        before: Sequence[Topic] = (),
    ) -> Act:
        """The act for a question about procedures.

        `current` is the procedure talked about so far, `before` the topics that were answered of it;
        `also` are further topics that the text asks for.
        """
        topic = TOPIC_OF_INTENT.get(intent)
        of_a_place = topic in _OF_A_PLACE
        if (act := self._commune(text)) and (of_a_place or not self.procedures_meant(text)):
            return act
        in_force = self.in_force()
        current = current if current in in_force else None
        topics = (topic, *also) if topic else tuple(also) or (Topic.GENERAL,)
        if named := self._named(text):
            return self.tell(named, topics)
        if (parts := compared(text)) and (both := self._both(*parts)):
            return Act(ActKind.COMPARE, candidates=both)
        instead, elliptic = correction(text), is_elliptic(text)
        if (instead or elliptic) and topics == (Topic.GENERAL,) and before:
            topics = tuple(before)
        if instead and (named := self._named(instead)):
            return self.tell(named, topics)
        if current and topic in _OF_A_SERVICE and self._of_another_field(text, current):
            current = None
        result = self.search(instead or text)
        if not result.candidates:
            return Act(ActKind.UNANSWERED)
        # Only what means nothing by itself is read beside the procedure talked about.
        if elliptic and current and topic in {None, Topic.GENERAL} and not result.named:
            unclear = result.decision is Decision.DONT_KNOW
            if unclear and (act := self._beside(text, current, topics)):
                return act
        best = result.best.key
        names_alone = len(result.named) > 1 and len(text.split()) <= _FEW_WORDS
        if result.decision is Decision.ANSWER and not names_alone:
            return self.tell(best, topics)
        if len(result.named) > 1:
            return Act(ActKind.OFFER, topics=topics, candidates=result.named[:_OFFERED])
        if self._asks_topic_alone(result, topic, current) and not result.named:
            return self._without_procedure(topic, current, topics)
        if result.decision is Decision.DONT_KNOW:
            return Act(ActKind.UNANSWERED)
        if best == current:
            return self.tell(best, topics)
        offered = tuple(candidate.key for candidate in result.offered)
        return Act(ActKind.OFFER, topics=topics, candidates=offered)

    @staticmethod
    def tell(key: str, topics: Sequence[Topic]) -> Act:
        """The answer of a procedure, on topics, or of an entry of the FAQ."""
        return Act(ActKind.FAQ, faq=key) if is_faq(key) else Act(ActKind.ANSWER, key, topics=tuple(topics))

    def reply(
        self,
        text: str,
        intent: str,
        confidence: float,
        current: str | None = None,
        *,
        before: Sequence[Topic] = (),
    ) -> Act:
        """The act for everything but a question about procedures.

        Bare names are questions too, and so is what goes on from the procedure talked about, `current`.
        """
        if act := self._commune(text):
            return act
        kind = _REPLIES.get(intent, ActKind.UNANSWERED)
        goes_on = kind not in _FIRM and current is not None and is_elliptic(text)
        if self._named(text) or correction(text) or goes_on:
            act = self.answer(text, "ask_procedure", current if goes_on else None, before=before)
            if not goes_on or act.kind is ActKind.ANSWER:
                return act
        result = self.search(text)
        points = result.decision is not Decision.DONT_KNOW and not result.names_none
        if confidence < _SURE and (points or kind is ActKind.EMERGENCY):
            return self.answer(text, "ask_procedure", None)
        if kind in _FIRM:
            meant = result.named or ((result.best.key,) if points and not is_faq(result.best.key) else ())
            return Act(kind, meant[0] if meant else None)
        # Courtesy is near to praise and blame, of which the FAQ speaks.
        # An entry that staff have written is not, for the intents have not learned its questions.
        learned = points and result.best.key not in self._knowledge.edited
        courtesy = learned and is_faq(result.best.key) and confidence >= _SURE
        told = points and result.decision is Decision.ANSWER and not courtesy
        return self.answer(text, "ask_procedure", None) if told else Act(kind)

    def procedures_meant(self, text: str) -> tuple[str, ...]:
        """The procedures that a text may be about: one if that is plain, several if open, or none."""
        result = self.search(text)
        if result.named or not result.candidates or result.names_none:
            return tuple(key for key in result.named if not is_faq(key))
        if result.decision is Decision.DONT_KNOW or is_faq(result.best.key):
            return ()
        plain = result.decision is Decision.ANSWER
        return tuple(c.key for c in (result.offered[:1] if plain else result.offered) if not is_faq(c.key))

    def service_group(self, code: str) -> str:
        """The service group of a procedure."""
        return self._catalog.procedure(code).service_group

    def choose(self, text: str, candidates: Sequence[str]) -> str | None:
        """The key that a text picks, of those on offer or by naming another; or nothing."""
        if candidates:
            place = chosen_place(text, len(candidates))
            if place is None:
                place = chosen_name(text, [self._catalog.entry(key).names for key in candidates])
            if place is not None:
                return candidates[place] if candidates[place] in self.in_force() else None
        act = self.answer(text, "ask_procedure", None)
        if act.kind in {ActKind.ANSWER, ActKind.FAQ}:
            return act.procedure or act.faq
        if act.kind is ActKind.OFFER and (both := [c for c in act.candidates if c in candidates]):
            return both[0] if len(both) == 1 else None
        return None

    def _commune(self, text: str) -> Act | None:
        """The act for a question about which commune, or which centre, a place belongs to."""
        if asks_for_nearest(text) or (asks_where_it_belongs(text) and self._catalog.communes.named(text)):
            return Act(ActKind.COMMUNE, place=text)
        return None

    def _of_another_field(self, text: str, current: str) -> bool:
        """Whether a text names a field, and not that of the procedure talked about: "lệ phí chứng thực"."""
        said = f" {same_wording(text)} "
        fields = {field for field in _fields(self._catalog) if f" {field} " in said}
        return bool(fields) and same_wording(self._catalog.procedure(current).field) not in fields

    def _named(self, text: str) -> str | None:
        """The entry in force of which the text is the code or a name, and nothing besides."""
        code = _keys_by_name(self._catalog).get(same_wording(text))
        return code if code in self.in_force() else None

    @staticmethod
    def _asks_topic_alone(result: SearchResult, topic: Topic | None, current: str | None) -> bool:
        """Whether a text asks for a topic and leaves open of what: by what it is near to, if at all."""
        topical = topic not in {None, Topic.GENERAL}
        if topical and is_faq(result.best.key):
            return True
        follows_up = current is not None and topical
        return result.names_none and (follows_up or result.decision is Decision.DONT_KNOW)

    def _without_procedure(self, topic: Topic | None, current: str | None, topics: Sequence[Topic]) -> Act:
        if topic is None:
            return Act(ActKind.UNANSWERED)
        if current is None or topic is Topic.GENERAL:
            return Act(ActKind.ASK_WHICH, topics=tuple(topics))
        return Act(ActKind.ANSWER, current, topics=tuple(topics))

    def _beside(self, text: str, current: str, topics: Sequence[Topic]) -> Act | None:
        """The act for a text that only makes sense beside the procedure talked about: "vậy còn đổi".

        The text together with that procedure's name finds its kin; the text alone tells which of them.
        """
        now = self._catalog.procedure(current)
        kin = {key for key in self._procedures_in_force() if self._catalog.procedure(key).field == now.field}
        together = self.searcher(f"{text} {now.plain_name}", kin - {current})
        near = [candidate.key for candidate in together.candidates[:_KIN]]
        result = self.searcher(text, near)
        if near and result.sets_apart:
            return self.tell(result.best.key, topics)
        if not near or result.names_none:
            return None
        return Act(ActKind.OFFER, topics=tuple(topics), candidates=tuple(c.key for c in result.offered))

    def _both(self, left: str, right: str) -> tuple[str, str] | None:
        """The two procedures of a comparison; one may lend the other its last words."""
        codes = self._procedures_in_force()
        second = self._meant(right, codes) or self._meant(f"{right} {_last_words(left)}", codes)
        first = self._meant(left, codes) or self._meant(f"{left} {_last_words(right)}", codes)
        if first == second:
            first = self._meant(f"{left} {_last_words(right)}", codes)
        return (first, second) if first and second and first != second else None

    def _meant(self, text: str, among: Set[str]) -> str | None:
        if (named := self._named(text)) in among:
            return named
        result = self.searcher(text, among)
        return None if result.decision is Decision.DONT_KNOW or result.names_none else result.best.key

    def _procedures_in_force(self) -> frozenset[str]:
        return frozenset(key for key in self.in_force() if not is_faq(key))


@lru_cache(maxsize=2)
def _fields(catalog: Catalog) -> frozenset[str]:
    """The fields of all procedures, as wordings."""
    return frozenset(same_wording(procedure.field) for procedure in catalog)


@lru_cache(maxsize=2)
def _keys_by_name(catalog: Catalog) -> Mapping[str, str]:
    """By wording: the entry of which it is the code or a name."""
    names = {
        same_wording(name): procedure.code
        for procedure in catalog
        for name in (procedure.code, procedure.name, procedure.plain_name)
    }
    return names | {same_wording(entry.question): entry.key for entry in catalog.faq}


def _last_words(text: str) -> str:
    return " ".join(text.split()[-2:])
