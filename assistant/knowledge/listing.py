"""The list of entries that staff look through: the files' and their own, with filters."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from assistant.catalog.faq import FaqEntry
from assistant.knowledge.live import LiveKnowledge
from assistant.knowledge.repository import KnowledgeRepository
from assistant.knowledge.version import IN_THE_FILE, Content, Kind, State, Version, kind_of
from assistant.text.folding import same_wording


@dataclass(frozen=True)
class Row:
    """An entry in the list: its newest version, and what is told of it now.

    `told` is the number of the version that is told, 0 for the file's, absent before the first publication.
    `fit` says how well it answers the words that were sought: 0 is best.
    """

    key: str
    kind: Kind
    title: str
    theme: str
    number: int
    state: State
    told: int | None
    silenced: bool
    author: str
    at: datetime | None
    fit: int = 0


@dataclass(frozen=True)
class _Said:
    """What an entry says, without marks: its names, all of it, and the words of that."""

    names: str
    text: str
    words: frozenset[str]

    def fit(self, phrase: str) -> int:
        """Best is a name with the phrase in it, then one with its words, then the phrase anywhere."""
        if f" {phrase} " in self.names:
            return 0
        if set(phrase.split()) <= set(self.names.split()):
            return 1
        return 2 if f" {phrase} " in self.text else 3


class Listing:
    """Lists entries. What was read of a version is remembered, since versions do not change."""

    def __init__(self, knowledge: LiveKnowledge, repository: KnowledgeRepository) -> None:
        self._knowledge = knowledge
        self._repository = repository
        self._known: dict[tuple[str, int], _Said] = {}

    def rows(
        self,
        *,
        kind: Kind | None = None,
        state: State | None = None,
        silenced: bool | None = None,
        text: str = "",
    ) -> list[Row]:
        """The entries that pass every filter; `text` are words that each stand somewhere in the entry."""
        newest = {version.key: version for version in self._repository.newest()}
        standings = self._repository.published().standings
        files = {entry.key: entry for entry in self._knowledge.files.entries}
        phrase = same_wording(text)
        rows = []
        for key in dict.fromkeys([*files, *newest]):
            version, standing = newest.get(key), standings.get(key)
            content = version.content if version else files[key]
            assert isinstance(content, Content)
            told = standing.version.number if standing and standing.version else None
            if told is None and key in files:
                told = IN_THE_FILE
            row = _row(content, version, told, silenced=bool(standing and standing.silenced))
            fits = (
                (kind is None or row.kind is kind)
                and (state is None or row.state is state)
                and (silenced is None or row.silenced is silenced)
            )
            said = self._said(content, row.number) if fits and phrase else None
            if fits and (said is None or said.words.issuperset(phrase.split())):
                rows.append(replace(row, fit=said.fit(phrase)) if said else row)
        return rows

    def _said(self, content: Content, number: int) -> _Said:
        known = (content.key, number)
        if known not in self._known:
            names = _folded([content.short_name, *content.names])
            text = _folded(_strings(content.model_dump(mode="json")))
            self._known[known] = _Said(names, text, frozenset(text.split()))
        return self._known[known]


def _folded(texts: Iterable[str]) -> str:
    """Texts as they are sought; no phrase goes over from one to the next."""
    return f" {' | '.join(map(same_wording, texts))} "


def _strings(data: Any) -> Iterator[str]:
    """Every text in the data of an entry, whatever its field."""
    if isinstance(data, str):
        yield data
    elif isinstance(data, dict | list):
        for part in data.values() if isinstance(data, dict) else data:
            yield from _strings(part)


def _row(content: Content, version: Version | None, told: int | None, *, silenced: bool) -> Row:
    return Row(
        content.key,
        kind_of(content.key),
        content.short_name,
        content.theme if isinstance(content, FaqEntry) else content.field,
        version.number if version else IN_THE_FILE,
        version.state if version else State.PUBLISHED,
        told,
        silenced,
        version.author if version else "",
        version.at if version else None,
    )
