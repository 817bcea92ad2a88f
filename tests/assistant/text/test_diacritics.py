import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.text.diacritics import DiacriticRestorer
from assistant.text.folding import fold, has_diacritics, syllables

LINES = [
    "làm giấy khai sinh cho con",
    "làm giấy khai sinh ở đâu",
    "đăng ký kết hôn cần giấy tờ gì",
    "đăng ký khai tử cho mẹ",
    "mẹ con ở nhà",
]
RESTORER = DiacriticRestorer.train(LINES)
WORDS = st.lists(st.sampled_from(sorted({word for line in LINES for word in syllables(line)})), max_size=12)


@pytest.mark.parametrize("line", LINES)
def test_what_was_learned_is_put_back(line: str) -> None:
    assert RESTORER.restore(fold(line)) == line


def test_the_neighbour_decides_between_readings() -> None:
    restorer = DiacriticRestorer.train(["khai tử cho bố", "khai tử cho mẹ", "từ chối", "từ chối", "từ chối"])
    assert restorer.restore("khai tu") == "khai tử"
    assert restorer.restore("tu choi") == "từ chối"


@pytest.mark.parametrize(
    ("text", "restored"), [("", ""), ("...", ""), ("xyzzy 42", "xyzzy 42"), ("LAM!", "làm")]
)
def test_unknown_words_stay_and_punctuation_goes(text: str, restored: str) -> None:
    assert RESTORER.restore(text) == restored


@given(WORDS)
def test_only_diacritics_are_added(words: list[str]) -> None:
    bare = fold(" ".join(words))
    assert fold(RESTORER.restore(bare)) == bare


@given(WORDS, st.lists(st.booleans(), min_size=12, max_size=12))
def test_a_word_that_carries_a_mark_is_never_changed(words: list[str], bare: list[bool]) -> None:
    typed = [fold(word) if strip else word for word, strip in zip(words, bare, strict=False)]
    restored = RESTORER.restore(" ".join(typed)).split()
    assert [r for r, t in zip(restored, typed, strict=True) if has_diacritics(t)] == [
        t for t in typed if has_diacritics(t)
    ]


@given(WORDS)
def test_a_stored_model_restores_the_same(words: list[str]) -> None:
    stored = DiacriticRestorer.from_data(json.loads(json.dumps(RESTORER.to_data())))
    bare = fold(" ".join(words))
    assert stored.restore(bare) == RESTORER.restore(bare)


def test_an_untrained_restorer_keeps_the_text() -> None:
    assert DiacriticRestorer.train([]).restore("lam giay khai sinh") == "lam giay khai sinh"
