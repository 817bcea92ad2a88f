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
        ("2026-11-23T00:00:00+07:00", "2026-11-23T07:30:00+07:00"),
        ("2026-04-27T09:00:00+07:00", "2026-04-28T07:30:00+07:00"),
        ("2026-08-22T14:00:00+07:00", None),
        ("2026-08-31T09:00:00+07:00", "2026-09-03T07:30:00+07:00"),
    ],
)
def test_a_centre_is_open_or_says_when_next(
    serve: Callable[[Assistant], TestClient], assistant: Assistant, now: str, opens_at: str | None
) -> None:
    client = serve(replace(assistant, clock=Clock(datetime.fromisoformat(now))))

    centre = client.get("/v1/centres/trieu-son").json()

    assert (centre["open_now"], centre["opens_at"]) == (opens_at is None, opens_at)


@pytest.mark.parametrize(
    ("now", "reason"),
    [
        ("2026-04-27T09:00:00+07:00", "Ngày Giỗ Tổ Hùng Vương (nghỉ bù)"),
        ("2026-08-30T20:00:00Z", "Nghỉ hoán đổi dịp Quốc khánh"),
        ("2026-11-22T09:00:00+07:00", None),
    ],
    ids=["day in lieu", "own day, the date in Vietnam", "Sunday"],
)
def test_a_centre_tells_what_today_is_off_for(
    serve: Callable[[Assistant], TestClient], assistant: Assistant, now: str, reason: str | None
) -> None:
    client = serve(replace(assistant, clock=Clock(datetime.fromisoformat(now))))

    centre = client.get("/v1/centres/trieu-son").json()

    assert (centre["open_now"], centre["closed_because"]) == (False, reason)


def test_centres_are_sorted_by_their_distance(
    serve: Callable[[Assistant], TestClient], assistant: Assistant
) -> None:
    client = serve(assistant)

    items = client.get("/v1/centres", params={"near": "19.80, 105.78"}).json()["items"]

    assert [item["slug"] for item in items] == ["hac-thanh", "trieu-son", "muong-lat"]
    assert items[0]["distance_km"] == 1.0
    assert {item["distance_km"] for item in client.get("/v1/centres").json()["items"]} == {None}


def test_the_rules_of_turn_and_the_help_desk_are_not_shown(
    serve: Callable[[Assistant], TestClient], assistant: Assistant
) -> None:
    centre = serve(assistant).get("/v1/centres/trieu-son").json()

    assert centre.keys().isdisjoint({"queue", "help_desk"})
    assert centre["open_on"]["2026-08-22"][0] == {"opens": "07:30:00", "closes": "11:30:00"}
    assert centre["commune"] == "15664"
