"""The list of entries that staff look through: the files' and their own, with filters."""

from collections.abc import Iterator
from dataclasses import dataclass
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


class Listing:
    """Lists entries. What was read of a version is remembered, since versions do not change."""

    def __init__(self, knowledge: LiveKnowledge, repository: KnowledgeRepository) -> None:
        self._knowledge = knowledge
        self._repository = repository
        self._words: dict[tuple[str, int], frozenset[str]] = {}

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
        wanted = frozenset(same_wording(text).split())
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
            if fits and wanted <= self._said(content, row.number):
                rows.append(row)
        return rows

    def _said(self, content: Content, number: int) -> frozenset[str]:
        known = (content.key, number)
        if known not in self._words:
            said = " ".join(_strings(content.model_dump(mode="json")))
            self._words[known] = frozenset(same_wording(said).split())
        return self._words[known]


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
