import logging
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from types import SimpleNamespace

import pytest
from fastapi.testclient import TestClient

from api.app import create_app
from assistant.assembly import dossier_lookup
from assistant.clock import Clock
from assistant.dossier.code import DossierCode
from assistant.dossier.dossier import Dossier, DossierStatus
from assistant.dossier.register import RegisterEntry
from assistant.dossier.secret import load_secret
from assistant.settings import Settings
from assistant.store.database import migrate, open_database
from assistant.store.dossiers import SqlDossiers

CODE, UNKNOWN = "H56.12.34-261101-0012", "H56.12.34-261101-9999"
CLOCK = Clock(datetime.fromisoformat("2026-11-23T08:00:00+07:00"))


@pytest.fixture
def config(tmp_path: Path) -> Settings:
    return Settings(data_dir=tmp_path, database_url="", dossier_url="")


@pytest.fixture
def client(config: Settings) -> Iterator[TestClient]:
    """Only what the route needs, not the whole assistant."""
    migrate(config.sqlalchemy_url)
    database = open_database(config.sqlalchemy_url)
    dossier = Dossier(
        DossierCode(CODE),
        "Đăng ký khai sinh",
        DossierStatus.IN_PROGRESS,
        date(2026, 11, 1),
        date(2026, 11, 20),
    )
    SqlDossiers(database, load_secret(config.dossier_key), CLOCK.now).save(
        [RegisterEntry(dossier, "5678", None)], "trieu-son"
    )
    app = create_app(config)
    lookup = dossier_lookup(config, database, CLOCK)
    app.state.assistant = SimpleNamespace(dossiers=lookup, clock=CLOCK)
    yield TestClient(app, raise_server_exceptions=False)
    database.dispose()


def test_a_dossier_is_told_to_who_knows_its_factor(client: TestClient) -> None:
    response = client.get(f"/v1/dossiers/{CODE}", headers={"X-Dossier-Factor": "5678"})

    assert response.status_code == 200
    assert response.headers["cache-control"] == "no-store"
    assert response.json() == {
        "code": CODE,
        "procedure": "Đăng ký khai sinh",
        "status": "in_progress",
        "status_text": "đang giải quyết",
        "received_on": "2026-11-01",
        "due_on": "2026-11-20",
        "finished_on": None,
        "late": True,
        "days_late": 3,
        "note": None,
        "message": (
            "Hồ sơ Đăng ký khai sinh của anh/chị đang giải quyết nhưng đã quá hẹn 3 ngày, hẹn trả là ngày "
            "20/11/2026. Em thay mặt trung tâm xin lỗi anh/chị. Mời anh/chị tới quầy tiếp nhận và trả kết "
            "quả của trung tâm để cán bộ kiểm tra và hẹn lại ngày trả ạ."
        ),
        "source": {
            "title": "Sổ theo dõi hồ sơ của trung tâm",
            "decision_no": None,
            "url": None,
            "read_on": "2026-11-23",
        },
    }


def test_a_code_as_people_type_it_is_understood(client: TestClient) -> None:
    response = client.get(
        "/v1/dossiers/h56 12 34 – 261101 – 0012", headers={"X-Dossier-Factor": "0912 345 678"}
    )
    assert response.json()["code"] == CODE


def test_none_such_and_not_yours_look_the_same(client: TestClient) -> None:
    unknown = client.get(f"/v1/dossiers/{UNKNOWN}", headers={"X-Dossier-Factor": "5678"})
    wrong = client.get(f"/v1/dossiers/{CODE}", headers={"X-Dossier-Factor": "0000"})

    assert (unknown.status_code, unknown.content) == (wrong.status_code, wrong.content)
    assert unknown.status_code == 404
    assert unknown.json()["type"] == "/problems/dossier-not-found"
    assert unknown.headers.items() == wrong.headers.items()


@pytest.mark.parametrize(
    ("code", "headers", "slug"),
    [
        ("H56", {"X-Dossier-Factor": "5678"}, "invalid-dossier-code"),
        (CODE, {"X-Dossier-Factor": "567"}, "invalid-dossier-factor"),
        (CODE, {}, "invalid-request"),
        (CODE, {"X-Dossier-Factor": "5" * 201}, "invalid-request"),
    ],
)
def test_what_cannot_be_right_is_refused(
    client: TestClient, code: str, headers: dict[str, str], slug: str
) -> None:
    response = client.get(f"/v1/dossiers/{code}", headers=headers)
    assert (response.status_code, response.json()["type"]) == (422, f"/problems/{slug}")


def test_the_factor_is_not_taken_from_the_address(client: TestClient) -> None:
    assert client.get(f"/v1/dossiers/{CODE}?factor=5678").status_code == 422


@pytest.mark.parametrize("code", [CODE, UNKNOWN])
def test_after_five_wrong_ones_it_says_how_long_to_wait(
    client: TestClient, caplog: pytest.LogCaptureFixture, code: str
) -> None:
    with caplog.at_level(logging.DEBUG):
        for _ in range(5):
            client.get(f"/v1/dossiers/{code}", headers={"X-Dossier-Factor": "4321"})
        response = client.get(f"/v1/dossiers/{code}", headers={"X-Dossier-Factor": "5678"})

    assert (response.status_code, response.json()["type"]) == (429, "/problems/too-many-attempts")
    assert 1 <= int(response.headers["retry-after"]) <= 60
    assert "4321" not in caplog.text
    assert "5678" not in caplog.text


def test_a_province_that_does_not_answer_is_said_to_be_unavailable(
    client: TestClient, config: Settings
) -> None:
    away = config.model_copy(update={"dossier_url": "http://127.0.0.1:1"})
    database = open_database(config.sqlalchemy_url)
    client.app.state.assistant.dossiers = dossier_lookup(away, database, CLOCK)
    response = client.get(f"/v1/dossiers/{CODE}", headers={"X-Dossier-Factor": "5678"})
    assert (response.status_code, response.json()["type"]) == (503, "/problems/dossier-unavailable")
    database.dispose()
