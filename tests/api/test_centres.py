from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

import pytest
from fastapi.testclient import TestClient

from assistant.assembly import Assistant
from assistant.clock import Clock


@pytest.mark.parametrize(
    ("now", "opens_at"),
    [
        ("2026-11-23T07:29:00+07:00", "2026-11-23T07:30:00+07:00"),
        ("2026-11-23T07:30:00+07:00", None),
        ("2026-11-23T11:29:00+07:00", None),
        ("2026-11-23T11:30:00+07:00", "2026-11-23T13:30:00+07:00"),
        ("2026-11-23T17:00:00+07:00", "2026-11-24T07:30:00+07:00"),
        ("2026-11-28T12:00:00+07:00", "2026-11-30T07:30:00+07:00"),
        ("2026-09-02T09:00:00+07:00", "2026-09-03T07:30:00+07:00"),
        ("2026-11-23T01:00:00Z", None),
    ],
)
def test_a_centre_is_open_or_says_when_next(
    serve: Callable[[Assistant], TestClient], assistant: Assistant, now: str, opens_at: str | None
) -> None:
    client = serve(replace(assistant, clock=Clock(datetime.fromisoformat(now))))

    centre = client.get("/v1/centres/trieu-son").json()

    assert (centre["open_now"], centre["opens_at"]) == (opens_at is None, opens_at)
