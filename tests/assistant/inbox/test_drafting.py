from datetime import datetime

import pytest
from pydantic import ValidationError

from assistant.catalog.entry import Voice
from assistant.catalog.faq import FaqEntry
from assistant.inbox.asked import Reason
from assistant.inbox.drafting import draft_of, examples_added
from assistant.inbox.groups import Group, Wording
from tests.assistant.inbox.talk import NOON

ENTRY = FaqEntry(
    slug="gui-xe",
    question="Gửi xe ở đâu?",
    answer="Anh/chị gửi xe ở nhà xe bên phải cổng ạ.",
    own_practice=True,
    examples={Voice.COLLOQUIAL: ("để xe chỗ mô em",)},
)


def group(*texts: str, at: datetime = NOON) -> Group:
    wordings = tuple(Wording(n, text, 9 - n, at, {Reason.UNANSWERED: 1}) for n, text in enumerate(texts))
    return Group(3, 9, 9, at, at, wordings)


def test_wordings_become_examples_of_the_voice_they_have() -> None:
    added = examples_added(ENTRY, ["nhà xe ở phía nào", "gui xe may o dau"])
    assert added.examples == {
        Voice.COLLOQUIAL: ("để xe chỗ mô em", "nhà xe ở phía nào"),
        Voice.NODIAC: ("gui xe may o dau",),
    }


def test_what_the_entry_has_is_not_added_again() -> None:
    assert examples_added(ENTRY, ["gửi xe ở đâu", "De xe cho mo em!", "[sđt]"]) == ENTRY
    twice = examples_added(
        ENTRY, ["giữ xe máy hộ bác với", "Giữ xe máy hộ bác với ạ?", "giu xe may ho bac voi"]
    )
    assert len(twice.questions) == 3


def test_places_of_numbers_are_left_out() -> None:
    assert "gọi nhờ xe" in examples_added(ENTRY, ["gọi [sđt] nhờ xe"]).questions


def test_an_entry_that_cannot_take_an_example_says_so() -> None:
    with pytest.raises(ValidationError):
        examples_added(ENTRY, ["xe " * 300])


def test_a_draft_has_the_question_and_the_other_wordings() -> None:
    made = draft_of(group("gui xe may o dau", "gửi xe máy ở đâu hả em", "có chỗ để xe không"))
    assert made == {
        "question": "Gửi xe máy ở đâu hả em?",
        "examples": {"nodiac": ["gui xe may o dau"], "colloquial": ["có chỗ để xe không"]},
    }


def test_a_draft_has_the_wordings_that_were_chosen() -> None:
    made = draft_of(group("gửi xe ở đâu", "mất vé xe thì sao"), ["mất vé xe thì sao"])
    assert made["examples"] == {"colloquial": ["mất vé xe thì sao"]}


@pytest.mark.parametrize("text", ["tôi muốn hỏi một chuyện rất dài " * 12, "x" * 400])
def test_a_long_question_is_cut_to_what_fits(text: str) -> None:
    made = draft_of(group(text))
    assert len(made["question"]) <= 160
    assert FaqEntry.model_validate({**ENTRY.model_dump(exclude_unset=True), **made})


def test_a_long_question_is_cut_at_a_word() -> None:
    assert draft_of(group("dài " * 60))["question"].endswith(" dài?")
