"""The test questions stay apart from what the assistant learns, and hold it to a floor.

A fresh question is told by its place alone, never by its text.
"""

from collections.abc import Callable

import pytest
import yaml

from assistant.assembly import Assistant
from assistant.catalog.catalog import Catalog
from assistant.catalog.faq import is_faq
from assistant.dialogue.acts import Topic
from assistant.search.corpus import learned, nlu_examples
from assistant.search.decision import Decision
from assistant.search.search import SearchResult
from assistant.settings import ROOT, settings
from assistant.text.folding import same_wording
from scripts.question_sets import (
    FRESH,
    Question,
    faq_questions,
    fresh_questions,
    intent_messages,
    own_questions,
    refusals,
    shared_questions,
)

FIRST_RIGHT = 0.95
WRONG_ANSWERS = 0.02
FRESH_AT_LEAST = 400
STYLES = {"formal", "colloquial", "nodiac", "teencode", "dialect", "asr"}

SETS: dict[str, Callable[[], list[str]]] = {
    "own": lambda: [question.text for question in own_questions()],
    "fresh": lambda: [question.text for question in fresh_questions()],
    "refusals": lambda: [text for _, text in refusals()],
    "fresh refusals": lambda: [text for _, text in refusals("fresh_")],
    "fresh FAQ": lambda: [text for _, _, text in faq_questions()],
    "fresh intents": lambda: [text for _, text in intent_messages()],
    "NLU": lambda: list(nlu_examples(settings().nlu_dir / "test" / "test_nlu.yml")),
}


@pytest.fixture(scope="module")
def known(catalog: Catalog) -> frozenset[str]:
    """The wordings that are learned: of entries, of the held-out author, and of NLU examples."""
    texts = [document.text for document in learned(catalog, settings().nlu_dir)]
    for file in settings().nlu_dir.glob("train/*.yml"):
        texts.extend(nlu_examples(file))
    return frozenset(map(same_wording, texts))


@pytest.mark.parametrize("name", SETS)
def test_no_test_question_is_learned(name: str, known: frozenset[str]) -> None:
    texts = SETS[name]()
    places = [place for place, text in enumerate(texts, 1) if same_wording(text) in known]
    assert texts
    assert places == []


def test_the_fresh_sets_share_no_question_with_an_earlier_one() -> None:
    earlier = {same_wording(text) for name in ("own", "refusals") for text in SETS[name]()}
    fresh = [text for name in SETS if name.startswith("fresh") for text in SETS[name]()]
    assert [place for place, text in enumerate(fresh, 1) if same_wording(text) in earlier] == []


@pytest.mark.parametrize("questions", [own_questions, fresh_questions])
def test_every_code_is_in_the_catalog(catalog: Catalog, questions: Callable[[], list[Question]]) -> None:
    assert {code for q in questions() for code in q.codes if code not in catalog} == set()


def test_every_faq_question_has_an_entry(catalog: Catalog) -> None:
    slugs = {entry.slug for entry in catalog.faq}
    assert [right for _, right, _ in faq_questions() if slugs.isdisjoint(right)] == []


def test_every_intent_is_in_the_domain() -> None:
    domain = yaml.safe_load((ROOT / "domain.yml").read_text("utf-8"))
    assert {intent for intent, _ in intent_messages()} <= set(domain["intents"])


def test_the_own_questions_have_every_voice_and_topic() -> None:
    questions = own_questions()
    assert {q.style for q in questions} == STYLES
    assert {topic for q in questions for topic in q.topics} == set(Topic)


def test_the_fresh_questions_are_many_and_have_every_voice_and_topic() -> None:
    questions = fresh_questions()
    assert len({same_wording(q.text) for q in questions}) >= FRESH_AT_LEAST
    assert {q.set for q in questions} == set(FRESH)
    assert {q.style for q in questions if q.set == "short"} == STYLES
    assert {topic for q in questions for topic in q.topics} == set(Topic)


@pytest.mark.parametrize("questions", [own_questions(), shared_questions()], ids=["own", "shared"])
def test_the_right_procedure_comes_first_and_wrong_ones_are_not_answered(
    questions: list[Question], assistant: Assistant
) -> None:
    known = [q for q in questions if any(code in assistant.brain.catalog for code in q.codes)]
    if not known:
        pytest.skip("shared/eval is not beside this checkout")
    found = [(question, assistant.brain.policy.search(question.text)) for question in known]
    answered = [(q, r) for q, r in found if r.decision is Decision.ANSWER and not is_faq(r.best.key)]
    wrong = [q.text for q, r in answered if r.best.key not in q.codes]
    styled = [(q, first_procedure(r)) for q, r in found if not q.style.startswith("public")]
    assert sum(code in q.codes for q, code in styled) / len(styled) >= FIRST_RIGHT
    assert len(wrong) / len(answered) <= WRONG_ANSWERS, wrong


def first_procedure(result: SearchResult) -> str:
    """The first in the public list, which holds no FAQ."""
    return next(candidate.key for candidate in result.candidates if not is_faq(candidate.key))


def test_foreign_messages_are_not_answered_with_a_procedure(assistant: Assistant) -> None:
    foreign = [text for kind, text in refusals() if kind == "foreign"]
    results = [(text, assistant.brain.policy.search(text)) for text in foreign]
    told = [(t, r.best.key) for t, r in results if r.decision is Decision.ANSWER and not r.names_none]
    assert [(text, key) for text, key in told if not is_faq(key)] == []
