"""A linear classifier of texts to procedures, with one class more for texts that mean none."""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from scipy import sparse
from sklearn.linear_model import LogisticRegression

from assistant.search.encoder import Vector
from assistant.search.lexical import Scores

# Compared on development questions (ADR 4): the vector weighs three times an n-gram part, C = 5.
_VECTOR_WEIGHT = 3.0
_REGULARISATION = 5.0
_ITERATIONS = 300


class ProcedureClassifier(NamedTuple):
    """Weights of a multinomial logistic regression over n-gram and centred vector features.

    The last class means "no procedure". Shapes: `lexical` (features, classes), `vector`
    (dimension, classes), `bias` (classes,), `mean` (dimension,).
    """

    lexical: Scores
    vector: Scores
    bias: Scores
    mean: Vector

    @classmethod
    def fit(
        cls, lexical: sparse.csr_matrix, vectors: Vector, owners: npt.NDArray[np.int64]
    ) -> "ProcedureClassifier":
        """Train on rows of features and the class of each; deterministic."""
        mean = vectors.mean(axis=0)
        features = sparse.hstack([lexical, sparse.csr_matrix(_centred(vectors, mean))], format="csr")
        model = LogisticRegression(C=_REGULARISATION, max_iter=_ITERATIONS).fit(features, owners)
        weights = model.coef_.T.astype(np.float32)
        size = lexical.shape[1]
        return cls(weights[:size], weights[size:], model.intercept_.astype(np.float32), mean)

    def log_probabilities(self, lexical: sparse.csr_matrix, vector: Vector) -> Scores:
        """Log probability (classes,) of one text."""
        logits = lexical.data @ self.lexical[lexical.indices]
        logits = logits + _centred(vector[None, :], self.mean)[0] @ self.vector + self.bias
        highest = logits.max()
        result: Scores = logits - (highest + np.log(np.exp(logits - highest).sum()))
        return result


def _centred(vectors: Vector, mean: Vector) -> Vector:
    """The mean taken out: e5 vectors all point one way, which drowns what tells them apart."""
    moved = vectors - mean
    centred: Vector = _VECTOR_WEIGHT * moved / np.linalg.norm(moved, axis=1, keepdims=True)
    return centred
