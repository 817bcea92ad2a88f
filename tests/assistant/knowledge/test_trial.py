from collections.abc import Callable

import pytest

from assistant.knowledge.editing import Editing
from assistant.knowledge.live import LiveKnowledge
from assistant.knowledge.trial import Trials
from assistant.search.decision import Decision
from tests.assistant.knowledge.conftest import NOW, umbrella

TODAY = NOW.date()


@pytest.fixture
def desk(knowledge: LiveKnowledge, trials: Callable[[LiveKnowledge], Trials]) -> Trials:
    return trials(knowledge)


def test_a_draft_is_asked_beside_what_is_told_and_not_published(
    desk: Trials, knowledge: LiveKnowledge
) -> None:
    before = knowledge.snapshot
    trial = desk.try_question("cho tôi mượn cái ô che mưa", umbrella(), TODAY)
    assert trial.live.candidates[0].key != umbrella().key
    assert trial.with_draft.candidates[0].key == umbrella().key
    assert trial.with_draft.decision is Decision.ANSWER
    assert knowledge.snapshot is before


def test_the_reason_is_the_nearest_example_of_the_first_entry(desk: Trials) -> None:
    (example,) = umbrella().examples["formal"]
    outcome = desk.try_question(example, umbrella(), TODAY).with_draft
    assert (outcome.example, outcome.similarity) == (example, pytest.approx(1.0, abs=0.002))
    assert outcome.evidence.semantic == pytest.approx(1.0, abs=0.01)


def test_an_entry_of_the_files_gives_its_example_too(desk: Trials, knowledge: LiveKnowledge) -> None:
    entry = knowledge.catalog.faq_entry("faq:gui-xe")
    outcome = desk.try_question(entry.questions[0], umbrella(), TODAY).live
    assert (outcome.candidates[0].key, outcome.example) == (entry.key, entry.questions[0])


def test_near_duplicates_name_the_entry_and_its_example(desk: Trials, knowledge: LiveKnowledge) -> None:
    entry = knowledge.catalog.faq_entry("faq:gui-xe")
    copied = umbrella(examples={"colloquial": entry.questions[:1]}, question="Để xe ở đâu vậy em?")
    key, example, similarity = desk.near_duplicates(copied)[0]
    assert (key, example) == (entry.key, entry.questions[0])
    assert similarity > 0.99
    assert desk.near_duplicates(umbrella(examples={})) == []


def test_an_entry_is_no_duplicate_of_itself(desk: Trials, knowledge: LiveKnowledge) -> None:
    entry = knowledge.catalog.faq_entry("faq:gui-xe")
    assert entry.key not in {key for key, _, _ in desk.near_duplicates(entry)}


def test_what_is_published_meanwhile_stops_no_check(
    desk: Trials, knowledge: LiveKnowledge, editing: Editing
) -> None:
    earlier = knowledge.catalog
    editing.save(umbrella(), "Lan", 0)
    editing.publish(umbrella().key, 1, "Minh", "gấp", "kiểm thử")
    found = desk.neighbours(earlier.faq_entry("faq:gui-xe"), earlier)
    assert umbrella().key not in {neighbour.key for neighbour in found}
    assert found
