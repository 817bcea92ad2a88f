import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.search.lexical import FOLDED, Analysers, LexicalFeatures, LexicalIndex

DOCUMENTS = [
    "đăng ký khai sinh",
    "đăng ký lại khai sinh",
    "đăng ký kết hôn",
    "chứng thực bản sao từ bản chính",
    "cấp lại thẻ căn cước",
]
AS_WRITTEN: Analysers = (
    {"analyzer": "word", "ngram_range": (1, 2), "token_pattern": r"\S+", "preprocessor": str, "min_df": 2},
)
FEATURES = LexicalFeatures.fit(DOCUMENTS)
INDEX = LexicalIndex(FEATURES.transform(DOCUMENTS))
WORDS = st.sampled_from(" ".join(DOCUMENTS).split())
TEXTS = st.lists(WORDS | st.text(max_size=8), max_size=8).map(" ".join)


@pytest.mark.parametrize("analysers", [FOLDED, AS_WRITTEN], ids=["folded", "as written"])
@given(text=TEXTS)
def test_a_row_is_what_transform_gives(analysers: Analysers, text: str) -> None:
    features = LexicalFeatures.fit(DOCUMENTS, analysers)
    np.testing.assert_allclose(features.row(text).toarray(), features.transform([text]).toarray(), atol=1e-6)


@pytest.mark.parametrize("analysers", [FOLDED, AS_WRITTEN], ids=["folded", "as written"])
@given(text=TEXTS)
def test_stored_features_give_the_same_rows(analysers: Analysers, text: str) -> None:
    features = LexicalFeatures.fit(DOCUMENTS, analysers)
    rebuilt = LexicalFeatures.from_data(*features.to_data(), analysers)
    np.testing.assert_array_equal(rebuilt.row(text).toarray(), features.row(text).toarray())
    np.testing.assert_allclose(
        rebuilt.transform([text]).toarray(), features.transform([text]).toarray(), atol=1e-6
    )


def test_other_analysers_see_what_they_are_told_to() -> None:
    features = LexicalFeatures.fit(DOCUMENTS, AS_WRITTEN)
    (terms,), _ = features.to_data()
    assert terms == ["khai", "khai sinh", "ký", "lại", "sinh", "đăng", "đăng ký"]
    assert features.row("dang ky KHAI SINH").nnz == 0


@given(TEXTS)
def test_a_score_is_the_sum_of_the_parts_cosines(text: str) -> None:
    row = FEATURES.row(text)
    expected = INDEX.postings.T.toarray() @ row.toarray()[0]
    np.testing.assert_allclose(INDEX.scores(row), expected, atol=1e-5)


@pytest.mark.parametrize("position", range(len(DOCUMENTS)))
def test_a_document_is_nearest_to_itself(position: int) -> None:
    scores = INDEX.scores(FEATURES.row(DOCUMENTS[position]))
    assert scores.argmax() == position
    assert scores[position] == pytest.approx(2.0, abs=1e-5)


@pytest.mark.parametrize("text", ["dang ky khai sinh", "ĐĂNG KÝ KHAI SINH"])
def test_diacritics_and_case_do_not_matter(text: str) -> None:
    np.testing.assert_array_equal(FEATURES.row(text).toarray(), FEATURES.row("đăng ký khai sinh").toarray())


@pytest.mark.parametrize("text", ["", "😀", "xyzw"])
def test_a_text_of_unknown_pieces_is_near_to_nothing(text: str) -> None:
    np.testing.assert_array_equal(INDEX.scores(FEATURES.row(text)), np.zeros(len(DOCUMENTS)))


def test_a_typing_slip_still_finds_the_document() -> None:
    assert INDEX.scores(FEATURES.row("dang ky khai sih")).argmax() == 0


def test_rows_are_given_back() -> None:
    chosen = np.array([4, 0, 2])
    rows = FEATURES.transform(DOCUMENTS)[chosen]
    np.testing.assert_allclose(INDEX.rows(chosen).toarray(), rows.toarray(), atol=1e-6)
