"""Entries changed after the index was made, over the index as it serves."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.catalog.catalog import Catalog
from assistant.catalog.faq import FaqEntry
from assistant.search.decision import Decision
from assistant.search.index import Index
from assistant.search.live_index import LiveIndex
from assistant.search.names import Names
from assistant.search.nearness import Nearness
from assistant.search.search import Search
from assistant.text.folding import fold
from tests.assistant.knowledge.conftest import umbrella

FEW = settings(max_examples=15)
NEW = umbrella()
PARKING = "faq:gui-xe"


@pytest.fixture(scope="module")
def live(search: Search, catalog: Catalog) -> LiveIndex:
    return LiveIndex(search.index, search.encoder, catalog)


@pytest.fixture(scope="module")
def with_new(live: LiveIndex, search: Search, catalog: Catalog) -> Search:
    return over(search, live.index([NEW]), catalog)


def over(search: Search, index: Index, catalog: Catalog) -> Search:
    return search.over(index, Names(catalog), frozenset())


def edited(catalog: Catalog, **changes: object) -> FaqEntry:
    return catalog.faq_entry(PARKING).model_copy(update=changes)


def test_without_changes_the_index_is_the_base(live: LiveIndex, catalog: Catalog) -> None:
    assert live.index([]) is live.base
    assert live.index([edited(catalog, answer="Gửi ở sân sau, anh/chị nhé ạ.")]) is live.base


@pytest.mark.parametrize("text", [NEW.question, *NEW.questions])
@pytest.mark.parametrize("bare", [False, True])
def test_a_new_entry_is_answered_by_its_own_examples(with_new: Search, text: str, bare: bool) -> None:
    result = with_new(fold(text) if bare else text)
    assert (result.best.key, result.decision) == (NEW.key, Decision.ANSWER)


def test_what_is_far_from_a_new_entry_is_ranked_as_before(
    with_new: Search, search: Search, catalog: Catalog
) -> None:
    for entry in catalog.entries[::60]:
        for question in entry.questions[:2]:
            before, after = search(question), with_new(question)
            assert after.best.key == before.best.key
            assert after.decision is before.decision
            assert after.best.score == pytest.approx(before.best.score, abs=0.03)


def test_an_unchanged_entry_learned_again_ranks_as_in_the_base(search: Search, catalog: Catalog) -> None:
    """Its own questions and those of others: a class fitted by itself is as good as with the others."""
    entry = edited(catalog, examples={**catalog.faq_entry(PARKING).examples, "detail": ("chỗ để xe đạp",)})
    index = LiveIndex(search.index, search.encoder, catalog).index([entry])
    again = over(search, index, catalog)
    assert index.keys == search.index.keys
    for question in [*entry.questions, "chỗ để xe đạp"]:
        assert again(question).best.key == PARKING


def test_removed_examples_are_found_no_more(live: LiveIndex, search: Search, catalog: Catalog) -> None:
    moved = NEW.questions[0]
    first = over(search, live.index([edited(catalog, examples={"formal": (moved,)})]), catalog)
    assert first(moved).best.key == PARKING
    second = over(search, live.index([edited(catalog, examples={})]), catalog)
    assert second(moved).best.key != PARKING


def test_the_order_of_changes_does_not_matter(live: LiveIndex, search: Search, catalog: Catalog) -> None:
    other = edited(catalog, examples={"formal": ("Xe để ở đâu?",)})
    one, two = (over(search, live.index(pair), catalog) for pair in ([NEW, other], [other, NEW]))
    for text in (*NEW.questions, "Xe để ở đâu?", "đăng ký khai sinh"):
        assert one(text) == two(text)


@FEW
@given(st.lists(st.sampled_from(["mượn ô", "che mưa", "khai sinh", "gửi xe", "xin", "ở đâu"]), max_size=6))
def test_the_base_ranking_keeps_its_order_beside_a_new_entry(
    with_new: Search, search: Search, words: list[str]
) -> None:
    prepared = search.index.preparer.prepare(" ".join(words))
    vector = search.encoder.encode(prepared)
    before = search.index.ranker.rank(prepared, vector)
    after = with_new.index.ranker.rank(prepared, vector)
    assert len(after.order) == len(before.order) + 1
    new = len(before.order)
    kept = [place for place in after.order.tolist() if place != new]
    gaps = np.diff(after.scores[kept])
    assert (gaps <= 0).all()
    assert kept[0] == before.order[0] or abs(before.scores[kept[0]] - before.scores[before.order[0]]) < 0.05


def test_what_was_learned_is_kept_on_disk(
    search: Search, catalog: Catalog, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = LiveIndex(search.index, search.encoder, catalog, tmp_path).index([NEW])
    again = LiveIndex(search.index, search.encoder, catalog, tmp_path)
    monkeypatch.setattr(again, "_learn", lambda *_: pytest.fail("learned again"))
    asked = NEW.questions[0]
    one, two = (over(search, index, catalog)(asked) for index in (first, again.index([NEW])))
    assert one == two


def test_a_broken_file_is_learned_again(search: Search, catalog: Catalog, tmp_path: Path) -> None:
    LiveIndex(search.index, search.encoder, catalog, tmp_path).index([NEW])
    (file,) = tmp_path.iterdir()
    file.write_bytes(b"PK broken")
    index = LiveIndex(search.index, search.encoder, catalog, tmp_path).index([NEW])
    assert index.keys[-1] == NEW.key
    assert len(file.read_bytes()) > 1000


def test_neighbours_are_of_others_and_nearest_first(search: Search, catalog: Catalog) -> None:
    nearness = Nearness(search.index, search.encoder, catalog)
    found = nearness.neighbours(catalog.faq_entry(PARKING), [NEW])
    assert PARKING not in {neighbour.key for neighbour in found}
    assert NEW.key in {neighbour.key for neighbour in found}
    similarities = [neighbour.similarity for neighbour in found]
    assert similarities == sorted(similarities, reverse=True)
