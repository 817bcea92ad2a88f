"""Fitting the decision: `make calibrate`, half an hour on 2 cores, deterministic.

Encoder and classifier learn without the held-out author, whose questions then show the evidence for right
and wrong first places. The same questions with their own entry taken out of the ranking, and texts of no
entry that the classifier did not see, show what should not be answered.
"""

import json
import logging
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import numpy as np
import numpy.typing as npt
from scipy.optimize import minimize

from assistant.catalog.catalog import Catalog
from assistant.search.classifier import EntryClassifier
from assistant.search.corpus import Document, documents, held_out, texts_of_no_procedure
from assistant.search.decision import FITTED
from assistant.search.encoder import Encoder, Vector
from assistant.search.encoder_export import export_encoder
from assistant.search.index import trained_preparer
from assistant.search.lexical import LexicalFeatures, LexicalIndex
from assistant.search.ranker import Ranker
from assistant.search.semantic import SemanticIndex
from assistant.search.tuning import learn_delta
from assistant.settings import Settings, settings

_WRONG_ALLOWED = 0.03
_OFFER_FROM = 0.2
_UNANSWERABLE_SHARE = 0.1
"""How many of the questions at a centre are taken to have no answer in the catalog."""
_NONES_OUT = 4
"""One in so many texts of no entry is left out of training."""
_DIRECTIONS = ((0, None), (0, None), (0, None), (None, 0), (0, None), (0, None))
"""The bounds of the weights, in the order of the evidence: all but `none` speak for the first place."""
_WITHOUT_ENTRY = 6
"""Of one in so many questions the own entry is taken out of the ranking, as if the catalog lacked it."""


@dataclass(frozen=True)
class Observation:
    """Evidence (6,) for one held-out text, and whether the first place was right."""

    evidence: npt.NDArray[np.float64]
    right: bool
    answerable: bool


@dataclass(frozen=True)
class Prepared:
    """Prepared texts with their vectors, full for those that are learned, 8-bit for those asked."""

    texts: Sequence[str]
    vectors: Vector


def observe(
    entries: Sequence[Document], taught: Prepared, nones: Prepared, asked: Prepared, owners: Sequence[int]
) -> list[Observation]:
    """Observations of a ranker that learned `taught` and most of `nones`; `owners` of the asked texts."""
    positions = np.array([entry.position for entry in entries])
    total = int(positions.max()) + 1
    left_out = np.arange(len(nones.texts)) % _NONES_OUT == 0
    kept = np.flatnonzero(~left_out)
    features = LexicalFeatures.fit(taught.texts)
    rows = features.transform(taught.texts)
    classifier = EntryClassifier.fit(
        features.transform([*taught.texts, *(nones.texts[i] for i in kept.tolist())]),
        np.vstack([taught.vectors, nones.vectors[kept]]),
        np.concatenate([positions, np.full(len(kept), total)]),
    )
    semantic = SemanticIndex.build(taught.vectors)
    ranker = Ranker(features, LexicalIndex(rows), semantic, classifier, positions)
    observations = []
    for nth, (text, vector, owner) in enumerate(zip(asked.texts, asked.vectors, owners, strict=True)):
        ranking = ranker.rank(text, vector)
        right = int(ranking.order[0]) == owner
        observations.append(Observation(ranking.evidence.as_array(), right, True))
        if nth % _WITHOUT_ENTRY == 0:
            without = ranker.evidence_without(text, vector, owner)
            observations.append(Observation(without.as_array(), False, False))
    for i in np.flatnonzero(left_out).tolist():
        ranking = ranker.rank(nones.texts[i], nones.vectors[i])
        observations.append(Observation(ranking.evidence.as_array(), False, False))
    return observations


