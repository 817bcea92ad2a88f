"""From a citizen's question to entries of the catalog, best first, and whether to answer."""

from collections.abc import Collection
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from assistant.catalog.faq import is_faq
from assistant.search.decision import Decision, DecisionModel
from assistant.search.encoder import Encoder
from assistant.search.index import Index
from assistant.search.names import Names
from assistant.search.ranker import Evidence, Ranking
from assistant.text.normal_form import normalise

_CANDIDATES = 60
_OFFERED = 3
_NEAR = 2.0
_FAR = 2.0
"""The lead from which a first place that the text also names is believed: all 94 such questions of the
held-out author were right (docs/adr/0004-calibrated-decision.md)."""
_REMEMBERED = 1024


@dataclass(frozen=True)
class Candidate:
    """An entry that may be meant; `score` is the probability for the best, less for the others."""

    key: str
    score: float


@dataclass(frozen=True)
class SearchResult:
    """The sixty best entries and the decision.

    `names_none` when none is likelier meant; `named` are the codes of procedures that the text names.
    """

    candidates: tuple[Candidate, ...]
    decision: Decision
    names_none: bool
    evidence: Evidence
    named: tuple[str, ...] = ()

    @property
    def best(self) -> Candidate:
        """The best entry."""
        return self.candidates[0]

    @property
    def sets_apart(self) -> bool:
        """Whether the best is far before the next, whatever the decision says of its probability."""
        return len(self.candidates) < 2 or self.candidates[1].score < self.best.score * float(np.exp(-_NEAR))

    @property
    def offered(self) -> tuple[Candidate, ...]:
        """Two or three to choose from: the second, and the third if it is not far behind."""
        least = self.candidates[0].score * float(np.exp(-_NEAR))
        return self.candidates[:2] + tuple(c for c in self.candidates[2:_OFFERED] if c.score >= least)


class Search:
    """The search over one index. Safe to call from several threads.

    Entries of the `hidden` keys are never found; as rivals they keep others from being answered instead.
    """

    def __init__(
        self,
        index: Index,
        encoder: Encoder,
        decision: DecisionModel,
        names: Names,
        hidden: frozenset[str] = frozenset(),
    ) -> None:
        self.index = index
        self._hidden = hidden
        self.names = names
        self.encoder = encoder
        self._decision = decision
        self._search = lru_cache(_REMEMBERED)(self._search_prepared)

    def over(self, index: Index, names: Names, hidden: frozenset[str]) -> "Search":
        """The same search over another index."""
        return Search(index, self.encoder, self._decision, names, hidden)

    def __call__(self, text: str, among: Collection[str] | None = None) -> SearchResult:
        """Search for a text; `among` limits the entries, for those in force or on offer."""
        prepared = self.index.preparer.prepare(normalise(text))
        if self._hidden:
            among = frozenset(self.index.keys if among is None else among) - self._hidden
        return self._search(prepared, None if among is None else frozenset(among))

    def _search_prepared(self, prepared: str, among: frozenset[str] | None) -> SearchResult:
        allowed = None if among is None else np.array([key in among for key in self.index.keys])
        ranking = self.index.ranker.rank(prepared, self.encoder.encode(prepared), allowed)
        probability = self._decision.probability(ranking.evidence)
        named = tuple(code for code in self.names.within(prepared) if among is None or code in among)
        decision = self._decision.decide(probability)
        if named and self._leads_procedures(ranking, named):
            decision = Decision.ANSWER
        kept = [(self.index.keys[i], float(ranking.scores[i])) for i in ranking.order[:_CANDIDATES]]
        highest = kept[0][1] if kept else 0.0
        return SearchResult(
            tuple(Candidate(c, round(probability * float(np.exp(s - highest)), 4)) for c, s in kept),
            decision if kept else Decision.DONT_KNOW,
            ranking.evidence.none > 0 and decision is not Decision.ANSWER,
            ranking.evidence,
            named,
        )

    def _leads_procedures(self, ranking: Ranking, named: tuple[str, ...]) -> bool:
        """Whether the one procedure named is first, and far before every other procedure."""
        best = ranking.order[0]
        rivals = (i for i in ranking.order[1:] if not is_faq(self.index.keys[i]))
        second = next(rivals, None)
        far = second is None or ranking.scores[best] - ranking.scores[second] >= _FAR
        return named == (self.index.keys[best],) and bool(far)
