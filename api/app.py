"""The FastAPI application."""

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import FastAPI

from api import (
    centres,
    communes,
    cors,
    counters,
    dossiers,
    events,
    feedback,
    figures,
    health,
    knowledge_entries,
    knowledge_publishing,
    knowledge_questions,
    messages,
    pages,
    problems,
    procedure_page,
    procedures,
    scan,
    ticket_page,
    ticket_qr,
    tickets,
    workplace,
)
from api.body_limit import BodyLimit
from api.staff.errors import DESK, error_page
from api.staff.routers import ROUTERS
from assistant.assembly import Assistant, assemble
from assistant.inbox.repository import InboxUnavailable
from assistant.queue.repository import QueueUnavailable
from assistant.settings import Settings, settings
from assistant.staff.repository import StaffUnavailable

_LOG = logging.getLogger(__name__)
_END_DAYS_EVERY_S = 60.0
_GATHER_EVERY_S, _GATHER_WITHIN_S = 60.0, 2.0


def create_app(config: Settings) -> FastAPI:
    """An application that assembles the assistant when it starts."""

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        assistant = app.state.assistant = assemble(config)
        await asyncio.to_thread(_make_first_account, assistant)
        ending = asyncio.create_task(_end_past_days(assistant))
        gathering = asyncio.create_task(_gather_questions(assistant))
        yield
        ending.cancel()
        gathering.cancel()
        assistant.close()

    app = FastAPI(
        title="Lễ Tân",
        version="1.0.0",
        description="Trợ lý lễ tân của trung tâm phục vụ hành chính công",
        lifespan=lifespan,
        docs_url=None,
        openapi_url=None,  # pages.py serves it: every route of ours says who may use it
        redoc_url=None,
    )
    problems.install(app, {DESK: error_page})
    app.state.config = config
    app.add_middleware(BodyLimit)
    cors.install(app, config.widget_origins)  # outermost: a refusal can be read too
    for module in (
        health,
        messages,
        feedback,
        procedures,
        centres,
        communes,
        tickets,
        counters,
        workplace,
        events,
        figures,
        knowledge_entries,
        knowledge_publishing,
        knowledge_questions,
        dossiers,
        scan,
        ticket_page,
        ticket_qr,
        procedure_page,
    ):
        app.include_router(module.router)
    for router in ROUTERS:
        app.include_router(router)
    pages.install(app)
    return app


def _make_first_account(assistant: Assistant) -> None:
    """Where nobody has an account yet, an administrator with a password that is printed this once."""
    try:
        first = assistant.staff.accounts.make_first("khởi động lần đầu")
    except StaffUnavailable as error:
        _LOG.error("whether there is an account cannot be told: %s", error.detail)
        return
    if first:
        login, password = first
        print(f"First start: log in at /staff as {login} with the password {password}", flush=True)


async def _gather_questions(assistant: Assistant) -> None:
    """Gather what was asked in vain, a little each minute, so that the inbox opens at once."""
    while True:
        await asyncio.sleep(_GATHER_EVERY_S)
        try:
            await asyncio.to_thread(assistant.inbox.collect, _GATHER_WITHIN_S)
        except InboxUnavailable as error:
            _LOG.warning("the inbox could not be filled: %s", error.detail)


async def _end_past_days(assistant: Assistant) -> None:
    """End what is left of days gone by, at the start and soon after each midnight."""
    while True:
        try:
            await asyncio.to_thread(assistant.queue.desk.close_past_days)
        except QueueUnavailable as error:
            _LOG.warning("past days could not be ended: %s", error.detail)
        await asyncio.sleep(_END_DAYS_EVERY_S)


def app() -> FastAPI:
    """The application for the settings of the environment; uvicorn's factory."""
    return create_app(settings())
