"""Which other sites may use the API, and show the chat page in a frame: those of the setting alone."""

from types import SimpleNamespace

import pytest
from fastapi.testclient import TestClient

from api.app import create_app
from assistant.catalog.catalog import Catalog
from assistant.settings import Settings

SITE = "https://xa.example"
PREFLIGHT = {"Access-Control-Request-Method": "POST", "Access-Control-Request-Headers": "content-type"}
WIDGET = ("/widget.js", "/static/widget/element.js", "/v1/procedures/1.001193")


def _client(catalog: Catalog, *origins: str, public_url: str = "") -> TestClient:
    app = create_app(Settings(widget_origins=origins, public_url=public_url))
    app.state.assistant = SimpleNamespace(brain=SimpleNamespace(catalog=catalog))
    return TestClient(app)


def test_without_the_setting_no_site_may(catalog: Catalog) -> None:
    client = _client(catalog)

    for address in WIDGET:
        response = client.get(address, headers={"Origin": SITE})
        assert response.status_code == 200
        assert "access-control-allow-origin" not in response.headers
    refused = client.options("/v1/messages", headers={"Origin": SITE} | PREFLIGHT)
    assert refused.status_code == 400
    assert "access-control-allow-origin" not in refused.headers
    assert "frame-ancestors 'none'" in client.get("/").headers["content-security-policy"]


def test_a_named_site_may_and_its_neighbour_may_not(catalog: Catalog) -> None:
    client = _client(catalog, SITE, "http://localhost:8080")

    for address in WIDGET:
        response = client.get(address, headers={"Origin": SITE})
        assert response.headers["access-control-allow-origin"] == SITE
        assert "Origin" in response.headers["vary"]
        neighbour = client.get(address, headers={"Origin": f"{SITE}.vn"})
        assert "access-control-allow-origin" not in neighbour.headers
    assert client.options("/v1/messages", headers={"Origin": SITE} | PREFLIGHT).status_code == 200
    policy = client.get("/").headers["content-security-policy"]
    assert f"frame-ancestors {SITE} http://localhost:8080" in policy


@pytest.mark.parametrize(
    "asked",
    [
        {"Access-Control-Request-Method": "DELETE"},
        {"Access-Control-Request-Method": "POST", "Access-Control-Request-Headers": "authorization"},
    ],
)
def test_not_even_a_named_site_may_act_as_staff(catalog: Catalog, asked: dict[str, str]) -> None:
    response = _client(catalog, SITE).options("/v1/tickets/t_1", headers={"Origin": SITE} | asked)

    assert response.status_code == 400
