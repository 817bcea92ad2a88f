"""A question put to a draft beside what is told now, and the entries that a draft is near to."""

from dataclasses import dataclass
from datetime import date

from assistant.catalog.catalog import Catalog
from assistant.knowledge.handle import Snapshot
from assistant.knowledge.live import LiveKnowledge
from assistant.knowledge.version import Content
from assistant.search.decision import Decision
from assistant.search.nearness import Nearness, Neighbour
from assistant.search.ranker import Evidence
from assistant.search.search import Candidate

_SHOWN = 5
_NEAR_DUPLICATE = 0.96
"""Of the catalog's own texts three in a hundred are as near to one of another entry."""


@dataclass(frozen=True)
class Outcome:
    """What the search says of a question, and why: the first entry's `example` nearest to the question.

    `similarity` is their cosine; `evidence` is what the decision was taken on.
    """

    decision: Decision
    candidates: tuple[Candidate, ...]
    names_none: bool
    example: str
    similarity: float
    evidence: Evidence


@dataclass(frozen=True)
class Trial:
    """A question's outcome as things are, and with the draft published."""

    live: Outcome
    with_draft: Outcome


class Trials:
    """Tries questions. Nothing is published and nothing kept."""

    def __init__(self, knowledge: LiveKnowledge) -> None:
        self._knowledge = knowledge
        search = knowledge.search
        self.nearness = Nearness(knowledge.index.base, search.encoder, knowledge.files)

    def try_question(self, text: str, draft: Content, day: date) -> Trial:
        """Ask what is told now, and what would be told with the draft in its place."""
        live = self._outcome(text, self._knowledge.snapshot, day)
        return Trial(live, self._outcome(text, self._knowledge.with_draft(draft), day))

    def near_duplicates(self, draft: Content) -> list[tuple[str, str, float]]:
        """Texts of others that may be taken for the draft's: (key, example, similarity), nearest first."""
        near = self.neighbours(draft, self._knowledge.catalog)
        return [(n.key, n.text, round(n.similarity, 3)) for n in near if n.similarity >= _NEAR_DUPLICATE]

    def neighbours(self, draft: Content, catalog: Catalog) -> list[Neighbour]:
        """The texts of other entries that are told, nearest first."""
        # Somebody may have published a new entry since the catalog was taken.
        changed = [catalog.entry(key) for key in sorted(self._knowledge.edited) if catalog.has(key)]
        found = self.nearness.neighbours(draft, changed)
        return [neighbour for neighbour in found if neighbour.key not in catalog.silenced]

    def _outcome(self, text: str, snapshot: Snapshot, day: date) -> Outcome:
        result = snapshot.search(text, snapshot.catalog.in_force(day))
        shown = result.candidates[:_SHOWN]
        example, similarity = "", 0.0
        if shown:
            example, similarity = self.nearness.nearest_text(snapshot.catalog.entry(shown[0].key), text)
        return Outcome(
            result.decision, shown, result.names_none, example, round(similarity, 3), result.evidence
        )
