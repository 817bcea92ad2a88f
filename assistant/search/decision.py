"""The decision to answer, to ask back, or to say that it is not known, by a calibrated probability."""

import json
from enum import StrEnum
from pathlib import Path
from typing import NamedTuple, Self

import numpy as np
import numpy.typing as npt

from assistant.search.ranker import Evidence

FITTED = Path(__file__).with_name("decision.json")
"""What `make calibrate` wrote; docs/adr/0004-calibrated-decision.md says how it is fitted."""


class Decision(StrEnum):
    """What to do with the best procedure."""

    ANSWER = "answer"
    ASK_BACK = "ask_back"
    DONT_KNOW = "dont_know"


class DecisionModel(NamedTuple):
    """Logistic regression on the evidence: the probability that the best procedure is meant.

    `weights` (6,) and `bias` act on the raw evidence; at or above `answer_from` it is answered, at
    or above `offer_from` the best few are offered.
    """

    weights: npt.NDArray[np.float64]
    bias: float
    answer_from: float
    offer_from: float

    @classmethod
    def load(cls, file: Path = FITTED) -> Self:
        """Read the fitted model."""
        data = json.loads(file.read_text("utf-8"))
        return cls(np.array(data["weights"]), data["bias"], data["answer_from"], data["offer_from"])

    def probability(self, evidence: Evidence) -> float:
        """How likely the best procedure is the one that is meant: 0 to 1."""
        return float(1 / (1 + np.exp(-(evidence.as_array() @ self.weights + self.bias))))

    def decide(self, probability: float) -> Decision:
        """What to do at that probability."""
        if probability >= self.answer_from:
            return Decision.ANSWER
        return Decision.ASK_BACK if probability >= self.offer_from else Decision.DONT_KNOW
