"""Tickets where the clock or the database makes the difference; the rest is tested on the real server."""

from collections.abc import Callable
from typing import Any

import pytest
import sqlalchemy as sa
from fastapi.testclient import TestClient

from assistant.assembly import Assistant
from assistant.staff.member import Grant
from assistant.staff.roles import Role

MORNING = "2026-11-23T08:00:00+07:00"
TICKETS = "/v1/centres/trieu-son/tickets"
WANTED = {"service": "ho-tich"}

Serve = Callable[[Assistant], TestClient]
DeskAt = Callable[[str], Any]


def _without_tickets(database: sa.Engine) -> None:
    with database.begin() as connection:
        connection.exec_driver_sql("ALTER TABLE ticket RENAME TO away")


@pytest.mark.parametrize(
    ("now", "opens_at"),
    [
        ("2026-11-23T03:00:00+07:00", "2026-11-23T07:30:00+07:00"),
        ("2026-11-23T11:30:00+07:00", "2026-11-23T13:30:00+07:00"),
        ("2026-11-23T23:59:50+07:00", "2026-11-24T07:30:00+07:00"),
        ("2026-11-28T12:00:00+07:00", "2026-11-30T07:30:00+07:00"),
        ("2026-09-02T09:00:00+07:00", "2026-09-03T07:30:00+07:00"),
    ],
    ids=["night", "lunch", "before midnight", "Saturday afternoon", "holiday"],
)
def test_outside_hours_it_is_told_when_the_centre_opens(
    serve: Serve, desk_at: DeskAt, now: str, opens_at: str
) -> None:
    client = serve(desk_at(now))

    response = client.post(TICKETS, json=WANTED)

    assert response.status_code == 409
    assert response.headers["content-type"] == "application/problem+json"
    assert response.json() == {
        "type": "/problems/centre-closed",
        "title": "Trung tâm đang ngoài giờ làm việc",
        "status": 409,
        "detail": "Trung tâm Phục vụ hành chính công xã Triệu Sơn đang ngoài giờ làm việc nên chưa phát số",
        "errors": [],
        "opens_at": opens_at,
    }
    assert client.get("/v1/centres/trieu-son/queue").json()["waiting"] == 0


def test_a_retry_after_closing_gets_the_ticket_of_before(serve: Serve, desk_at: DeskAt) -> None:
    key = {"Idempotency-Key": "lost-reply"}
    given = serve(desk_at("2026-11-23T11:29:50+07:00")).post(TICKETS, json=WANTED, headers=key)

    again = serve(desk_at("2026-11-23T11:30:10+07:00")).post(TICKETS, json=WANTED, headers=key)

    assert (given.status_code, again.status_code) == (201, 201)
    assert again.json()["id"] == given.json()["id"]


def test_a_day_begins_at_one_again_and_ends_what_was_left(serve: Serve, desk_at: DeskAt) -> None:
    monday = serve(desk_at(MORNING)).post(TICKETS, json=WANTED).json()
    client = serve(desk_at("2026-11-24T08:00:00+07:00"))

    tuesday = client.post(TICKETS, json=WANTED).json()

    assert [ticket["number"] for ticket in (monday, tuesday)] == ["A001", "A001"]
    assert [ticket["service_day"] for ticket in (monday, tuesday)] == ["2026-11-23", "2026-11-24"]
    left = client.get(f"/v1/tickets/{monday['id']}").json()
    assert (left["status"], left["status_text"], left["people_ahead"]) == ("closed", "đã hết ngày", None)
    assert client.delete(f"/v1/tickets/{monday['id']}").status_code == 409


def test_a_database_that_is_gone_gives_no_number_and_says_so(serve: Serve, desk_at: DeskAt) -> None:
    desk = desk_at(MORNING)
    client = serve(desk)
    ticket = client.post(TICKETS, json=WANTED).json()
    token = {"Authorization": f"Bearer {desk.staff.tokens.make('Lan', Grant(Role.CLERK), 'thử')}"}
    _without_tickets(desk.database)

    answers = [
        client.post(TICKETS, json=WANTED),
        client.get(f"/v1/tickets/{ticket['id']}"),
        client.delete(f"/v1/tickets/{ticket['id']}"),
        client.get("/v1/centres/trieu-son/queue"),
        client.get("/v1/centres/trieu-son/events"),
        client.post("/v1/centres/trieu-son/counters/3/call-next", headers=token),
    ]

    assert [(a.status_code, a.json()["type"]) for a in answers] == [(503, "/problems/queue-unavailable")] * 6
    page = client.get(f"/t/{ticket['id']}")
    assert (page.status_code, page.headers["content-type"]) == (503, "text/html; charset=utf-8")
    assert "số của anh/chị vẫn được giữ" in page.text


def test_a_staff_token_that_cannot_be_looked_up_is_no_wrong_one(serve: Serve, desk_at: DeskAt) -> None:
    desk = desk_at(MORNING)
    with desk.database.begin() as connection:
        connection.exec_driver_sql("DROP TABLE staff_token")

    response = serve(desk).post(
        "/v1/centres/trieu-son/counters/3/open", headers={"Authorization": "Bearer any"}
    )

    assert (response.status_code, response.json()["type"]) == (503, "/problems/staff-unavailable")


def test_a_number_that_was_given_is_told_though_its_place_cannot_be_read(
    serve: Serve, desk_at: DeskAt, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = desk_at(MORNING)
    client = serve(desk)
    issue = desk.queue.desk.issue

    def issue_then_lose_the_table(*asked: Any) -> Any:
        given = issue(*asked)
        _without_tickets(desk.database)
        return given

    monkeypatch.setattr(desk.queue.desk, "issue", issue_then_lose_the_table)
    response = client.post(TICKETS, json=WANTED)

    assert response.status_code == 201
    ticket = response.json()
    assert (ticket["number"], ticket["status"]) == ("A001", "waiting")
    assert (ticket["people_ahead"], ticket["wait_minutes"]) == (None, None)


def test_one_visit_is_called_to_one_counter_at_a_time(serve: Serve, desk_at: DeskAt) -> None:
    desk = desk_at(MORNING)
    client = serve(desk)
    longest = "v" * 80
    for group in ("ho-tich", "chung-thuc"):
        wanted = {"service": group, "visit": longest}
        assert client.post(TICKETS, json=wanted).status_code == 201
    centre = desk.brain.catalog.centre("trieu-son")
    first, second = centre.counters_for("ho-tich")[0].number, centre.counters_for("chung-thuc")[0].number
    assert first != second

    assert desk.queue.counters.call_next(centre, first, "Lan").ticket.number == "A001"
    assert desk.queue.counters.call_next(centre, second, "Lan").ticket is None
    desk.queue.counters.finish(centre, first, "Lan")
    assert desk.queue.counters.call_next(centre, second, "Lan").ticket.service_group == "chung-thuc"
    assert desk.queue.desk.of_conversation(longest) == []


@pytest.mark.parametrize("visit", ["", "v" * 81, "a b", "a/b", 7])
def test_a_visit_that_is_none_is_refused(serve: Serve, desk_at: DeskAt, visit: Any) -> None:
    response = serve(desk_at(MORNING)).post(TICKETS, json=WANTED | {"visit": visit})

    assert (response.status_code, response.json()["type"]) == (422, "/problems/invalid-request")
