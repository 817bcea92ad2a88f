"""Rasa's trackers in the product's own database, shortened so that long conversations stay fast."""

import json
from collections.abc import Iterable
from typing import Any

from rasa.core.tracker_store import TrackerStore
from rasa.shared.core.constants import ACTION_LISTEN_NAME
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted, ActiveLoop, Event, SlotSet
from rasa.shared.core.trackers import DialogueStateTracker

from assistant.dialogue.engine import TrackerRepository

_KEEP = 12
_SLACK = 12
"""Events kept at least, and how many more may gather before the next cut. A turn makes some eight."""


class LastEventsTrackerStore(TrackerStore):  # type: ignore[misc]
    """Keeps the last events of a conversation, and the slots and form that earlier ones left."""

    def __init__(self, domain: Domain, repository: TrackerRepository) -> None:
        super().__init__(domain)
        self._repository = repository
        self.saved: dict[str, DialogueStateTracker] = {}
        """Trackers as last saved, for whoever ran the turn to take out."""

    async def save(self, tracker: DialogueStateTracker) -> None:
        """Store the shortened tracker. Rasa holds the conversation's lock meanwhile."""
        await self.stream_events(tracker)
        events = [event.as_dict() for event in self._shortened(tracker)]
        self.saved[tracker.sender_id] = tracker
        self._repository.save(tracker.sender_id, json.dumps(events, ensure_ascii=False))

    async def retrieve(self, sender_id: str) -> DialogueStateTracker | None:
        """The stored tracker; nothing for a new conversation."""
        content = self._repository.load(sender_id)
        if content is None:
            return None
        events: list[dict[str, Any]] = json.loads(content)
        return DialogueStateTracker.from_dict(sender_id, events, self.domain.slots)

    async def keys(self) -> Iterable[str]:
        """The conversations that are stored."""
        return self._repository.conversation_ids()

    def _shortened(self, tracker: DialogueStateTracker) -> list[Event]:
        """The last whole turns, after events that set what the turns before them had left."""
        events = list(tracker.events)
        if len(events) <= _KEEP + _SLACK:
            return events
        cut = next(
            (
                at
                for at in range(len(events) - _KEEP, 0, -1)
                if isinstance(events[at], ActionExecuted) and events[at].action_name == ACTION_LISTEN_NAME
            ),
            0,
        )
        past = DialogueStateTracker.from_events(tracker.sender_id, events[:cut], self.domain.slots)
        at = events[cut].timestamp
        left: list[Event] = [
            SlotSet(name, slot.value, timestamp=at)
            for name, slot in past.slots.items()
            if slot.value != slot.initial_value
        ]
        if past.active_loop_name:
            left.append(ActiveLoop(past.active_loop_name, timestamp=at))
        return left + events[cut:]
