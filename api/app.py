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
    messages,
    pages,
    problems,
    procedure_page,
    procedures,
    scan,
    ticket_page,
    ticket_qr,
    tickets,
)
from api.body_limit import BodyLimit
from assistant.assembly import Assistant, assemble
from assistant.queue.repository import QueueUnavailable
from assistant.settings import Settings, settings

_LOG = logging.getLogger(__name__)
_END_DAYS_EVERY_S = 60.0


def create_app(config: Settings) -> FastAPI:
    """An application that assembles the assistant when it starts."""

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        assistant = app.state.assistant = assemble(config)
        ending = asyncio.create_task(_end_past_days(assistant))
        yield
        ending.cancel()
        assistant.close()

    app = FastAPI(
        title="Lễ Tân",
        version="1.0.0",
        description="Trợ lý lễ tân của trung tâm phục vụ hành chính công",
        lifespan=lifespan,
        docs_url=None,
        redoc_url=None,
    )
    problems.install(app)
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
        events,
        figures,
        dossiers,
        scan,
        ticket_page,
        ticket_qr,
        procedure_page,
    ):
        app.include_router(module.router)
    pages.install(app)
    return app


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
