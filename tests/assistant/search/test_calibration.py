import json
from pathlib import Path

import numpy as np
import pytest
from sklearn.linear_model import LogisticRegression

from assistant.search.calibration import Observation, Prepared, fit, observe
from assistant.search.corpus import Document
from assistant.search.decision import Decision, DecisionModel
from assistant.search.encoder import Encoder
from assistant.search.ranker import Evidence

WRONG_ALLOWED = 0.03
UNANSWERABLE_SHARE = 0.1


def synthetic(count: int = 3000) -> list[Observation]:
    """Observations whose first value alone tells how likely the first place is right."""
    random = np.random.default_rng(3)
    observations = []
    for number in range(count):
        evidence = random.normal(size=6) * [2, 1, 1, 1, 0.3, 0.01] + [0, 0, 0, 0, 1, 0.9]
        answerable = number % 3 > 0
        evidence[0] += 2 if answerable else -2
        right = answerable and bool(random.random() < 1 / (1 + np.exp(-2 * evidence[0])))
        observations.append(Observation(evidence, right, answerable))
    return observations


OBSERVATIONS = synthetic()


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> DecisionModel:
    file: Path = tmp_path_factory.mktemp("calibration") / "decision.json"
    file.write_text(json.dumps(fit(OBSERVATIONS)))
    return DecisionModel.load(file)


def test_what_tells_right_from_wrong_gets_the_weight(model: DecisionModel) -> None:
    spread = np.stack([o.evidence for o in OBSERVATIONS]).std(axis=0)
    strength = np.abs(model.weights * spread)
    assert model.weights[0] > 0
    assert strength[0] > 5 * strength[1:].max()


def test_weights_act_on_the_raw_evidence(model: DecisionModel) -> None:
    """Those it answers are as many as the fit said, and wrong no oftener than allowed."""
    told = fit(OBSERVATIONS)["fitted"]
    assert isinstance(told, dict)
    answered = np.array([_answers(model, o) for o in OBSERVATIONS])
    right = np.array([o.right for o in OBSERVATIONS])
    answerable = np.array([o.answerable for o in OBSERVATIONS])
    share = UNANSWERABLE_SHARE / (1 - UNANSWERABLE_SHARE) * answerable.sum() / (~answerable).sum()
    weight = np.where(answerable, 1.0, share)
    wrong = (weight * ~right)[answered].sum() / weight[answered].sum()
    assert wrong == pytest.approx(told["wrong_among_answered"], abs=0.01)
    assert wrong <= WRONG_ALLOWED + 0.01
    assert answered[answerable].mean() == pytest.approx(told["answered_of_answerable"], abs=0.01)
    assert answered[~answerable].mean() == pytest.approx(told["answered_of_unanswerable"], abs=0.01)
    assert told["observations"] == len(OBSERVATIONS)


def test_probabilities_are_calibrated(model: DecisionModel) -> None:
    """Among questions like those at a centre, the mean probability is the share that is right."""
    answerable = [o for o in OBSERVATIONS if o.answerable]
    unanswerable = [o for o in OBSERVATIONS if not o.answerable]
    share = UNANSWERABLE_SHARE / (1 - UNANSWERABLE_SHARE) * len(answerable) / len(unanswerable)
    weights = [1.0 if o.answerable else share for o in OBSERVATIONS]
    expected = np.average([o.right for o in OBSERVATIONS], weights=weights)
    told = np.average([_probability(model, o) for o in OBSERVATIONS], weights=weights)
    assert told == pytest.approx(expected, abs=0.02)


def test_evidence_that_tells_nothing_answers_hardly_anything() -> None:
    random = np.random.default_rng(4)
    noise = [Observation(random.normal(size=6), n % 4 == 0, n % 4 < 2) for n in range(400)]
    assert fit(noise)["fitted"]["answered_of_answerable"] < 0.1  # type: ignore[index]


