"""Talking to a brain in a test, and parts that fail or take their time."""

import asyncio
from collections import Counter
from collections.abc import Callable, Coroutine
from typing import Any

import sqlalchemy as sa

from assistant.dialogue.acts import Act, ActKind
from assistant.dialogue.brain import Brain, Request, Response
from assistant.dialogue.engine import EngineTurn
from assistant.search.search import Search, SearchResult
from assistant.store.tables import turn

BIRTH, MARRIAGE = "1.001193", "1.000894"
MakeBrain = Callable[..., Brain]


class BrokenEngine:
    """An engine that fails at every turn."""

    def __init__(self, error: Exception) -> None:
        self.error = error

    async def turn(self, conversation_id: str, text: str) -> EngineTurn:
        raise self.error

    async def alive(self) -> bool:
        return False

    def state(self) -> dict[str, Any]:
        return {}

    def close(self) -> None:
        pass


class SlowEngine(BrokenEngine):
    """An engine that takes its time and notes how many turns of a conversation, and of all, run at once."""

    def __init__(self) -> None:
        self.running: Counter[str] = Counter()
        self.most_of_one = self.most_of_all = 0
        self.order: list[str] = []

    async def turn(self, conversation_id: str, text: str) -> EngineTurn:
        self.running[conversation_id] += 1
        self.most_of_one = max(self.most_of_one, *self.running.values())
        self.most_of_all = max(self.most_of_all, self.running.total())
        await asyncio.sleep(0.02)
        self.order.append(text)
        self.running[conversation_id] -= 1
        return EngineTurn("greet", 1.0, (), (Act(ActKind.GREET),))


class SilentEngine(BrokenEngine):
    """An engine that understands and does nothing."""

    def __init__(self) -> None:
        pass

    async def turn(self, conversation_id: str, text: str) -> EngineTurn:
        return EngineTurn("ask_procedure", 1.0, (), ())


class BrokenSearch(Search):
    """A search whose index cannot be read."""

    def __init__(self) -> None:
        pass

    def __call__(self, text: str, among: Any = None) -> SearchResult:
        raise OSError("không đọc được chỉ mục")


def say(brain: Brain, text: str, conversation_id: str | None = None, **fields: Any) -> Response:
    return run(brain.handle(Request(text, conversation_id, **fields)))


def run(coroutine: Coroutine[Any, Any, Response]) -> Response:
    return asyncio.run(coroutine)


def together(brain: Brain, *requests: Request) -> list[Response]:
    async def handle_all() -> list[Response]:
        return list(await asyncio.gather(*map(brain.handle, requests)))

    return asyncio.run(handle_all())


def count(database: sa.Engine, table: sa.Table = turn) -> int:
    with database.connect() as connection:
        return connection.scalar(sa.select(sa.func.count()).select_from(table)) or 0
