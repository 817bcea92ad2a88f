"""A ranker with some entries changed or added since its index was made."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from scipy import sparse

from assistant.search.encoder import Vector
from assistant.search.grafting import Graft
from assistant.search.lexical import LexicalIndex, Scores
from assistant.search.ranker import Ranker


@dataclass(frozen=True)
class LiveEntry:
    """All that the ranker knows of a changed entry: rows and vectors of its documents, its class."""

    rows: sparse.csr_matrix
    vectors: Vector
    graft: Graft


class LiveRanker(Ranker):
    """Ranks as its base does, but changed entries by what they say now, at no one else's expense."""

    def __init__(self, base: Ranker, replaced: Mapping[int, LiveEntry], added: Sequence[LiveEntry]) -> None:
        """Put entries in the place of those at the positions of `replaced`, and more after the last."""
        grafts = {position: entry.graft for position, entry in replaced.items()}
        classifier = base.classifier.with_classes(grafts, [entry.graft for entry in added])
        super().__init__(base.features, base.lexical, base.semantic, classifier, base.owners)
        known = len(self._starts)
        live = [*replaced.values(), *added]
        sizes = [len(entry.vectors) for entry in live]
        self._added = len(added)
        self._positions = np.array([*replaced, *range(known, known + len(added))])
        self._live_starts = np.cumsum([0, *sizes[:-1]])
        self._live_lexical = LexicalIndex(sparse.vstack([entry.rows for entry in live], format="csr"))
        self._live_vectors = np.vstack([entry.vectors for entry in live])

    def _nearest(self, row: sparse.csr_matrix, vector: Vector) -> tuple[Scores, Scores]:
        lexical, semantic = super()._nearest(row, vector)
        cosines: Scores = self._live_vectors @ vector
        # As in the base, whatever is far shares one score.
        cosines = np.maximum(cosines, semantic.min())
        pairs = ((lexical, self._live_lexical.scores(row)), (semantic, cosines))
        patched = []
        for known, live in pairs:
            scores = np.concatenate([known, np.zeros(self._added, np.float32)])
            scores[self._positions] = np.maximum.reduceat(live, self._live_starts)
            patched.append(scores)
        return patched[0], patched[1]
