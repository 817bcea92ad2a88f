"""Cries for help, found before anything else is understood."""

import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Self

import yaml

from assistant.text.folding import fold, syllables
from assistant.text.normal_form import normalise


class EmergencyDetector:
    """Knows phrases by the number to call: 113, 114 or 115.

    A word matches as it is written or without its diacritics; not with others, for "đang chạy" is
    no "đang cháy". A text that also names a matter of papers tells of the past and is no cry for help.
    """

    def __init__(self, phrases: Mapping[str, Sequence[str]], papers: Sequence[str] = ()) -> None:
        self._phrases = [(_pattern(phrase), number) for number, group in phrases.items() for phrase in group]
        self._papers = [_pattern(phrase) for phrase in papers]

    @classmethod
    def load(cls, file: Path) -> Self:
        """Read `number: [phrase, …]`, and `papers: [phrase, …]`."""
        phrases = yaml.load(file.read_text("utf-8"), yaml.CSafeLoader)
        return cls(phrases, phrases.pop("papers", ()))

    def number_for(self, text: str) -> str | None:
        """The number to call if the text is a cry for help."""
        words = " ".join(syllables(text))
        if any(phrase.search(words) for phrase in self._papers):
            return None
        return next((number for phrase, number in self._phrases if phrase.search(words)), None)


def _pattern(phrase: str) -> re.Pattern[str]:
    words = [f"(?:{word}|{fold(word)})" for word in syllables(normalise(phrase))]
    return re.compile(rf"\b{' '.join(words)}\b")
