from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from threading import Barrier
from typing import Any

import pytest
import sqlalchemy as sa

from assistant.clock import VIETNAM
from assistant.dialogue.conversation import Channel, Opening, StoredTurn
from assistant.store.conversations import SqlTrackers, SqlTurns
from assistant.store.tables import conversation, turn

NOW = datetime(2026, 11, 23, 8, 30, 15, 123456, VIETNAM)
FIRST = StoredTurn(
    conversation_id="c_1",
    message_id="m_1",
    text="đăng ký khai sinh 😀",
    input="text",
    status="answered",
    intent="ask_procedure",
    procedure_code="1.001193",
    reply={"replies": [{"text": "Dạ…", "speech": None}], "cards": [], "score": 0.94},
    created_at=NOW,
)
SECOND = replace(FIRST, message_id="m_2", text="lệ phí", created_at=NOW + timedelta(seconds=5))
ANOTHER = replace(FIRST, conversation_id="c_2", procedure_code=None)


@pytest.fixture
def turns(database: sa.Engine) -> SqlTurns:
    return SqlTurns(database)


@pytest.fixture
def trackers(database: sa.Engine) -> SqlTrackers:
    return SqlTrackers(database)


def add(turns: SqlTurns, *stored: StoredTurn) -> list[StoredTurn]:
    return [turns.add(one, "trieu-son", "web") for one in stored]


def count(database: sa.Engine, table: sa.Table) -> int:
    with database.connect() as connection:
        return connection.scalar(sa.select(sa.func.count()).select_from(table)) or 0


def test_a_turn_comes_back_as_it_was_kept(turns: SqlTurns) -> None:
    add(turns, FIRST, ANOTHER)
    assert turns.find("c_1", "m_1") == FIRST
    assert turns.find("c_2", "m_1") == ANOTHER


def test_a_time_given_in_another_zone_is_the_same_moment(turns: SqlTurns) -> None:
    add(turns, replace(FIRST, created_at=NOW.astimezone(UTC)))
    assert turns.find("c_1", "m_1") == FIRST


def test_an_unknown_turn_is_none(turns: SqlTurns) -> None:
    add(turns, FIRST)
    assert turns.find("c_1", "m_2") is None
    assert turns.find("c_2", "m_1") is None
    assert turns.last("c_2") is None


def test_times_keep_vietnams_offset(turns: SqlTurns) -> None:
    add(turns, FIRST)
    kept = turns.find("c_1", "m_1")
    assert kept is not None
    assert kept.created_at.isoformat() == "2026-11-23T08:30:15.123456+07:00"


def test_a_second_add_returns_the_first(turns: SqlTurns, database: sa.Engine) -> None:
    again = replace(FIRST, text="khác", reply={"replies": []})
    assert add(turns, FIRST, again) == [FIRST, FIRST]
    assert count(database, turn) == 1


def test_turns_of_a_conversation_share_it(turns: SqlTurns, database: sa.Engine) -> None:
    add(turns, FIRST, SECOND, ANOTHER)
    with database.connect() as connection:
        rows = connection.execute(
            sa.select(conversation.c["id", "centre", "channel"]).order_by(conversation.c.id)
        ).all()
    assert [tuple(row) for row in rows] == [("c_1", "trieu-son", "web"), ("c_2", "trieu-son", "web")]
    assert count(database, turn) == 3


def test_the_database_itself_refuses_a_turn_twice(turns: SqlTurns, database: sa.Engine) -> None:
    add(turns, FIRST)
    row = {field: getattr(FIRST, field) for field in FIRST.__dataclass_fields__}
    with database.begin() as connection, pytest.raises(sa.exc.IntegrityError):
        connection.execute(turn.insert().values(row))


def test_the_database_itself_refuses_a_turn_without_conversation(database: sa.Engine) -> None:
    row = {field: getattr(FIRST, field) for field in FIRST.__dataclass_fields__}
    with database.begin() as connection, pytest.raises(sa.exc.IntegrityError):
        connection.execute(turn.insert().values(row))


def test_what_cannot_be_kept_is_an_error_and_leaves_nothing(turns: SqlTurns, database: sa.Engine) -> None:
    broken = replace(FIRST, status=None)  # type: ignore[arg-type]
    with pytest.raises(sa.exc.IntegrityError):
        add(turns, broken)
    assert count(database, conversation) == 0


