import asyncio
import json
from collections.abc import Callable, Iterator

import pytest
import sqlalchemy as sa
from hypothesis import given, settings
from hypothesis import strategies as st
from rasa.shared.core.constants import ACTION_LISTEN_NAME
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted, ActiveLoop, Event, SlotSet, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

from assistant.dialogue.acts import ActKind, Topic
from assistant.dialogue.engine import EngineTurn
from assistant.dialogue.rasa_engine.engine import RasaEngine
from assistant.dialogue.rasa_engine.tracker_store import LastEventsTrackerStore
from assistant.settings import ROOT
from assistant.store.conversations import SqlTrackers
from assistant.store.tables import tracker

DOMAIN = Domain.load(str(ROOT / "domain.yml"))
MOST_EVENTS = 24
BIRTH = "1.001193"


class Memory:
    """A repository for many quick conversations."""

    def __init__(self) -> None:
        self.contents: dict[str, str] = {}

    def load(self, conversation_id: str) -> str | None:
        return self.contents.get(conversation_id)

    def save(self, conversation_id: str, content: str) -> None:
        self.contents[conversation_id] = content

    def conversation_ids(self) -> list[str]:
        return list(self.contents)


def talk(engine: RasaEngine, *texts: str, conversation: str = "c_1") -> EngineTurn:
    async def turns() -> EngineTurn:
        for text in texts[:-1]:
            await engine.turn(conversation, text)
        return await engine.turn(conversation, texts[-1])

    return asyncio.run(turns())


def stored_events(database: sa.Engine, conversation: str = "c_1") -> list[dict[str, object]]:
    content = SqlTrackers(database).load(conversation)
    assert content is not None
    events: list[dict[str, object]] = json.loads(content)
    return events


def test_every_turn_arrives_in_the_database(start: Callable[[], RasaEngine], database: sa.Engine) -> None:
    engine = start()
    talk(engine, "chào em")
    talk(engine, "cảm ơn em", conversation="c_2")
    with database.connect() as connection:
        rows = dict(connection.execute(sa.select(tracker.c.conversation_id, tracker.c.content)).all())
    assert set(rows) == {"c_1", "c_2"}
    assert "chào em" in rows["c_1"]
    talk(engine, "em là ai")
    assert [e["text"] for e in stored_events(database) if e["event"] == "user"] == ["chào em", "em là ai"]


def test_what_is_stored_stays_small_over_a_long_conversation(
    start: Callable[[], RasaEngine], database: sa.Engine
) -> None:
    engine = start()
    sizes = []
    for number in range(150):
        talk(engine, f"cảm ơn em lần {number % 7}")
        sizes.append(len(stored_events(database)))
    assert max(sizes[20:]) <= MOST_EVENTS + 20
    assert max(sizes[-50:]) <= max(sizes[20:70])
    assert len(SqlTrackers(database).load("c_1") or "") < 40_000


def test_the_procedure_talked_about_survives_the_cut_and_a_restart(
    start: Callable[[], RasaEngine], database: sa.Engine
) -> None:
    talk(start(), "đăng ký khai sinh", *["cảm ơn em"] * 20)
    assert "khai sinh" not in str([e.get("text") for e in stored_events(database)])
    act = talk(start(), "thế bao lâu thì xong").acts[0]
    assert (act.kind, act.procedure, act.topics) == (ActKind.ANSWER, BIRTH, (Topic.TIME_LIMIT,))


def test_a_clarification_survives_the_cut_and_a_restart(
    start: Callable[[], RasaEngine], database: sa.Engine
) -> None:
    offer = talk(start(), "cấp lại giấy tờ").acts[0]
    assert offer.kind is ActKind.OFFER
    talk(start(), *["em nói lại đi"] * 12)
    assert "cấp lại giấy tờ" not in [e.get("text") for e in stored_events(database)]
    act = talk(start(), "cái thứ hai").acts[0]
    assert (act.kind, act.procedure) == (ActKind.ANSWER, offer.candidates[1])


def test_a_topic_that_waits_for_its_procedure_survives_a_restart(start: Callable[[], RasaEngine]) -> None:
    assert talk(start(), "lệ phí bao nhiêu").acts[0].kind is ActKind.ASK_WHICH
    act = talk(start(), "đăng ký khai sinh").acts[0]
    assert (act.procedure, act.topics) == (BIRTH, (Topic.FEE,))


TURNS = st.lists(
    st.tuples(
        st.sampled_from(["ask_fee", "greet", "choose_candidate"]),
        st.lists(
            st.sampled_from(
                [
                    SlotSet("procedure", BIRTH),
                    SlotSet("procedure", None),
                    SlotSet("candidates", [BIRTH, "1.004884"]),
                    SlotSet("candidates", []),
                    SlotSet("topics", ["fee"]),
                    ActiveLoop("procedure_form"),
                    ActiveLoop(None),
                ]
            ),
            max_size=4,
        ),
    ),
    max_size=30,
)


def events_of(turn: tuple[str, list[Event]]) -> Iterator[Event]:
    intent, effects = turn
    yield UserUttered("câu nói", {"name": intent, "confidence": 1.0})
    yield ActionExecuted("action_answer")
    yield from effects
    yield ActionExecuted(ACTION_LISTEN_NAME)


@settings(max_examples=60)
@given(TURNS)
def test_the_shortened_tracker_is_in_the_state_of_the_whole(turns: list[tuple[str, list[Event]]]) -> None:
    async def run() -> None:
        store = LastEventsTrackerStore(DOMAIN, Memory())
        whole = DialogueStateTracker("c_1", DOMAIN.slots)
        whole.update(ActionExecuted(ACTION_LISTEN_NAME))
        for turn in turns:
            kept = await store.retrieve("c_1") or DialogueStateTracker("c_1", DOMAIN.slots)
            if not kept.events:
                kept.update(ActionExecuted(ACTION_LISTEN_NAME))
            for event in events_of(turn):
                whole.update(event)
                kept.update(event)
            await store.save(kept)
        kept = await store.retrieve("c_1") or whole
        assert kept.current_slot_values() == whole.current_slot_values()
        assert kept.active_loop_name == whole.active_loop_name
        assert kept.latest_action_name == whole.latest_action_name
        assert (kept.latest_message is None) == (whole.latest_message is None)
        assert len(kept.events) <= MOST_EVENTS + 8

    asyncio.run(run())


def test_a_short_conversation_is_stored_whole() -> None:
    async def run() -> None:
        memory = Memory()
        store = LastEventsTrackerStore(DOMAIN, memory)
        whole = DialogueStateTracker("c_1", DOMAIN.slots)
        for event in events_of(("ask_fee", [SlotSet("procedure", BIRTH)])):
            whole.update(event)
        await store.save(whole)
        kept = await store.retrieve("c_1")
        assert kept is not None
        assert list(kept.events) == list(whole.events)
        assert list(await store.keys()) == ["c_1"]
        assert await store.retrieve("c_2") is None

    asyncio.run(run())


@pytest.mark.parametrize("conversation", ["c_1", "c_với dấu", "c_'; DROP TABLE tracker; --"])
def test_any_conversation_id_is_kept(
    start: Callable[[], RasaEngine], database: sa.Engine, conversation: str
) -> None:
    SqlTrackers(database).save(conversation, "[]")
    assert SqlTrackers(database).conversation_ids() == [conversation]
