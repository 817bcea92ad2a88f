import unicodedata
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.dialogue.conversation import Channel, Input, Message, MessageError
from assistant.text.normal_form import MAX_LENGTH, normalise


def message(text: str) -> Message:
    return Message(text, "c_1", "m_1", Channel.ROBOT, Input.SPEECH, "trieu-son")


@pytest.mark.parametrize(
    ("raw", "kept"),
    [
        ("  Khai sinh\u200b ở đâu ? \n", "Khai sinh ở đâu ?"),
        (unicodedata.normalize("NFD", "hộ tịch Thanh Hoá"), "hộ tịch Thanh Hóa"),
        ("gọi số 0912 345 678 cho tôi", "gọi số [sđt] cho tôi"),
        ("gọi 0912\u200b345\u202e678\u0000 cho tôi", "gọi [sđt] cho tôi"),
        ("căn cước 038123456789 hết hạn", "căn cước [số định danh] hết hạn"),
        ("hồ sơ H56.12.34-260701-0012", "hồ sơ H56.12.34-260701-0012"),
        ("😀", "😀"),
    ],
)
def test_what_is_kept_is_in_normal_form_and_masked(raw: str, kept: str) -> None:
    assert Message.clean(raw) == (kept, None)


@pytest.mark.parametrize(
    ("raw", "kept"),
    [
        ("6789", "[4 số]"),
        ("sáu bảy tám chín", "[4 số]"),
        ("hồ sơ H56.12.34-260701-0012 4 số cuối 6789", "hồ sơ H56.12.34-260701-0012 [4 số]"),
        ("0912 346 789", "[sđt]"),
        ("số tôi là 0912\u200b346\u202e789\u0000", "số tôi là [sđt]"),
        ("căn cước 038123456789", "căn cước [số định danh]"),
    ],
)
def test_the_digits_of_a_dossier_stand_beside_the_text_and_not_in_it(raw: str, kept: str) -> None:
    assert Message.clean(raw) == (kept, "6789")


def test_the_digits_of_a_dossier_are_not_shown_with_the_message() -> None:
    assert "6789" not in repr(replace(message("[4 số]"), factor="6789"))


@pytest.mark.parametrize("raw", ["", "   ", "\n\t", "\u200b\u200e", "\u0000"])
def test_a_message_with_nothing_in_it_is_refused(raw: str) -> None:
    with pytest.raises(MessageError, match="chưa có nội dung"):
        Message.clean(raw)


def test_the_longest_message_is_taken_and_a_longer_refused() -> None:
    longest = "ab " * (MAX_LENGTH // 3) + "ab"
    assert Message.clean(longest) == (longest, None)
    for longer in ("a" * (MAX_LENGTH + 1), "a" * 10_000, " " * (MAX_LENGTH + 1)):
        with pytest.raises(MessageError, match=f"dài quá {MAX_LENGTH} ký tự") as caught:
            Message.clean(longer)
        assert (caught.value.status, caught.value.slug) == (422, "invalid-message")


@given(st.text(max_size=MAX_LENGTH))
def test_any_text_is_kept_or_refused_and_what_is_kept_stays(raw: str) -> None:
    try:
        kept, _ = Message.clean(raw)
    except MessageError:
        assert normalise(raw) == ""
    else:
        assert len(kept) > MAX_LENGTH or Message.clean(kept) == (kept, None)


@pytest.mark.parametrize(("text", "wordless"), [("😀", True), ("… !", True), ("ạ", False), ("7", False)])
def test_a_message_without_letters_and_digits_is_wordless(text: str, wordless: bool) -> None:
    assert message(text).wordless is wordless
