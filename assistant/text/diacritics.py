"""Putting back the diacritics of text typed without them: a syllable bigram model, Viterbi search."""

import math
from collections import Counter, defaultdict
from collections.abc import Iterable
from itertools import pairwise
from typing import TypedDict

from assistant.text.folding import fold, has_diacritics, syllables

_BIGRAM_WEIGHT = 0.85
_UNSEEN = 0.5


class RestorerData(TypedDict):
    """The model as it is stored: counts of syllables and of "left right" pairs."""

    unigrams: dict[str, int]
    bigrams: dict[str, int]


class DiacriticRestorer:
    """Chooses the likeliest reading of bare syllables; one that carries a mark is kept as it is."""

    def __init__(self, unigrams: dict[str, int], bigrams: dict[tuple[str, str], int]) -> None:
        self._unigrams = unigrams
        self._bigrams = bigrams
        self._total = sum(unigrams.values()) or 1
        self._candidates: defaultdict[str, list[str]] = defaultdict(list)
        for syllable in unigrams:
            self._candidates[fold(syllable)].append(syllable)

    @classmethod
    def train(cls, lines: Iterable[str]) -> "DiacriticRestorer":
        """Count the syllables and pairs of lines that are written with diacritics."""
        unigrams: Counter[str] = Counter()
        bigrams: Counter[tuple[str, str]] = Counter()
        for line in lines:
            words = syllables(line)
            unigrams.update(words)
            bigrams.update(pairwise(["", *words]))
        return cls(dict(unigrams), dict(bigrams))

    @classmethod
    def from_data(cls, data: RestorerData) -> "DiacriticRestorer":
        """Rebuild a stored model."""
        pairs = {}
        for pair, count in data["bigrams"].items():
            left, _, right = pair.partition(" ")
            pairs[left, right] = count
        return cls(data["unigrams"], pairs)

    def to_data(self) -> RestorerData:
        """The model in a form that JSON can hold."""
        return {
            "unigrams": self._unigrams,
            "bigrams": {f"{left} {right}": count for (left, right), count in self._bigrams.items()},
        }

    def restore(self, text: str) -> str:
        """Return the likeliest reading, in lower case and without punctuation."""
        best: dict[str, tuple[float, tuple[str, ...]]] = {"": (0.0, ())}
        for word in syllables(text):
            readings = [word] if has_diacritics(word) else self._candidates.get(word, [word])
            best = {
                reading: max(
                    (score + self._log_probability(left, reading), (*path, reading))
                    for left, (score, path) in best.items()
                )
                for reading in readings
            }
        return " ".join(max(best.values())[1])

    def _log_probability(self, left: str, word: str) -> float:
        pair = self._bigrams.get((left, word), 0) / max(self._unigrams.get(left, 1), 1)
        single = self._unigrams.get(word, _UNSEEN) / self._total
        return math.log(_BIGRAM_WEIGHT * min(pair, 1.0) + (1 - _BIGRAM_WEIGHT) * single)
