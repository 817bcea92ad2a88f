"""Which texts of other entries are near to those of one: for collisions, and for what an edit may touch."""

from collections.abc import Iterable, Sequence
from functools import cached_property
from typing import NamedTuple

import numpy as np

from assistant.catalog.catalog import Catalog
from assistant.catalog.entry import Entry
from assistant.search.corpus import texts_of
from assistant.search.encoder import Encoder, Vector
from assistant.search.index import Index

_EACH = 24


class Neighbour(NamedTuple):
    """A text of another entry, the own text that it is near to, and their cosine."""

    key: str
    text: str
    own: str
    similarity: float


class Nearness:
    """Compares texts with those of the base index, and with those of entries changed since."""

    def __init__(self, base: Index, encoder: Encoder, catalog: Catalog) -> None:
        """Begin with an index, and the catalog that it was made of."""
        self._base = base
        self._encoder = encoder
        self._catalog = catalog
        self._positions = {key: position for position, key in enumerate(base.keys)}

    def nearest_text(self, entry: Entry, text: str) -> tuple[str, float]:
        """The name or example of an entry that is nearest to a text, and the cosine."""
        texts, vectors = self._vectors(entry)
        cosines = vectors @ self._encode(text)
        best = int(cosines.argmax())
        return texts[best], float(cosines[best])

    def neighbours(self, entry: Entry, changed: Iterable[Entry]) -> list[Neighbour]:
        """The texts of others near to any text of the entry, nearest first; `changed` as they are now."""
        texts, vectors = self._vectors(entry)
        others = {other.key: other for other in changed if other.key != entry.key}
        found: dict[tuple[str, str], Neighbour] = {}
        candidates = [*self._in_the_base(vectors, {entry.key, *others}), *self._in(others.values(), vectors)]
        for key, text, cosines in candidates:
            best = int(cosines.argmax())
            found[key, text] = Neighbour(key, text, texts[best], float(cosines[best]))
        return sorted(found.values(), key=lambda neighbour: -neighbour.similarity)

    def _in_the_base(self, vectors: Vector, without: set[str]) -> Iterable[tuple[str, str, Vector]]:
        semantic = self._base.ranker.semantic
        documents = semantic.nearest(vectors, _EACH)
        for document, vector in zip(documents.tolist(), semantic.vectors(documents), strict=True):
            owner = self._texts.get(document)
            if owner and owner[0] not in without:
                yield *owner, vectors @ vector

    def _in(self, entries: Iterable[Entry], vectors: Vector) -> Iterable[tuple[str, str, Vector]]:
        for entry in entries:
            texts, theirs = self._vectors(entry)
            for text, vector in zip(texts, theirs, strict=True):
                yield entry.key, text, vectors @ vector

    def _vectors(self, entry: Entry) -> tuple[Sequence[str], Vector]:
        """An entry's texts with their vectors: those of the base where it has them."""
        texts = texts_of(entry)
        known = self._documents.get(entry.key, {})
        documents = np.array([known[text] for text in texts if text in known], np.int64)
        stored = dict(zip(documents.tolist(), self._base.ranker.semantic.vectors(documents), strict=True))
        return texts, np.stack([stored[known[t]] if t in known else self._encode(t) for t in texts])

    def _encode(self, text: str) -> Vector:
        return self._encoder.encode(self._base.preparer.prepare(text))

    @cached_property
    def _documents(self) -> dict[str, dict[str, int]]:
        """By key: the documents of the base that are texts of the entry."""
        # Behind an entry's own texts stand those of the held-out author, which no entry shows.
        starts = np.searchsorted(self._base.ranker.owners, np.arange(len(self._base.keys))).tolist()
        first = {key: starts[position] for key, position in self._positions.items()}
        return {
            entry.key: {text: first[entry.key] + n for n, text in enumerate(texts_of(entry))}
            for entry in self._catalog.entries
        }

    @cached_property
    def _texts(self) -> dict[int, tuple[str, str]]:
        return {d: (key, text) for key, texts in self._documents.items() for text, d in texts.items()}
