"""The HTTP face in this process, around the whole assistant."""

from collections.abc import Callable

import pytest
from fastapi.testclient import TestClient

from api.app import create_app
from assistant.assembly import Assistant
from assistant.settings import Settings


@pytest.fixture
def serve() -> Callable[[Assistant], TestClient]:
    """A client of an application that has this assistant."""

    def client(assistant: Assistant) -> TestClient:
        app = create_app(Settings())
        app.state.assistant = assistant
        return TestClient(app, raise_server_exceptions=False)

    return client
