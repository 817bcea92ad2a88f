"""The engine port by Rasa: one agent on a thread of its own, with its own event loop."""

import asyncio
import threading
from collections.abc import Iterable
from concurrent.futures import Future
from contextlib import suppress
from pathlib import Path
from typing import Any

from assistant.dialogue.rasa_engine import boot  # noqa: F401  before Rasa

from rasa.core.agent import Agent  # isort: skip
from rasa.core.channels.channel import CollectingOutputChannel, UserMessage
from rasa.core.lock_store import InMemoryLockStore
from rasa.shared.core.domain import Domain
from rasa.shared.core.trackers import DialogueStateTracker
from rasa_sdk.interfaces import Action

from assistant.dialogue.acts import INTENT_OF_TOPIC, TOPIC_OF_INTENT, Act, ActKind
from assistant.dialogue.engine import (
    KNOWN_SENTENCE,
    EngineTurn,
    EngineUntrained,
    Entity,
    TrackerRepository,
)
from assistant.dialogue.rasa_engine.actions_endpoint import InProcessActions
from assistant.dialogue.rasa_engine.tracker_store import LastEventsTrackerStore
from assistant.nlu.intent_classifier import TOPIC_INTENTS
from assistant.search.artefacts import NotPrepared

_STOP_WITHIN_S = 5.0
_ALIVE_WITHIN_S = 1.0


class RasaEngine:
    """Rasa in this process. On the server's own loop a turn would hold up every other request."""

    def __init__(self, model: Path, actions: Iterable[Action], trackers: TrackerRepository) -> None:
        """Load a model and parse the known sentence.

        Raises:
            NotPrepared: there is no such model.
            EngineUntrained: the model does not know the known sentence.
        """
        if not model.is_file():
            raise NotPrepared("Chưa có mô hình hội thoại, hãy chạy `make prepare`")
        self._model = model
        self._loop = asyncio.new_event_loop()
        self._trackers = LastEventsTrackerStore(Domain.empty(), trackers)
        self._agent: Agent = Agent.load(
            str(model),
            action_endpoint=InProcessActions(actions),
            tracker_store=self._trackers,
            lock_store=InMemoryLockStore(),
        )
        self._thread = threading.Thread(target=self._loop.run_forever, name="engine", daemon=True)
        self._thread.start()
        self._check_trained()

    async def turn(self, conversation_id: str, text: str) -> EngineTurn:
        """Take one message; awaited from any event loop."""
        pending = asyncio.run_coroutine_threadsafe(self._turn(conversation_id, text), self._loop)
        return await asyncio.wrap_future(pending)

    async def alive(self) -> bool:
        """Whether the known sentence is understood within a second."""
        parsing = self._parse_known_sentence()
        try:
            understood = await asyncio.wait_for(asyncio.wrap_future(parsing), _ALIVE_WITHIN_S)
        except TimeoutError:
            return False
        return understood == KNOWN_SENTENCE[1]

    def state(self) -> dict[str, Any]:
        """The loaded model's file name."""
        return {"model": self._model.name}

    def close(self) -> None:
        """Stop the thread."""
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(_STOP_WITHIN_S)
        with suppress(RuntimeError):  # a turn still under way keeps the loop alive
            self._loop.close()

    def _parse_known_sentence(self) -> "Future[str]":
        async def parse() -> str:
            parsed = await self._agent.parse_message(KNOWN_SENTENCE[0])
            return str(parsed["intent"]["name"])

        return asyncio.run_coroutine_threadsafe(parse(), self._loop)

    def _check_trained(self) -> None:
        text, intent = KNOWN_SENTENCE
        try:
            understood = self._parse_known_sentence().result()
        except Exception as error:  # an untrained component fails in its own way
            self.close()
            raise EngineUntrained(f"“{text}” could not be understood") from error
        if understood != intent:
            self.close()
            raise EngineUntrained(f"“{text}” was understood as {understood}, not {intent}")

    async def _turn(self, conversation_id: str, text: str) -> EngineTurn:
        channel = CollectingOutputChannel()
        message = UserMessage(text, channel, conversation_id)
        await self._agent.handle_message(message)
        tracker = self._trackers.saved.pop(conversation_id, None)
        acts = tuple(Act.from_dict(m["custom"]) for m in channel.messages if "custom" in m)
        return _engine_turn(tracker, acts)


def _engine_turn(tracker: DialogueStateTracker | None, acts: tuple[Act, ...]) -> EngineTurn:
    latest = tracker.latest_message if tracker else None
    if latest is None:
        return EngineTurn("out_of_scope", 0.0, (), acts)
    ranking = [latest.intent, *latest.parse_data.get("intent_ranking", ())]
    name, confidence = next(
        ((str(i["name"]), float(i["confidence"])) for i in ranking if i["name"] != "nlu_fallback"),
        ("out_of_scope", 0.0),
    )
    entities = tuple(Entity(e["entity"], str(e["value"]), e["start"], e["end"]) for e in latest.entities)
    asked = latest.parse_data.get(TOPIC_INTENTS) or (name,)
    topics = tuple(TOPIC_OF_INTENT[intent] for intent in asked if intent in TOPIC_OF_INTENT)
    return EngineTurn(_public_intent(name, acts), confidence, entities, acts, topics)


def _public_intent(name: str, acts: tuple[Act, ...]) -> str:
    """A name of the contract: a choice among offers is the question that it completes."""
    for act in acts:
        if act.kind is ActKind.ANSWER and name not in TOPIC_OF_INTENT and act.topics:
            return INTENT_OF_TOPIC[act.topics[0]]
    return "affirm" if name == "choose_candidate" else name
