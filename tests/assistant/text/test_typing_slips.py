import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.catalog.catalog import Catalog
from assistant.catalog.entry import Voice
from assistant.text.folding import fold, syllables
from assistant.text.typing_slips import Spelling, decode, one_edit_away, spelling

TELEX = {"^": "{0}{0}", "(": "{0}w", "+": "{0}w", "-": "{0}{0}", " ": "{0}"}
VNI = {"^": "{0}6", "(": "{0}8", "+": "{0}7", "-": "{0}9", " ": "{0}"}
VNI_TONES = {"": "", "s": "1", "f": "2", "r": "3", "x": "4", "j": "5"}
BARE = st.text("abcdeghiklmnopqrstuvxy", max_size=7)


@pytest.fixture(scope="module")
def written(catalog: Catalog) -> list[str]:
    """Every syllable with a mark of the formal questions; abbreviations are none."""
    texts = (text for entry in catalog.entries for text in entry.examples[Voice.FORMAL])
    words = {word for text in texts for word in syllables(text) if set(fold(word)) & set("aeiouy")}
    return sorted(word for word in words if spelling(word).marked)


def typed(word: str, shapes: dict[str, str], tones: dict[str, str] | None = None) -> str:
    """The keys that make a word, each shape at its letter, the tone at the end."""
    parts = spelling(word)
    keys = "".join(
        shapes[shape].format(letter) for letter, shape in zip(parts.letters, parts.shapes, strict=True)
    )
    return keys + (tones[parts.tone] if tones else parts.tone)


@pytest.mark.parametrize(
    ("word", "letters", "shapes", "tone"),
    [
        ("giấy", "giay", "  ^ ", "s"),
        ("đường", "duong", "-++  ", "f"),
        ("đăng", "dang", "-(  ", ""),
        ("sửa", "sua", " + ", "r"),
        ("mỹ", "my", "  ", "x"),
        ("một", "mot", " ^ ", "j"),
        ("sinh", "sinh", "    ", ""),
        ("", "", "", ""),
    ],
)
def test_a_word_is_taken_apart(word: str, letters: str, shapes: str, tone: str) -> None:
    assert spelling(word) == Spelling(letters, shapes, tone)
    assert spelling(unicodedata.normalize("NFD", word)) == spelling(word)


@pytest.mark.parametrize(
    ("word", "marked"), [("sinh", False), ("đi", True), ("khuya", False), ("ký", True), ("tư", True)]
)
def test_a_mark_is_a_tone_or_a_shape(word: str, marked: bool) -> None:
    assert spelling(word).marked is marked


def test_no_two_words_have_one_spelling(written: list[str]) -> None:
    assert len({spelling(word) for word in written}) == len(written) > 500
    assert [word for word in written if spelling(word).letters != fold(word)] == []


@pytest.mark.parametrize(
    ("keys", "word"),
    [
        ("giaays", "giấy"),
        ("giayas", "giấy"),
        ("giasya", "giấy"),
        ("ddawng", "đăng"),
        ("ddangw", "đăng"),
        ("kys", "ký"),
        ("dduwowngf", "đường"),
        ("dduowngf", "đường"),
        ("twf", "từ"),
        ("nguwowif", "người"),
        ("hoojp", "hộp"),
        ("sowr", "sở"),
        ("hoawcj", "hoặc"),
        ("luwu", "lưu"),
        ("luuw", "lưu"),
        ("huwu", "hưu"),
    ],
)
def test_keys_of_telex_take_effect(keys: str, word: str) -> None:
    assert decode(keys) == spelling(word)


@pytest.mark.parametrize(
    ("keys", "word"),
    [
        ("to72", "tờ"),
        ("d9a8ng", "đăng"),
        ("dang98", "đăng"),
        ("ky1", "ký"),
        ("gia6y1", "giấy"),
        ("ngu7o7i2", "người"),
        ("nguoi72", "người"),
        ("lu7u", "lưu"),
        ("hoa8c5", "hoặc"),
    ],
)
def test_keys_of_vni_take_effect(keys: str, word: str) -> None:
    assert decode(keys) == spelling(word)


@pytest.mark.parametrize(
    ("keys", "word"),
    [
        ("giâý", "giấy"),
        ("giấyy", "giấy"),
        ("sinhh", "sinh"),
        ("kkhai", "khai"),
        ("hồ", "hồ"),
        ("hồf", "hồ"),
        ("đđăng", "đăng"),
        ("ngưowif", "người"),
    ],
)
def test_marks_and_doubled_letters_beside_keys_are_one(keys: str, word: str) -> None:
    assert decode(keys) == spelling(word)


def test_a_word_without_residue_is_as_it_is_written(written: list[str]) -> None:
    assert [word for word in written if decode(word) != spelling(word)] == []


def test_every_written_word_is_known_by_its_telex_keys(written: list[str]) -> None:
    assert [word for word in written if decode(typed(word, TELEX)) != spelling(word)] == []


def test_every_written_word_is_known_by_its_vni_keys(written: list[str]) -> None:
    assert [word for word in written if decode(typed(word, VNI, VNI_TONES)) != spelling(word)] == []


@given(st.text("aăâeêoôơuưiydđkhnwsfrxj1679", max_size=10))
def test_any_keys_at_all_are_a_spelling(keys: str) -> None:
    parts = decode(keys)
    assert len(parts.letters) == len(parts.shapes)
    assert parts.tone in set("sfrxj") | {""}


@pytest.mark.parametrize("near", ["sih", "isnh", "sỉnh", "zinh", "siinh", "sinhx"])
def test_one_slip_of_the_finger_is_one_edit(near: str) -> None:
    reachable = set(one_edit_away("sinh"))
    assert (near in reachable) is (near.isascii() and "z" not in near)


@given(BARE)
def test_edits_go_both_ways(word: str) -> None:
    assert all(abs(len(near) - len(word)) <= 1 for near in one_edit_away(word))
    assert all(word in set(one_edit_away(near)) for near in {*one_edit_away(word)} if len(near) <= 3)


def test_two_slips_are_not_one() -> None:
    assert not {"sni", "shni", "sinhxx", "khai"} & set(one_edit_away("sinh"))
