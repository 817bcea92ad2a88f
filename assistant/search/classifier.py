"""A linear classifier of texts to entries, with one class more for texts that mean none."""

from collections.abc import Mapping, Sequence
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

    def features_of(self, lexical: sparse.csr_matrix, vectors: Vector) -> npt.NDArray[np.float32]:
        """What the classifier sees of texts (texts, features): their rows reduced, their vectors centred."""
        bounds = zip(lexical.indptr[:-1], lexical.indptr[1:], strict=True)
        reduced = [self._reduced(lexical.indices[a:b], lexical.data[a:b]) for a, b in bounds]
        moved = centred(vectors, self.mean, _VECTOR_WEIGHT)
        return np.hstack([np.reshape(reduced, (len(vectors), self.projection.shape[1])), moved])

    def with_classes(
        self, replaced: Mapping[int, tuple[Scores, float]], added: Sequence[tuple[Scores, float]]
    ) -> "EntryClassifier":
        """The classifier with other weights and bias for some classes, and more before the last."""
        weights, bias = self.weights.copy(), self.bias.copy()
        for position, (new, its_bias) in replaced.items():
            weights[:, position], bias[position] = new, its_bias
        columns = [new[:, None] for new, _ in added]
        biases = np.array([its_bias for _, its_bias in added], np.float32)
        return self._replace(
            weights=np.hstack([weights[:, :-1], *columns, weights[:, -1:]]),
            bias=np.concatenate([bias[:-1], biases, bias[-1:]]),
        )

    def log_probabilities(self, lexical: sparse.csr_matrix, vector: Vector) -> Scores:
        """Log probability (classes,) of one text."""
        reduced = self._reduced(lexical.indices, lexical.data)
        features = np.concatenate([reduced, centred(vector[None, :], self.mean, _VECTOR_WEIGHT)[0]])
        logits = features @ self.weights + self.bias
        highest = logits.max()
        result: Scores = logits - (highest + np.log(np.exp(logits - highest).sum()))
        return result

    def _reduced(self, columns: npt.NDArray[np.int32], values: Scores) -> Scores:
        result: Scores = values @ self.projection[columns].astype(np.float32)
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
