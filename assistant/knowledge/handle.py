"""What is told at this moment: the catalog and the search over it, which belong together."""

from collections.abc import Collection
from typing import NamedTuple, Protocol

from assistant.catalog.catalog import Catalog
from assistant.search.search import Search


class Knowledge(Protocol):
    """Gives the catalog and the search as they are now; both may be others at the next look."""

    @property
    def catalog(self) -> Catalog:
        """The entries."""

    @property
    def search(self) -> Search:
        """The search over them."""

    @property
    def edited(self) -> Collection[str]:
        """The keys of the entries that staff have written, which the intents have not learned."""


class Snapshot(NamedTuple):
    """Catalog and search that do not change; as knowledge, it is that of the files alone.

    `number` is the publication that it holds.
    """

    catalog: Catalog
    search: Search
    number: int = 0
    edited: Collection[str] = frozenset()
