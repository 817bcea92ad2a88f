"""A linear classifier of texts to entries, with one class more for texts that mean none."""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from scipy import sparse
from scipy.optimize import minimize
from sklearn.utils.extmath import randomized_svd

from assistant.search.encoder import Vector, centred
from assistant.search.lexical import Scores

# Chosen by questions of a second author, held out from training (docs/adr/0006-ranking.md).
_DIMENSIONS = 512
_VECTOR_WEIGHT = 1.5
_REGULARISATION = 5.0
_ITERATIONS = 60


class EntryClassifier(NamedTuple):
    """Weights of a multinomial logistic regression over reduced n-gram and centred vector features.

    The last class means "no entry". Shapes: `projection` (n-gram features, reduced), half precision;
    `weights` (reduced + dimension, classes), `bias` (classes,), `mean` (dimension,).
    """

    projection: npt.NDArray[np.float16]
    weights: Scores
    bias: Scores
    mean: Vector

    @classmethod
    def fit(
        cls, lexical: sparse.csr_matrix, vectors: Vector, owners: npt.NDArray[np.int64]
    ) -> "EntryClassifier":
        """Train on rows of features and the class of each; deterministic."""
        mean = vectors.mean(axis=0)
        rank = min(_DIMENSIONS, min(lexical.shape) - 1)
        _, _, components = randomized_svd(lexical, rank, n_iter=2, random_state=0)
        projection = components.T.astype(np.float16)
        features = np.hstack(
            [lexical @ projection.astype(np.float32), centred(vectors, mean, _VECTOR_WEIGHT)]
        )
        weights, bias = fit_logistic(features, owners)
        return cls(projection, weights, bias, mean)

    def log_probabilities(self, lexical: sparse.csr_matrix, vector: Vector) -> Scores:
        """Log probability (classes,) of one text."""
        reduced = lexical.data @ self.projection[lexical.indices].astype(np.float32)
        features = np.concatenate([reduced, centred(vector[None, :], self.mean, _VECTOR_WEIGHT)[0]])
        logits = features @ self.weights + self.bias
        highest = logits.max()
        result: Scores = logits - (highest + np.log(np.exp(logits - highest).sum()))
        return result


def fit_logistic(features: npt.NDArray[np.float32], owners: npt.NDArray[np.int64]) -> tuple[Scores, Scores]:
    """Weights (features, classes) and bias (classes,) of a multinomial logistic regression.

    In single precision and by dense products: ten times as fast as scikit-learn's for hundreds of classes.
    """
    rows, width = features.shape
    classes = int(owners.max()) + 1
    shape = (width + 1, classes)
    features = np.ascontiguousarray(features, np.float32)

    def loss_and_slope(flat: npt.NDArray[np.float64]) -> tuple[float, npt.NDArray[np.float64]]:
        weights = flat.reshape(shape).astype(np.float32)
        logits = features @ weights[:-1] + weights[-1]
        logits -= logits.max(axis=1, keepdims=True)
        odds = np.exp(logits)
        totals = odds.sum(axis=1)
        loss = float((np.log(totals) - logits[np.arange(rows), owners]).sum())
        odds /= totals[:, None]
        odds[np.arange(rows), owners] -= 1
        slope = np.vstack([features.T @ odds, odds.sum(axis=0)[None]]) * np.float32(_REGULARISATION)
        slope[:-1] += weights[:-1]
        penalty = 0.5 * float((weights[:-1] ** 2).sum())
        return _REGULARISATION * loss + penalty, slope.ravel().astype(np.float64)

    start = np.zeros(shape[0] * classes)
    found = minimize(loss_and_slope, start, jac=True, method="L-BFGS-B", options={"maxiter": _ITERATIONS})
    fitted = found.x.reshape(shape).astype(np.float32)
    return fitted[:-1], fitted[-1]