def fit(observations: list[Observation]) -> dict[str, object]:
    """The decision model's content, with the figures it was chosen by."""
    evidence = np.stack([o.evidence for o in observations])
    right = np.array([o.right for o in observations])
    answerable = np.array([o.answerable for o in observations])
    share = _UNANSWERABLE_SHARE / (1 - _UNANSWERABLE_SHARE)
    weight = np.where(answerable, 1.0, share * answerable.sum() / (~answerable).sum())
    weights, bias = _monotone_regression(evidence, right, weight)
    probability = 1 / (1 + np.exp(-(evidence @ weights + bias)))

    order = np.argsort(-probability)
    answered = np.cumsum(weight[order])
    wrong = np.cumsum((weight * ~right)[order]) / answered
    passing = np.flatnonzero(wrong <= _WRONG_ALLOWED)
    threshold = float(probability[order][passing[-1]]) if passing.size else 1.0
    taken = probability >= threshold
    return {
        "weights": [round(float(w), 5) for w in weights],
        "bias": round(bias, 5),
        "answer_from": round(threshold, 4),
        "offer_from": _OFFER_FROM,
        "fitted": {
            "on": date.today().isoformat(),
            "observations": len(observations),
            "first_place_right": round(float(right[answerable].mean()), 4),
            "answered_of_answerable": round(float(taken[answerable].mean()), 4),
            "wrong_among_answered": round(
                float((weight * ~right)[taken].sum() / max(weight[taken].sum(), 1e-9)), 4
            ),
            "answered_of_unanswerable": round(float(taken[~answerable].mean()), 4),
        },
    }


def _monotone_regression(
    evidence: npt.NDArray[np.float64], right: npt.NDArray[np.bool_], weight: npt.NDArray[np.float64]
) -> tuple[npt.NDArray[np.float64], float]:
    """Logistic regression in which stronger evidence never lowers the probability."""
    mean, deviation = evidence.mean(axis=0), evidence.std(axis=0)
    standard = np.column_stack([(evidence - mean) / deviation, np.ones(len(evidence))])
    sign = np.where(right, 1.0, -1.0)

    def loss_and_slope(w: npt.NDArray[np.float64]) -> tuple[float, npt.NDArray[np.float64]]:
        margin = sign * (standard @ w)
        loss = float((weight * np.logaddexp(0, -margin)).sum() + 0.5 * (w[:-1] ** 2).sum())
        slope = standard.T @ (-weight * sign / (1 + np.exp(margin)))
        slope[:-1] += w[:-1]
        return loss, slope

    bounds = [*_DIRECTIONS, (None, None)]
    found = minimize(loss_and_slope, np.zeros(len(bounds)), jac=True, method="L-BFGS-B", bounds=bounds).x
    weights = found[:-1] / deviation
    return weights, float(found[-1] - mean @ weights)


def observations_of(config: Settings, folder: Path, delta: Path | None) -> list[Observation]:
    """Learn without the held-out author and observe; a delta learned so before may be given."""
    catalog = Catalog.load(config.knowledge_dir)
    preparer = trained_preparer(catalog, config.lexicon_dir, config.nlu_dir)
    entries, questions = documents(catalog), held_out(catalog, config.nlu_dir)
    if delta is None:
        delta = folder / "delta.npz"
        learn_delta(catalog, config.nlu_dir, config.lexicon_dir, entries, delta)
    export_encoder("", folder / "encoder", delta)
    encoder = Encoder(folder / "encoder", config.encoder_threads)
    texts = [preparer.prepare(entry.text) for entry in entries]
    nones = [preparer.prepare(text) for text in texts_of_no_procedure(config.nlu_dir)]
    asked = [preparer.prepare(question.text) for question in questions]
    return observe(
        entries,
        Prepared(texts, encoder.encode_all(texts)),
        Prepared(nones, encoder.encode_all(nones)),
        Prepared(asked, np.stack([encoder.encode(text) for text in asked])),
        [question.position for question in questions],
    )


def main() -> None:
    """Fit on the catalog of the settings and write the result beside the code."""
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    delta = Path(sys.argv[1]) if len(sys.argv) > 1 else None
    with tempfile.TemporaryDirectory() as folder:
        content = fit(observations_of(settings(), Path(folder), delta))
    FITTED.write_text(json.dumps(content, indent=1) + "\n", "utf-8")
    print(json.dumps(content, indent=1))


if __name__ == "__main__":
    main()
