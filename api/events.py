"""What happens in a centre's queue, live: server-sent events for boards and pages."""

import asyncio
from collections.abc import AsyncIterator
from typing import Annotated

from fastapi import APIRouter, Depends
from fastapi.sse import EventSourceResponse, ServerSentEvent

from api.access import PUBLIC, CentreDependency
from api.dependencies import AssistantDependency
from api.problems import problem_responses
from assistant.dialogue.reception import board_view
from assistant.queue.events import QueueEvent
from assistant.queue.repository import QueueUnavailable

router = APIRouter(prefix="/v1", tags=["tickets"], dependencies=[PUBLIC])
_BEHIND = 200
"""Events that a slow reader may be behind before it is told to look at the whole queue anew."""


class _Feed:
    """The events of one centre for one reader. `missed`: some were lost since it was last unset."""

    def __init__(self, centre: str) -> None:
        self.missed = False
        self._centre = centre
        self._loop = asyncio.get_running_loop()
        self._pending: asyncio.Queue[QueueEvent | None] = asyncio.Queue(_BEHIND)

    def receive(self, event: QueueEvent) -> None:
        """Take an event, from any thread."""
        if event.centre == self._centre:
            self._loop.call_soon_threadsafe(self._put, event)

    def lose(self) -> None:
        """Take note, from any thread, that events may have been lost on the way here."""
        self._loop.call_soon_threadsafe(self._put, None)

    async def next(self) -> QueueEvent | None:
        """The next event, when there is one; nothing, when some were lost."""
        return await self._pending.get()

    def _put(self, event: QueueEvent | None) -> None:
        full = self._pending.full()
        self.missed = self.missed or full or event is None
        if not full:
            self._pending.put_nowait(event)


async def _subscribed(centre: CentreDependency, assistant: AssistantDependency) -> AsyncIterator[_Feed]:
    """A feed for as long as the response lasts."""
    feed = _Feed(centre.slug)
    stop = assistant.events.subscribe(feed.receive, feed.lose)
    try:
        yield feed
    finally:
        stop()


_FeedDependency = Annotated[_Feed, Depends(_subscribed)]


async def _whole_queue(
    _feed: _FeedDependency, centre: CentreDependency, assistant: AssistantDependency
) -> ServerSentEvent:
    """The queue, looked at once the feed listens, so that no change falls between the two."""
    board = await asyncio.to_thread(assistant.queue.outlook.board, centre)
    return ServerSentEvent(data=board_view(board), event="queue")


@router.get(
    "/centres/{centre}/events", response_class=EventSourceResponse, responses=problem_responses(404, 503)
)
async def get_events(
    feed: _FeedDependency,
    first: Annotated[ServerSentEvent, Depends(_whole_queue)],
    centre: CentreDependency,
    assistant: AssistantDependency,
) -> AsyncIterator[ServerSentEvent]:
    """First `queue`, the whole queue as GET …/queue gives it, then a `change` for each that happens."""
    yield first
    while True:
        if event := await feed.next():
            yield ServerSentEvent(data=event.to_dict(), event="change")
        if feed.missed:
            feed.missed = False
            try:
                yield await _whole_queue(feed, centre, assistant)
            except QueueUnavailable:
                return  # the reader comes again, and is told then