def test_the_latest_turn_is_the_last_kept(turns: SqlTurns) -> None:
    add(turns, FIRST, SECOND, ANOTHER)
    assert turns.last("c_1") == SECOND


OPENING = Opening("m_1", FIRST.text, "trieu-son", Channel.WEB, NOW - timedelta(minutes=1))


def test_the_turn_that_opened_a_conversation_is_found_without_its_id(turns: SqlTurns) -> None:
    add(turns, FIRST, SECOND)
    assert turns.find_first(OPENING) == FIRST


@pytest.mark.parametrize(
    "other",
    [
        {"message_id": "m_9"},
        {"text": "chuyện khác"},
        {"since": NOW + timedelta(seconds=1)},
        {"message_id": "m_2", "text": SECOND.text},
        {"centre": "hac-thanh"},
        {"channel": Channel.ROBOT},
    ],
    ids=["another id", "another text", "too long ago", "not the first", "another centre", "another channel"],
)
def test_another_first_message_is_not_taken_for_it(turns: SqlTurns, other: dict[str, Any]) -> None:
    add(turns, FIRST, SECOND)
    assert turns.find_first(replace(OPENING, **other)) is None


def test_since_may_be_given_in_another_zone(turns: SqlTurns) -> None:
    add(turns, FIRST)
    just_before = (NOW - timedelta(seconds=1)).astimezone(UTC)
    just_after = (NOW + timedelta(seconds=1)).astimezone(UTC)
    assert turns.find_first(replace(OPENING, since=just_before)) == FIRST
    assert turns.find_first(replace(OPENING, since=just_after)) is None


def test_many_at_once_keep_one_turn_and_all_get_it(turns: SqlTurns, database: sa.Engine) -> None:
    attempts = [replace(FIRST, reply={"attempt": number}) for number in range(8)]
    start = Barrier(len(attempts))

    def attempt(stored: StoredTurn) -> StoredTurn:
        start.wait()
        return turns.add(stored, "trieu-son", "web")

    with ThreadPoolExecutor(len(attempts)) as pool:
        kept = list(pool.map(attempt, attempts))
    assert count(database, turn) == 1
    assert kept == [turns.find("c_1", "m_1")] * len(attempts)


def test_different_first_messages_of_one_conversation_at_once_are_both_kept(
    turns: SqlTurns, database: sa.Engine
) -> None:
    """Two processes may both find that the conversation is new."""
    messages = [replace(FIRST, message_id=f"m_{number}") for number in range(8)]
    start = Barrier(len(messages))

    def attempt(stored: StoredTurn) -> StoredTurn:
        start.wait()
        return turns.add(stored, "trieu-son", "web")

    with ThreadPoolExecutor(len(messages)) as pool:
        assert list(pool.map(attempt, messages)) == messages
    assert count(database, turn) == len(messages)
    assert count(database, conversation) == 1


def test_a_tracker_saved_by_many_at_once_is_one_of_theirs(trackers: SqlTrackers) -> None:
    contents = [f"nội dung {number}" for number in range(8)]
    start = Barrier(len(contents))

    def attempt(content: str) -> None:
        start.wait()
        trackers.save("c_1", content)

    with ThreadPoolExecutor(len(contents)) as pool:
        list(pool.map(attempt, contents))
    assert trackers.load("c_1") in contents


def test_a_tracker_is_replaced(trackers: SqlTrackers) -> None:
    trackers.save("c_1", "một")
    trackers.save("c_1", "hai ✓")
    assert trackers.load("c_1") == "hai ✓"


def test_saving_what_is_there_already_is_harmless(trackers: SqlTrackers) -> None:
    trackers.save("c_1", "một")
    trackers.save("c_1", "một")
    assert trackers.conversation_ids() == ["c_1"]


def test_trackers_do_not_mix(trackers: SqlTrackers) -> None:
    trackers.save("c_1", "một")
    trackers.save("c_2", "hai")
    assert trackers.load("c_1") == "một"
    assert trackers.load("c_3") is None
    assert sorted(trackers.conversation_ids()) == ["c_1", "c_2"]
