"""Which other sites may use the API from their pages: those that the setting names."""

from fastapi import FastAPI
from starlette.middleware.cors import CORSMiddleware

_KEPT_S = 600


def install(app: FastAPI, origins: tuple[str, ...]) -> None:
    """Let those sites read and write as the widget does; without credentials, so no staff route."""
    app.add_middleware(
        CORSMiddleware,
        allow_origins=origins,
        allow_methods=("GET", "POST"),
        allow_headers=("Content-Type",),
        max_age=_KEPT_S,
    )
