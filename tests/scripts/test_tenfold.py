import numpy as np
import pytest

from assistant.search.classifier import EntryClassifier
from assistant.search.encoder import Encoder
from assistant.search.lexical import LexicalFeatures, LexicalIndex
from assistant.search.ranker import Ranker
from assistant.search.semantic import SemanticIndex
from scripts.tenfold import tenfold_ranker

ENTRIES = [
    ["đăng ký khai sinh", "làm giấy khai sinh cho con"],
    ["đăng ký kết hôn", "làm giấy cưới vợ", "hai đứa lấy nhau"],
    ["cấp lại thẻ căn cước"],
]
NONES = ["chào em", "thời tiết hôm nay"]


@pytest.fixture(scope="module")
def ranker(encoder: Encoder) -> Ranker:
    texts = [text for texts in ENTRIES for text in texts]
    owners = np.repeat(np.arange(len(ENTRIES)), [len(texts) for texts in ENTRIES])
    vectors = np.stack([encoder.encode(text) for text in texts + NONES])
    features = LexicalFeatures.fit(texts)
    rows = features.transform(texts + NONES)
    classifier = EntryClassifier.fit(rows, vectors, np.r_[owners, [len(ENTRIES)] * len(NONES)])
    index = LexicalIndex(features.transform(texts))
    return Ranker(features, index, SemanticIndex.build(vectors[: len(texts)]), classifier, owners)


@pytest.mark.parametrize(("entry", "text"), [(0, "khai sinh cho con"), (1, "cưới vợ"), (2, "căn cước")])
def test_a_text_finds_the_copies_of_its_entry(
    ranker: Ranker, encoder: Encoder, entry: int, text: str
) -> None:
    ranking = tenfold_ranker(ranker).rank(text, encoder.encode(text))
    assert len(ranking.order) == 10 * len(ENTRIES)
    assert {position % len(ENTRIES) for position in ranking.order[:10].tolist()} == {entry}


def test_each_copy_has_the_odds_of_its_entry(ranker: Ranker, encoder: Encoder) -> None:
    row, vector = ranker.features.row("khai sinh"), encoder.encode("khai sinh")
    once = np.exp(ranker.classifier.log_probabilities(row, vector))
    large = np.exp(tenfold_ranker(ranker).classifier.log_probabilities(row, vector))
    assert large.shape == (10 * len(ENTRIES) + 1,)
    assert large.sum() == pytest.approx(1.0, abs=1e-5)
    odds = large[:-1].reshape(10, -1) / large[-1]
    np.testing.assert_allclose(odds, np.tile(once[:-1] / once[-1], (10, 1)), rtol=1e-3)


def test_no_vector_stands_twice(ranker: Ranker) -> None:
    index = tenfold_ranker(ranker).semantic.index
    vectors = index.reconstruct_n(0, index.ntotal)
    assert len(np.unique(vectors, axis=0)) == index.ntotal == 10 * len(ranker.owners)
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1.0, atol=1e-5)


def test_the_same_copies_are_made_every_time(ranker: Ranker) -> None:
    first, second = (tenfold_ranker(ranker).semantic.index for _ in range(2))
    np.testing.assert_array_equal(
        first.reconstruct_n(0, first.ntotal), second.reconstruct_n(0, second.ntotal)
    )
