"""From a citizen's wording to the wording that the encoder and the n-gram index were built for."""

from collections.abc import Iterable
from importlib.resources import files
from pathlib import Path

from assistant.text.diacritics import DiacriticRestorer
from assistant.text.folding import has_diacritics
from assistant.text.lexicon import Lexicon
from assistant.text.masking import without_masks
from assistant.text.normal_form import normalise

_SHORTHAND = ("abbreviations.yaml", "teencode.yaml", "recogniser.yaml")
_SPOKEN = ("dialect.yaml", "fillers.yaml")


class Preparer:
    """Writes out shorthand, mends typing and missing diacritics, turns dialect to standard."""

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
        """Read the lexicons, and learn from lines that have diacritics and from underthesea's dictionary."""
        shorthand = Lexicon.load(folder / name for name in _SHORTHAND)
        spoken = Lexicon.load(folder / name for name in _SPOKEN)
        written_out = [shorthand.apply(line) for line in lines if has_diacritics(line)]
        known = [*written_out, *shorthand.phrases, *spoken.phrases]
        return cls.from_lexicons(folder, DiacriticRestorer.train(known, dictionary()))

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
        # Judged by what was typed: the shorthand lexicon puts diacritics among bare words.
        bare = not has_diacritics(text)
        return self._spoken.apply(self._restorer.restore(self._shorthand.apply(text), bare=bare))


def dictionary() -> list[str]:
    """The words of underthesea's dictionary, in our normal form."""
    words = files("underthesea").joinpath("corpus", "data", "Viet39K.txt").read_text("utf-8").strip()
    # Normalised all together, which takes a tenth of the time.
    return normalise(words.replace("\n", " | ")).lower().split(" | ")
