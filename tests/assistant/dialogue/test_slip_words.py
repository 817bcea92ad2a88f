import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.dialogue.acts import ActKind
from assistant.dialogue.slip_words import asks_for_number, lost_slip, plain_errand
from assistant.text.folding import fold

WISHES = [
    "lấy số",
    "cho tôi xin một số thứ tự",
    "cho tui cấy số",
    "bấm hộ choa cấy số cấy",
    "lấy số làm khai sinh",
    "lấy cho bác cái số vào quầy công an",
    "cho e xin 1 số ik",
    "lay so dang ky ket hon",
    "in cho tôi cái phiếu số",
    "cho tôi xếp hàng chứng thực",
    "bốc số bên địa chính",
    "lấy số hộ tịch",
    "xin phiếu để làm căn cước",
    "STT",
    "cho bác xin cái số, bác 82 tuổi rồi",
]
NO_WISHES = [
    "tôi lấy số rồi",
    "có phải lấy số không hay cứ vô thẳng",
    "lấy số kiểu gì",
    "ở nhà lấy số trước được không",
    "mấy giờ thì phát số",
    "thôi không lấy số nữa",
    "cho tôi số điện thoại của trung tâm",
    "lấy sổ đỏ ở đâu",
    "cho tôi sổ hộ khẩu",
    "cho tôi sổ",
    "xin cấp lại sổ hộ nghèo",
    "lay so ho khau o dau",
    "cấp phiếu lý lịch tư pháp",
    "xin phiếu lý lịch tư pháp",
    "xin số nhà mới",
    "lấy số định danh cho con",
    "lấy số liệu dân số",
    "cho tôi số 2",
    "cho tôi xin số anh Nam",
    "lấy cái số hai",
    "cái phiếu này để làm gì",
    "chờ lâu quá",
]


@pytest.mark.parametrize("text", WISHES)
def test_a_number_is_asked_for(text: str) -> None:
    assert asks_for_number(text)
    assert plain_errand(text) is ActKind.TICKET


@pytest.mark.parametrize("text", NO_WISHES)
def test_what_only_looks_like_it_asks_for_none(text: str) -> None:
    assert not asks_for_number(text)
    assert plain_errand(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "mất phiếu rồi",
        "in lại cho tui cấy phiếu",
        "in lại cho tui cấy số, tui đánh rơi mô rồi",
        "cái phiếu của bác bay đâu mất rồi",
        "tôi làm rơi phiếu số thứ tự",
        "rớt phiếu ròi",
        "e lm mất phiếu r",
        "lạc mất cấy giấy số rồi",
        "bác quên mất số của bác là bao nhiêu",
        "mat phieu roi in lai giup toi",
        "phiếu ướt hết rồi in lại giúp",
        "Thất lạc STT thì làm thế nào",
    ],
)
def test_a_slip_is_lost(text: str) -> None:
    assert lost_slip(text)
    assert plain_errand(text) is ActKind.LOST_TICKET


@pytest.mark.parametrize(
    "text",
    [
        "mất sổ đỏ",
        "mất sổ hộ khẩu",
        "mat so do",
        "mat so ho khau roi",
        "in lại giấy khai sinh",
        "phiếu lý lịch tư pháp",
        "mất phiếu lý lịch tư pháp số 2",
        "mất giấy hẹn",
        "e lm mất phiếu hẹn r",
        "quên số điện thoại đã khai",
        "số của tôi mất sim rồi",
        "mất bao lâu",
        "lấy số mất bao lâu",
        "qua mất số rồi có sao không",
        "ra ngoài có mất lượt không",
        "mất căn cước",
        "cấp lại phiếu bầu cử",
    ],
)
def test_what_is_lost_is_no_slip(text: str) -> None:
    assert not lost_slip(text)


@pytest.mark.parametrize(
    "text",
    [
        "hủy số",
        "huỷ số giúp tôi",
        "hủy số A012",
        "hủy số b mười bảy",
        "bỏ cấy số nớ đi",
        "trả lại cấy số",
        "cho bác trả số bác về có việc",
        "bo so cua toi di",
        "huy luot cua toi",
        "thôi bỏ số đi",
    ],
)
def test_a_number_is_given_back(text: str) -> None:
    assert plain_errand(text) is ActKind.CANCEL_TICKET


@pytest.mark.parametrize(
    "text",
    [
        "đừng hủy số của tôi",
        "hủy số định danh cá nhân",
        "hủy đăng ký tạm trú",
        "bỏ số nhà cũ",
        "tra so ho so giup toi",
        "trả số tiền còn thiếu",
        "cho bố cái số điện thoại",
        "bỏ tên khỏi sổ hộ khẩu",
        "trả sổ đỏ",
    ],
)
def test_what_is_given_up_is_no_number(text: str) -> None:
    assert plain_errand(text) is not ActKind.CANCEL_TICKET


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("đợi tầm bao lâu nữa z", True),
        ("phải chờ lâu nữa không", True),
        ("chờ khoảng mấy phút nữa", True),
        ("khi mô mới đến lượt tui", True),
        ("b mười bảy bao giờ được gọi", True),
        ("thời gian chờ dự kiến của tôi là bao lâu", True),
        ("chờ bao lâu thì có căn cước", False),
        ("đợi bao lâu nữa thì có kết quả", False),
        ("bao lâu nữa hồ sơ của tôi được gọi", False),
        ("làm khai sinh mất bao lâu", False),
    ],
)
def test_the_place_in_line_is_asked_for_by_who_waits(text: str, asked: bool) -> None:
    assert (plain_errand(text) is ActKind.QUEUE) is asked


@pytest.mark.parametrize("text", [t for t in WISHES if "số" in t or "phiếu" in t])
def test_marks_may_be_left_out(text: str) -> None:
    assert asks_for_number(fold(text))


@given(st.text(max_size=200))
def test_any_text_is_read(text: str) -> None:
    assert plain_errand(text) in {None, *ActKind}


@pytest.mark.parametrize("head", ["xin", "phieu", "huy", "mat", "thoi gian cho"])
@pytest.mark.parametrize("word", ["bo", "di", "nay", "bo di", "xin lay"])
def test_a_long_message_of_one_word_is_read_at_once(head: str, word: str) -> None:
    """Patterns that try each word in several ways would take years over this."""
    assert plain_errand(f"{head} {' '.join([word] * 120)} x"[:500]) is None
