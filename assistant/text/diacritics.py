"""Putting back what was typed without its diacritics or mistyped: a syllable bigram model, Viterbi search."""

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from functools import lru_cache
from itertools import pairwise
from typing import TypedDict

from assistant.text.folding import fold, has_diacritics, syllables
from assistant.text.typing_slips import Spelling, decode, one_edit_away, spelling

_BIGRAM_WEIGHT = 0.85
_UNSEEN = 0.5
# What a reading costs, in nats, for each mark that was typed otherwise, left out, or for a letter mended.
_OTHER_MARK = 3.0
_LEFT_OUT_MARK = 0.6
_KEPT_AS_TYPED = 0.5
_MENDED_LETTER = 5.0
_PARTED = 3.0
_SHORTEST_MENDED = 4
_COMMON = 20
"""How often a syllable must have been read to stand for a marked one that nobody taught, as in names."""


class RestorerData(TypedDict):
    """The model as it is stored: counts of syllables and of "left right" pairs."""

    unigrams: dict[str, int]
    bigrams: dict[str, int]


class DiacriticRestorer:
    """Chooses the likeliest reading of bare or mistyped syllables; well-typed text is kept as it is."""

    def __init__(self, unigrams: Mapping[str, int], bigrams: Mapping[tuple[str, str], int]) -> None:
        self._unigrams = dict(unigrams)
        self._bigrams = dict(bigrams)
        self._total = sum(unigrams.values()) or 1
        self._spellings: defaultdict[str, list[tuple[str, Spelling]]] = defaultdict(list)
        for syllable in unigrams:
            self._spellings[fold(syllable)].append((syllable, spelling(syllable)))
        self._mended = lru_cache(4096)(self._readings_of_unknown)

    @classmethod
    def train(cls, lines: Iterable[str], dictionary: Iterable[str] = ()) -> "DiacriticRestorer":
        """Count the syllables and pairs of lines that are written with diacritics.

        The words of the dictionary are counted where the lines have no such syllable or pair.
        """
        unigrams: Counter[str] = Counter()
        bigrams: Counter[tuple[str, str]] = Counter()
        for line in lines:
            words = syllables(line)
            unigrams.update(words)
            bigrams.update(pairwise(["", *words]))
        for word in dictionary:
            words = syllables(word)
            for syllable in words:
                unigrams.setdefault(syllable, 1)
            for pair in pairwise(words):
                bigrams.setdefault(pair, 1)
        return cls(unigrams, bigrams)

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

    def restore(self, text: str, *, bare: bool | None = None) -> str:
        """Return the likeliest reading, in lower case and without punctuation.

        `bare` says whether the text was typed without diacritics; by default it is looked at. Of a
        text that was typed with them only mistyped words are changed, and if keys of Telex or VNI
        stayed among its letters, words that lack marks too.
        """
        words = syllables(text)
        if bare is None:
            bare = not has_diacritics(text)
        hasty = not bare and any(map(self._has_residue, words))
        best: dict[str, tuple[float, tuple[str, ...]]] = {"": (0.0, ())}
        for word in words:
            readings = self._readings(word, bare=bare, hasty=hasty)
            best = {
                reading: max(
                    (score + self._log_probability(left, reading) - cost, (*path, reading))
                    for left, (score, path) in best.items()
                )
                for reading, cost in readings.items()
            }
        return " ".join(max(best.values())[1])

    def _readings(self, word: str, *, bare: bool, hasty: bool) -> dict[str, float]:
        """The readings of a typed word, with the cost of each."""
        if word not in self._unigrams:
            # In well-typed text an unknown word is a name, unless it only lacks marks ("ngừoi").
            return self._mended(word, bare or hasty)
        if bare and not has_diacritics(word):
            return {reading: 0.0 for reading, _ in self._spellings[word]}
        if hasty:
            typed = spelling(word)
            kept = {
                reading: _cost(typed, meant) + _KEPT_AS_TYPED
                for reading, meant in self._spellings[fold(word)]
                if _cost(typed, meant) < _OTHER_MARK
            }
            return kept | {word: 0.0}
        return {word: 0.0}

    def _has_residue(self, word: str) -> bool:
        """Whether a word is no syllable as typed, but one with its stray keys put into effect."""
        if word in self._unigrams or not word[0].isalpha():
            return False
        meant = decode(word)
        readings = self._spellings.get(meant.letters, ())
        return meant != spelling(word) and any(_cost(meant, s) <= _OTHER_MARK for _, s in readings)

    def _readings_of_unknown(self, word: str, mend: bool) -> dict[str, float]:
        typed = decode(word)
        if not word[0].isalpha() or not (mend or typed.marked):
            return {word: 0.0}
        readings = {
            reading: cost
            for reading, meant in self._spellings.get(typed.letters, ())
            if ((cost := _cost(typed, meant)) < _OTHER_MARK and self._unigrams[reading] >= _COMMON) or mend
        }
        if mend and not readings and len(typed.letters) >= _SHORTEST_MENDED:
            for letters in {*one_edit_away(typed.letters)} & self._spellings.keys():
                for reading, meant in self._spellings[letters]:
                    readings[reading] = _MENDED_LETTER + _LEFT_OUT_MARK * (not typed.marked and meant.marked)
            readings |= self._parted(word)
        return readings or {word: 0.0}

    def _parted(self, word: str) -> dict[str, float]:
        """Two syllables that were typed as one word."""
        readings = {}
        for at in range(2, len(word) - 1):
            left, right = decode(word[:at]), decode(word[at:])
            for first, meant in self._spellings.get(left.letters, ()):
                for second, also in self._spellings.get(right.letters, ()):
                    if (first, second) in self._bigrams:
                        readings[f"{first} {second}"] = _PARTED + _cost(left, meant) + _cost(right, also)
        return readings

    def _log_probability(self, left: str, word: str) -> float:
        left, (first, _, second) = left.rpartition(" ")[2], word.partition(" ")
        if second:
            return self._log_probability(left, first) + self._log_probability(first, second)
        pair = self._bigrams.get((left, word), 0) / max(self._unigrams.get(left, 1), 1)
        single = self._unigrams.get(word, _UNSEEN) / self._total
        return math.log(_BIGRAM_WEIGHT * min(pair, 1.0) + (1 - _BIGRAM_WEIGHT) * single)


def _cost(typed: Spelling, meant: Spelling) -> float:
    """The cost of the marks by which a reading with the same letters differs from what was typed."""
    pairs = [*zip(typed.shapes, meant.shapes, strict=True), (typed.tone or " ", meant.tone or " ")]
    return sum(_LEFT_OUT_MARK if was == " " else _OTHER_MARK for was, should in pairs if was != should)
