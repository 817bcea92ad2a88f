"""The FastAPI application."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import FastAPI

from api import centres, health, messages, pages, problems, procedures
from api.body_limit import BodyLimit
from assistant.assembly import assemble
from assistant.settings import Settings, settings


def create_app(config: Settings) -> FastAPI:
    """An application that assembles the assistant when it starts."""

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        app.state.assistant = assemble(config)
        yield
        app.state.assistant.close()

    app = FastAPI(
        title="Lễ Tân",
        version="1.0.0",
        description="Trợ lý lễ tân của trung tâm phục vụ hành chính công",
        lifespan=lifespan,
        docs_url=None,
        redoc_url=None,
    )
    problems.install(app)
    app.add_middleware(BodyLimit)
    for module in (health, messages, procedures, centres):
        app.include_router(module.router)
    pages.install(app)
    return app


def app() -> FastAPI:
    """The application for the settings of the environment; uvicorn's factory."""
    return create_app(settings())
