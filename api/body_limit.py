"""Refusing bodies that are too large before they are read."""

from collections.abc import Mapping
from http import HTTPStatus
from types import MappingProxyType

from fastapi import Request
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Receive, Scope, Send

LARGEST = 64 * 1024
"""Bytes. A message is at most 500 characters; the rest is room for what is to come."""
LARGER: Mapping[str, int] = MappingProxyType(
    {
        "/staff/excel": 10 * 2**20,
        "/staff/knowledge": 512 * 1024,
        "/staff/login": 512 * 1024,  # with what was typed when the session ended
        "/v1/knowledge": 512 * 1024,
    }
)
"""Bytes, by what the path begins with, where a file or a whole entry may come."""


class BodyLimit:
    """ASGI middleware: 413 for a declared length over the limit, or none declared (chunked)."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer instead of the application if the body is too large."""
        headers = dict(scope.get("headers", ()))
        length = int(headers.get(b"content-length", b"0"))
        if length > _largest(scope.get("path", "")) or b"transfer-encoding" in headers:
            # Told as the application itself tells errors there: as a document, or as a page.
            tell = scope["app"].exception_handlers[HTTPException]
            refusal = await tell(Request(scope), HTTPException(HTTPStatus.REQUEST_ENTITY_TOO_LARGE))
            await refusal(scope, receive, send)
        else:
            await self._app(scope, receive, send)


def _largest(path: str) -> int:
    return next((size for start, size in LARGER.items() if path.startswith(start)), LARGEST)
