import numpy as np
import numpy.typing as npt
from scipy import sparse
from sklearn.linear_model import LogisticRegression

from assistant.search.classifier import EntryClassifier
from assistant.search.grafting import fit_graft

CENTRES = np.array([[4.0, 0, 0], [0, 4.0, 0], [0, 0, 4.0], [-4.0, -4.0, 0]], np.float32)
"""Three entries, and texts of none."""


def texts(owner: int, count: int, seed: int) -> npt.NDArray[np.float32]:
    random = np.random.default_rng(seed)
    return (CENTRES[owner] + random.normal(size=(count, 3))).astype(np.float32)


def classifier(*owners: int) -> EntryClassifier:
    """One that knows these entries: its weights are their centres."""
    weights = np.ascontiguousarray(CENTRES[list(owners)].T)
    bias = (-0.5 * (weights**2).sum(axis=0)).astype(np.float32)
    return EntryClassifier(np.zeros((1, 0), np.float16), weights, bias, np.zeros(3, np.float32))


def right(of: EntryClassifier, owner: int, position: int) -> float:
    logits = texts(owner, 200, 9) @ of.weights + of.bias
    return float((logits.argmax(axis=1) == position).mean())


def test_a_new_class_is_told_from_the_others_which_lose_nothing() -> None:
    known = classifier(0, 1, 3)
    others = np.vstack([texts(owner, 30, owner) for owner in (0, 1, 3)])
    graft = fit_graft(texts(2, 20, 5), others, np.ones(len(others), np.float32), known, None)
    grown = known.with_classes({}, [graft])
    assert right(grown, 2, 2) > 0.97
    for owner, position in ((0, 0), (1, 1), (3, 3)):
        assert right(grown, owner, position) >= right(known, owner, min(position, 2)) - 0.02
    np.testing.assert_array_equal(grown.weights[:, [0, 1, 3]], known.weights)


def test_a_replaced_class_is_fitted_without_regard_to_what_it_was() -> None:
    known, other = classifier(0, 1, 3), classifier(0, 2, 3)
    others = np.vstack([texts(owner, 30, owner) for owner in (0, 3)])
    counts = np.ones(len(others), np.float32)
    graft, same = (fit_graft(texts(2, 20, 5), others, counts, before, 1) for before in (known, other))
    np.testing.assert_array_equal(graft.weights, same.weights)
    assert graft.bias == same.bias
    changed = known.with_classes({1: graft}, [])
    assert right(changed, 2, 1) > 0.97
    assert changed.weights.shape == known.weights.shape


def test_where_nothing_else_is_known_it_is_scikit_learns_fit() -> None:
    """With the other classes' odds all at one, it is plain logistic regression."""
    flat = EntryClassifier(
        np.zeros((1, 0), np.float16),
        np.zeros((3, 1), np.float32),
        np.zeros(1, np.float32),
        np.zeros(3, np.float32),
    )
    positives, negatives = texts(2, 40, 1), texts(0, 60, 2)
    counts = np.full(60, 2.0, np.float32)
    graft = fit_graft(positives, negatives, counts, flat, None)
    theirs = LogisticRegression(C=20.0, max_iter=1000).fit(
        np.vstack([positives, negatives]), np.r_[np.ones(40), np.zeros(60)], np.r_[np.ones(40), counts]
    )
    np.testing.assert_allclose(graft.weights, theirs.coef_[0], atol=0.03)
    assert abs(graft.bias - theirs.intercept_[0]) < 0.05


def test_features_of_many_texts_are_those_of_each() -> None:
    random = np.random.default_rng(0)
    rows = sparse.random(6, 40, 0.3, format="csr", dtype=np.float32, random_state=0)
    vectors = random.normal(size=(6, 8)).astype(np.float32)
    projection = random.normal(size=(40, 5)).astype(np.float16)
    model = EntryClassifier(
        projection,
        random.normal(size=(13, 3)).astype(np.float32),
        np.zeros(3, np.float32),
        vectors.mean(axis=0),
    )
    logits = model.features_of(rows, vectors) @ model.weights
    for number in range(6):
        told = model.log_probabilities(rows[number], vectors[number])
        np.testing.assert_allclose(told - told[0], logits[number] - logits[number][0], atol=1e-3)
