from collections.abc import Callable
from copy import copy
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from fastapi.testclient import TestClient

from assistant.assembly import Assistant


class DeadEngine:
    async def alive(self) -> bool:
        return False

    def state(self) -> dict[str, Any]:
        return {"model": "none"}


def _without_database(assistant: Assistant, tmp_path: Path) -> Assistant:
    return replace(assistant, database=sa.create_engine(f"sqlite:///{tmp_path / 'no' / 'such.db'}"))


def _without_engine(assistant: Assistant, _tmp_path: Path) -> Assistant:
    brain = copy(assistant.brain)
    brain.engine = DeadEngine()
    return replace(assistant, brain=brain)


@pytest.mark.parametrize(
    ("missing", "without"), [("database", _without_database), ("engine", _without_engine)]
)
def test_it_is_not_ready_without_a_part_and_names_it(
    serve: Callable[[Assistant], TestClient],
    assistant: Assistant,
    tmp_path: Path,
    missing: str,
    without: Callable[[Assistant, Path], Assistant],
) -> None:
    client = serve(without(assistant, tmp_path))

    response = client.get("/readyz")

    assert response.status_code == 503
    assert response.json()["ready"] is False
    assert [name for name, part in response.json()["parts"].items() if not part["ready"]] == [missing]
    assert client.get("/healthz").status_code == 200
