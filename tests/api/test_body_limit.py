"""Bodies that are too large are refused before a byte of them is read."""

import asyncio
from typing import Any

import pytest
from fastapi import FastAPI, Request

from api import problems
from api.body_limit import LARGER, LARGEST, BodyLimit

MEGABYTE = 2**20


@pytest.fixture
def app() -> FastAPI:
    app = FastAPI()
    problems.install(app, {})
    app.add_middleware(BodyLimit)

    @app.post("/{path:path}")
    async def length(request: Request) -> int:
        return len(await request.body())

    return app


class Refused(Exception):
    """The body was asked for."""


def sent(app: FastAPI, path: str, **headers: str) -> tuple[int, bytes]:
    """The status and the body of the answer to a request of which only the headers came."""
    answer: list[dict[str, Any]] = []

    async def receive() -> dict[str, Any]:
        raise Refused

    async def send(message: Any) -> None:
        answer.append(message)

    told = [(name.replace("_", "-").encode(), value.encode()) for name, value in headers.items()]
    scope = {
        "type": "http",
        "method": "POST",
        "path": path,
        "raw_path": path.encode(),
        "query_string": b"",
        "headers": [(b"host", b"desk"), *told],
        "server": ("desk", 80),
        "scheme": "http",
    }
    asyncio.run(app(scope, receive, send))
    return answer[0]["status"], answer[1]["body"]


@pytest.mark.parametrize(
    ("path", "length"),
    [
        ("/v1/messages", LARGEST + 1),
        ("/v1/messages", 50 * MEGABYTE),
        ("/staff/excel", 50 * MEGABYTE),
        ("/staff/excel", LARGER["/staff/excel"] + 1),
        ("/staff/accounts/new", LARGEST + 1),
        ("/staff/knowledge/new", MEGABYTE),
    ],
)
def test_what_is_too_large_is_refused_unread(app: FastAPI, path: str, length: int) -> None:
    status, body = sent(app, path, content_length=str(length))
    assert status == 413
    assert "Nội dung gửi lên quá lớn" in body.decode()


@pytest.mark.parametrize("path", ["/v1/messages", "/staff/excel"])
def test_what_does_not_say_how_large_it_is_is_refused_unread(app: FastAPI, path: str) -> None:
    assert sent(app, path, transfer_encoding="chunked")[0] == 413


@pytest.mark.parametrize(
    ("path", "length"), [("/v1/messages", LARGEST), ("/staff/excel", LARGER["/staff/excel"])]
)
def test_what_is_not_too_large_is_read(app: FastAPI, path: str, length: int) -> None:
    with pytest.raises(Refused):
        sent(app, path, content_length=str(length))
