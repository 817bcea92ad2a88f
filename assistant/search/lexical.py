"""N-gram features and the n-gram index."""

from collections import Counter
from collections.abc import Sequence
from typing import Any, Self

import numpy as np
import numpy.typing as npt
from scipy import sparse
from sklearn.feature_extraction.text import TfidfVectorizer

from assistant.text.folding import fold

Scores = npt.NDArray[np.float32]
Analysers = Sequence[dict[str, Any]]

FOLDED: Analysers = (
    {"analyzer": "char_wb", "ngram_range": (2, 5), "preprocessor": fold},
    {"analyzer": "word", "ngram_range": (1, 2), "token_pattern": r"\S+", "preprocessor": fold},
)
"""Without diacritics: characters within a syllable for typing slips, syllable pairs for terms."""


class LexicalFeatures:
    """TF-IDF rows: for each analyser a part of unit length, side by side."""

    def __init__(self, vectorizers: Sequence[TfidfVectorizer]) -> None:
        self._vectorizers = tuple(vectorizers)
        self._parts = [(v.build_analyzer(), v.vocabulary_, v.idf_) for v in vectorizers]

    @classmethod
    def fit(cls, texts: Sequence[str], analysers: Analysers = FOLDED) -> Self:
        """Learn vocabulary and weights."""
        return cls([_vectorizer(**options).fit(texts) for options in analysers])

    @classmethod
    def from_data(
        cls,
        vocabularies: Sequence[Sequence[str]],
        weights: Sequence[Scores],
        analysers: Analysers = FOLDED,
    ) -> Self:
        """Rebuild from what `to_data` gave."""
        vectorizers = []
        for options, terms, idf in zip(analysers, vocabularies, weights, strict=True):
            known = {key: value for key, value in options.items() if key != "min_df"}
            vectorizer = _vectorizer(**known, vocabulary={t: i for i, t in enumerate(terms)})
            vectorizer._validate_vocabulary()
            vectorizer.idf_ = idf
            vectorizers.append(vectorizer)
        return cls(vectorizers)

    def to_data(self) -> tuple[list[list[str]], list[Scores]]:
        """The vocabulary (in order) and idf weights of each analyser."""
        terms = [v.get_feature_names_out().tolist() for v in self._vectorizers]
        return terms, [v.idf_.astype(np.float32) for v in self._vectorizers]

    def row(self, text: str) -> sparse.csr_matrix:
        """The features of one text (1, features): as `transform`, in a tenth of the time."""
        indices: list[npt.NDArray[np.int32]] = []
        values: list[Scores] = []
        offset = 0
        for analyse, vocabulary, idf in self._parts:
            counts = Counter(map(vocabulary.get, analyse(text)))
            counts.pop(None, None)
            columns = np.fromiter(counts.keys(), np.int32, len(counts))
            weights = (1 + np.log(np.fromiter(counts.values(), np.float32, len(counts)))) * idf[columns]
            indices.append(columns + offset)
            values.append(weights / (np.linalg.norm(weights) or 1.0))
            offset += len(idf)
        data, columns = np.concatenate(values), np.concatenate(indices)
        return sparse.csr_matrix((data, columns, np.array([0, len(data)])), shape=(1, offset))

    def transform(self, texts: Sequence[str]) -> sparse.csr_matrix:
        """One row a text (n, features)."""
        parts = [vectorizer.transform(texts) for vectorizer in self._vectorizers]
        return sparse.hstack(parts, format="csr")


class LexicalIndex:
    """Cosine of a text to every indexed document, summed over the analysers: 0 to 2."""

    def __init__(self, documents: sparse.csr_matrix) -> None:
        self.postings = documents.T.tocsr()

    def scores(self, row: sparse.csr_matrix) -> Scores:
        """Similarity (documents,) of one row of features."""
        postings = self.postings[row.indices]
        similarity: Scores = np.asarray(postings.T @ row.data, np.float32)
        return similarity

    def rows(self, documents: npt.NDArray[np.int64]) -> sparse.csr_matrix:
        """The features of some documents (their number, features)."""
        return self.postings[:, documents].T.tocsr()


def _vectorizer(**options: Any) -> TfidfVectorizer:
    return TfidfVectorizer(sublinear_tf=True, dtype=np.float32, **options)
