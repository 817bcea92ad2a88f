"""The knowledge of this process: the files with what staff have published over them, swapped whole."""

import logging
from collections.abc import Collection
from pathlib import Path
from threading import Lock

from assistant.catalog.catalog import Catalog
from assistant.knowledge.handle import Snapshot
from assistant.knowledge.repository import KnowledgeRepository
from assistant.knowledge.version import Content, Published
from assistant.search.live_index import LiveIndex
from assistant.search.names import Names
from assistant.search.search import Search

_LOG = logging.getLogger(__name__)


class LiveKnowledge:
    """Holds one snapshot at a time. Keys are never lost, only silenced: a turn under way may hold one."""

    def __init__(
        self,
        files: Catalog,
        search: Search,
        repository: KnowledgeRepository,
        folder: Path | None = None,
    ) -> None:
        """Begin with what the files say; `refresh` brings what staff have published.

        The folder keeps what was learned of it, so that a restart need not learn it again.
        """
        self.files = files
        self.index = LiveIndex(search.index, search.encoder, files, folder)
        self._search = search
        self._repository = repository
        self._published = Published()
        self._snapshot = Snapshot(files, search)
        self._changing = Lock()

    @property
    def snapshot(self) -> Snapshot:
        """Catalog and search that belong together."""
        return self._snapshot

    @property
    def catalog(self) -> Catalog:
        """The entries as they are told now."""
        return self._snapshot.catalog

    @property
    def search(self) -> Search:
        """The search over them."""
        return self._snapshot.search

    @property
    def number(self) -> int:
        """The newest publication that is told here."""
        return self._snapshot.number

    @property
    def edited(self) -> Collection[str]:
        """The keys of the entries that staff have published a version of."""
        return self._snapshot.edited

    def refresh(self) -> bool:
        """Take over what was published since; whether there was anything.

        Raises:
            KnowledgeUnavailable: what is told stays as it is.
        """
        if self._repository.head() == self.number:
            return False
        with self._changing:
            published = self._repository.published()
            if published.number == self.number:
                return False
            self._snapshot = self._made(published)
            self._published = published
        _LOG.info("publication %d is told", published.number)
        return True

    def with_draft(self, draft: Content) -> Snapshot:
        """What would be told if a draft were published."""
        return self._made(self._published, draft)

    def _made(self, published: Published, draft: Content | None = None) -> Snapshot:
        standings = published.standings
        changed: dict[str, Content] = {
            key: standing.version.content for key, standing in standings.items() if standing.version
        }
        silenced = {key for key, standing in standings.items() if standing.silenced}
        if draft is not None:
            changed[draft.key] = draft
            silenced.discard(draft.key)
        catalog = self.files.with_entries(changed.values(), silenced)
        told = [entry for key, entry in changed.items() if key not in silenced]
        leaving = [catalog.entry(key) for key in sorted(silenced) if catalog.has(key)]
        search = self._search.over(self.index.index(told, leaving), Names(catalog), catalog.silenced)
        return Snapshot(catalog, search, published.number, frozenset(changed))
