import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.search.decision import FITTED, Decision, DecisionModel
from assistant.search.ranker import Evidence

MODEL = DecisionModel(np.array([1.0, 0.5, 0.0, -1.0, 0.0, 0.0]), -1.0, 0.8, 0.3)
NUMBERS = st.floats(-20, 20)
EVIDENCE = st.builds(Evidence, NUMBERS, NUMBERS, NUMBERS, NUMBERS, NUMBERS, NUMBERS)


@pytest.mark.parametrize(
    ("probability", "decision"),
    [
        (1.0, Decision.ANSWER),
        (0.8, Decision.ANSWER),
        (0.7999, Decision.ASK_BACK),
        (0.3, Decision.ASK_BACK),
        (0.2999, Decision.DONT_KNOW),
        (0.0, Decision.DONT_KNOW),
    ],
)
def test_thresholds_belong_to_the_bolder_decision(probability: float, decision: Decision) -> None:
    assert MODEL.decide(probability) is decision


def test_the_probability_is_logistic_in_the_evidence() -> None:
    evidence = Evidence(log_odds=2.0, lead=1.0, classifier_lead=9.0, none=0.5, lexical=9.0, semantic=9.0)
    assert MODEL.probability(evidence) == pytest.approx(1 / (1 + np.exp(-1.0)))


@given(EVIDENCE)
def test_a_probability_lies_between_none_and_certain(evidence: Evidence) -> None:
    assert 0.0 <= DecisionModel.load().probability(evidence) <= 1.0


@given(EVIDENCE, st.floats(0, 5))
def test_more_of_what_speaks_for_it_never_lowers_the_probability(evidence: Evidence, more: float) -> None:
    stronger = Evidence(**{**evidence.__dict__, "log_odds": evidence.log_odds + more})
    assert MODEL.probability(stronger) >= MODEL.probability(evidence)


def test_a_model_is_read_from_its_file(tmp_path: Path) -> None:
    file = tmp_path / "decision.json"
    file.write_text(
        json.dumps({"weights": [1, 2, 3, 4, 5, 6], "bias": 0.5, "answer_from": 0.9, "offer_from": 0.1})
    )
    model = DecisionModel.load(file)
    assert model.weights.tolist() == [1, 2, 3, 4, 5, 6]
    assert model[1:] == (0.5, 0.9, 0.1)


def test_the_fitted_model_answers_wrongly_no_more_often_than_promised() -> None:
    fitted = json.loads(FITTED.read_text("utf-8"))
    assert len(fitted["weights"]) == len(Evidence.__dataclass_fields__)
    assert 0 < fitted["offer_from"] < fitted["answer_from"] < 1
    assert fitted["fitted"]["wrong_among_answered"] <= 0.05