def told_by(weights: list[float], count: int = 2000) -> list[Observation]:
    """Observations that are right as the evidence, so weighted, makes it likely."""
    random = np.random.default_rng(5)
    evidence = random.normal(size=(count, 6))
    right = random.random(count) < 1 / (1 + np.exp(-evidence @ weights))
    return [Observation(e, bool(r), n % 4 > 0) for n, (e, r) in enumerate(zip(evidence, right, strict=True))]


def test_where_all_evidence_speaks_in_its_sense_the_fit_is_scikit_learns() -> None:
    observations = told_by([1.0, 0.5, 0.7, -0.6, 0.8, 0.4])
    evidence = np.stack([o.evidence for o in observations])
    answerable = np.array([o.answerable for o in observations])
    share = UNANSWERABLE_SHARE / (1 - UNANSWERABLE_SHARE) * answerable.sum() / (~answerable).sum()
    theirs = LogisticRegression().fit(
        (evidence - evidence.mean(axis=0)) / evidence.std(axis=0),
        [o.right for o in observations],
        np.where(answerable, 1.0, share),
    )
    assert fit(observations)["weights"] == pytest.approx(theirs.coef_[0] / evidence.std(axis=0), abs=0.005)


def test_evidence_against_its_sense_gets_no_weight() -> None:
    first, *others = fit(told_by([1.0, -0.5, -0.7, 0.6, -0.8, -0.4]))["weights"]  # type: ignore[misc]
    assert first > 0.5
    assert others == [0.0] * 5


BIRTH, MARRIAGE, CARD = range(3)
TAUGHT = [
    Document(BIRTH, "đăng ký khai sinh"),
    Document(BIRTH, "làm giấy khai sinh cho con"),
    Document(MARRIAGE, "đăng ký kết hôn"),
    Document(MARRIAGE, "làm giấy cưới vợ"),
    Document(CARD, "cấp lại thẻ căn cước"),
    Document(CARD, "mất căn cước rồi"),
]
NONES = ["chào em", "thời tiết hôm nay", "lệ phí bao nhiêu", "cảm ơn nhé", "mấy giờ rồi", "bao lâu thì xong"]
LEFT_OUT = 2
ASKED = [
    (BIRTH, "làm giấy khai sinh cho con"),
    (MARRIAGE, "hai đứa đăng ký kết hôn"),
    (BIRTH, "mất căn cước rồi"),
    *[(CARD, "cấp lại thẻ căn cước")] * 4,
]


@pytest.fixture(scope="module")
def observed(encoder: Encoder) -> list[Observation]:
    """Of the asked texts the third is said to be of another entry."""

    def prepared(texts: list[str]) -> Prepared:
        return Prepared(texts, np.stack([encoder.encode(text) for text in texts]))

    taught = prepared([document.text for document in TAUGHT])
    asked = prepared([text for _, text in ASKED])
    return observe(TAUGHT, taught, prepared(NONES), asked, [owner for owner, _ in ASKED])


def test_each_question_shows_its_entry_and_one_in_six_its_absence(observed: list[Observation]) -> None:
    assert [(o.answerable, o.right) for o in observed[:-LEFT_OUT]] == [
        (True, True),
        (False, False),
        (True, True),
        (True, False),
        *[(True, True)] * 4,
        (False, False),
    ]


def test_texts_of_no_entry_that_were_left_out_should_not_be_answered(observed: list[Observation]) -> None:
    assert [(o.answerable, o.right) for o in observed[-LEFT_OUT:]] == [(False, False)] * LEFT_OUT


def test_without_its_entry_a_learned_question_is_near_to_nothing(observed: list[Observation]) -> None:
    there, absent = (Evidence(*o.evidence) for o in observed[:2])
    assert there.lexical == pytest.approx(2.0, abs=1e-5)
    assert absent.lexical < there.lexical
    assert absent.semantic < there.semantic
    assert absent.none > there.none


def _probability(model: DecisionModel, observation: Observation) -> float:
    return model.probability(Evidence(*observation.evidence))


def _answers(model: DecisionModel, observation: Observation) -> bool:
    return model.decide(_probability(model, observation)) is Decision.ANSWER
