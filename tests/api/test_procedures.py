"""What staff have switched off is shown nowhere: neither as data nor as a page."""

from collections.abc import Callable
from datetime import datetime
from types import SimpleNamespace
from typing import Any

import pytest
from fastapi.testclient import TestClient

from assistant.catalog.catalog import Catalog
from assistant.clock import Clock
from assistant.dialogue.policy import Policy
from assistant.knowledge.handle import Snapshot

NOW = datetime.fromisoformat("2026-11-23T08:00:00+07:00")
BIRTH, DEATH = "1.001193", "1.000656"


def among(text: str, keys: frozenset[str]) -> Any:
    """A search that finds all that it may."""
    return SimpleNamespace(candidates=[SimpleNamespace(key=key, score=0.9) for key in sorted(keys)])


@pytest.fixture
def client_of(serve: Callable[[Any], TestClient]) -> Callable[[Catalog], TestClient]:
    def client(catalog: Catalog) -> TestClient:
        policy = Policy(Snapshot(catalog, among), NOW.date)  # type: ignore[arg-type]
        brain = SimpleNamespace(catalog=catalog, policy=policy)
        assistant: Any = SimpleNamespace(brain=brain, clock=Clock(NOW))
        return serve(assistant)

    return client


@pytest.fixture
def linked(catalog: Catalog) -> Catalog:
    """Birth names the registration of a death as related."""
    birth = catalog.procedure(BIRTH).model_copy(update={"related": (DEATH,)})
    return catalog.with_entries([birth])


def test_what_is_switched_off_is_unknown_everywhere(
    client_of: Callable[[Catalog], TestClient], linked: Catalog
) -> None:
    paths = [f"/v1/procedures/{DEATH}", f"/p/{DEATH}", f"/p/{DEATH}/qr.svg"]
    told, silent = client_of(linked), client_of(linked.with_entries([], [DEATH]))
    for path in paths:
        assert told.get(path).status_code == 200
        assert silent.get(path).status_code == 404
    never = silent.get("/v1/procedures/9.999999").json()
    assert silent.get(paths[0]).json()["type"] == never["type"]


@pytest.mark.parametrize("query", [{}, {"q": "khai tử"}, {"field": "Hộ tịch"}])
def test_lists_and_searches_leave_it_out(
    client_of: Callable[[Catalog], TestClient], linked: Catalog, query: dict[str, str]
) -> None:
    def codes(catalog: Catalog) -> set[str]:
        found = client_of(catalog).get("/v1/procedures", params=query | {"limit": "500"}).json()
        assert found["total"] == len(found["items"])
        return {item["code"] for item in found["items"]}

    assert codes(linked) - codes(linked.with_entries([], [DEATH])) == {DEATH}


def test_no_other_procedure_leads_to_it(client_of: Callable[[Catalog], TestClient], linked: Catalog) -> None:
    told, silent = client_of(linked), client_of(linked.with_entries([], [DEATH]))
    assert told.get(f"/v1/procedures/{BIRTH}").json()["related"] == [DEATH]
    assert silent.get(f"/v1/procedures/{BIRTH}").json()["related"] == []
    assert f'href="/p/{DEATH}"' in told.get(f"/p/{BIRTH}").text
    assert f'href="/p/{DEATH}"' not in silent.get(f"/p/{BIRTH}").text
