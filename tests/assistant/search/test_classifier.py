import numpy as np
import pytest
from sklearn.linear_model import LogisticRegression

from assistant.search import classifier as module
from assistant.search.classifier import EntryClassifier, fit_logistic
from assistant.search.encoder import Encoder
from assistant.search.lexical import LexicalFeatures, Scores

BIRTH, MARRIAGE, COPY, NONE = range(4)
TRAINING = [
    (BIRTH, "đăng ký khai sinh"),
    (BIRTH, "làm giấy khai sinh cho con"),
    (BIRTH, "em bé mới sinh cần giấy gì"),
    (MARRIAGE, "đăng ký kết hôn"),
    (MARRIAGE, "làm giấy cưới vợ"),
    (MARRIAGE, "hai đứa lấy nhau cần giấy gì"),
    (COPY, "chứng thực bản sao"),
    (COPY, "sao y giấy tờ"),
    (COPY, "photo công chứng bằng cấp"),
    (NONE, "chào em"),
    (NONE, "thời tiết hôm nay"),
    (NONE, "lệ phí bao nhiêu"),
]
OWNERS = np.array([owner for owner, _ in TRAINING])
TEXTS = [text for _, text in TRAINING]
FEATURES = LexicalFeatures.fit(TEXTS)


@pytest.fixture(scope="module")
def classifier(encoder: Encoder) -> EntryClassifier:
    return _fit(encoder)


@pytest.mark.parametrize(("owner", "text"), TRAINING)
def test_texts_it_learned_from_are_told_apart(
    classifier: EntryClassifier, encoder: Encoder, owner: int, text: str
) -> None:
    assert _log_probabilities(classifier, encoder, text).argmax() == owner


@pytest.mark.parametrize(
    ("owner", "text"),
    [
        (BIRTH, "khai sinh cho cháu"),
        (MARRIAGE, "giấy đăng ký kết hôn"),
        (COPY, "bản sao chứng thực"),
        (NONE, "chào em nhé"),
    ],
)
def test_new_texts_fall_to_the_class_they_are_like(
    classifier: EntryClassifier, encoder: Encoder, owner: int, text: str
) -> None:
    assert _log_probabilities(classifier, encoder, text).argmax() == owner


@pytest.mark.parametrize("text", ["", "khai sinh", "xyz", "khai sinh " * 200])
def test_probabilities_sum_to_one(classifier: EntryClassifier, encoder: Encoder, text: str) -> None:
    probabilities = np.exp(_log_probabilities(classifier, encoder, text))
    assert probabilities.shape == (4,)
    assert probabilities.sum() == pytest.approx(1.0, abs=1e-5)


def test_training_twice_gives_the_same_weights(classifier: EntryClassifier, encoder: Encoder) -> None:
    for first, second in zip(classifier, _fit(encoder), strict=True):
        np.testing.assert_array_equal(first, second)


REGULARISATION = 5.0


@pytest.mark.parametrize("classes", range(3, 8))
def test_run_to_its_end_the_regression_is_scikit_learns(
    classes: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    random = np.random.default_rng(classes)
    owners = np.r_[np.arange(classes), random.integers(classes, size=40)]
    features = random.normal(owners[:, None] % 3, 1.5, size=(len(owners), 8)).astype(np.float32)
    theirs = LogisticRegression(C=REGULARISATION, max_iter=1000, tol=1e-6).fit(features, owners)
    monkeypatch.setattr(module, "_ITERATIONS", 1000)
    weights, bias = fit_logistic(features, owners)
    np.testing.assert_allclose(
        _probabilities(features, weights, bias), theirs.predict_proba(features), atol=3e-3
    )


def test_stopped_early_it_is_close() -> None:
    random = np.random.default_rng(0)
    owners = np.arange(60) % 5
    features = (np.eye(5, dtype=np.float32)[owners] + random.normal(0, 0.5, (60, 5))).astype(np.float32)
    theirs = LogisticRegression(C=REGULARISATION, max_iter=1000).fit(features, owners)
    weights, bias = fit_logistic(features, owners)
    np.testing.assert_allclose(
        _probabilities(features, weights, bias), theirs.predict_proba(features), atol=0.01
    )


def test_an_entry_that_no_text_is_of_is_never_likely() -> None:
    features = np.eye(4, dtype=np.float32)
    weights, bias = fit_logistic(features, np.array([0, 0, 2, 2]))
    assert weights.shape == (4, 3)
    assert ((features @ weights + bias).argmax(axis=1) == [0, 0, 2, 2]).all()


def _probabilities(features: Scores, weights: Scores, bias: Scores) -> Scores:
    odds = np.exp(features @ weights + bias)
    return odds / odds.sum(axis=1, keepdims=True)


def _fit(encoder: Encoder) -> EntryClassifier:
    vectors = np.stack([encoder.encode(text) for text in TEXTS])
    return EntryClassifier.fit(FEATURES.transform(TEXTS), vectors, OWNERS)


def _log_probabilities(
    classifier: EntryClassifier, encoder: Encoder, text: str
) -> np.ndarray[tuple[int], np.dtype[np.float32]]:
    return classifier.log_probabilities(FEATURES.row(text), encoder.encode(text))
