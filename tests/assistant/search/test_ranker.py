import numpy as np
import pytest

from assistant.search.classifier import EntryClassifier
from assistant.search.encoder import Encoder
from assistant.search.lexical import LexicalFeatures, LexicalIndex
from assistant.search.ranker import Evidence, Ranker, Ranking
from assistant.search.semantic import SemanticIndex

PROCEDURES = [
    ["đăng ký khai sinh", "làm giấy khai sinh cho con"],
    ["đăng ký kết hôn", "làm giấy cưới vợ", "hai đứa lấy nhau"],
    ["chứng thực bản sao"],
    ["cấp lại thẻ căn cước", "mất căn cước rồi"],
]
BIRTH, MARRIAGE, COPY, CARD = range(4)
NONE_TEXTS = ["chào em", "thời tiết hôm nay", "lệ phí bao nhiêu"]


@pytest.fixture(scope="module")
def ranker(encoder: Encoder) -> Ranker:
    texts = [text for texts in PROCEDURES for text in texts]
    owners = np.repeat(np.arange(len(PROCEDURES)), [len(texts) for texts in PROCEDURES])
    vectors = np.stack([encoder.encode(text) for text in texts + NONE_TEXTS])
    features = LexicalFeatures.fit(texts)
    classifier = EntryClassifier.fit(
        features.transform(texts + NONE_TEXTS), vectors, np.r_[owners, [len(PROCEDURES)] * len(NONE_TEXTS)]
    )
    semantic = SemanticIndex.build(vectors[: len(texts)])
    return Ranker(features, LexicalIndex(features.transform(texts)), semantic, classifier, owners)


def rank(ranker: Ranker, encoder: Encoder, text: str, *allowed: int) -> Ranking:
    mask = np.isin(np.arange(len(PROCEDURES)), allowed) if allowed else None
    return ranker.rank(text, encoder.encode(text), mask)


@pytest.mark.parametrize(
    ("text", "best"),
    [
        ("khai sinh cho con", BIRTH),
        ("hai đứa muốn cưới", MARRIAGE),
        ("sao chứng thực", COPY),
        ("căn cước bị mất", CARD),
    ],
)
def test_the_procedure_that_is_meant_comes_first(
    ranker: Ranker, encoder: Encoder, text: str, best: int
) -> None:
    assert rank(ranker, encoder, text).order[0] == best


def test_procedures_stand_by_falling_score(ranker: Ranker, encoder: Encoder) -> None:
    ranking = rank(ranker, encoder, "khai sinh cho con")
    assert sorted(ranking.order) == list(range(len(PROCEDURES)))
    assert (np.diff(ranking.scores[ranking.order]) <= 0).all()


def test_a_procedure_scores_by_its_nearest_document(ranker: Ranker, encoder: Encoder) -> None:
    evidence = rank(ranker, encoder, "hai đứa lấy nhau").evidence
    assert evidence.lexical == pytest.approx(2.0, abs=1e-5)
    assert evidence.semantic == pytest.approx(1.0, abs=1e-3)


def test_the_lead_is_the_distance_to_the_second(ranker: Ranker, encoder: Encoder) -> None:
    ranking = rank(ranker, encoder, "khai sinh cho con")
    first, second = ranking.scores[ranking.order[:2]]
    assert ranking.evidence.lead == pytest.approx(first - second)
    assert ranking.evidence.lead > 0


@pytest.mark.parametrize(("text", "none"), [("chào em nhé", True), ("đăng ký khai sinh", False)])
def test_a_text_of_no_procedure_is_known_by_its_odds(
    ranker: Ranker, encoder: Encoder, text: str, none: bool
) -> None:
    assert (rank(ranker, encoder, text).evidence.none > 0) is none


def test_only_allowed_procedures_are_ranked(ranker: Ranker, encoder: Encoder) -> None:
    ranking = rank(ranker, encoder, "khai sinh cho con", MARRIAGE, CARD)
    assert set(ranking.order) == {MARRIAGE, CARD}


def test_behind_one_that_is_not_allowed_the_best_has_no_lead(ranker: Ranker, encoder: Encoder) -> None:
    free = rank(ranker, encoder, "khai sinh cho con").evidence
    bound = rank(ranker, encoder, "khai sinh cho con", MARRIAGE, COPY, CARD).evidence
    assert bound.lead < 0 < free.lead
    assert bound.classifier_lead < 0 < free.classifier_lead
    assert bound.log_odds < free.log_odds


def test_what_is_allowed_does_not_change_the_evidence_for_the_best(ranker: Ranker, encoder: Encoder) -> None:
    free = rank(ranker, encoder, "khai sinh cho con").evidence
    assert rank(ranker, encoder, "khai sinh cho con", BIRTH, COPY).evidence == free


def without(ranker: Ranker, encoder: Encoder, text: str, missing: int) -> Evidence:
    return ranker.evidence_without(text, encoder.encode(text), missing)


def test_without_its_entry_a_question_is_judged_by_the_next_best(ranker: Ranker, encoder: Encoder) -> None:
    text = "hai đứa lấy nhau"
    there, absent = rank(ranker, encoder, text).evidence, without(ranker, encoder, text, MARRIAGE)
    assert absent.lead >= 0
    assert absent.lexical < there.lexical
    assert absent.semantic < there.semantic


@pytest.mark.parametrize("missing", [MARRIAGE, COPY, CARD])
def test_without_another_entry_its_own_stays_best_and_grows_likelier(
    ranker: Ranker, encoder: Encoder, missing: int
) -> None:
    text = "khai sinh cho con"
    there, left = rank(ranker, encoder, text).evidence, without(ranker, encoder, text, missing)
    assert (left.lexical, left.semantic) == (there.lexical, there.semantic)
    assert left.log_odds > there.log_odds
    assert left.none > there.none


@pytest.mark.parametrize("text", ["khai sinh cho con", "chào em nhé", "giấy"])
def test_what_is_left_shares_the_probability_of_what_is_missing(
    ranker: Ranker, encoder: Encoder, text: str
) -> None:
    vector = encoder.encode(text)
    probabilities = np.exp(ranker.classifier.log_probabilities(ranker.features.row(text), vector))
    for missing in range(len(PROCEDURES)):
        left = probabilities[-1] / (1 - probabilities[missing])
        told = without(ranker, encoder, text, missing).none
        assert told == pytest.approx(np.log(left / (1 - left)), abs=1e-3)


def test_nothing_allowed_is_an_empty_ranking(ranker: Ranker, encoder: Encoder) -> None:
    assert len(rank(ranker, encoder, "khai sinh", 99).order) == 0
