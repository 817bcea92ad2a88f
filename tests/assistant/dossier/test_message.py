import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.dossier.message import FACTOR, UNFIT, tells_factor, tells_unfit, without_factor
from assistant.dossier.spoken import symbols
from assistant.text.masking import mask

CODE = "H56.12.34-260701-0012"
WORDS = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")


@pytest.mark.parametrize(
    ("text", "kept", "factor"),
    [
        ("6789", FACTOR, "6789"),
        ("6 7 8 9", FACTOR, "6789"),
        ("sáu bảy tám chín", FACTOR, "6789"),
        ("dạ 6789 nhé em", FACTOR, "6789"),
        ("số của bác là 6789", FACTOR, "6789"),
        ("4 số cuối 6789", f"4 số cuối {FACTOR}", "6789"),
        ("bốn số cuối là sáu bảy tám chín", f"bốn số cuối {FACTOR}", "6789"),
        ("đuôi 6789 ạ", f"đuôi {FACTOR}", "6789"),
        ("duoi 6789", f"duoi {FACTOR}", "6789"),
        ("mã xác nhận 6789", f"mã xác nhận {FACTOR}", "6789"),
        (f"hồ sơ {CODE} số cuối 6789", f"hồ sơ {CODE} {FACTOR}", "6789"),
        (f"{CODE} 6789", f"hồ sơ {CODE} {FACTOR}", "6789"),
        (f"{CODE.lower()} đuôi 6789", f"hồ sơ {CODE} {FACTOR}", "6789"),
    ],
)
def test_the_digits_are_taken_out(text: str, kept: str, factor: str) -> None:
    assert without_factor(text) == (kept, factor)
    assert tells_factor(kept)


@pytest.mark.parametrize(
    "text",
    ["0912346789", "sđt 0912 346 789", "số điện thoại của tôi là 0912346789", "038072006789", "172346789"],
)
def test_of_a_whole_number_the_last_four_are_taken_and_the_rest_is_masked(text: str) -> None:
    kept, factor = without_factor(text)
    assert factor == "6789"
    assert tells_factor(mask(kept))
    assert "6789" not in mask(kept)


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("56789", UNFIT),
        ("sáu bảy tám chín không", UNFIT),
        ("dạ 3846789 nhé", UNFIT),
        ("4 số cuối 56789", f"4 số cuối {UNFIT}"),
        ("4 số cuối 789", f"4 số cuối {UNFIT}"),
        (f"hồ sơ {CODE} đuôi 56789", f"hồ sơ {CODE} {UNFIT}"),
    ],
)
def test_digits_that_cannot_be_them_are_taken_out_too(text: str, kept: str) -> None:
    assert without_factor(text) == (kept, None)
    assert tells_unfit(kept)
    assert not tells_factor(kept)


@pytest.mark.parametrize(
    "text",
    [
        "hát năm sáu chấm mười hai chấm ba tư gạch hai sáu không bảy không một gạch không không một hai",
        "hồ sơ h56 12 34 260701 0012",
    ],
)
def test_a_spoken_code_is_written_out(text: str) -> None:
    assert without_factor(text) == (f"hồ sơ {CODE}", None)


@pytest.mark.parametrize(
    "text",
    [
        CODE,
        f"hồ sơ {CODE} của tôi xong chưa",
        "hồ sơ của tôi nộp năm 2025 xong chưa",
        "bác sinh năm 1945",
        "đất dưới 1000 m2 tách thửa được không",
        "trẻ dưới 14 tuổi làm căn cước cần gì",
        "thửa đất số 1234 tờ bản đồ 12",
        "A012",
        "số a không mười hai",
        "1.001193",
        "113",
        "2",
        "số 2",
        "cái thứ hai",
        "quyết định 1234/QĐ-UBND",
        "20/11/2026",
        "nộp số cuối cùng",
        "😀",
    ],
)
def test_ordinary_messages_are_unchanged(text: str) -> None:
    assert without_factor(text) == (text, None)


def digits_as_said(digits: str, style: str) -> str:
    if style == "spoken":
        return " ".join(WORDS[int(digit)] for digit in digits)
    return " ".join(digits) if style == "apart" else digits


FOUR = st.from_regex(r"[0-9]{4}", fullmatch=True)
STYLES = st.sampled_from(["typed", "apart", "spoken"])


@given(
    FOUR,
    STYLES,
    st.sampled_from(
        ["{}", "4 số cuối {}", "dạ là {} ạ", "số cuối là {} nhé", "hồ sơ H56.12.34-260701-0555 đuôi {}"]
    ),
)
def test_the_digits_never_stand_in_the_text_that_is_kept(digits: str, style: str, said: str) -> None:
    kept, factor = without_factor(said.format(digits_as_said(digits, style)))
    assert factor == digits
    assert digits not in symbols(kept.replace("H56.12.34-260701-0555", "")).replace(" ", "")


@given(st.text(alphabet=st.characters(exclude_categories=("Nd", "Cs")), max_size=80))
def test_a_text_without_digits_or_number_words_is_unchanged(text: str) -> None:
    if not any(character.isdigit() for character in symbols(text)):
        assert without_factor(text) == (text, None)


@given(st.text(max_size=120))
def test_what_was_kept_once_is_kept_again(text: str) -> None:
    kept, _ = without_factor(text)
    assert without_factor(kept) == (kept, None)
