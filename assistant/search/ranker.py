"""Ranking entries for a text by three witnesses: nearest n-grams, nearest vector, classifier."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy import sparse

from assistant.search.classifier import EntryClassifier
from assistant.search.encoder import Vector
from assistant.search.lexical import LexicalFeatures, LexicalIndex, Scores
from assistant.search.semantic import SemanticIndex

_NEAREST_WEIGHT = 0.6
"""The part of the nearest documents beside the classifier, both as z-scores; see ADR 6."""


@dataclass(frozen=True)
class Evidence:
    """What the decision to answer is taken on; every value is about the best entry.

    `log_odds` of the classifier for it, `lead` over the best other in fused score, `classifier_lead`
    in log probability, `none` the log odds that no entry is meant, `lexical` the cosine sum
    to its nearest document (0 to 2), `semantic` the cosine to its nearest document.
    """

    log_odds: float
    lead: float
    classifier_lead: float
    none: float
    lexical: float
    semantic: float

    def as_array(self) -> npt.NDArray[np.float64]:
        """The values in the order of the fields (6,)."""
        return np.array(
            [
                self.log_odds,
                self.lead,
                self.classifier_lead,
                self.none,
                self.lexical,
                self.semantic,
            ]
        )


@dataclass(frozen=True)
class Ranking:
    """Entries by falling score: `order` holds their positions, `scores` all fused z-scores."""

    order: npt.NDArray[np.int64]
    scores: Scores
    evidence: Evidence


class Ranker:
    """Scores every entry for a prepared text. `owners` tells whose each document is."""

    def __init__(
        self,
        features: LexicalFeatures,
        lexical: LexicalIndex,
        semantic: SemanticIndex,
        classifier: EntryClassifier,
        owners: npt.NDArray[np.int64],
    ) -> None:
        self.features = features
        self.lexical = lexical
        self.semantic = semantic
        self.classifier = classifier
        self.owners = owners
        # Documents stand in the order of their entries: the best of each is a segment's maximum.
        self._starts = np.flatnonzero(np.r_[True, owners[1:] != owners[:-1]])

    def rank(self, text: str, vector: Vector, allowed: npt.NDArray[np.bool_] | None = None) -> Ranking:
        """Rank the allowed entries, or all, for a text and its sentence vector.

        The evidence weighs the best allowed one against all others: behind one that is not allowed
        it has no lead, and is not answered in that one's place.
        """
        lexical, semantic, log_probabilities = self._witnesses(text, vector)
        return _ranking(lexical, semantic, log_probabilities, allowed)

    def evidence_without(self, text: str, vector: Vector, missing: int) -> Evidence:
        """The evidence if an entry were not there: what a question looks like that has no answer."""
        lexical, semantic, log_probabilities = (
            np.delete(scores, missing) for scores in self._witnesses(text, vector)
        )
        log_probabilities -= np.log(np.exp(log_probabilities).sum())
        return _ranking(lexical, semantic, log_probabilities, None).evidence

    def _witnesses(self, text: str, vector: Vector) -> tuple[Scores, Scores, Scores]:
        row = self.features.row(text)
        return (*self._nearest(row, vector), self.classifier.log_probabilities(row, vector))

    def _nearest(self, row: sparse.csr_matrix, vector: Vector) -> tuple[Scores, Scores]:
        """How near the nearest document of each entry is, by n-grams and by vector."""
        return (
            np.maximum.reduceat(self.lexical.scores(row), self._starts),
            np.maximum.reduceat(self.semantic.scores(vector), self._starts),
        )


def _ranking(
    lexical: Scores, semantic: Scores, log_probabilities: Scores, allowed: npt.NDArray[np.bool_] | None
) -> Ranking:
    classified, none = log_probabilities[:-1], float(log_probabilities[-1])
    nearest = _z(_z(lexical) + _z(semantic))
    fused = _z(classified) + _NEAREST_WEIGHT * nearest
    order = np.argsort(-fused, kind="stable")
    if allowed is not None:
        order = order[allowed[order]]
    best = int(order[0]) if len(order) else int(fused.argmax())
    evidence = Evidence(
        log_odds=_log_odds(float(classified[best])),
        lead=float(fused[best] - np.delete(fused, best).max()),
        classifier_lead=float(classified[best] - np.delete(classified, best).max()),
        none=_log_odds(none),
        lexical=float(lexical[best]),
        semantic=float(semantic[best]),
    )
    return Ranking(order, fused, evidence)


def _z(scores: Scores) -> Scores:
    standard: Scores = (scores - scores.mean()) / (scores.std() + 1e-9)
    return standard


def _log_odds(log_probability: float) -> float:
    probability = min(max(float(np.exp(log_probability)), 1e-6), 1 - 1e-6)
    return float(np.log(probability / (1 - probability)))
