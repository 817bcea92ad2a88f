"""The test questions stay apart from what the assistant learns, and hold it to a floor."""

import pytest

from assistant.assembly import Assistant
from assistant.catalog.catalog import Catalog
from assistant.search.corpus import documents, nlu_examples
from assistant.search.decision import Decision
from assistant.settings import settings
from assistant.text.folding import same_wording
from scripts.question_sets import Question, own_questions, read_tsv, refusals, shared_questions

FIRST_RIGHT = 0.95
WRONG_ANSWERS = 0.02


def _learned(catalog: Catalog) -> set[str]:
    texts = [document.text for document in documents(catalog)]
    for file in settings().nlu_dir.glob("train/*.yml"):
        texts.extend(nlu_examples(file))
    return {same_wording(text) for text in texts}


def test_no_own_test_question_is_an_example(catalog: Catalog) -> None:
    asked = [question.text for question in own_questions()] + [text for _, text in refusals()]
    learned = _learned(catalog)
    assert [text for text in asked if same_wording(text) in learned] == []


def test_no_nlu_test_sentence_is_an_example(catalog: Catalog) -> None:
    sentences = list(nlu_examples(settings().nlu_dir / "test" / "test_nlu.yml"))
    learned = {same_wording(t) for f in settings().nlu_dir.glob("train/*.yml") for t in nlu_examples(f)}
    assert sentences
    assert [text for text in sentences if same_wording(text) in learned] == []


def test_every_code_of_the_own_questions_is_in_the_catalog(catalog: Catalog) -> None:
    assert {code for q in own_questions() for code in q.codes if code not in catalog} == set()


def test_the_own_questions_have_every_voice_and_topic() -> None:
    questions = own_questions()
    assert {q.style for q in questions} == {"formal", "colloquial", "nodiac", "teencode", "dialect", "asr"}
    assert len({q.topic for q in questions}) == 12


@pytest.mark.parametrize("questions", [own_questions(), shared_questions()], ids=["own", "shared"])
def test_the_right_procedure_comes_first_and_wrong_ones_are_not_answered(
    questions: list[Question], assistant: Assistant
) -> None:
    known = [q for q in questions if any(code in assistant.brain.catalog for code in q.codes)]
    if not known:
        pytest.skip("shared/eval is not beside this checkout")
    found = [(question, assistant.brain.policy.search(question.text)) for question in known]
    answered = [(q, r) for q, r in found if r.decision is Decision.ANSWER and not r.names_none]
    wrong = [q.text for q, r in answered if r.best.code not in q.codes]
    styled = [(q, r) for q, r in found if not q.style.startswith("public")]
    assert sum(r.best.code in q.codes for q, r in styled) / len(styled) >= FIRST_RIGHT
    assert len(wrong) / len(answered) <= WRONG_ANSWERS, wrong


def test_foreign_messages_are_not_answered_with_a_procedure(assistant: Assistant) -> None:
    foreign = [text for kind, text in refusals() if kind == "foreign"]
    results = [(text, assistant.brain.policy.search(text)) for text in foreign]
    answered = [t for t, r in results if r.decision is Decision.ANSWER and not r.names_none]
    assert answered == []


def test_reading_a_question_file_takes_quotes_as_they_are(tmp_path) -> None:
    file = tmp_path / "questions.tsv"
    file.write_text('style\ttext\nformal\tlàm "sổ đỏ" ở đâu\n', "utf-8")
    assert read_tsv(file) == [{"style": "formal", "text": 'làm "sổ đỏ" ở đâu'}]
