import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from assistant.text.normal_form import has_words, normalise

# Everything that has made a normal form unstable: late tones, loose marks, runs, blanks, what is not drawn.
AWKWARD = st.text(
    st.sampled_from(
        "oOuUqQaàáạèỳýyòâ ộ\u0300\u0301\u0302\u0323\u031b\u00a0\u2009\t\n\u200b\u202e\ufeff\u0000١12h-"
    ),
    max_size=40,
)


@pytest.mark.parametrize("form", ["NFC", "NFD", "NFKC", "NFKD"])
def test_every_unicode_form_becomes_one(form: str) -> None:
    text = "Đăng ký hộ tịch ở xã Triệu Sơn, Thanh Hóa"
    assert normalise(unicodedata.normalize(form, text)) == text


@pytest.mark.parametrize(
    "invisible",
    [
        "\u0000",
        "\u0007",
        "\u007f",
        "\u00ad",
        "\u034f",
        "\u115f",
        "\u200b",
        "\u200d",
        "\u200e",
        "\u200f",
        "\u202a",
        "\u202e",
        "\u2066",
        "\u2069",
        "\u3164",
        "\ufe0f",
        "\ufeff",
        "\ue000",
        "\ud800",
        "\U000e0041",
        "\U000e0100",
    ],
    ids=lambda char: f"U+{ord(char):04X}",
)
def test_what_is_not_drawn_is_taken_out(invisible: str) -> None:
    assert normalise(f"{invisible}khai{invisible} si{invisible}nh{invisible}") == "khai sinh"


def test_a_mark_joins_its_letter_over_what_stood_between_them() -> None:
    assert normalise("a\u200b\u0300") == "à"


@pytest.mark.parametrize("blank", [" ", "\t", "\n", "\r\n", "\u00a0", "\u2003", "\u2028", "\u3000", "  \n "])
def test_all_blank_space_becomes_one_space(blank: str) -> None:
    assert normalise(f"{blank}khai{blank}sinh{blank}") == "khai sinh"


@pytest.mark.parametrize("repeated", ["a", "!", "ạ", "😀", "\u0301"])
def test_ten_thousand_repeats_shrink_to_three(repeated: str) -> None:
    assert normalise("x" + repeated * 10_000) == normalise("x" + repeated * 3)
    assert len(normalise("x" + repeated * 10_000)) <= 4


def test_digits_are_never_shortened() -> None:
    assert normalise("số 100000000000") == "số 100000000000"


@pytest.mark.parametrize(
    ("late", "early"),
    [
        ("hoà", "hòa"),
        ("Thanh Hoá", "Thanh Hóa"),
        ("HOẢ HOẠN", "HỎA HOẠN"),
        ("khoẻ", "khỏe"),
        ("thuỷ", "thủy"),
        ("uỷ ban", "ủy ban"),
        ("huỷ", "hủy"),
        ("toạ", "tọa"),
        ("xoè", "xòe"),
        ("hoà.", "hòa."),
        ("hoà1", "hòa1"),
    ],
)
def test_a_tone_that_ends_the_syllable_goes_on_the_first_vowel(late: str, early: str) -> None:
    assert normalise(late) == early
    assert normalise(unicodedata.normalize("NFD", late)) == early


@pytest.mark.parametrize(
    "word",
    ["quý", "Quỳnh", "quỹ", "QUÝ", "hoàn", "toàn", "khoản", "thuyền", "huỳnh", "hòa", "loại", "oái", "bà"],
)
def test_a_tone_that_stands_right_is_left(word: str) -> None:
    assert normalise(word) == word


@pytest.mark.parametrize("nothing", ["", " ", "\n\t", "\u200b\ufeff", "\u0000", "\u3164", "\u202e\u202c"])
def test_nothing_visible_is_empty(nothing: str) -> None:
    assert normalise(nothing) == ""


@given(st.one_of(st.text(), AWKWARD))
@example("òòòoà")
@example("oà\u0302")
@example("aaaa   aaaa")
@example("\u0958" * 9)
def test_normalising_twice_changes_nothing(text: str) -> None:
    once = normalise(text)
    assert normalise(once) == once


@given(st.one_of(st.text(), AWKWARD))
def test_the_normal_form_is_composed_and_visible(text: str) -> None:
    normal = normalise(text)
    assert unicodedata.is_normalized("NFC", normal)
    assert normal == normal.strip()
    assert not {unicodedata.category(char) for char in normal} & {"Cc", "Cf", "Co", "Cs", "Cn"}
    assert {char for char in normal if char.isspace()} <= {" "}
    assert "  " not in normal


@given(AWKWARD)
def test_the_digits_all_stay_in_their_order(text: str) -> None:
    assert [c for c in normalise(text) if c.isdigit()] == [c for c in text if c.isdigit()]


@pytest.mark.parametrize(
    ("text", "words"), [("a", True), ("7", True), ("ạ?", True), ("😀", False), ("-…!", False)]
)
def test_only_letters_and_digits_are_words(text: str, words: bool) -> None:
    assert has_words(text) is words
