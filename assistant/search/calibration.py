"""Fitting the decision: `python -m assistant.search.calibration`, some minutes, deterministic.

Six times one voice, one procedure in six and one text of no procedure in six are left out of training.
The left-out voice's questions show the evidence for right and wrong first places; the left-out procedures'
questions and the texts of no procedure show what a question looks like that should not be answered.
"""

import json
from dataclasses import dataclass
from datetime import date

import numpy as np
import numpy.typing as npt
from sklearn.linear_model import LogisticRegression

from assistant.catalog.catalog import Catalog
from assistant.catalog.procedure import Voice
from assistant.search.classifier import ProcedureClassifier
from assistant.search.corpus import Document, documents, texts_of_no_procedure
from assistant.search.decision import FITTED
from assistant.search.encoder import Encoder, Vector
from assistant.search.index import trained_preparer
from assistant.search.lexical import LexicalFeatures, LexicalIndex
from assistant.search.ranker import Ranker
from assistant.search.semantic import SemanticIndex
from assistant.settings import settings

_WRONG_ALLOWED = 0.05
_OFFER_FROM = 0.2
_UNANSWERABLE_SHARE = 0.25
"""How many of the questions at a centre are taken to have no answer in the catalog."""


@dataclass(frozen=True)
class Observation:
    """Evidence (6,) for one left-out text, and whether the first place was right."""

    evidence: npt.NDArray[np.float64]
    right: bool
    answerable: bool


def observe(
    entries: list[Document], texts: list[str], nones: list[str], vectors: Vector, questions: Vector
) -> list[Observation]:
    """Left-out observations. `vectors` and `questions` are of texts then nones, full and 8-bit."""
    observations = []
    voices = list(Voice)
    owners = np.array([entry.position for entry in entries])
    total = int(owners.max()) + 1
    for fold, voice in enumerate(voices):
        hidden = owners % len(voices) == fold
        spoken = np.array([entry.voice is voice for entry in entries])
        none_out = np.arange(len(nones)) % len(voices) == fold
        train = np.flatnonzero(~hidden & ~spoken)
        present, classes = np.unique(owners[train], return_inverse=True)
        none_train = np.flatnonzero(~none_out)
        kept = [texts[i] for i in train]
        features = LexicalFeatures.fit(kept)
        classifier = ProcedureClassifier.fit(
            features.transform(kept + [nones[i] for i in none_train]),
            np.vstack([vectors[train], vectors[len(texts) + none_train]]),
            np.concatenate([classes, np.full(len(none_train), len(present))]),
        )
        index = LexicalIndex(features.transform(kept))
        semantic = SemanticIndex.build(vectors[train])
        ranker = Ranker(features, index, semantic, classifier, classes)
        for i in np.flatnonzero(spoken):
            ranking = ranker.rank(texts[i], questions[i])
            right = bool(present[ranking.order[0]] == owners[i])
            observations.append(Observation(ranking.evidence.as_array(), right, not hidden[i]))
        for i in np.flatnonzero(none_out):
            ranking = ranker.rank(nones[i], questions[len(texts) + i])
            observations.append(Observation(ranking.evidence.as_array(), False, False))
        print(f"{voice}: {len(train)} of {len(texts)} texts, {len(present)} of {total} procedures")
    return observations


def fit(observations: list[Observation]) -> dict[str, object]:
    """The decision model's content, with the figures it was chosen by."""
    evidence = np.stack([o.evidence for o in observations])
    right = np.array([o.right for o in observations])
    answerable = np.array([o.answerable for o in observations])
    share = _UNANSWERABLE_SHARE / (1 - _UNANSWERABLE_SHARE)
    weight = np.where(answerable, 1.0, share * answerable.sum() / (~answerable).sum())
    mean, deviation = evidence.mean(axis=0), evidence.std(axis=0)
    model = LogisticRegression().fit((evidence - mean) / deviation, right, weight)
    weights = model.coef_[0] / deviation
    bias = float(model.intercept_[0] - mean @ weights)
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


def main() -> None:
    """Fit on the catalog of the settings and write the result beside the code."""
    config = settings()
    catalog = Catalog.load(config.knowledge_dir)
    preparer = trained_preparer(catalog, config.knowledge_dir / "lexicons", config.nlu_dir)
    encoder = Encoder(config.encoder_dir, config.encoder_threads)
    entries = documents(catalog)
    texts = [preparer.prepare(entry.text) for entry in entries]
    nones = [preparer.prepare(text) for text in texts_of_no_procedure(config.nlu_dir)]
    questions = np.stack([encoder.encode(text) for text in texts + nones])
    content = fit(observe(entries, texts, nones, encoder.encode_all(texts + nones), questions))
    FITTED.write_text(json.dumps(content, indent=1) + "\n", "utf-8")
    print(json.dumps(content, indent=1))


if __name__ == "__main__":
    main()
