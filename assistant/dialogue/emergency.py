"""Cries for help, found before anything else is understood."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Self

import yaml

from assistant.text.folding import same_wording


class EmergencyDetector:
    """Knows phrases by the number to call: 113, 114 or 115."""

    def __init__(self, phrases: Mapping[str, Sequence[str]]) -> None:
        self._phrases = [
            (f" {same_wording(phrase)} ", number) for number, group in phrases.items() for phrase in group
        ]

    @classmethod
    def load(cls, file: Path) -> Self:
        """Read `number: [phrase, …]`."""
        return cls(yaml.load(file.read_text("utf-8"), yaml.CSafeLoader))

    def number_for(self, text: str) -> str | None:
        """The number to call if the text is a cry for help."""
        padded = f" {same_wording(text)} "
        return next((number for phrase, number in self._phrases if phrase in padded), None)
