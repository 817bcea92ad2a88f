import re
import unicodedata
from itertools import pairwise

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from rasa.nlu.tokenizers.tokenizer import Token
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message

from assistant.nlu.tokenizer import VietnameseTokenizer, word_spans
from assistant.text.folding import fold
from assistant.text.masking import without_masks

WORDS = re.findall(
    r"\S+",
    "đăng ký khai sinh căn cước Hộ TỊCH ỦY BAN uỷ hoà hòa Đường nghĩa vụ quân sự thủ tục mô răng ko dc "
    "thường trú H56.12.34-260701-0012 1.001193 20.000đ 01/7/2026 A012 e-mail [sđt] [số định danh] VNeID",
)
GAPS = st.sampled_from(
    [" ", "  ", "\t", ", ", ". ", "? ", "/", " - ", "…", "😀", " 👨‍👩‍👧 ", "(", ") ", "“", ""]
)
WRITTEN = st.sampled_from(WORDS) | st.text("aăâđeêioôơuưyknghtạảãáàẵếỗ19.-", min_size=1, max_size=6)
FORMS = st.sampled_from(["NFC", "NFD"])
CASES = st.sampled_from([str, str.upper, str.lower, str.title])


@st.composite
def vietnamese(draw: st.DrawFn) -> str:
    """A text as citizens write, with all that can shift a place in it."""
    parts = draw(st.lists(st.tuples(WRITTEN, GAPS, CASES), max_size=8))
    text = "".join(case(word) + gap for word, gap, case in parts)
    return unicodedata.normalize(draw(FORMS), text)


SIMPLE = st.lists(st.sampled_from([w for w in WORDS if w.isalpha()]), min_size=1, max_size=8)


@settings(max_examples=150)
@given(vietnamese())
@example(unicodedata.normalize("NFD", "ĐĂNG  KÝ khai sinh 😀 ở đâu?"))
@example("İstanbul ﬁ ß")
def test_spans_lie_in_the_text_and_never_overlap(text: str) -> None:
    spans = list(word_spans(text))
    assert all(0 <= start < end <= len(text) for start, end in spans)
    assert all(end <= start for (_, end), (start, _) in pairwise(spans))


@settings(max_examples=150)
@given(vietnamese())
@example(unicodedata.normalize("NFD", "ĐĂNG  KÝ khai sinh 😀 ở đâu?"))
def test_a_span_begins_and_ends_with_a_whole_character(text: str) -> None:
    for start, end in word_spans(text):
        assert text[start:end] == text[start:end].strip()
        assert not unicodedata.combining(text[start])
        assert end == len(text) or not unicodedata.combining(text[end])


@settings(max_examples=150)
@given(vietnamese())
@example("20.000đ/bản… (căn cước)A012")
def test_every_letter_and_digit_is_in_a_word(text: str) -> None:
    covered = {at for start, end in word_spans(text) for at in range(start, end)}
    assert [char for at, char in enumerate(text) if char.isalnum() and at not in covered] == []


@settings(max_examples=100)
@given(SIMPLE, FORMS, CASES, st.sampled_from([" ", "  ", "   "]))
def test_the_words_do_not_depend_on_form_case_and_blanks(
    words: list[str], form: str, case: type[str], gap: str
) -> None:
    plain = unicodedata.normalize("NFC", " ".join(words).lower())
    text = unicodedata.normalize(form, case(gap.join(words)))
    assert [_same(text[a:b]) for a, b in word_spans(text)] == [
        _same(plain[a:b]) for a, b in word_spans(plain)
    ]


def test_a_word_may_hold_a_blank() -> None:
    text = "Làm  CĂN  CƯỚC ở đâu"
    assert "CĂN  CƯỚC" in [text[a:b] for a, b in word_spans(text)]


@settings(max_examples=80)
@given(vietnamese())
def test_tokens_hold_the_text_at_their_place(text: str) -> None:
    tokens = tokens_of(text)
    assert tokens
    for token in tokens:
        assert token.text == text[token.start : token.end]


@pytest.mark.parametrize("text", ["", "😀", "[sđt]", "[email] [số định danh]"])
def test_a_text_without_words_is_one_token(text: str) -> None:
    assert [(token.start, token.end) for token in tokens_of(text)] == [(0, len(text))]


@pytest.mark.parametrize("mask", ["[sđt]", "[số định danh]", "[số]", "[email]"])
def test_a_placeholder_gives_no_token(mask: str) -> None:
    text = f"hồ sơ của {mask} xong chưa {mask}"
    words = [token.text for token in tokens_of(text)]
    assert " ".join(words) == "hồ sơ của xong chưa"
    assert tokens_of(text)[-1].end == text.index(" " + mask, 12 + len(mask))


@pytest.mark.parametrize(
    ("text", "lemma"), [("mô", "dau"), ("Ủy ban", "uy ban"), ("ko", "khong"), ("CCCD", "can cuoc")]
)
def test_the_lemma_is_standard_wording_folded(text: str, lemma: str) -> None:
    lemmas = " ".join(token.lemma for token in tokens_of(text))
    assert lemmas.startswith(lemma)


@settings(max_examples=100)
@given(vietnamese())
def test_a_lemma_is_folded_and_never_empty(text: str) -> None:
    for token in tokens_of(text):
        if any(char.isalnum() for char in without_masks(token.text)):
            assert token.lemma == fold(token.lemma) != ""


def tokens_of(text: str) -> list[Token]:
    tokenizer = VietnameseTokenizer(VietnameseTokenizer.get_default_config())
    tokens: list[Token] = tokenizer.tokenize(Message({TEXT: text}), TEXT)
    return tokens


def _same(word: str) -> str:
    return re.sub(r"\s+", " ", unicodedata.normalize("NFC", word).lower())
