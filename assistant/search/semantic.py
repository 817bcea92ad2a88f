"""Nearest documents by sentence vector, in a FAISS index."""

from pathlib import Path

import faiss
import numpy as np
import numpy.typing as npt

from assistant.search.encoder import Vector
from assistant.search.lexical import Scores

_NEIGHBOURS = 256
_LARGE = 20_000


class SemanticIndex:
    """Inner product of unit vectors; exact up to 20,000 documents, a graph (HNSW) above."""

    def __init__(self, index: faiss.Index) -> None:
        self.index = index

    @classmethod
    def build(cls, vectors: Vector) -> "SemanticIndex":
        """Index vectors (documents, dimension)."""
        dimension = vectors.shape[1]
        if len(vectors) <= _LARGE:
            index: faiss.Index = faiss.IndexFlatIP(dimension)
        else:
            graph = faiss.IndexHNSWFlat(dimension, 32, faiss.METRIC_INNER_PRODUCT)
            graph.hnsw.efSearch = _NEIGHBOURS
            index = graph
        index.add(np.ascontiguousarray(vectors, np.float32))
        return cls(index)

    @classmethod
    def load(cls, file: Path) -> "SemanticIndex":
        """Read what `save` wrote."""
        return cls(faiss.read_index(str(file)))

    def save(self, file: Path) -> None:
        """Write the index in FAISS's own form."""
        faiss.write_index(self.index, str(file))

    def scores(self, vector: Vector) -> Scores:
        """Cosine (documents,); those beyond the nearest 256 share the last one's."""
        cosines, found = self.index.search(vector[None, :], min(_NEIGHBOURS, self.index.ntotal))
        hits = found[0] >= 0
        scores: Scores = np.full(self.index.ntotal, cosines[0][hits].min(), np.float32)
        scores[found[0][hits]] = cosines[0][hits]
        return scores

    def vectors(self, documents: npt.NDArray[np.int64]) -> Vector:
        """The vectors of some documents (their number, dimension)."""
        found: Vector = np.empty((len(documents), self.index.d), np.float32)
        if len(documents):
            self.index.reconstruct_batch(documents, found)
        return found

    def nearest(self, vectors: Vector, count: int) -> npt.NDArray[np.int64]:
        """The documents nearest to each vector (vectors, count or less), all together, each once."""
        _, found = self.index.search(np.ascontiguousarray(vectors), min(count, self.index.ntotal))
        documents: npt.NDArray[np.int64] = np.unique(found[found >= 0])
        return documents
