from concurrent.futures import ThreadPoolExecutor

import pytest

from assistant.catalog.catalog import Catalog
from assistant.search.decision import Decision
from assistant.search.ranker import Evidence
from assistant.search.search import Candidate, Search, SearchResult

BIRTH, MARRIAGE, COPY, FAQ = "1.001193", "1.000894", "2.000815", "faq:cach-lay-so"


def test_each_procedure_is_found_by_its_plain_name(search: Search, catalog: Catalog) -> None:
    missed = [p.plain_name for p in catalog if search(p.plain_name).best.key != p.code]
    assert missed == []


def test_each_faq_entry_is_found_by_its_question(search: Search, catalog: Catalog) -> None:
    missed = [entry.question for entry in catalog.faq if search(entry.question).best.key != entry.key]
    assert missed == []


def test_procedures_are_found_by_their_official_names(search: Search, catalog: Catalog) -> None:
    found = {p.name: catalog.entry(search(p.name).best.key) for p in list(catalog)[::5]}
    missed = [name for name, entry in found.items() if name not in entry.names]
    assert missed == []


@pytest.mark.parametrize(
    "text",
    [
        "Tôi muốn đăng ký khai sinh cho con",
        "TÔI MUỐN ĐĂNG KÝ KHAI SINH CHO CON",
        "dang ky khai sinh cho con",
        "đk khai sinh cho con e vs ạ",
        "răng mà mần giấy khai sinh cho con hè",
        "à ờ cho tôi hỏi cái giấy khai sinh cho con ấy ạ",
    ],
)
def test_manners_of_speaking_do_not_matter(search: Search, text: str) -> None:
    assert search(text).best.key == BIRTH


@pytest.mark.parametrize("text", ["đăng ký kết hôn", "chứng thực bản sao từ bản chính"])
def test_a_clear_question_is_answered(search: Search, text: str) -> None:
    result = search(text)
    assert result.decision is Decision.ANSWER
    assert not result.names_none


@pytest.mark.parametrize(
    "text", ["chào em", "hôm nay trời mưa không", "lệ phí bao nhiêu", "bao lâu thì xong"]
)
def test_a_text_that_names_no_procedure_is_known(search: Search, text: str) -> None:
    assert search(text).names_none


@pytest.mark.parametrize("text", ["", "?!", "😀", "[sđt]", "   "])
def test_a_text_without_words_is_not_answered(search: Search, text: str) -> None:
    result = search(text)
    assert result.names_none or result.decision is not Decision.ANSWER


def test_candidates_are_sixty_with_falling_scores(search: Search) -> None:
    result = search("đăng ký khai sinh")
    scores = [candidate.score for candidate in result.candidates]
    assert len({candidate.key for candidate in result.candidates}) == 60
    assert scores == sorted(scores, reverse=True)
    assert result.best == result.candidates[0]


def test_two_or_three_are_offered_and_the_third_only_if_near(search: Search) -> None:
    for text in ("cấp lại giấy tờ", "khai sinh", "trợ cấp", "đất", "đăng ký kết hôn", "giấy phép xây dựng"):
        result = search(text)
        third = result.candidates[2]
        near = third.score >= result.best.score * 0.1353  # e to the power of minus two
        assert result.offered == result.candidates[: 3 if near else 2], text


@pytest.mark.parametrize(
    ("scores", "apart"),
    [
        ((0.9,), True),
        ((0.9, 0.1), True),
        ((0.9, 0.13), False),
        ((0.2, 0.01), True),
        ((0.2, 0.2), False),
    ],
)
def test_the_best_stands_apart_if_the_next_is_far_behind(scores: tuple[float, ...], apart: bool) -> None:
    candidates = tuple(Candidate(f"{place}.000000", score) for place, score in enumerate(scores))
    evidence = Evidence(0.0, 0.0, 0.0, 0.0, 0.0, 0.0)
    assert SearchResult(candidates, Decision.ASK_BACK, False, evidence).sets_apart is apart


def test_only_allowed_entries_are_found(search: Search) -> None:
    among = [MARRIAGE, COPY, FAQ]
    keys = [candidate.key for candidate in search("đăng ký khai sinh", among).candidates]
    assert sorted(keys) == sorted(among)


def test_a_procedure_out_of_force_is_not_answered_by_another(search: Search, catalog: Catalog) -> None:
    """Each is asked for by its name while it is not in force."""
    keys = [entry.key for entry in catalog.entries]
    for procedure in list(catalog)[::8]:
        others = [key for key in keys if key != procedure.key]
        assert search(procedure.plain_name, others).decision is not Decision.ANSWER, procedure.plain_name


def test_with_nothing_in_force_nothing_is_known(search: Search) -> None:
    result = search("đăng ký khai sinh", [])
    assert result.candidates == ()
    assert result.decision is Decision.DONT_KNOW


def test_threads_get_what_one_after_the_other_gets(search: Search, catalog: Catalog) -> None:
    texts = [f"{procedure.plain_name} ở đâu" for procedure in catalog][:40]
    with ThreadPoolExecutor(4) as pool:
        together = list(pool.map(search, texts))
    fresh = Search(search.index, search.encoder, search._decision, search.names)
    assert together == [fresh(text) for text in texts]
