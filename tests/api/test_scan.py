import logging
from types import SimpleNamespace
from typing import Any

import pytest
from fastapi.testclient import TestClient

from api.app import create_app
from assistant.catalog.catalog import Catalog
from assistant.settings import Settings


@pytest.fixture
def client(catalog: Catalog) -> TestClient:
    app = create_app(Settings())
    app.state.assistant = SimpleNamespace(brain=SimpleNamespace(catalog=catalog))
    return TestClient(app, raise_server_exceptions=False)


@pytest.mark.parametrize(
    ("payload", "told"),
    [
        ("h56.12.34-260701-0012", {"kind": "dossier", "dossier_code": "H56.12.34-260701-0012"}),
        ("https://letan.example/t/tk_1", {"kind": "ticket", "ticket_id": "tk_1"}),
        (
            "https://letan.example/p/1.001193",
            {"kind": "procedure", "procedure_code": "1.001193", "name": "Đăng ký khai sinh"},
        ),
        ("9.999999", {"kind": "unknown"}),
        ("xin chào", {"kind": "unknown"}),
    ],
)
def test_a_payload_is_read(client: TestClient, payload: str, told: dict[str, Any]) -> None:
    response = client.post("/v1/scan", json={"payload": payload})
    assert response.status_code == 200
    assert {key: value for key, value in response.json().items() if key != "message"} == told
    assert response.json()["message"]


def test_what_is_switched_off_is_unknown(catalog: Catalog) -> None:
    app = create_app(Settings())
    silent = catalog.with_entries([], ["1.001193"])
    app.state.assistant = SimpleNamespace(brain=SimpleNamespace(catalog=silent))
    response = TestClient(app).post("/v1/scan", json={"payload": "https://letan.example/p/1.001193"})
    assert response.json()["kind"] == "unknown"


def test_of_an_identity_card_nothing_is_told_and_nothing_logged(
    client: TestClient, caplog: pytest.LogCaptureFixture
) -> None:
    card = "038090001234|171234567|Nguyễn Văn A|01011990|Nam|Thôn 1, Triệu Sơn|01012021"
    with caplog.at_level(logging.DEBUG):
        response = client.post("/v1/scan", json={"payload": card})
    assert response.json() == {
        "kind": "identity_card",
        "message": "Em không cần thẻ căn cước và không lưu gì từ thẻ. Anh/chị cất thẻ giúp em ạ.",
    }
    for part in card.split("|"):
        if part != "Nam":
            assert part not in caplog.text


@pytest.mark.parametrize(
    "body", [{}, {"payload": ""}, {"payload": "038090001234" * 200}, {"payload": 38090001234}]
)
def test_a_refused_payload_is_not_repeated(client: TestClient, body: dict[str, Any]) -> None:
    response = client.post("/v1/scan", json=body)
    assert response.status_code == 422
    assert "38090001234" not in response.text
