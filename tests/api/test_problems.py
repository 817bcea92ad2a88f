"""Errors of every kind as problem documents; the routes here exist to fail."""

import logging
from typing import Annotated, Any

import pytest
from fastapi import FastAPI, HTTPException, Query
from fastapi.testclient import TestClient
from pydantic import BaseModel

from api import problems
from assistant.errors import LetanError


class Broken(LetanError):
    status = 503
    slug = "broken"
    title = "Đang hỏng"


class Body(BaseModel):
    name: str


@pytest.fixture
def client() -> TestClient:
    app = FastAPI()
    problems.install(app, {})

    @app.get("/unexpected")
    async def unexpected() -> None:
        raise RuntimeError("secret 038090001234")

    @app.get("/broken")
    async def broken() -> None:
        raise Broken("Máy in hết giấy")

    @app.get("/http/{status}")
    async def http(status: int) -> None:
        raise HTTPException(status, "secret in English", {"Retry-After": "7"})

    @app.post("/body", responses=problems.problem_responses(415, 422))
    async def body(body: Body, page: Annotated[int, Query(ge=1)] = 1) -> None: ...

    return TestClient(app, raise_server_exceptions=False)


def test_an_unexpected_error_is_logged_and_not_told(
    client: TestClient, caplog: pytest.LogCaptureFixture
) -> None:
    response = client.get("/unexpected")

    assert response.status_code == 500
    assert response.headers["content-type"] == "application/problem+json"
    assert response.json() == {
        "type": "/problems/internal-error",
        "title": "Hệ thống đang gặp trục trặc",
        "status": 500,
        "detail": "Hệ thống đang gặp trục trặc",
        "errors": [],
    }
    assert "RuntimeError" in caplog.text


def test_an_error_of_ours_tells_its_title_and_detail(
    client: TestClient, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.ERROR):
        problem = client.get("/broken").json()

    assert (problem["type"], problem["title"]) == ("/problems/broken", "Đang hỏng")
    assert (problem["status"], problem["detail"]) == (503, "Máy in hết giấy")
    assert "Máy in hết giấy" in caplog.text


@pytest.mark.parametrize(
    ("status", "slug"),
    [(404, "not-found"), (405, "method-not-allowed"), (413, "too-large"), (418, "http-error")],
)
def test_an_error_of_the_framework_is_told_in_our_words(client: TestClient, status: int, slug: str) -> None:
    response = client.get(f"/http/{status}")

    assert (response.status_code, response.json()["type"]) == (status, f"/problems/{slug}")
    assert "secret" not in response.text
    assert response.headers["retry-after"] == "7"


def test_each_wrong_field_is_named_where_it_stands(client: TestClient) -> None:
    problem = client.post("/body?page=0", json={}).json()

    assert problem["errors"] == [
        {"field": "page", "message": "không được nhỏ hơn 1"},
        {"field": "name", "message": "thiếu trường này"},
    ]


@pytest.mark.parametrize("media_type", ["application/json", "application/vnd.letan+json; charset=utf-8"])
def test_json_is_json_under_any_of_its_names(client: TestClient, media_type: str) -> None:
    response = client.post("/body", content=b"[]", headers={"content-type": media_type})

    assert response.json()["errors"] == [{"field": "body", "message": "phải là một đối tượng JSON"}]


def test_the_document_says_what_is_sent_however_often_it_is_asked(client: TestClient) -> None:
    documents: list[dict[str, Any]] = [client.get("/openapi.json").json() for _ in range(2)]

    assert documents[0] == documents[1]
    responses = documents[0]["paths"]["/body"]["post"]["responses"]
    assert list(responses["422"]["content"]) == ["application/problem+json"]
    assert responses["415"]["description"] == "Nội dung phải là JSON"
    assert "HTTPValidationError" not in documents[0]["components"]["schemas"]
