"""What a message wants: one intent, and of a question about a procedure every topic that it asks for."""

import json
from collections.abc import Sequence
from itertools import product
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from scipy import sparse
from sklearn.linear_model import LogisticRegression

from assistant.search.encoder import Vector, centred
from assistant.search.lexical import Analysers, LexicalFeatures, Scores

# Compared on questions of a second author (docs/adr/0003-intents-and-topics.md).
_TAIL = 14
_VECTOR_WEIGHT = 0.5
_REGULARISATION = 10.0
_ITERATIONS = 100

_ALSO_ASKED = 0.35
"""From this probability on, a further topic is asked for too."""
_PERHAPS = 0.1
_NEXT = 3
_SHORT = 7
_STEP = 37
_LINKS = (" ", " và ", " với ", " rồi ")


def _tail(text: str) -> str:
    """The last words: who tells a long story asks at its end."""
    return " ".join(text.split()[-_TAIL:])


_WORDS = {"analyzer": "word", "ngram_range": (1, 3), "token_pattern": r"\S+", "min_df": 2}
_ANALYSERS: Analysers = (
    {**_WORDS, "preprocessor": str},
    {**_WORDS, "preprocessor": _tail},
)


class Understanding(NamedTuple):
    """Intents with their probabilities, likeliest first, and the intents of all topics asked for."""

    ranking: tuple[tuple[str, float], ...]
    asked: tuple[str, ...]


class IntentModel(NamedTuple):
    """Logistic regressions over word n-grams (diacritics count) and the centred sentence vector.

    Shapes: `weights` (features + dimension, intents), `bias` (intents,), `mean` (dimension,);
    `topic_weights` (features, topics), `topic_bias` (topics,).
    """

    features: LexicalFeatures
    intents: tuple[str, ...]
    topics: tuple[str, ...]
    weights: Scores
    bias: Scores
    topic_weights: Scores
    topic_bias: Scores
    mean: Vector

    @classmethod
    def fit(
        cls, texts: Sequence[str], vectors: Vector, labels: Sequence[Sequence[str]], topics: Sequence[str]
    ) -> "IntentModel":
        """Train on texts and the intents of each: one, or the topics asked for together. Deterministic."""
        features = LexicalFeatures.fit(texts, _ANALYSERS)
        mean = vectors.mean(axis=0)
        single = [row for row, named in enumerate(labels) if len(named) == 1]
        rows = sparse.hstack(
            [features.transform(texts), sparse.csr_matrix(centred(vectors, mean, _VECTOR_WEIGHT))], "csr"
        )
        model = _regression().fit(rows[single], [labels[row][0] for row in single])

        short, pairs = _joined(texts, labels, topics)
        asked = [row for row, named in enumerate(labels) if set(named) <= set(topics)]
        questions = features.transform([*(texts[row] for row in asked), *short])
        named = [*(labels[row] for row in asked), *pairs]
        each = [_regression().fit(questions, [topic in names for names in named]) for topic in topics]
        return cls(
            features,
            tuple(map(str, model.classes_)),
            tuple(topics),
            model.coef_.T.astype(np.float32),
            model.intercept_.astype(np.float32),
            np.vstack([one.coef_[0] for one in each]).T.astype(np.float32),
            np.array([one.intercept_[0] for one in each], np.float32),
            mean,
        )

    def understand(self, text: str, vector: Vector) -> Understanding:
        """The intents of one prepared text, and the topics if it asks about a procedure."""
        row = self.features.row(text)
        width = row.shape[1]
        logits = row.data @ self.weights[row.indices] + self.bias
        logits += centred(vector[None, :], self.mean, _VECTOR_WEIGHT)[0] @ self.weights[width:]
        odds = np.exp(logits - logits.max())
        probabilities = odds / odds.sum()
        order = np.argsort(-probabilities, kind="stable")
        ranking = tuple((self.intents[i], float(probabilities[i])) for i in order)
        return Understanding(ranking, self._asked(row, ranking))

    def _asked(self, row: sparse.csr_matrix, ranking: Sequence[tuple[str, float]]) -> tuple[str, ...]:
        """The likeliest intent, then those of the topics asked for.

        Behind an intent that is no topic stands the likeliest topic, in case a procedure is meant after all.
        """
        first = ranking[0][0]
        if first not in self.topics:
            return (first, *(name for name, p in ranking[1:_NEXT] if name in self.topics and p >= _PERHAPS))[
                :2
            ]
        logits = row.data @ self.topic_weights[row.indices] + self.topic_bias
        probabilities = 1 / (1 + np.exp(-logits))
        further = [
            self.topics[i]
            for i in np.argsort(-probabilities, kind="stable")
            if probabilities[i] >= _ALSO_ASKED and self.topics[i] != first
        ]
        return (first, *further)

    def save(self, folder: Path) -> None:
        """Write the model into a folder."""
        terms, weights = self.features.to_data()
        named = {"terms": terms, "intents": self.intents, "topics": self.topics}
        (folder / "intents.json").write_text(json.dumps(named, ensure_ascii=False), "utf-8")
        arrays: dict[str, Any] = {name: getattr(self, name) for name in self._fields[3:]}
        arrays |= {f"idf_{i}": idf for i, idf in enumerate(weights)}
        np.savez(folder / "intents.npz", **arrays)

    @classmethod
    def load(cls, folder: Path) -> "IntentModel":
        """Read what `save` wrote."""
        named = json.loads((folder / "intents.json").read_text("utf-8"))
        with np.load(folder / "intents.npz") as arrays:
            idfs = [arrays[f"idf_{i}"] for i in range(len(named["terms"]))]
            kept = {name: arrays[name] for name in cls._fields[3:]}
        features = LexicalFeatures.from_data(named["terms"], idfs, _ANALYSERS)
        return cls(features, tuple(named["intents"]), tuple(named["topics"]), **kept)


def _regression() -> LogisticRegression:
    return LogisticRegression(C=_REGULARISATION, max_iter=_ITERATIONS)


def _joined(
    texts: Sequence[str], labels: Sequence[Sequence[str]], topics: Sequence[str]
) -> tuple[list[str], list[tuple[str, str]]]:
    """Two short questions put together, for every two topics: few people wrote such down for us."""
    short: dict[str, list[str]] = {topic: [] for topic in topics}
    for text, named in zip(texts, labels, strict=True):
        if len(named) == 1 and named[0] in short and len(text.split()) <= _SHORT:
            short[named[0]].append(text)
    joined: list[str] = []
    pairs: list[tuple[str, str]] = []
    for number, (left, right) in enumerate(product(topics, topics)):
        if left == right:
            continue
        for nth, link in enumerate(_LINKS):
            at = number + nth * _STEP
            if short[left] and short[right]:
                joined.append(
                    short[left][at % len(short[left])] + link + short[right][-at % len(short[right])]
                )
                pairs.append((left, right))
    return joined, pairs
