import pytest

from assistant.knowledge.editing import Editing
from assistant.knowledge.live import LiveKnowledge
from assistant.knowledge.regression import RegressionBlocked, affected, seeds
from assistant.knowledge.repository import KnownQuestion
from assistant.store.knowledge import SqlKnowledge
from tests.assistant.knowledge.conftest import NOW, umbrella

PARKING = "faq:gui-xe"
OURS = "để xe máy chỗ nào cho tiện hả em"


def test_a_harmful_edit_is_blocked_and_the_questions_are_named(
    editing: Editing, knowledge: LiveKnowledge
) -> None:
    """The draft takes over how people ask for another entry, without its very words."""
    parking = knowledge.catalog.faq_entry(PARKING)
    thief = umbrella(
        question=f"{parking.question.rstrip('?')} vậy ạ?",
        examples={"colloquial": tuple(f"{question.rstrip('?. ')} ạ" for question in parking.questions)},
    )
    editing.create(thief, "Lan")
    with pytest.raises(RegressionBlocked) as caught:
        editing.publish(thief.key, 1, "Minh", "gấp")
    spoilt = caught.value.spoilt
    assert {each.key for each in spoilt} == {PARKING}
    assert all((each.before, each.after) == (PARKING, thief.key) for each in spoilt)
    assert caught.value.extensions["questions"][0]["question"] == spoilt[0].question
    assert not knowledge.catalog.has(thief.key)
    editing.publish(thief.key, 1, "Minh", "gấp", "mục cũ sắp bỏ")
    (publication,) = [p for _, p in editing.publications(thief.key)]
    assert publication.override == "mục cũ sắp bỏ"


def test_a_question_that_staff_keep_is_asked_before_the_seeds(
    editing: Editing, knowledge: LiveKnowledge, repository: SqlKnowledge
) -> None:
    repository.keep_question(KnownQuestion(OURS, PARKING, "Lan", NOW))
    asked = affected(
        umbrella(), ["faq:wifi", PARKING], knowledge.with_draft(umbrella()), repository.questions()
    )
    assert asked[0] == KnownQuestion(OURS, PARKING, "Lan", NOW)
    assert {known.key for known in asked} == {PARKING, "faq:wifi", umbrella().key}


def test_a_harmless_entry_spoils_nothing(editing: Editing) -> None:
    assert editing.would_spoil(umbrella()) == []


def test_what_is_switched_off_is_not_asked_for(editing: Editing, knowledge: LiveKnowledge) -> None:
    editing.switch_off(PARKING, "Minh", "sân đang sửa")
    assert affected(umbrella(), [PARKING], knowledge.with_draft(umbrella()), []) == list(seeds(umbrella()))
