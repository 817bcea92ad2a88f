from pathlib import Path

import numpy as np
import pytest

from assistant.search.encoder import Vector
from assistant.search.semantic import SemanticIndex

NEIGHBOURS = 256
LARGE = 20_000


def unit_vectors(count: int, dimension: int = 16) -> Vector:
    vectors = np.random.default_rng(7).normal(size=(count, dimension)).astype(np.float32)
    unit: Vector = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
    return unit


@pytest.mark.parametrize("count", [1, 2, NEIGHBOURS])
def test_scores_are_cosines(count: int) -> None:
    vectors = unit_vectors(count + 1)
    scores = SemanticIndex.build(vectors[1:]).scores(vectors[0])
    np.testing.assert_allclose(scores, vectors[1:] @ vectors[0], atol=1e-6)


def test_beyond_the_nearest_256_all_share_the_score_of_the_last() -> None:
    vectors = unit_vectors(1001)
    cosines = vectors[1:] @ vectors[0]
    floor = np.sort(cosines)[-NEIGHBOURS]
    scores = SemanticIndex.build(vectors[1:]).scores(vectors[0])
    np.testing.assert_allclose(scores, np.maximum(cosines, floor), atol=1e-6)


def test_a_stored_index_gives_the_same_scores(tmp_path: Path) -> None:
    vectors = unit_vectors(300)
    index = SemanticIndex.build(vectors)
    index.save(tmp_path / "vectors.faiss")
    loaded = SemanticIndex.load(tmp_path / "vectors.faiss")
    np.testing.assert_array_equal(loaded.scores(vectors[5]), index.scores(vectors[5]))


def test_a_large_catalog_is_searched_by_a_graph_that_finds_nearly_all() -> None:
    vectors = unit_vectors(LARGE + 1, 8)
    index = SemanticIndex.build(vectors)
    assert "HNSW" in type(index.index).__name__
    found = [int(index.scores(vectors[i]).argmax()) for i in range(0, LARGE, 400)]
    assert np.mean(np.array(found) == np.arange(0, LARGE, 400)) >= 0.96


def test_up_to_that_size_the_search_is_exact() -> None:
    assert "Flat" in type(SemanticIndex.build(unit_vectors(LARGE, 2)).index).__name__


@pytest.mark.parametrize("count", [50, LARGE + 1])
def test_vectors_are_given_back_and_the_nearest_found(count: int) -> None:
    vectors = unit_vectors(count, 8)
    index = SemanticIndex.build(vectors)
    documents = np.array([3, 17, 4])
    np.testing.assert_array_equal(index.vectors(documents), vectors[documents])
    assert set(index.nearest(vectors[documents], 1).tolist()) == {3, 4, 17}
    assert len(index.nearest(vectors[:1], 5)) == 5
    assert index.vectors(documents[:0]).shape == (0, 8)
