import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.dialogue.replies.wording import money
from assistant.text.speech import number_in_words, to_speech

UNSPEAKABLE = re.compile(r"[\d/()\[\]{}%•]")

AMOUNTS = st.integers(0, 10**9).map(money)
UNITS = st.sampled_from(["bản", "trang", "người/lần đăng ký", "trường hợp", "lần", "thẻ"])
NOTES = st.sampled_from(
    [
        "(nếu có)",
        "(tối đa (không quá) 200.000đ/bản)",
        "theo Thông tư số 64/2025/TT-BTC",
        "theo Nghị quyết 66.7/2025/NQ-CP",
        "chỉ thu 50%",
        "mẫu CT01",
        "[sđt]",
        "2,5 ngày",
        "bước 1/3",
        "cha/mẹ",
        "https://dichvucong.gov.vn/1/2?a=3",
    ]
)
TIMES = st.one_of(
    st.times().map(lambda t: f"{t.hour}:{t.minute:02}"),
    st.times().map(lambda t: f"{t.hour}h{t.minute:02}"),
    st.dates().map(lambda d: f"ngày {d.day}/{d.month}/{d.year:04}"),
    st.dates().map(lambda d: f"{d.day:02}/{d.month:02}"),
    st.dates().map(lambda d: f"tháng {d.month}/{d.year:04}"),
    st.tuples(st.integers(1, 30), st.integers(1, 90)).map(lambda p: f"{p[0]}-{p[1]} ngày làm việc"),
)
FEES = st.tuples(AMOUNTS, UNITS, NOTES).map(lambda f: f"{f[0]}/{f[1]} {f[2]}")
PASSAGES = st.lists(st.one_of(FEES, TIMES, NOTES, AMOUNTS), min_size=1, max_size=6).map("; ".join)


@given(PASSAGES)
def test_no_digit_slash_or_bracket_is_left_in_what_is_said_of_fees_and_times(text: str) -> None:
    assert not UNSPEAKABLE.search(to_speech(text))


@given(st.text(st.sampled_from("0123456789/()[]{}.,:-–•·% đaBT\n"), max_size=60))
def test_nor_of_anything_else(text: str) -> None:
    assert not UNSPEAKABLE.search(to_speech(text))


@given(PASSAGES)
def test_what_is_said_can_be_said_again(text: str) -> None:
    assert to_speech(to_speech(text)) == to_speech(text)


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (0, "không"),
        (5, "năm"),
        (15, "mười lăm"),
        (21, "hai mươi mốt"),
        (105, "một trăm lẻ năm"),
        (115, "một trăm mười lăm"),
        (1000, "một nghìn"),
        (2004, "hai nghìn lẻ bốn"),
        (2010, "hai nghìn không trăm mười"),
        (2025, "hai nghìn không trăm hai mươi lăm"),
        (20_000, "hai mươi nghìn"),
        (4_500_000, "bốn triệu năm trăm nghìn"),
        (1_000_000_000, "một tỷ"),
    ],
)
def test_a_number_in_words(number: int, words: str) -> None:
    assert number_in_words(number) == words


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("20.000 đồng", "hai mươi nghìn đồng"),
        ("25.000đ/thẻ", "hai mươi lăm nghìn đồng một thẻ"),
        ("2.000 đồng/trang", "hai nghìn đồng một trang"),
        ("10.000 đồng/người/lần đăng ký", "mười nghìn đồng một người một lần đăng ký"),
        ("chỉ thu 50% mức này", "chỉ thu năm mươi phần trăm mức này"),
        ("2,5 ngày", "hai phẩy năm ngày"),
        ("1-3 ngày", "một đến ba ngày"),
        ("1 – 3 ngày", "một đến ba ngày"),
    ],
)
def test_amounts(written: str, said: str) -> None:
    assert to_speech(written) == said


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("7:30", "bảy giờ rưỡi"),
        ("17:00", "mười bảy giờ"),
        ("8:05", "tám giờ năm phút"),
        ("7h30", "bảy giờ rưỡi"),
        ("7:30 đến 11:30", "bảy giờ rưỡi đến mười một giờ rưỡi"),
        ("01/7/2025", "ngày một tháng bảy năm hai nghìn không trăm hai mươi lăm"),
        ("ngày 2/9", "ngày hai tháng chín"),
        ("tháng 7/2026", "tháng bảy năm hai nghìn không trăm hai mươi sáu"),
        ("từ 1/2 đến 3/4", "từ ngày một tháng hai đến ngày ba tháng bốn"),
    ],
)
def test_clock_times_and_dates(written: str, said: str) -> None:
    assert to_speech(written) == said


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("tờ khai CT01", "tờ khai CT một"),
        ("mẫu TK02", "mẫu TK hai"),
        ("giấy A4", "giấy A bốn"),
        ("gọi 0912345678", "gọi không chín một hai ba bốn năm sáu bảy tám"),
        ("1" * 13, " ".join(["một"] * 13)),
        ("9" * 5000, " ".join(["chín"] * 5000)),
    ],
    ids=["form", "form with TK", "paper", "phone", "thirteen digits", "5000 digits"],
)
def test_numbers_that_are_no_quantities(written: str, said: str) -> None:
    assert to_speech(written) == said


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("UBND xã cấp CCCD", "Ủy ban nhân dân xã cấp căn cước công dân"),
        ("đăng nhập VNeID", "đăng nhập vi en ây ai đi"),
        ("tra tại dichvucong.gov.vn, hoặc hỏi", "tra tại cổng dịch vụ công quốc gia, hoặc hỏi"),
        ("xem https://a.vn/1?b=2 nhé", "xem nhé"),
        ("theo Thông tư 75/2022/TT-BTC.", "theo Thông tư."),
        ("theo Luật số 60/2014/QH13 và", "theo Luật và"),
        ("Anh/chị nộp", "Anh chị nộp"),
        ("cha/mẹ", "cha hoặc mẹ"),
        ("giấy tờ (bản chính (nếu có)), ảnh", "giấy tờ, ảnh"),
        ("một ) hai ( ba", "một hai ba"),
        ("• Giấy tờ:\n  ảnh", "Giấy tờ: ảnh"),
        ("", ""),
    ],
)
def test_abbreviations_addresses_and_signs(written: str, said: str) -> None:
    assert to_speech(written) == said
