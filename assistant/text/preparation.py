"""From a citizen's wording to the wording that the encoder and the n-gram index were built for."""

from collections.abc import Iterable
from pathlib import Path

from assistant.text.diacritics import DiacriticRestorer
from assistant.text.folding import has_diacritics
from assistant.text.lexicon import Lexicon
from assistant.text.masking import without_masks

_SHORTHAND = ("abbreviations.yaml", "teencode.yaml")
_SPOKEN = ("dialect.yaml", "fillers.yaml")


class Preparer:
    """Writes out shorthand, puts in diacritics where none were typed, and turns dialect to standard."""

    def __init__(self, shorthand: Lexicon, restorer: DiacriticRestorer, spoken: Lexicon) -> None:
        self._shorthand = shorthand
        self._restorer = restorer
        self._spoken = spoken

    @classmethod
    def from_lexicons(cls, folder: Path, restorer: DiacriticRestorer) -> "Preparer":
        """Read the lexicons of a folder."""
        shorthand = Lexicon.load(folder / name for name in _SHORTHAND)
        return cls(shorthand, restorer, Lexicon.load(folder / name for name in _SPOKEN))

    @classmethod
    def trained(cls, folder: Path, lines: Iterable[str]) -> "Preparer":
        """Read the lexicons, and learn to restore diacritics from lines that have them."""
        shorthand = Lexicon.load(folder / name for name in _SHORTHAND)
        written_out = (shorthand.apply(line) for line in lines if has_diacritics(line))
        return cls.from_lexicons(folder, DiacriticRestorer.train(written_out))

    @property
    def restorer(self) -> DiacriticRestorer:
        """The learned part, to be stored."""
        return self._restorer

    def standard(self, text: str) -> str:
        """Both lexicons applied, no diacritics put in: for single words."""
        return self._spoken.apply(self._shorthand.apply(text))

    def prepare(self, text: str) -> str:
        """Return lower-case standard wording without punctuation: one form for search and NLU."""
        text = without_masks(text)
        written_out = self._shorthand.apply(text)
        # Judged by what was typed: the shorthand lexicon puts diacritics among bare words.
        marked = written_out if has_diacritics(text) else self._restorer.restore(written_out)
        return self._spoken.apply(marked)
