"""A ranker ten times as large, for measuring how time grows with the catalog."""

import faiss
import numpy as np
from scipy import sparse

from assistant.search.lexical import LexicalIndex
from assistant.search.ranker import Ranker
from assistant.search.semantic import SemanticIndex

_TIMES = 10
_NOISE = 0.02


def tenfold_ranker(ranker: Ranker) -> Ranker:
    """Every document and class ten times; the vectors moved a little, so that none is the same."""
    random = np.random.default_rng(0)
    index = ranker.semantic.index
    vectors = index.reconstruct_n(0, index.ntotal)
    copies = [vectors + random.normal(0, _NOISE, vectors.shape).astype(np.float32) for _ in range(_TIMES)]
    moved = np.concatenate(copies)
    faiss.normalize_L2(moved)
    classifier = ranker.classifier
    weights, bias = (
        np.concatenate([np.tile(each[..., :-1], _TIMES), each[..., -1:]], axis=-1)
        for each in (classifier.weights, classifier.bias)
    )
    large = classifier._replace(weights=weights, bias=bias)
    classes = ranker.owners.max() + 1
    return Ranker(
        ranker.features,
        LexicalIndex(sparse.vstack([ranker.lexical.postings.T] * _TIMES, format="csr")),
        SemanticIndex.build(moved),
        large,
        np.concatenate([ranker.owners + classes * i for i in range(_TIMES)]),
    )
