import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.dossier.code import dossier_code, looks_like_code
from assistant.dossier.spoken import symbols
from assistant.text.folding import fold
from assistant.text.masking import DOSSIER_CODE

NEW, OLD = "H56.12.34-260701-0012", "000.00.11.H56-250701-0001"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (NEW, NEW),
        (OLD, OLD),
        ("h56.12.34-260701-0012", NEW),
        (" h56 . 12 . 34 – 260701 — 0012 ", NEW),
        ("h56 12 34 260701 0012", NEW),
        ("H561234-2607010012", NEW),
        ("H56-12-34-260701-0012", NEW),
        ("H56/12/34/260701/0012", NEW),
        ("\u200bＨ５６．１２．３４－２６０７０１－００１２", NEW),
        ("000 00 11 h56 250701 0001", OLD),
        ("G22.99.01-260701-1234567", "G22.99.01-260701-1234567"),
        ("H56-250701-0001", "H56-250701-0001"),
        ("mã hồ sơ là H56.12.34-260701-0012 xong chưa em", NEW),
        ("hồ sơ H56.12.34-260701-0012 có kết quả không", NEW),
        ("Chào em. H56.12.34-260701-0012.", NEW),
        ("h56 12 34 260701 0012 0912", NEW),
        (
            "hát năm sáu chấm mười hai chấm ba tư gạch hai sáu không bảy không một gạch không không mười hai",
            NEW,
        ),
        (
            "hat nam sau cham muoi hai cham ba tu gach hai sau khong bay khong mot gach khong khong muoi hai",
            NEW,
        ),
        (
            "dạ hờ năm mươi sáu à chấm mười hai chấm ba mươi tư gạch ngang hai mươi sáu lẻ bẩy lẻ một "
            "gạch nối không không một hai ạ",
            NEW,
        ),
        ("ếch 56 chấm 12 chấm 34 trừ 26 07 01 trừ 00 12", NEW),
        ("hắc năm sáu mười hai ba bốn hai sáu không bảy không một không không một hai", NEW),
        (
            "không không không chấm không không chấm mười một chấm hát năm sáu gạch hai mươi nhăm không bảy "
            "không một gạch không không không một",
            OLD,
        ),
    ],
)
def test_a_code_is_read_however_it_is_given(text: str, code: str) -> None:
    assert dossier_code(text) == code
    assert looks_like_code(text)


@pytest.mark.parametrize(
    "part",
    [
        "H56",
        "h56.12.34",
        "260701-0012",
        "H56.12.34-260701",
        "H56.12.34-260701-012",
        "000.00.11",
        "hát năm sáu",
    ],
)
def test_a_part_of_a_code_is_no_code_but_looks_like_one(part: str) -> None:
    assert dossier_code(part) is None
    assert looks_like_code(part)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "hồ sơ của tôi xong chưa",
        "tôi ho hai mươi ngày nay",
        "số A012",
        "0912345678",
        "038090001234",
        "ngày 1/7/2026",
        "1.001193",
        "có ba người, năm sáu tuổi",
    ],
)
def test_other_texts_do_not_look_like_a_code(text: str) -> None:
    assert dossier_code(text) is None
    assert not looks_like_code(text)


@pytest.mark.parametrize(
    "text", ["H56.12.34-260701-00123456", "1H56.12.34-260701-001", "H56 12 34 269901 00 12", "9" * 500]
)
def test_what_does_not_fit_is_not_bent_to_fit(text: str) -> None:
    assert dossier_code(text) is None


# A speaker: each pair, date and serial in one of the manners that people have.
DIGITS = [
    ["không", "lẻ", "linh"],
    ["một"],
    ["hai"],
    ["ba"],
    ["bốn", "tư"],
    ["năm"],
    ["sáu"],
    ["bảy", "bẩy"],
    ["tám"],
    ["chín"],
]
UNITS = {1: ["một", "mốt"], 4: ["tư", "bốn"], 5: ["lăm", "nhăm"]}


def digit_by_digit(digits: str, pick: st.DataObject) -> str:
    return " ".join(pick.draw(st.sampled_from(DIGITS[int(digit)])) for digit in digits)


def as_number(pair: str, pick: st.DataObject) -> str:
    """Two digits as the number they make: 26 is "hai mươi sáu" or "hai sáu"."""
    tens, unit = map(int, pair)
    if tens == 0:
        return digit_by_digit(pair, pick)
    if tens == 1:
        word = {0: "", 5: "lăm"}.get(unit) if unit in (0, 5) else DIGITS[unit][0]
        return f"mười {word}".strip()
    first = DIGITS[tens][0]
    if unit == 0:
        return f"{first} mươi"
    words = UNITS.get(unit, DIGITS[unit])
    return f"{first} mươi {pick.draw(st.sampled_from(words))}"


def group(digits: str, pick: st.DataObject) -> str:
    manner = pick.draw(st.sampled_from(["digits", "number", "typed"]))
    if manner == "typed":
        return digits
    if manner == "number" and len(digits) % 2 == 0:
        return " ".join(as_number(digits[i : i + 2], pick) for i in range(0, len(digits), 2))
    return digit_by_digit(digits, pick)


def spoken(code: str, pick: st.DataObject) -> str:
    words = {
        "H": ["hát", "hắc", "hờ", "ếch", "H", "h"],
        ".": ["chấm", "dấu chấm", "."],
        "-": ["gạch", "gạch ngang", "trừ", "-", "–"],
    }
    parts = re.findall(r"\d+|.", code)
    return " ".join(
        group(part, pick) if part.isdigit() else pick.draw(st.sampled_from(words.get(part, [part])))
        for part in parts
    )


DAY = "2[0-9](0[1-9]|1[0-2])(0[1-9]|1[0-9]|2[0-8])"
CODES = st.one_of(
    st.from_regex(rf"H[0-9]{{2}}\.[0-9]{{2}}\.[0-9]{{2}}-{DAY}-[0-9]{{4,7}}", fullmatch=True),
    st.from_regex(rf"000\.00\.[0-9]{{2}}\.[A-Z][0-9]{{2}}-{DAY}-[0-9]{{4,7}}", fullmatch=True),
)


@given(code=CODES, pick=st.data())
def test_any_code_that_is_spoken_is_understood(code: str, pick: st.DataObject) -> None:
    assert dossier_code(spoken(code, pick)) == code


@given(code=CODES)
def test_a_code_without_its_signs_is_understood(code: str) -> None:
    assert dossier_code(code.replace(".", " ").replace("-", " ").lower()) == code
    assert dossier_code(re.sub(r"[.\-]", "", code)) == code


@given(code=CODES, pick=st.data())
def test_a_recogniser_without_marks_is_understood_digit_by_digit(code: str, pick: st.DataObject) -> None:
    words = [
        digit_by_digit(part, pick) if part.isdigit() else {".": "chấm", "-": "gạch"}.get(part, part)
        for part in re.findall(r"\d+|.", code)
    ]
    assert dossier_code(fold(" ".join(words))) == code


@given(text=st.text(max_size=80))
def test_whatever_is_read_has_the_one_written_form(text: str) -> None:
    code = dossier_code(text)
    assert code is None or (re.fullmatch(DOSSIER_CODE, code) and dossier_code(code) == code)
    assert symbols(text).isascii()
