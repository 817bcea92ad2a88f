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
MISTYPED = [
    ("lamf giaays khai sinh", "làm giấy khai sinh"),
    ("lam2 gia6y1 khai sinh", "làm giấy khai sinh"),
    ("làm giâý khai sinh", "làm giấy khai sinh"),
    ("ddawng kys khai tuwr", "đăng ký khai tử"),
    ("ddawng ky khai tu", "đăng ký khai tử"),
    ("làm giấyy khai sinhh", "làm giấy khai sinh"),
    ("lam giayy khai sinhh cho con", "làm giấy khai sinh cho con"),
    ("lam gaiy khai sihn", "làm giấy khai sinh"),
    ("lam giay khai sinnh", "làm giấy khai sinh"),
    ("lamgiay khaisinh cho con", "làm giấy khai sinh cho con"),
]
RESTORER = DiacriticRestorer.train(LINES)
OFTEN = DiacriticRestorer.train(LINES * 20)
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
def test_text_of_known_syllables_with_diacritics_is_returned_unchanged(words: list[str]) -> None:
    text = " ".join(["mẹ", *words])
    assert OFTEN.restore(text) == text
    assert OFTEN.restore(f"{text.upper()}!") == text


@pytest.mark.parametrize(("typed", "meant"), MISTYPED)
def test_what_a_hasty_hand_typed_is_mended(typed: str, meant: str) -> None:
    assert OFTEN.restore(typed) == meant


@pytest.mark.parametrize(("typed", "meant"), MISTYPED)
def test_what_was_mended_is_not_changed_again(typed: str, meant: str) -> None:
    assert OFTEN.restore(meant) == meant


@pytest.mark.parametrize(
    "text",
    [
        "đăng ký khai tử cho xkeo",
        "đăng ký khai sinh cho phạm văn quyềnn",
        "mẹ con ở vientiane",
        "làm giấy khai sinhcho con",
    ],
)
def test_in_well_typed_text_an_unknown_word_is_a_name(text: str) -> None:
    assert OFTEN.restore(text) == text


def test_only_a_common_syllable_stands_for_a_marked_word_that_nobody_taught() -> None:
    assert OFTEN.restore("đăng ký kêt hôn") == "đăng ký kết hôn"
    assert RESTORER.restore("đăng ký kêt hôn") == "đăng ký kêt hôn"


def test_the_text_as_a_whole_says_whether_a_word_lacks_its_marks() -> None:
    assert OFTEN.restore("lam giấy") == "lam giấy"
    assert OFTEN.restore("lam giấy", bare=True) == "làm giấy"
    assert OFTEN.restore("lam giay", bare=False) == "lam giay"
    assert OFTEN.restore("lam giaays") == "làm giấy"


def test_stray_keys_say_that_other_words_lack_marks_too() -> None:
    assert OFTEN.restore("me con ở nhà") == "me con ở nhà"
    assert OFTEN.restore("me con owr nha") == "mẹ con ở nhà"


@pytest.mark.parametrize("unknown", ["hno", "xyz", "4a", "01cc"])
def test_a_short_unknown_word_is_left(unknown: str) -> None:
    assert OFTEN.restore(f"ket hon {unknown}") == f"kết hôn {unknown}"


def test_a_dictionary_adds_words_that_the_lines_lack() -> None:
    restorer = DiacriticRestorer.train(LINES, ["hộ tịch", "khải hoàn"])
    assert restorer.restore("ho tich") == "hộ tịch"
    assert restorer.restore("khai hoan") == "khải hoàn"
    assert restorer.restore("khai sinh") == "khai sinh"


def test_a_dictionary_outweighs_no_line() -> None:
    counts = DiacriticRestorer.train(LINES, ["làm", "khai sinh"] * 9).to_data()
    assert counts == DiacriticRestorer.train(LINES).to_data()


@given(WORDS)
def test_a_stored_model_restores_the_same(words: list[str]) -> None:
    stored = DiacriticRestorer.from_data(json.loads(json.dumps(RESTORER.to_data())))
    bare = fold(" ".join(words))
    assert stored.restore(bare) == RESTORER.restore(bare)


@pytest.mark.parametrize(("typed", "meant"), MISTYPED)
def test_a_stored_model_mends_the_same(typed: str, meant: str) -> None:
    assert DiacriticRestorer.from_data(json.loads(json.dumps(OFTEN.to_data()))).restore(typed) == meant


def test_an_untrained_restorer_keeps_the_text() -> None:
    assert DiacriticRestorer.train([]).restore("lam giay khai sinh") == "lam giay khai sinh"
