import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.text.folding import fold, has_diacritics, same_wording, syllables

VIETNAMESE = "aăâbcdđeêghiklmnoôơpqrstuưvxyáàảãạắằẳẵặấầẩẫậéèẻẽẹếềểễệíìỉĩịóòỏõọốồổỗộớờởỡợúùủũụứừửữựýỳỷỹỵ"


@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_every_vietnamese_letter_folds_to_a_bare_one(form: str) -> None:
    letters = unicodedata.normalize(form, VIETNAMESE + VIETNAMESE.upper())
    assert set(fold(letters)) <= set("abcdefghiklmnopqrstuvxy")


def test_folding_lowers_and_bares() -> None:
    assert fold("Đăng Ký KHAI sinh") == "dang ky khai sinh"


@given(st.text(VIETNAMESE + " .,1"))
def test_bare_text_has_no_diacritics_left(text: str) -> None:
    assert fold(fold(text)) == fold(text)
    assert not has_diacritics(fold(text))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("khai sinh", False),
        ("KHAI SINH", False),
        ("", False),
        ("12/3", False),
        ("đi", True),
        ("Đ", True),
        ("ký", True),
        (unicodedata.normalize("NFD", "ký"), True),
        ("ho so ơ dau", True),
    ],
)
def test_diacritics_are_seen(text: str, expected: bool) -> None:
    assert has_diacritics(text) is expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Khai sinh, ở đâu?", ["khai", "sinh", "ở", "đâu"]),
        ("1.001193", ["1", "001193"]),
        ("cha/mẹ_con-cái", ["cha", "mẹ", "con", "cái"]),
        ("   ", []),
        (unicodedata.normalize("NFD", "Hòa"), ["hòa"]),
    ],
)
def test_syllables_are_the_words_between_blanks_and_punctuation(text: str, expected: list[str]) -> None:
    assert syllables(text) == expected


@pytest.mark.parametrize(
    "other", ["dang ky khai sinh", "ĐĂNG KÝ KHAI SINH!", " Đăng  ký, khai-sinh ạ".removesuffix(" ạ")]
)
def test_one_wording_has_one_key(other: str) -> None:
    assert same_wording(other) == same_wording("Đăng ký khai sinh")


def test_another_wording_has_another_key() -> None:
    assert same_wording("đăng ký khai sinh") != same_wording("đăng ký khai tử")
