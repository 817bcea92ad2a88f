import re

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from assistant.text.masking import DOSSIER_CODE, EMAIL, NUMBER, PERSONAL_NUMBER, PHONE, mask, without_masks
from assistant.text.normal_form import normalise

CODES = ["000.00.11.H56-250701-0001", "H56.12.34-260701-0012", "H56-260701-0012345", "h56.12-260701-1234"]
SEPARATORS = st.characters(exclude_categories=("L", "N", "Cs")).filter(lambda char: not char.isalnum())
LONG_NUMBER = st.lists(
    st.tuples(st.sampled_from("0123456789"), SEPARATORS | st.just("")), min_size=9, max_size=20
)
MESSY = st.text(st.sampled_from("0189 .-+/@[]()ahH56số\u0303không "), max_size=60)
DIGIT_WORDS = [
    ["không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám"],
    ["khong", "mot", "hai", "ba", "bon", "nam", "sau", "bay", "tam"],
    ["tư", "lăm", "bẩy", "chín", "mốt", "nhăm", "mười", "mươi", "không"],
]


@pytest.mark.parametrize(
    ("number", "placeholder"),
    [
        ("0912345678", PHONE),
        ("0912 345 678", PHONE),
        ("0912.345.678", PHONE),
        ("+84 912 345 678", PHONE),
        ("84912345678", PHONE),
        ("(0237) 3 123 456", "(" + PHONE),
        ("038123456789", PERSONAL_NUMBER),
        ("038 123 456 789", PERSONAL_NUMBER),
        ("171234567", PERSONAL_NUMBER),
        ("12345678901234", NUMBER),
    ],
)
def test_a_personal_number_is_named_by_its_kind(number: str, placeholder: str) -> None:
    assert mask(f"số {number} nhé") == f"số {placeholder} nhé"


@given(LONG_NUMBER)
def test_nine_digits_never_survive_whatever_single_separators_stand_between(
    pieces: list[tuple[str, str]],
) -> None:
    number = "".join(digit + separator for digit, separator in pieces)
    assert not re.search(r"\d", mask(f"số {number} nhé"))


@given(LONG_NUMBER)
def test_nor_when_the_separators_cannot_be_seen(pieces: list[tuple[str, str]]) -> None:
    number = "\u200b".join(digit for digit, _ in pieces)
    assert not re.search(r"\d", mask(normalise(number)))


@pytest.mark.parametrize(
    "parted", ["0912 - 345 - 678", "0 9 1 2 3 4 5 6 7 8", "0.9.1.2.3.4.5.6.7.8", "09️⃣12️⃣345678"]
)
def test_a_number_written_apart_is_masked(parted: str) -> None:
    assert len(re.findall(r"\d", mask(parted))) < 9


@pytest.mark.parametrize(
    "text",
    [
        "phí 20.000 đồng",
        "ngày 01/07/2025",
        "từ 01/07/2025 đến 31/12/2026",
        "từ 01/07/2025 - 31/12/2026",
        "20.000 - 50.000 đồng",
        "thủ tục 1.001193",
        "Nghị định 123/2015/NĐ-CP",
        "12345678",
        "7:30 đến 11:30",
        "năm 2025-2026",
        "sinh năm hai không không một",
    ],
)
def test_what_is_no_personal_number_stays(text: str) -> None:
    assert mask(text) == text


@pytest.mark.parametrize(
    "address", ["a@b.vn", "nguyen.van_a+1@gmail.com", "A@X.ORG.VN", "0912345678@zalo.vn"]
)
def test_an_email_address_is_masked(address: str) -> None:
    assert mask(f"gửi {address} giúp em") == f"gửi {EMAIL} giúp em"


@pytest.mark.parametrize("words", DIGIT_WORDS, ids=["marked", "bare", "variants"])
@pytest.mark.parametrize("separator", [" ", ", ", ".", "-"])
def test_a_spoken_number_is_masked(words: list[str], separator: str) -> None:
    assert mask(f"số của tôi là {separator.join(words)} đó") == f"số của tôi là {NUMBER} đó"


def test_eight_spoken_digits_are_none() -> None:
    text = "một hai ba bốn năm sáu bảy tám"
    assert mask(text) == text


@pytest.mark.parametrize("code", CODES)
@pytest.mark.parametrize(
    "around", ["{}", "hồ sơ {} xong chưa", "mã:{}.", "({})", "12 {}", "{} 0912", "1, {}, 2"]
)
def test_a_dossier_code_stays(code: str, around: str) -> None:
    assert mask(around.format(code)) == around.format(code)


@pytest.mark.parametrize("code", CODES)
@pytest.mark.parametrize("number", ["0912345678", "038 123 456 789"])
def test_a_number_beside_a_dossier_code_is_masked(code: str, number: str) -> None:
    masked = mask(f"{number} {code} {number}")
    assert code in masked
    assert not re.search(r"\d{3}", masked.replace(code, ""))


@pytest.mark.parametrize("text", ["H56-250701-00011234567", "1.H56-038123-456789", "xH56-038123-456789"])
def test_what_only_resembles_a_dossier_code_is_masked(text: str) -> None:
    assert not re.search(r"\d{6}", mask(text))


@given(st.from_regex(DOSSIER_CODE, fullmatch=True, alphabet=st.sampled_from("0123456789H.-")))
def test_every_dossier_code_of_either_form_stays(code: str) -> None:
    assert mask(code) == code


@given(st.one_of(MESSY, st.text()))
@example("a@x.y@z.t")
@example("12345678 000.00.11.H56-250701-0001")
def test_masking_twice_changes_nothing(text: str) -> None:
    assert mask(mask(text)) == mask(text)


@given(MESSY)
def test_no_run_of_nine_digits_is_left_in_any_text(text: str) -> None:
    assume(not re.search(DOSSIER_CODE, text, re.IGNORECASE))
    assert not re.search(r"\d(?:[\W_]?\d){8}", mask(text))


@given(MESSY)
def test_masks_are_blanked_with_the_offsets_kept(text: str) -> None:
    masked = mask(text)
    blanked = without_masks(masked)
    assert len(blanked) == len(masked)
    assert all(new in (old, " ") for new, old in zip(blanked, masked, strict=True))
    assert not any(placeholder in blanked for placeholder in (EMAIL, PHONE, PERSONAL_NUMBER, NUMBER))
