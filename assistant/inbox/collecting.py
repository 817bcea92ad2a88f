"""Gathering what was asked in vain since the last look, in small rounds that any process may make."""

import time
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from threading import Lock

from assistant.inbox.asked import Ask, Reason
from assistant.inbox.gathering import asks_of
from assistant.inbox.grouping import Leaders, least_cosine
from assistant.inbox.own_words import without_marks
from assistant.inbox.repository import Gathered, InboxRepository, Look
from assistant.knowledge.handle import Knowledge
from assistant.search.encoder import Vector
from assistant.text.folding import has_diacritics, same_wording
from assistant.text.normal_form import normalise

_AT_A_TIME = 200
_TRIES = 3


class Collector:
    """Reads turns and adds questions to groups. Of several processes the first one's round is kept."""

    def __init__(
        self, repository: InboxRepository, knowledge: Knowledge, now: Callable[[], datetime]
    ) -> None:
        self._repository = repository
        self._knowledge = knowledge
        self._now = now
        self._leaders = Leaders()
        self._one_at_a_time = Lock()

    def collect(self, within_s: float) -> bool:
        """Look on until that time is over, at least one question further; whether all was looked through.

        Raises:
            InboxUnavailable: what was kept so far stays.
        """
        deadline = time.monotonic() + within_s
        after: int | None = None
        with self._one_at_a_time:
            while look := self._round(after, deadline):
                if look.finished or time.monotonic() > deadline:
                    return look.finished
                after = look.seen
        return False

    def _round(self, after: int | None, deadline: float) -> Look | None:
        """One look, if all of it could be kept."""
        for _ in range(_TRIES):
            look = self._repository.look(after, self._now(), _AT_A_TIME)
            if not self._knows_all_leaders(deadline):
                return None
            gathered, whole = self._gathered(look, deadline)
            nothing_new = look.after == look.before and not gathered.asks and not gathered.withdrawn
            kept = look if whole else replace(look, after=look.before)
            if nothing_new or self._repository.keep(kept, gathered):
                return look if whole else None
        return None

    def _gathered(self, look: Look, deadline: float) -> tuple[Gathered, bool]:
        """The new questions with their groups; false if the time was too short for all of them."""
        asks = {
            (ask.turn, ask.reason): ask
            for turns in look.conversations
            for ask in asks_of(turns, look.disliked, self._now())
        }
        new = [
            (same_wording(without_marks(a.text)), a) for known, a in asks.items() if known not in look.known
        ]
        texts = self._repository.known({wording for wording, _ in new})
        hidden, begun = self._repository.hidden(), Leaders()
        undone = {turn for turn, reason in look.known if reason is Reason.DISLIKED} - {
            turn for turn, reason in asks if reason is Reason.DISLIKED
        }
        gathered = Gathered(self._model, withdrawn=undone)
        for number, (wording, ask) in enumerate(new):
            if wording not in texts:
                if number and time.monotonic() > deadline:
                    return gathered, False
                self._place(wording, ask, hidden, begun, gathered)
            if wording not in texts or (has_diacritics(ask.text) and not has_diacritics(texts[wording])):
                texts[wording] = gathered.texts[wording] = ask.text
            gathered.asks.append((wording, ask))
        return gathered, True

    def _place(
        self, wording: str, ask: Ask, hidden: frozenset[int], begun: Leaders, gathered: Gathered
    ) -> None:
        """Put a new question into the group of the nearest leader, else let it begin one."""
        vector, least = self._encode(ask.text), least_cosine(wording)
        near = (self._leaders.nearest(vector, least, hidden), begun.nearest(vector, least))
        if found := max(filter(None, near), default=None):
            gathered.groups[wording] = found[1]
            return
        gathered.begun.append((wording, vector))
        gathered.groups[wording] = -len(gathered.begun)
        begun.add(-len(gathered.begun), vector)

    def _knows_all_leaders(self, deadline: float) -> bool:
        """Read the leaders of groups that are new; those of an earlier model are encoded anew first."""
        learned: dict[int, Vector] = {}
        in_time = True
        for leader in self._repository.leaders(self._leaders.last, self._model):
            if learned and time.monotonic() > deadline:
                in_time = False
                break
            vector = leader.vector
            if vector is None:
                vector = learned[leader.id] = self._encode(leader.text)
            self._leaders.add(leader.id, vector)
        if learned:
            self._repository.learned(learned, self._model)
        return in_time

    @property
    def _model(self) -> str:
        return self._knowledge.search.encoder.meta["model_id"]

    def _encode(self, text: str) -> Vector:
        search = self._knowledge.search
        return search.encoder.encode(search.index.preparer.prepare(normalise(without_marks(text))))
