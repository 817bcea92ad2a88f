import pytest

from assistant.dialogue.choice import chosen_name, chosen_place

NAMES = [
    ("Đăng ký khai sinh", "làm giấy khai sinh", "khai sinh cho con"),
    ("Đăng ký lại khai sinh", "khai sinh lại", "khai sinh cho con"),
    ("Đăng ký kết hôn", "làm giấy kết hôn"),
]


@pytest.mark.parametrize(
    ("said", "place"),
    [
        ("1", 0),
        ("2.", 1),
        ("số 2", 1),
        ("nút 3", 2),
        ("dòng 1", 0),
        ("phương án 2 ạ", 1),
        ("Lựa chọn số 3", 2),
        ("một", 0),
        ("số hai", 1),
        ("ba", 2),
        ("thứ nhất", 0),
        ("cái thứ hai ấy", 1),
        ("cái đầu tiên", 0),
        ("cái đầu", 0),
        ("cái giữa", 1),
        ("cuối", 2),
        ("cái cuối cùng", 2),
        ("thủ tục thứ ba", 2),
    ],
)
def test_a_place_is_chosen_by_number_or_ordinal(said: str, place: int) -> None:
    assert chosen_place(said, 3) == place


@pytest.mark.parametrize(
    ("said", "place"),
    [
        ("Dạ, em lấy cái thứ hai ạ.", 1),
        ("cho em xin số 1 với ạ", 0),
        ("anh chọn cái đầu tiên nhé", 0),
        ("em muon lam cai thu hai", 1),
        ("so 2 nha", 1),
        ("cấy thứ hai nớ", 1),
        ("tui lấy cấy đầu ni", 0),
        ("bà lấy cái cuối cháu nhé", 2),
        ("ông chọn số 3 cháu ơi", 2),
        ("à số một", 0),
        ("ừ cái thứ nhất đấy", 0),
        ("vâng là cái thứ ba ạ", 2),
        ("thôi lấy số hai đi", 1),
    ],
)
def test_every_voice_may_choose(said: str, place: int) -> None:
    assert chosen_place(said, 3) == place


@pytest.mark.parametrize(
    "said",
    [
        "",
        "?",
        "0",
        "12",
        "có",
        "không",
        "thôi",
        "cả hai",
        "không phải cái 1",
        "ba tôi mất rồi",
        "cho bà",
        "bà ấy",
        "hai vợ chồng tôi ly hôn",
        "con thứ hai",
        "khai sinh cho con thứ hai",
        "một cửa",
        "tư pháp",
        "tự do",
        "năm nay",
        "đầu năm",
        "nhất trí",
        "số điện thoại",
        "số 2 lệ phí bao nhiêu",
        "làm khai sinh",
        "cuối năm tôi cưới",
    ],
)
def test_what_only_sounds_like_a_place_is_none(said: str) -> None:
    assert chosen_place(said, 3) is None


@pytest.mark.parametrize(
    ("said", "offered"), [("3", 2), ("cái thứ ba", 2), ("4", 3), ("thứ tư", 3), ("1", 0), ("cuối", 0)]
)
def test_a_place_that_was_not_offered_is_none(said: str, offered: int) -> None:
    assert chosen_place(said, offered) is None


@pytest.mark.parametrize(("offered", "place"), [(2, 1), (3, 2)])
def test_the_last_is_the_last_of_those_offered(offered: int, place: int) -> None:
    assert chosen_place("cái cuối", offered) == place


@pytest.mark.parametrize(
    ("said", "place"),
    [
        ("Đăng ký khai sinh", 0),
        ("đăng ký kết hôn", 2),
        ("dang ky lai khai sinh", 1),
        ("LÀM GIẤY KẾT HÔN!", 2),
        ("3. Đăng ký kết hôn", 2),
        ("2) khai sinh lại", 1),
        ("khai sinh cho con", None),
        ("khai sinh", None),
        ("đăng ký khai sinh ở đâu", None),
        ("", None),
    ],
)
def test_a_procedure_is_chosen_by_a_name_that_is_its_alone(said: str, place: int | None) -> None:
    assert chosen_name(said, NAMES) == place
