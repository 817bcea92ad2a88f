from collections.abc import Callable
from typing import Any

import pytest
from fastapi.testclient import TestClient

from assistant.assembly import Assistant


@pytest.fixture
def client(serve: Callable[[Assistant], TestClient], assistant: Assistant) -> TestClient:
    return serve(assistant)


def listed(client: TestClient, **query: Any) -> dict[str, Any]:
    response = client.get("/v1/communes", params=query)
    assert response.status_code == 200
    return dict(response.json())


def test_all_communes_are_listed_page_by_page(client: TestClient) -> None:
    first = listed(client)

    assert (first["total"], len(first["items"])) == (166, 20)
    assert len({item["code"] for item in listed(client, limit=500)["items"]}) == 166


def test_an_old_name_finds_the_commune_of_today(client: TestClient) -> None:
    found = listed(client, q="xã dân lực")

    assert found["total"] == 1
    (commune,) = found["items"]
    assert (commune["code"], commune["name"], commune["centre"]) == ("15664", "Xã Triệu Sơn", "trieu-son")
    assert commune["matched"] == "Xã Dân Lực, Huyện Triệu Sơn"
    assert {"name": "Xã Dân Lực", "district": "Huyện Triệu Sơn", "part": False} in commune["former_units"]
    assert commune["distance_km"] is None


def test_a_name_of_several_units_gives_all_of_them(client: TestClient) -> None:
    found = listed(client, q="xuan loc", limit=2)

    assert (found["total"], len(found["items"])) == (3, 2)
    assert listed(client, q="không có nơi này") == {"items": [], "total": 0}
    assert listed(client, q=" ")["total"] == 166


def test_near_gives_the_nearest_first(client: TestClient) -> None:
    items = listed(client, near="19.8337,105.617", limit=5)["items"]

    assert (items[0]["name"], items[0]["distance_km"], items[0]["matched"]) == ("Xã Triệu Sơn", 0.0, None)
    away = [item["distance_km"] for item in items]
    assert away == sorted(away)


def test_a_name_and_a_place_together(client: TestClient) -> None:
    items = listed(client, q="xuân lộc", near="19.92,105.92")["items"]

    assert items[0]["name"] == "Xã Hoa Lộc"
    assert items[0]["matched"] == "Xã Xuân Lộc, Huyện Hậu Lộc"


@pytest.mark.parametrize("path", ["/v1/communes", "/v1/centres"])
@pytest.mark.parametrize(
    ("near", "message"),
    [
        ("ở đây", "phải là “vĩ độ,kinh độ”, ví dụ 19.83,105.62"),
        ("19.83", "phải là “vĩ độ,kinh độ”, ví dụ 19.83,105.62"),
        ("19.83,105.62,0", "phải là “vĩ độ,kinh độ”, ví dụ 19.83,105.62"),
        ("", "phải là “vĩ độ,kinh độ”, ví dụ 19.83,105.62"),
        ("91,105", "vĩ độ từ -90 đến 90, kinh độ từ -180 đến 180"),
        ("nan,105", "vĩ độ từ -90 đến 90, kinh độ từ -180 đến 180"),
        ("19,inf", "vĩ độ từ -90 đến 90, kinh độ từ -180 đến 180"),
        ("1" * 61, "dài quá 60 ký tự"),
    ],
)
def test_a_place_that_is_none_is_a_problem(client: TestClient, path: str, near: str, message: str) -> None:
    response = client.get(path, params={"near": near})

    assert response.status_code == 422
    assert response.headers["content-type"] == "application/problem+json"
    problem = response.json()
    assert problem["type"] == "/problems/invalid-request"
    assert problem["errors"] == [{"field": "near", "message": message}]


@pytest.mark.parametrize("limit", [0, 501, "nhiều"])
def test_a_limit_out_of_bounds_is_a_problem(client: TestClient, limit: object) -> None:
    assert client.get("/v1/communes", params={"limit": limit}).status_code == 422


def test_one_commune(client: TestClient) -> None:
    commune = client.get("/v1/communes/14797").json()

    assert (commune["name"], commune["centre"]) == ("Phường Hạc Thành", "hac-thanh")
    assert (commune["distance_km"], commune["matched"]) == (None, None)


@pytest.mark.parametrize("code", ["99999", "trieu-son"])
def test_an_unknown_commune_is_a_problem(client: TestClient, code: str) -> None:
    response = client.get(f"/v1/communes/{code}")

    assert response.status_code == 404
    assert response.json()["type"] == "/problems/unknown-commune"
    assert response.json()["detail"] == f"Không có xã, phường mã {code}"
