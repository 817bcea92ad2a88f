"""Refusing bodies that are too large before they are read."""

from http import HTTPStatus

from starlette.types import ASGIApp, Receive, Scope, Send

from api.problems import titled

LARGEST = 64 * 1024
"""Bytes. A message is at most 500 characters; the rest is room for what is to come."""


class BodyLimit:
    """ASGI middleware: 413 for a declared length over the limit, or none declared (chunked)."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer instead of the application if the body is too large."""
        headers = dict(scope.get("headers", ()))
        length = headers.get(b"content-length", b"0")
        if int(length) > LARGEST or b"transfer-encoding" in headers:
            await titled(HTTPStatus.REQUEST_ENTITY_TOO_LARGE)(scope, receive, send)
        else:
            await self._app(scope, receive, send)
