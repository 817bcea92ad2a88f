from collections.abc import Callable
from typing import Any

import httpx
import pytest

from assistant.catalog.catalog import Catalog

Json = dict[str, Any]


@pytest.fixture
def listed(client: httpx.Client) -> Callable[..., Json]:
    """Lists procedures with query parameters."""
    return lambda **params: dict(client.get("/v1/procedures", params=params).json())


def test_the_whole_catalog_is_listed_once(listed: Callable[..., Json], catalog: Catalog) -> None:
    found = listed(limit=500)

    assert [item["code"] for item in found["items"]] == [p.code for p in catalog]
    assert found["total"] == len(catalog)
    assert all(item["score"] is None for item in found["items"])


@pytest.mark.parametrize("limit", [1, 20, 163])
def test_a_limit_cuts_the_items_and_not_the_total(
    listed: Callable[..., Json], catalog: Catalog, limit: int
) -> None:
    found = listed(limit=limit)

    assert (len(found["items"]), found["total"]) == (limit, len(catalog))


def test_twenty_are_listed_unless_asked_otherwise(listed: Callable[..., Json]) -> None:
    assert len(listed()["items"]) == 20


@pytest.mark.parametrize(
    ("limit", "message"),
    [
        ("0", "không được nhỏ hơn 1"),
        ("-1", "không được nhỏ hơn 1"),
        ("501", "không được lớn hơn 500"),
        ("ten", "phải là số nguyên"),
        ("", "phải là số nguyên"),
    ],
)
def test_a_limit_out_of_bounds_is_refused(client: httpx.Client, limit: str, message: str) -> None:
    response = client.get("/v1/procedures", params={"limit": limit})

    assert response.status_code == 422
    assert response.json()["errors"] == [{"field": "limit", "message": message}]


@pytest.mark.parametrize(
    ("q", "code"),
    [
        ("đăng ký khai sinh", "1.001193"),
        ("dang ky khai sinh", "1.001193"),
        ("mần giấy khai sinh cho cháu", "1.001193"),
        ("mất căn cước", "1.014064"),
        ("sao y bằng tốt nghiệp", "2.000815"),
        ("giấy xác nhận độc thân", "1.004873"),
    ],
)
def test_a_search_puts_what_is_meant_first(listed: Callable[..., Json], q: str, code: str) -> None:
    items = listed(q=q)["items"]

    assert items[0]["code"] == code
    scores = [item["score"] for item in items]
    assert scores == sorted(scores, reverse=True)


def test_a_blank_search_is_no_search(listed: Callable[..., Json], catalog: Catalog) -> None:
    assert listed(q="  ")["total"] == len(catalog)


@pytest.mark.parametrize("q", ["\0", "'; DROP TABLE turn; --", "<script>", "%", "👍", "x" * 500])
def test_an_odd_search_is_answered(client: httpx.Client, q: str) -> None:
    assert client.get("/v1/procedures", params={"q": q}).status_code == 200


def test_a_search_longer_than_a_message_is_refused(client: httpx.Client) -> None:
    response = client.get("/v1/procedures", params={"q": "x" * 501})

    assert response.json()["errors"] == [{"field": "q", "message": "dài quá 500 ký tự"}]


@pytest.mark.parametrize("field", ["Hộ tịch", "hộ tịch", "HO TICH"])
def test_a_field_is_found_however_it_is_written(
    listed: Callable[..., Json], catalog: Catalog, field: str
) -> None:
    found = listed(field=field, limit=500)

    expected = [procedure.code for procedure in catalog if procedure.field == "Hộ tịch"]
    assert [item["code"] for item in found["items"]] == expected
    assert found["total"] == len(expected) > 20


def test_an_unknown_field_has_no_procedures(listed: Callable[..., Json]) -> None:
    assert listed(field="Hàng không") == {"items": [], "total": 0}


def test_one_procedure_is_given_whole_with_its_source(client: httpx.Client) -> None:
    procedure = client.get("/v1/procedures/1.001193").json()

    assert procedure["name"] == "Đăng ký khai sinh"
    assert procedure["documents"][0]["name"] == "Tờ khai đăng ký khai sinh"
    assert procedure["sources"][0]["decision_no"] == "163/QĐ-BTP"
    assert "fee" in procedure["unknown"]
    assert procedure["fees"] == []


def test_every_procedure_can_be_fetched(client: httpx.Client, catalog: Catalog) -> None:
    for code in [p.code for p in catalog]:
        procedure = client.get(f"/v1/procedures/{code}").json()
        assert procedure["code"] == code
        assert procedure["sources"], code
        assert all(related in catalog for related in procedure["related"]), code


def test_an_unknown_procedure_is_a_problem(client: httpx.Client) -> None:
    response = client.get("/v1/procedures/9.999999")

    assert response.status_code == 404
    assert response.json()["type"] == "/problems/unknown-procedure"
