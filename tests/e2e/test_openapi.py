"""The served document. Each test's responses are checked against it too, by the client fixture."""

from collections.abc import Iterator
from typing import Any

import httpx
import jsonschema
import pytest

ACTIONS = (
    *("call-next", "recall", "start", "finish", "no-show", "hold", "return", "transfer"),
    *("open", "pause", "close"),
)
KNOWLEDGE = "/v1/knowledge/entries/{key}"
ROUTES = {
    ("get", "/healthz"),
    ("get", "/readyz"),
    ("post", "/v1/messages"),
    ("post", "/v1/messages/{message_id}/feedback"),
    ("get", "/v1/procedures"),
    ("get", "/v1/procedures/{code}"),
    ("get", "/v1/centres"),
    ("get", "/v1/centres/{centre}"),
    ("get", "/v1/communes"),
    ("get", "/v1/communes/{code}"),
    ("post", "/v1/centres/{centre}/tickets"),
    ("get", "/v1/tickets/{ticket_id}"),
    ("delete", "/v1/tickets/{ticket_id}"),
    ("get", "/v1/centres/{centre}/queue"),
    ("get", "/v1/centres/{centre}/events"),
    ("get", "/v1/priority-reasons"),
    ("get", "/v1/dossiers/{code}"),
    ("post", "/v1/scan"),
    ("get", "/v1/centres/{centre}/counters/{counter}"),
    *(("post", f"/v1/centres/{{centre}}/counters/{{counter}}/{action}") for action in ACTIONS),
    ("get", "/v1/knowledge/entries"),
    ("post", "/v1/knowledge/entries"),
    ("put", f"{KNOWLEDGE}/draft"),
    *(("post", f"{KNOWLEDGE}/{act}") for act in ("submit", "publish", "roll-back", "switch")),
    *(("get", f"{KNOWLEDGE}{part}") for part in ("", "/versions", "/versions/{number}")),
    *(("get", f"{KNOWLEDGE}/{part}") for part in ("difference", "publications")),
    ("post", "/v1/knowledge/try"),
    *((method, "/v1/knowledge/questions") for method in ("get", "put", "delete")),
}
Json = dict[str, Any]


@pytest.fixture(scope="module")
def document(client: httpx.Client) -> Json:
    return dict(client.get("/openapi.json").json())


def _operations(document: Json) -> Iterator[tuple[str, str, Json]]:
    for path, operations in document["paths"].items():
        for method, operation in operations.items():
            yield method, path, operation


def _references(part: Any) -> Iterator[str]:
    if isinstance(part, dict):
        yield from (value for key, value in part.items() if key == "$ref")
        part = list(part.values())
    if isinstance(part, list):
        for each in part:
            yield from _references(each)


def test_every_route_of_the_contract_is_there(document: Json) -> None:
    assert {(method, path) for method, path, _ in _operations(document)} >= ROUTES


def test_every_schema_is_one(document: Json) -> None:
    for schema in document["components"]["schemas"].values():
        jsonschema.Draft202012Validator.check_schema(schema)


def test_every_reference_leads_somewhere(document: Json) -> None:
    named = {f"#/components/schemas/{name}" for name in document["components"]["schemas"]}

    assert set(_references(document)) <= named


def test_problems_have_one_shape_and_their_own_media_type(document: Json) -> None:
    problem = {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}
    problems = {
        (method, path, status): response["content"]
        for method, path, operation in _operations(document)
        for status, response in operation["responses"].items()
        if status.startswith(("4", "5")) and path != "/readyz"
    }

    assert ("post", "/v1/messages", "422") in problems
    assert all(content == problem for content in problems.values())


def test_a_message_and_a_turn_are_described_as_the_contract_has_them(document: Json) -> None:
    schemas = document["components"]["schemas"]

    assert schemas["MessageIn"]["required"] == ["text"]
    assert schemas["MessageIn"]["additionalProperties"] is False
    assert schemas["MessageIn"]["properties"]["text"]["maxLength"] == 500
    assert schemas["Channel"]["enum"] == ["robot", "kiosk", "web", "zalo", "api"]
    assert schemas["Input"]["enum"] == ["text", "speech", "button", "qr"]
    assert set(schemas["MessageOut"]["required"]) == set(schemas["MessageOut"]["properties"])


def test_every_operation_says_what_it_does(document: Json) -> None:
    assert all(operation["description"] for _, _, operation in _operations(document))
    assert document["info"]["title"] == "Lễ Tân"
