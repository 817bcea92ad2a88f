from collections.abc import Callable

import pytest
import sqlalchemy as sa

from assistant.catalog.catalog import UnknownCentre
from assistant.dialogue.brain import Brain
from assistant.dialogue.conversation import Channel, Input, MessageError
from assistant.dialogue.rasa_engine.engine import RasaEngine
from assistant.store.tables import conversation, turn
from tests.assistant.dialogue.brains import MARRIAGE, MakeBrain, SilentEngine, count, say


@pytest.fixture
def brain(make_brain: MakeBrain) -> Brain:
    return make_brain()


def test_ids_that_are_absent_are_made(brain: Brain) -> None:
    first, second = say(brain, "chào em"), say(brain, "chào em")
    assert first["conversation_id"].startswith("c_")
    assert first["message_id"].startswith("m_")
    assert len({r[key] for r in (first, second) for key in ("conversation_id", "message_id")}) == 4


def test_ids_that_are_given_are_kept(brain: Brain) -> None:
    response = say(brain, "chào em", "c_mine", message_id="m_mine")
    assert (response["conversation_id"], response["message_id"]) == ("c_mine", "m_mine")


def test_an_answer_leads_the_procedures(brain: Brain) -> None:
    response = say(brain, "đăng ký kết hôn cần giấy tờ gì")
    assert response["status"] == "answered"
    assert response["answer"]["procedure_code"] == MARRIAGE
    procedures = response["understanding"]["procedures"]
    assert procedures[0]["code"] == MARRIAGE
    assert len({p["code"] for p in procedures}) == len(procedures) > 1


def test_a_follow_up_is_led_by_what_it_is_about(brain: Brain) -> None:
    say(brain, "đăng ký kết hôn", "c_1")
    response = say(brain, "bao lâu thì xong", "c_1")
    assert response["answer"]["procedure_code"] == MARRIAGE
    assert response["understanding"]["procedures"][0]["code"] == MARRIAGE


def test_a_turn_is_kept_with_what_was_understood(brain: Brain, database: sa.Engine) -> None:
    said = say(brain, "Đăng ký kết hôn ở đâu?", "c_1", channel=Channel.ROBOT, input=Input.SPEECH)
    with database.connect() as connection:
        kept = connection.execute(sa.select(turn)).mappings().one()
        opened = connection.execute(sa.select(conversation)).mappings().one()
    assert kept["text"] == "Đăng ký kết hôn ở đâu?"
    assert (kept["input"], kept["status"], kept["procedure_code"]) == ("speech", "answered", MARRIAGE)
    assert kept["intent"] == said["understanding"]["intent"]
    assert kept["reply"] == said
    assert (opened["id"], opened["centre"], opened["channel"]) == ("c_1", "trieu-son", "robot")


@pytest.mark.parametrize("text", ["😀", "?!", "…"])
def test_a_message_without_words_is_asked_for_others(brain: Brain, text: str) -> None:
    response = say(brain, text)
    assert response["status"] == "unanswered"
    assert response["understanding"]["procedures"] == []


@pytest.mark.parametrize("text", ["", "   ", "\u200b\u00ad", "a" * 501])
def test_a_message_that_cannot_be_taken_is_refused_and_not_kept(
    brain: Brain, database: sa.Engine, text: str
) -> None:
    with pytest.raises(MessageError):
        say(brain, text)
    assert count(database) == 0


@pytest.mark.parametrize("centre", ["hanoi", ""])
def test_an_unknown_centre_is_refused_and_nothing_kept(
    brain: Brain, database: sa.Engine, centre: str
) -> None:
    with pytest.raises(UnknownCentre):
        say(brain, "chào em", centre=centre)
    assert count(database) == 0


def test_an_engine_that_did_nothing_leaves_the_turn_unanswered(make_brain: MakeBrain) -> None:
    assert say(make_brain(SilentEngine()), "đăng ký kết hôn")["status"] == "unanswered"


def test_a_repeat_says_what_was_said(brain: Brain) -> None:
    said = say(brain, "đăng ký kết hôn cần giấy tờ gì", "c_1")
    again = say(brain, "em nói lại đi", "c_1")
    assert again["replies"] == said["replies"]
    assert again["answer"] == said["answer"]
    assert again["understanding"]["intent"] == "repeat"
    assert again["message_id"] != said["message_id"]


def test_with_nothing_said_there_is_nothing_to_repeat(brain: Brain) -> None:
    assert say(brain, "em nói lại đi")["status"] == "smalltalk"


def test_a_conversation_survives_a_restart(make_brain: MakeBrain, start: Callable[[], RasaEngine]) -> None:
    engine = start()
    asked = say(make_brain(engine), "cấp lại giấy tờ", "c_1", message_id="m_1")
    assert asked["status"] == "clarification"
    engine.close()

    brain = make_brain(start())
    assert say(brain, "cấp lại giấy tờ", "c_1", message_id="m_1") == asked
    assert say(brain, "em nói lại đi", "c_1")["replies"] == asked["replies"]
    chosen = say(brain, "cái thứ hai", "c_1")
    assert chosen["answer"]["procedure_code"] == asked["cards"][0]["options"][1]["code"]
