"""A message that comes again is answered as before; messages of one conversation wait for each other."""

from datetime import datetime, timedelta

import pytest
import sqlalchemy as sa

from assistant.clock import VIETNAM
from assistant.dialogue.brain import Brain, Request, Response
from assistant.dialogue.conversation import Message, MessageError
from assistant.store.tables import conversation, turn
from tests.assistant.dialogue.brains import BIRTH, MakeBrain, SlowEngine, count, say, together

UNIQUE = "9f3b1c52-7a44-4a0e-8e0a-2f6f0c1d7b11"


@pytest.fixture
def brain(make_brain: MakeBrain) -> Brain:
    return make_brain()


def test_a_retry_gets_the_same_reply_and_does_nothing_twice(
    make_brain: MakeBrain, database: sa.Engine
) -> None:
    engine = SlowEngine()
    brain = make_brain(engine)
    first = say(brain, "chào em", "c_1", message_id="m_1")
    again = say(brain, "chào em", "c_1", message_id="m_1")
    assert again == first
    assert len(engine.order) == count(database) == 1


def test_a_retry_of_a_first_message_finds_its_conversation(brain: Brain, database: sa.Engine) -> None:
    first = say(brain, "đăng ký kết hôn", message_id="m_1")
    assert say(brain, "Đăng  ký kết hôn".lower(), message_id="m_1") == first
    assert count(database) == count(database, conversation) == 1


@pytest.mark.parametrize("conversation_id", ["c_1", None])
def test_a_message_sent_twice_at_once_is_taken_once(
    make_brain: MakeBrain, database: sa.Engine, conversation_id: str | None
) -> None:
    engine = SlowEngine()
    request = Request("chào em", conversation_id, "m_1")
    responses = together(make_brain(engine), *[request] * 4)
    assert responses == [responses[0]] * 4
    assert len(engine.order) == count(database) == 1


def test_the_same_message_id_in_another_conversation_is_another_message(
    brain: Brain, database: sa.Engine
) -> None:
    first = say(brain, "chào em", "c_1", message_id="m_1")
    second = say(brain, "chào em", "c_2", message_id="m_1")
    assert (first["conversation_id"], second["conversation_id"]) == ("c_1", "c_2")
    assert count(database) == 2


def test_two_who_number_their_first_messages_alike_do_not_share_one(brain: Brain) -> None:
    first = say(brain, "đăng ký kết hôn", message_id="1")
    second = say(brain, "đăng ký khai sinh", message_id="1")
    assert first["conversation_id"] != second["conversation_id"]
    assert second["answer"]["procedure_code"] == BIRTH


def test_a_short_id_is_known_for_a_minute_only(make_brain: MakeBrain) -> None:
    start = datetime(2026, 11, 23, 8, 0, tzinfo=VIETNAM)
    times = {"now": start}
    brain = make_brain(now=lambda: times["now"])
    first = say(brain, "chào em", message_id="m_1")
    times["now"] = start + timedelta(seconds=59)
    assert say(brain, "chào em", message_id="m_1") == first
    times["now"] = start + timedelta(seconds=61)
    assert say(brain, "chào em", message_id="m_1")["conversation_id"] != first["conversation_id"]


def test_an_id_like_no_other_is_known_for_good(make_brain: MakeBrain, database: sa.Engine) -> None:
    start = datetime(2026, 11, 23, 8, 0, tzinfo=VIETNAM)
    times = {"now": start}
    brain = make_brain(now=lambda: times["now"])
    first = say(brain, "chào em", message_id=UNIQUE)
    times["now"] = start + timedelta(days=3)
    assert say(brain, "chào em", message_id=UNIQUE) == first
    assert count(database) == 1


def test_a_first_message_whose_turn_was_not_kept_draws_no_second_number(
    make_brain: MakeBrain, database: sa.Engine
) -> None:
    def draw() -> Response:
        return say(make_brain(), "lấy số làm khai sinh", message_id=UNIQUE)

    first = draw()
    with database.begin() as connection:
        connection.execute(turn.delete())
    again = draw()
    assert again["ticket"]["id"] == first["ticket"]["id"]


def test_the_reply_about_a_dossier_is_not_given_again_to_whoever_has_the_ids(brain: Brain) -> None:
    asked = "tra hồ sơ H56.12.34-260701-0012 4 số cuối 5678"
    guessed = "tra hồ sơ H56.12.34-260701-0012 4 số cuối 0000"
    say(brain, asked, "c_1", message_id="m_1")
    with pytest.MonkeyPatch.context() as patched:
        seen: list[str | None] = []
        take = Brain._take

        async def watched(self: Brain, message: Message) -> Response:
            seen.append(message.factor)
            return await take(self, message)

        patched.setattr(Brain, "_take", watched)
        say(brain, guessed, "c_1", message_id="m_1")
    assert seen == ["0000"]


def test_messages_of_one_conversation_wait_for_each_other_and_others_do_not(make_brain: MakeBrain) -> None:
    engine = SlowEngine()
    brain = make_brain(engine)
    requests = [Request(f"chào em {i}", f"c_{i % 3}") for i in range(9)]
    together(brain, *requests)
    assert engine.most_of_one == 1
    assert engine.most_of_all == 3
    assert [text for text in engine.order if text in {"chào em 0", "chào em 3", "chào em 6"}] == [
        "chào em 0",
        "chào em 3",
        "chào em 6",
    ]


def test_no_lock_is_kept_after_its_turns(make_brain: MakeBrain) -> None:
    brain = make_brain(SlowEngine())
    together(brain, *[Request("chào em", f"c_{i % 3}", f"m_{i}") for i in range(9)])
    with pytest.raises(MessageError):
        say(brain, "", "c_1")
    assert not brain._locks
