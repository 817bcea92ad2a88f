"""The chat page, the widget that other sites embed, and the files of both."""

from html import escape
from pathlib import Path
from string import Template

from fastapi import APIRouter, FastAPI, Request
from fastapi.responses import FileResponse, HTMLResponse, JSONResponse, Response
from fastapi.staticfiles import StaticFiles
from starlette.types import Scope

from api.access import PUBLIC
from assistant.settings import Settings

STATIC = Path(__file__).parent / "static"
_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "connect-src 'self'; form-action 'none'; base-uri 'none'; frame-ancestors "
)
PAGE_HEADERS = {
    "Content-Security-Policy": f"{_POLICY}'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(self)",
}
"""What every page is sent with: nothing on it may come from elsewhere, and no site may frame it."""
_FRESH = {"Cache-Control": "no-cache"}
"""Kept, but asked about at each use: modules of two versions never meet."""

router = APIRouter(include_in_schema=False, dependencies=[PUBLIC])


def framed_by(origins: tuple[str, ...]) -> dict[str, str]:
    """The headers of a page that those sites may show in a frame."""
    return PAGE_HEADERS | {"Content-Security-Policy": _POLICY + (" ".join(origins) or "'none'")}


def config_of(request: Request) -> Settings:
    """The settings of this server."""
    config: Settings = request.app.state.config
    return config


@router.get("/")
async def index(request: Request) -> HTMLResponse:
    """The chat page, around the widget for the server's own centre."""
    config = config_of(request)
    page = Template((STATIC / "chat.html").read_text("utf-8"))
    text = page.substitute(centre=escape(config.centre))
    return HTMLResponse(text, headers=framed_by(config.widget_origins) | _FRESH)


@router.get("/widget.js")
async def widget() -> FileResponse:
    """The script that a site loads to have the widget."""
    return FileResponse(STATIC / "widget.js", headers=_FRESH)


@router.get("/openapi.json")
async def openapi(request: Request) -> JSONResponse:
    """The description of the API."""
    app: FastAPI = request.app
    return JSONResponse(app.openapi())


class _Files(StaticFiles):
    """Files that a browser asks about before it uses what it has kept."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        response = await super().get_response(path, scope)
        response.headers.update(_FRESH)
        return response


def install(app: FastAPI) -> None:
    """Add the page and its files."""
    app.include_router(router)
    app.mount("/static", _Files(directory=STATIC), name="static")
