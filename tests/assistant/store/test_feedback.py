from datetime import datetime

import pytest
import sqlalchemy as sa

from assistant.dialogue.conversation import StoredTurn
from assistant.store.conversations import SqlTurns
from assistant.store.feedback import SqlFeedback, UnknownMessage
from assistant.store.feedback_tables import feedback

AT = datetime.fromisoformat("2026-11-23T08:00:00+07:00")


@pytest.fixture
def opinions(database: sa.Engine) -> SqlFeedback:
    for conversation_id in ("c_1", "c_2"):
        turn = StoredTurn(conversation_id, "m_1", "xin chào", "text", "answered", "greet", None, {}, AT)
        SqlTurns(database).add(turn, "trieu-son", "web")
    return SqlFeedback(database)


def test_nobody_has_said_anything(opinions: SqlFeedback) -> None:
    assert opinions.get("c_1", "m_1") is None


def test_the_last_press_counts_and_stands_once(database: sa.Engine, opinions: SqlFeedback) -> None:
    for helpful in (True, True, False):
        opinions.set("c_1", "m_1", helpful, AT)

    assert opinions.get("c_1", "m_1") is False
    assert opinions.get("c_2", "m_1") is None
    with database.connect() as connection:
        assert connection.scalar(sa.select(sa.func.count()).select_from(feedback)) == 1


@pytest.mark.parametrize(("conversation_id", "message_id"), [("c_1", "m_2"), ("c_3", "m_1")])
def test_a_message_that_was_never_answered_is_refused(
    opinions: SqlFeedback, conversation_id: str, message_id: str
) -> None:
    with pytest.raises(UnknownMessage):
        opinions.set(conversation_id, message_id, True, AT)
