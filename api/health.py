"""GET /healthz and /readyz: alive, and ready with the state of each part."""

import asyncio
from typing import Any

import sqlalchemy as sa
from fastapi import APIRouter, Response, status
from pydantic import BaseModel

from api.access import PUBLIC
from api.dependencies import AssistantDependency
from assistant.assembly import Assistant
from assistant.dialogue.engine import KNOWN_SENTENCE

router = APIRouter(tags=["health"], dependencies=[PUBLIC])


class Health(BaseModel):
    """Alive."""

    status: str


class PartState(BaseModel):
    """One part: whether it answers, and what is loaded."""

    ready: bool
    info: dict[str, Any] = {}


class Readiness(BaseModel):
    """Ready only when every part is."""

    ready: bool
    parts: dict[str, PartState]


@router.get("/healthz")
async def healthz() -> Health:
    """The process runs."""
    return Health(status="ok")


@router.get("/readyz", responses={503: {"model": Readiness, "description": "a part is not ready"}})
async def readyz(assistant: AssistantDependency, response: Response) -> Readiness:
    """Engine, index and database answer."""
    parts = {
        "engine": await _engine(assistant),
        "index": await asyncio.to_thread(_index, assistant),
        "database": await asyncio.to_thread(_database, assistant),
    }
    ready = all(part.ready for part in parts.values())
    if not ready:
        response.status_code = status.HTTP_503_SERVICE_UNAVAILABLE
    return Readiness(ready=ready, parts=parts)


async def _engine(assistant: Assistant) -> PartState:
    return PartState(ready=await assistant.brain.engine.alive(), info=assistant.brain.engine.state())


def _index(assistant: Assistant) -> PartState:
    found = assistant.brain.policy.search(KNOWN_SENTENCE[0])
    return PartState(ready=bool(found.candidates), info={"procedures": len(assistant.brain.catalog)})


def _database(assistant: Assistant) -> PartState:
    try:
        with assistant.database.connect() as connection:
            connection.execute(sa.text("SELECT 1"))
    except sa.exc.SQLAlchemyError:
        return PartState(ready=False)
    return PartState(ready=True, info={"dialect": assistant.database.dialect.name})
