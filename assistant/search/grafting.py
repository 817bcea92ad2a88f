"""One class of the classifier fitted anew while all others stay: how an edited entry is learned at once."""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from scipy.optimize import minimize

from assistant.search.classifier import EntryClassifier
from assistant.search.lexical import Scores

_ITERATIONS = 40
_REGULARISATION = 20.0
"""Four times that of the whole classifier; chosen on held-out questions (docs/adr/0010)."""


class Graft(NamedTuple):
    """The weights (features,) and the bias of one class."""

    weights: Scores
    bias: float


def fit_graft(
    positives: npt.NDArray[np.float32],
    negatives: npt.NDArray[np.float32],
    counts: Scores,
    classifier: EntryClassifier,
    instead_of: int | None,
) -> Graft:
    """Fit the class of `positives` (texts, features) against all other classes, which keep their weights.

    `counts` says for how many texts each of the `negatives` stands; `instead_of` is the position of the
    class that this one replaces. It is what training the whole classifier would do to this one class.
    """
    features = np.vstack([positives, negatives])
    others = _log_of_sum(features, classifier, instead_of)
    sign = np.r_[np.ones(len(positives), np.float32), -np.ones(len(negatives), np.float32)]
    weight = np.r_[np.ones(len(positives), np.float32), counts] * np.float32(_REGULARISATION)

    def loss_and_slope(flat: npt.NDArray[np.float64]) -> tuple[float, npt.NDArray[np.float64]]:
        weights = flat[:-1].astype(np.float32)
        margin = sign * (features @ weights + np.float32(flat[-1]) - others)
        loss = float((weight * np.logaddexp(0, -margin)).sum()) + 0.5 * float(flat[:-1] @ flat[:-1])
        pull = -weight * sign / (1 + np.exp(np.minimum(margin, 80)))
        return loss, np.r_[features.T @ pull + weights, pull.sum()].astype(np.float64)

    start = np.zeros(features.shape[1] + 1)
    found = minimize(loss_and_slope, start, jac=True, method="L-BFGS-B", options={"maxiter": _ITERATIONS}).x
    return Graft(found[:-1].astype(np.float32), float(found[-1]))


def _log_of_sum(
    features: npt.NDArray[np.float32], classifier: EntryClassifier, instead_of: int | None
) -> Scores:
    """The log of the summed odds of all classes but the one replaced (texts,)."""
    logits = features @ classifier.weights + classifier.bias
    if instead_of is not None:
        logits[:, instead_of] = -np.inf
    highest = logits.max(axis=1)
    total: Scores = highest + np.log(np.exp(logits - highest[:, None]).sum(axis=1))
    return total
