from itertools import permutations
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.nlu.intent_model import IntentModel, Understanding
from assistant.search.encoder import Encoder

TOPICS = ("ask_fee", "ask_documents", "ask_place")
TRAINING = {
    "ask_fee": ["lệ phí bao nhiêu", "hết bao nhiêu tiền", "mất bao nhiêu tiền lệ phí", "phí bao nhiêu"],
    "ask_documents": ["cần giấy tờ gì", "cần mang giấy tờ gì", "hồ sơ gồm giấy tờ gì", "hồ sơ cần gì"],
    "ask_place": ["nộp ở đâu", "làm ở đâu", "đến chỗ nào nộp", "nộp chỗ nào"],
    "greet": ["chào em", "chào em nhé", "xin chào", "xin chào em"],
    "thanks": ["cảm ơn em", "cảm ơn em nhé", "cảm ơn nhiều", "xin cảm ơn nhiều"],
    "ask_fee+ask_documents": ["cần giấy tờ gì và lệ phí bao nhiêu"],
}
LABELLED = [(text, intent) for intent, texts in TRAINING.items() for text in texts]
TEXTS = [text for text, _ in LABELLED]
LABELS = [intent.split("+") for _, intent in LABELLED]
WORDS = sorted({word for text in TEXTS for word in text.split()})
ANY_TEXT = st.lists(st.sampled_from(WORDS) | st.text(max_size=5), max_size=20).map(" ".join)


def fit(encoder: Encoder) -> IntentModel:
    return IntentModel.fit(TEXTS, np.stack([encoder.encode(text) for text in TEXTS]), LABELS, TOPICS)


@pytest.fixture(scope="module")
def model(encoder: Encoder) -> IntentModel:
    return fit(encoder)


def understand(model: IntentModel, encoder: Encoder, text: str) -> Understanding:
    return model.understand(text, encoder.encode(text))


@pytest.mark.parametrize(("text", "intent"), [(t, i) for t, i in LABELLED if "+" not in i])
def test_what_was_learned_is_understood(model: IntentModel, encoder: Encoder, text: str, intent: str) -> None:
    understood = understand(model, encoder, text)
    assert understood.ranking[0][0] == intent
    assert understood.asked == (intent,)


@given(text=ANY_TEXT)
def test_all_intents_are_ranked_by_falling_probability(
    model: IntentModel, encoder: Encoder, text: str
) -> None:
    ranking = understand(model, encoder, text).ranking
    probabilities = [probability for _, probability in ranking]
    assert {name for name, _ in ranking} == {intent for intent in TRAINING if "+" not in intent}
    assert probabilities == sorted(probabilities, reverse=True)
    assert sum(probabilities) == pytest.approx(1.0, abs=1e-5)
    assert all(type(name) is str and type(probability) is float for name, probability in ranking)


@given(text=ANY_TEXT)
def test_the_likeliest_intent_is_asked_first_and_behind_one_that_is_no_topic_at_most_one_topic(
    model: IntentModel, encoder: Encoder, text: str
) -> None:
    ranking, asked = understand(model, encoder, text)
    assert asked[0] == ranking[0][0]
    assert len(set(asked)) == len(asked)
    if asked[0] in TOPICS:
        assert set(asked) <= set(TOPICS)
    else:
        assert set(asked[1:]) <= set(TOPICS)
        assert len(asked) <= 2


@pytest.mark.parametrize(("left", "right"), permutations(TOPICS, 2))
@pytest.mark.parametrize("link", [" và ", " rồi ", " "])
def test_two_topics_are_both_asked_though_hardly_one_example_had_two(
    model: IntentModel, encoder: Encoder, left: str, right: str, link: str
) -> None:
    text = TRAINING[left][0] + link + TRAINING[right][0]
    assert set(understand(model, encoder, text).asked) == {left, right}


def test_diacritics_count(model: IntentModel) -> None:
    assert model.features.row("can giay to gi").nnz == 0
    assert model.features.row("cần giấy tờ gì").nnz > 0


def test_the_end_of_a_long_text_counts_by_itself(model: IntentModel) -> None:
    story = "chào em nhé " * 6
    asked_last, asked_first = (
        model.features.row(text) for text in (story + "lệ phí bao nhiêu", "lệ phí bao nhiêu " + story)
    )
    (words, tail), _ = model.features.to_data()
    fee = tail.index("lệ phí bao") + len(words)
    assert asked_last[0, fee] > 0
    assert asked_first[0, fee] == 0
    assert asked_first[0, words.index("lệ phí bao")] > 0


def test_a_stored_model_understands_the_same(model: IntentModel, encoder: Encoder, tmp_path: Path) -> None:
    model.save(tmp_path)
    loaded = IntentModel.load(tmp_path)
    assert (loaded.intents, loaded.topics) == (model.intents, model.topics)
    for text in (*TEXTS, "lệ phí bao nhiêu và nộp ở đâu", "xyz", ""):
        assert understand(loaded, encoder, text) == understand(model, encoder, text)


def test_training_twice_gives_the_same_weights(model: IntentModel, encoder: Encoder) -> None:
    again = fit(encoder)
    for name in ("weights", "bias", "topic_weights", "topic_bias", "mean"):
        np.testing.assert_array_equal(getattr(again, name), getattr(model, name))
