"""The two routes beside the queue answer on the real server; in depth they are tested in process."""

from typing import Any

import httpx
import pytest


def test_a_dossier_that_nobody_has_is_not_found(client: httpx.Client) -> None:
    response = client.get("/v1/dossiers/H56.12.34-261101-0012", headers={"X-Dossier-Factor": "5678"})

    assert (response.status_code, response.json()["type"]) == (404, "/problems/dossier-not-found")


@pytest.mark.parametrize(
    ("payload", "told"),
    [
        ("H56.12.34-260701-0012", {"kind": "dossier", "dossier_code": "H56.12.34-260701-0012"}),
        ("1.001193", {"kind": "procedure", "procedure_code": "1.001193", "name": "Đăng ký khai sinh"}),
        ("038090001234|123456789|Nguyễn Văn A|01011990|Nam|…|01012021", {"kind": "identity_card"}),
        ("xin chào", {"kind": "unknown"}),
    ],
)
def test_what_a_code_stands_for(client: httpx.Client, payload: str, told: dict[str, Any]) -> None:
    found = client.post("/v1/scan", json={"payload": payload}).json()

    assert found == told | {"message": found["message"]}


def test_the_code_on_a_slip_leads_to_its_ticket(client: httpx.Client) -> None:
    ticket = client.post("/v1/centres/hac-thanh/tickets", json={"service": "ho-tich"}).json()

    found = client.post("/v1/scan", json={"payload": f"https://letan.example{ticket['slip']['url']}"}).json()

    assert (found["kind"], found["ticket_id"]) == ("ticket", ticket["id"])
