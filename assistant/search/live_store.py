"""What was learned of changed entries, kept on disk: a restart need not learn it again."""

import hashlib
import logging
import os
import zipfile
from pathlib import Path

import numpy as np
from scipy import sparse

from assistant.search.grafting import Graft
from assistant.search.index import Index
from assistant.search.live_ranker import LiveEntry

_LOG = logging.getLogger(__name__)
_MOST = 1000


class LiveStore:
    """A folder with a file for each changed entry, named by its texts and by what they were learned beside.

    It is a cache: a file that is missing or broken costs a quarter of a second.
    """

    def __init__(self, folder: Path, base: Index, model_id: str) -> None:
        """`model_id` names the encoder."""
        self._folder = folder
        digest = hashlib.sha256(model_id.encode())
        digest.update(base.ranker.classifier.bias.tobytes())
        digest.update("\n".join(base.keys).encode())
        self._beside = digest

    def load(self, key: str, said: tuple[str, ...]) -> LiveEntry | None:
        """What was learned of an entry with these texts, if it is there."""
        file = self._file(key, said)
        if not file.is_file():
            return None
        try:
            with np.load(file) as kept:
                parts = tuple(kept[name] for name in ("data", "indices", "indptr"))
                rows = sparse.csr_matrix(parts, shape=tuple(kept["shape"]))
                entry = LiveEntry(rows, kept["vectors"], Graft(kept["weights"], float(kept["bias"])))
            file.touch()  # what is in use is not the oldest
            return entry
        except (OSError, ValueError, KeyError, zipfile.BadZipFile) as error:
            _LOG.warning("%s is learned again: %s", key, error)
            return None

    def keep(self, key: str, said: tuple[str, ...], entry: LiveEntry) -> None:
        """Keep what was learned; the oldest files go when there are too many."""
        file, rows = self._file(key, said), entry.rows
        partial = file.with_suffix(f".{os.getpid()}.npz")
        arrays = {"data": rows.data, "indices": rows.indices, "indptr": rows.indptr, "shape": rows.shape}
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            weights, bias = entry.graft
            np.savez(partial, vectors=entry.vectors, weights=weights, bias=bias, **arrays)
            partial.replace(file)
            kept = sorted(self._folder.glob("*.npz"), key=lambda each: each.stat().st_mtime)
            for old in kept[:-_MOST]:
                old.unlink(missing_ok=True)
        except OSError as error:
            _LOG.warning("what was learned of %s cannot be kept: %s", key, error)

    def _file(self, key: str, said: tuple[str, ...]) -> Path:
        digest = self._beside.copy()
        digest.update("\0".join((key, *said)).encode())
        return self._folder / f"{digest.hexdigest()[:32]}.npz"
