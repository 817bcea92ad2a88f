import pytest

from assistant.catalog.place_names import Mention, PlaceNames, is_district, sounds_of, split_kind

NAMES = PlaceNames(
    [
        "Xã Dân Lực",
        "Xã Thanh Sơn",
        "Xã Thành Sơn",
        "Xã Hợp Lý",
        "Xã Đồng Tiến",
        "Xã Sầm Sơn",
        "Phường Nam Sầm Sơn",
        "Thị trấn Nưa",
        "Thị trấn Triệu Sơn",
        "Huyện Triệu Sơn",
        "Thành phố Thanh Hóa",
    ],
    ["hợp lý", "đóng tiền", "thanh hóa"],
)


def names(text: str, *, sure: bool = True) -> list[str]:
    return [name for mention in NAMES.mentions(text) if mention.sure is sure for name in mention.names]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("xã Dân Lực", ["Xã Dân Lực"]),
        ("nhà em ở DÂN LỰC đó", ["Xã Dân Lực"]),
        ("dan luc", ["Xã Dân Lực"]),
        ("xa dan luc", ["Xã Dân Lực"]),
        ("x. Dân Lực", ["Xã Dân Lực"]),
        ("xã Dan Lực", ["Xã Dân Lực"]),
        ("dân lúc", []),
        ("nhân dân, lực lượng", []),
        ("em ở phường, dân lực", ["Xã Dân Lực"]),
        ("thanh son", ["Xã Thanh Sơn", "Xã Thành Sơn"]),
        ("xã Thanh Sơn", ["Xã Thanh Sơn"]),
        ("xã Thành Sơn", ["Xã Thành Sơn"]),
        ("nam sầm sơn", ["Phường Nam Sầm Sơn"]),
        ("phường sầm sơn", ["Xã Sầm Sơn"]),
        ("thị trấn Nưa", ["Thị trấn Nưa"]),
        ("tt nua", ["Thị trấn Nưa"]),
        ("nưa", []),
        ("xã nưa", []),
        ("Triệu Sơn", ["Thị trấn Triệu Sơn", "Huyện Triệu Sơn"]),
        ("thị trấn Triệu Sơn", ["Thị trấn Triệu Sơn"]),
        ("h. Triệu Sơn", ["Huyện Triệu Sơn"]),
        ("xã Triệu Sơn", ["Thị trấn Triệu Sơn"]),
        ("tp Thanh Hoá", ["Thành phố Thanh Hóa"]),
        ("tỉnh Thanh Hóa", []),
        ("đường Dân Lực", []),
        ("thôn dân lực", []),
        ("hợp lí", ["Xã Hợp Lý"]),
        ("Triệu Sơn và Dân Lực", ["Thị trấn Triệu Sơn", "Huyện Triệu Sơn", "Xã Dân Lực"]),
        ("", []),
        ("?!", []),
    ],
    ids=str,
)
def test_names_are_found_as_people_write_them(text: str, found: list[str]) -> None:
    assert names(text) == found


@pytest.mark.parametrize(
    ("text", "sure"),
    [
        ("như vậy là hợp lý", False),
        ("nhu vay la hop ly", False),
        ("xã Hợp Lý", True),
        ("Hợp Lý?", True),
        ("em muon dong tien", False),
        ("em ở Đồng Tiến", True),
        ("ở Thanh Hóa", False),
    ],
    ids=str,
)
def test_an_everyday_word_is_a_sure_name_only_with_a_kind_word_or_alone(text: str, sure: bool) -> None:
    assert [mention.sure for mention in NAMES.mentions(text)] == [sure]


def test_an_everyday_word_is_no_name_when_its_diacritics_differ() -> None:
    assert NAMES.mentions("em muốn đóng tiền") == ()


@pytest.mark.parametrize(
    ("text", "joined"),
    [
        ("Dân Lực Triệu Sơn", True),
        ("xã Dân Lực, huyện Triệu Sơn", True),
        ("xã dân lực cũ thuộc huyện triệu sơn", True),
        ("xa dan luc cua huyen trieu son", True),
        ("xã Dân Lực chuyển về huyện Triệu Sơn", False),
    ],
)
def test_a_name_is_joined_to_the_one_before_by_joining_words_alone(text: str, joined: bool) -> None:
    assert [mention.joined for mention in NAMES.mentions(text)] == [False, joined]


def test_a_mention_tells_its_stretch_and_kind_and_whether_it_is_called_old() -> None:
    assert NAMES.mentions("em ở xã dân lực cũ") == (
        Mention(("Xã Dân Lực",), "Xã", sure=True, old=True, start=2, end=5),
    )


@pytest.mark.parametrize(
    ("one", "other"),
    [("Tĩnh Gia", "Tỉnh Gia"), ("Hợp Lý", "hợp lí"), ("Quý Lộc", "Quí Lộc"), ("Hoằng Hóa", "Hoằng Hoá")],
)
def test_spellings_of_one_sound_are_one(one: str, other: str) -> None:
    assert sounds_of(one) == sounds_of(other)


@pytest.mark.parametrize(
    ("one", "other"), [("Tây Hồ", "Tai Hồ"), ("Thanh Sơn", "Thành Sơn"), ("thuy", "thui")]
)
def test_other_sounds_stay_apart(one: str, other: str) -> None:
    assert sounds_of(one) != sounds_of(other)


def test_a_full_name_is_its_kind_and_the_rest() -> None:
    assert split_kind("Thị trấn Nưa") == ("Thị trấn", "Nưa")
    assert split_kind("Thị xã Bỉm Sơn") == ("Thị xã", "Bỉm Sơn")
    assert is_district("Thị xã Bỉm Sơn")
    assert not is_district("Thị trấn Nưa")
