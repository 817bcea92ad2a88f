"""Replacing abbreviations, teencode and dialect by standard words, longest phrase first."""

from collections.abc import Iterable, Mapping
from pathlib import Path

import yaml

from assistant.text.folding import syllables


class Lexicon:
    """A phrase book. A phrase that maps to itself protects its words ("chi phí" beside "chi")."""

    def __init__(self, entries: Mapping[str, str]) -> None:
        self._entries = {tuple(syllables(phrase)): standard.lower() for phrase, standard in entries.items()}
        self._longest = max(map(len, self._entries), default=1)

    @classmethod
    def load(cls, files: Iterable[Path]) -> "Lexicon":
        """Read YAML files of `phrase: standard` pairs; a later file overrides an earlier one."""
        entries: dict[str, str] = {}
        for file in files:
            entries |= yaml.load(file.read_text("utf-8"), yaml.CSafeLoader) or {}
        return cls(entries)

    @property
    def phrases(self) -> list[str]:
        """All phrases that it knows."""
        return [" ".join(phrase) for phrase in self._entries]

    def apply(self, text: str) -> str:
        """Return the text's syllables, standard words put in; punctuation is dropped."""
        words = syllables(text)
        out: list[str] = []
        at = 0
        while at < len(words):
            for size in range(min(self._longest, len(words) - at), 0, -1):
                standard = self._entries.get(tuple(words[at : at + size]))
                if standard is not None:
                    if standard:
                        out.append(standard)
                    at += size
                    break
            else:
                out.append(words[at])
                at += 1
        return " ".join(out)
