"""Entries changed since the index was made, learned at once: only their new texts are encoded."""

from collections.abc import Iterable, Sequence
from functools import cached_property
from pathlib import Path
from threading import Lock

import numpy as np
import numpy.typing as npt
from scipy import sparse

from assistant.catalog.catalog import Catalog
from assistant.catalog.entry import Entry
from assistant.search.corpus import texts_of
from assistant.search.encoder import Encoder, Vector
from assistant.search.grafting import fit_graft
from assistant.search.index import Index
from assistant.search.lexical import Scores
from assistant.search.live_ranker import LiveEntry, LiveRanker
from assistant.search.live_store import LiveStore
from assistant.text.folding import fold, same_wording

_NEAR = 48
"""How many documents near to each text of a changed entry its class is fitted against."""
_AT_LARGE = 1024
"""How many documents stand for all others."""
_SAME = 0.99
"""From this cosine on, a document of another entry is taken to be the text itself, which has moved."""
_REMEMBERED = 1024

Positions = npt.NDArray[np.int64]


class LiveIndex:
    """Makes the index of a catalog that differs from the one that the base index was made of.

    What was learned of an entry is remembered: the next index costs the encoding and fit of what is new.
    """

    def __init__(self, base: Index, encoder: Encoder, catalog: Catalog, folder: Path | None = None) -> None:
        """Begin with an index, and the catalog that it was made of; `folder` keeps what is learned."""
        self.base = base
        self._encoder = encoder
        self._catalog = catalog
        self._positions = {key: position for position, key in enumerate(base.keys)}
        self._learned: dict[tuple[str, tuple[str, ...]], LiveEntry] = {}
        self._learning = Lock()
        self._store = LiveStore(folder, base, encoder.meta["model_id"]) if folder else None

    def warm_up(self) -> None:
        """Work out beforehand what the first change would else wait for."""
        self._features_at_large  # noqa: B018  looked at, it is kept

    def index(self, changed: Iterable[Entry], leaving: Iterable[Entry] = ()) -> Index:
        """The base index with these entries as they are now.

        Entries that are `leaving` stay rivals for their questions, which nobody shall answer in their place;
        those that a changed entry has taken over are its own.
        """
        said = {entry.key: tuple(texts_of(entry)) for entry in changed}
        taken = {same_wording(text) for texts in said.values() for text in texts}
        for entry in leaving:
            left = tuple(text for text in texts_of(entry) if same_wording(text) not in taken)
            if left and entry.key in self._positions:
                said[entry.key] = left
        entries = {k: self._entry(k, texts) for k, texts in said.items() if texts != self._known(k)}
        if not entries:
            return self.base
        replaced = {self._positions[key]: e for key, e in entries.items() if key in self._positions}
        added = {key: entry for key, entry in entries.items() if key not in self._positions}
        ranker = LiveRanker(self.base.ranker, replaced, list(added.values()))
        return Index(self.base.preparer, ranker, (*self.base.keys, *added))

    def _known(self, key: str) -> tuple[str, ...]:
        """The texts of an entry that the base index was made of."""
        return tuple(texts_of(self._catalog.entry(key))) if self._catalog.has(key) else ()

    def _entry(self, key: str, said: tuple[str, ...]) -> LiveEntry:
        with self._learning:
            if (key, said) not in self._learned:
                while len(self._learned) >= _REMEMBERED:
                    self._learned.pop(next(iter(self._learned)))
                self._learned[key, said] = self._recalled(key, said)
            return self._learned[key, said]

    def _recalled(self, key: str, said: tuple[str, ...]) -> LiveEntry:
        """What the folder keeps of an entry, else what is learned of it."""
        if self._store and (known := self._store.load(key, said)):
            return known
        entry = self._learn(key, said)
        if self._store:
            self._store.keep(key, said, entry)
        return entry

    def _learn(self, key: str, said: tuple[str, ...]) -> LiveEntry:
        """Rows, vectors and class of an entry; for texts that the base has too, those of the base."""
        base = self.base.ranker
        kept, removed, new = self._compared(key, said)
        texts = self._prepared(new)
        rows = sparse.vstack(
            [base.lexical.rows(kept), *(base.features.row(text) for text in texts)], format="csr"
        )
        vectors = np.vstack([base.semantic.vectors(kept), *(self._encoder.encode(t)[None] for t in texts)])
        own = np.concatenate([kept, removed])
        near = np.concatenate([removed, self._near(vectors, own)])
        at_large = np.flatnonzero(~np.isin(self._sample, own))
        negatives = np.vstack([self._features(near), self._features_at_large[at_large]])
        each = np.full(len(at_large), len(base.owners) / max(len(self._sample), 1), np.float32)
        counts = np.concatenate([np.ones(len(near), np.float32), each])
        positives = base.classifier.features_of(rows, vectors)
        graft = fit_graft(positives, negatives, counts, base.classifier, self._positions.get(key))
        return LiveEntry(rows, vectors, graft)

    def _compared(self, key: str, said: Sequence[str]) -> tuple[Positions, Positions, list[str]]:
        """Documents of the base that the entry keeps, those it has lost, and its texts that are new."""
        if key not in self._positions:
            return np.array([], np.int64), np.array([], np.int64), list(said)
        documents = np.flatnonzero(self.base.ranker.owners == self._positions[key])
        # Behind an entry's own texts stand those of the held-out author, which are not edited.
        before = [same_wording(text) for text in self._known(key)]
        now = {same_wording(text) for text in said}
        stays = np.array([wording in now for wording in before] + [True] * (len(documents) - len(before)))
        new = [text for text in said if same_wording(text) not in before]
        return documents[stays], documents[~stays], new

    def _prepared(self, texts: Sequence[str]) -> list[str]:
        """The wordings to index: each text, and what is made of it where its diacritics are not typed."""
        prepare = self.base.preparer.prepare
        wordings = [prepare(text) for text in texts] + [prepare(fold(text)) for text in texts]
        return list(dict.fromkeys(wordings))

    def _near(self, vectors: Vector, own: Positions) -> Positions:
        """The documents of others near to any of these vectors, but for those that are the same."""
        semantic = self.base.ranker.semantic
        found = np.setdiff1d(semantic.nearest(vectors, _NEAR), own)
        same = (semantic.vectors(found) @ vectors.T).max(axis=1) >= _SAME
        near: Positions = found[~same]
        return near

    def _features(self, documents: Positions) -> npt.NDArray[np.float32]:
        base = self.base.ranker
        return base.classifier.features_of(base.lexical.rows(documents), base.semantic.vectors(documents))

    @cached_property
    def _sample(self) -> Positions:
        total = len(self.base.ranker.owners)
        drawn = np.random.default_rng(0).choice(total, min(_AT_LARGE, total), replace=False)
        return np.sort(drawn).astype(np.int64)

    @cached_property
    def _features_at_large(self) -> Scores:
        return self._features(self._sample)
