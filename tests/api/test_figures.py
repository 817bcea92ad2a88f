"""Figures over HTTP: JSON, CSV and the forecast, for staff alone."""

import csv
import io
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from assistant.assembly import Assistant, staff_over
from assistant.clock import VIETNAM, Clock
from assistant.dossier.code import DossierCode
from assistant.dossier.dossier import Dossier, DossierStatus
from assistant.dossier.register import RegisterEntry
from assistant.queue.counters import Counters
from assistant.queue.desk import Desk, TicketRequest
from assistant.queue.history import History
from assistant.staff.member import Grant
from assistant.staff.roles import Role
from assistant.store.database import migrate, open_database
from assistant.store.dossiers import SqlDossiers
from assistant.store.events import Events
from assistant.store.queue import SqlQueue

OPENING = datetime(2026, 11, 23, 8, 0, tzinfo=VIETNAM)
DAY = {"start": "2026-11-23", "end": "2026-11-23"}
FIGURES = "/v1/centres/trieu-son/figures"


def decided(serial: int, due: int) -> RegisterEntry:
    """A dossier that was decided on the day of the figures."""
    code = DossierCode(f"H56.12.34-261101-{serial:04}")
    days = (date(2026, 11, 1), date(2026, 11, due), OPENING.date())
    return RegisterEntry(Dossier(code, "Đăng ký khai sinh", DossierStatus.DONE, *days), "5678", None)


@pytest.fixture
def staff(
    assistant: Assistant, serve: Callable[[Assistant], TestClient], tmp_path: Path
) -> Iterator[TestClient]:
    """A clerk's client, after one person has waited twelve minutes and stayed eight.

    The centre has decided one dossier in time and one late, another centre one late.
    """
    url = f"sqlite:///{tmp_path / 'letan.db'}"
    migrate(url)
    engine = open_database(url)
    repository = SqlQueue(engine, Events())
    centre = assistant.brain.catalog.centre("trieu-son")
    desk = Desk(repository, lambda: OPENING)
    desk.issue(centre, TicketRequest("ho-tich"))
    Counters(repository, lambda: OPENING + timedelta(minutes=12)).call_next(centre, "3", "Lan")
    Counters(repository, lambda: OPENING + timedelta(minutes=20)).finish(centre, "3", "Lan")
    evening = OPENING + timedelta(hours=9)
    staff = staff_over(engine, Clock(evening))
    queue = replace(assistant.queue, history=History(repository, lambda: evening))
    register = SqlDossiers(engine, b"k" * 32, lambda: evening)
    register.save([decided(1, 23), decided(2, 20)], "trieu-son")
    register.save([decided(3, 20)], "muong-lat")
    client = serve(replace(assistant, queue=queue, register=register, staff=staff))
    token = staff.tokens.make("Lan", Grant(Role.CLERK, "trieu-son"), "thử")
    client.headers["Authorization"] = f"Bearer {token}"
    yield client
    engine.dispose()


def test_all_tables_as_json(staff: TestClient) -> None:
    found = staff.get(FIGURES, params=DAY).json()
    assert found["total"] | {"key": ""} == {
        "key": "",
        "drawn": 1,
        "served": 1,
        "no_shows": 0,
        "cancelled": 0,
        "wait_mean": 12,
        "wait_median": 12,
        "wait_90": 12,
        "service_mean": 8,
    }
    assert [hour["key"] for hour in found["hours"]] == ["08"]
    assert {row["key"]: row["busy"] for row in found["counters"]}["3"] == 8
    assert found["dossiers"] == {"finished": 2, "on_time": 1, "open_late": 0, "share": 0.5}


@pytest.mark.parametrize("table", ["hours", "services", "counters"])
def test_a_table_as_csv_for_excel(staff: TestClient, table: str) -> None:
    response = staff.get(f"{FIGURES}/{table}.csv", params=DAY)
    assert response.headers["content-type"] == "text/csv; charset=utf-8"
    assert response.content.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(io.StringIO(response.content.decode("utf-8-sig"))))
    assert sum(int(row["served"]) for row in rows if row["key"] != "total") == 1


def test_dossiers_as_csv_of_days_with_and_without_any(staff: TestClient) -> None:
    def row(day: str) -> str:
        response = staff.get(f"{FIGURES}/dossiers.csv", params={"start": day, "end": day})
        return response.content.decode("utf-8-sig")

    assert row("2026-11-23") == "finished,on_time,open_late,share\r\n2,1,0,0.5\r\n"
    assert row("2026-11-21") == "finished,on_time,open_late,share\r\n0,0,0,\r\n"


def test_the_forecast_is_empty_while_little_is_known(staff: TestClient) -> None:
    assert staff.get("/v1/centres/trieu-son/forecast", params={"day": "2026-11-30"}).json() == {
        "day": "2026-11-30",
        "items": [],
        "total": 0,
    }


@pytest.mark.parametrize(
    ("path", "params", "status"),
    [
        (FIGURES, {"start": "2026-11-24", "end": "2026-11-23"}, 422),
        (FIGURES, {"start": "2024-01-01", "end": "2026-11-23"}, 422),
        (FIGURES, {"start": "hôm qua", "end": "2026-11-23"}, 422),
        (FIGURES, {}, 422),
        (f"{FIGURES}/people.csv", DAY, 422),
        ("/v1/centres/muong-lat/figures", DAY, 403),
        ("/v1/centres/nowhere/figures", DAY, 404),
    ],
)
def test_what_makes_no_sense_is_a_problem(
    staff: TestClient, path: str, params: dict[str, str], status: int
) -> None:
    response = staff.get(path, params=params)
    assert response.status_code == response.json()["status"] == status
    assert response.headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize("path", ["figures", "figures/hours.csv", "forecast"])
def test_figures_are_for_staff(staff: TestClient, path: str) -> None:
    del staff.headers["Authorization"]
    params = DAY | {"day": "2026-11-30"}
    assert staff.get(f"/v1/centres/trieu-son/{path}", params=params).status_code == 401
