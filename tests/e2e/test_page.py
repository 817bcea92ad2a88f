"""The pages: all they load is from here, nothing inline, nothing from elsewhere."""

import re
from html.parser import HTMLParser
from urllib.parse import urljoin

import httpx
import pytest

from tests.e2e.conftest import WIDGET_SITE

IMPORT = re.compile(r"""^(?:import|export)\b[^;]*?"(\./[^"]+)";""", re.MULTILINE)
FOREIGN = re.compile(r"""(?:https?|wss?)://|(?:["'(]|url\()\s*//|@import|data:(?!,)""")


class _Page(HTMLParser):
    """Collects what a browser would load, and what its security policy would forbid."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.loaded: list[str] = []
        self.inline: list[str] = []
        self.ids: list[str] = []
        self.labels: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.loaded += [value for name in ("src", "href") if (value := given.get(name))]
        self.inline += [name for name in given if name.startswith("on") or name == "style"]
        self.inline += [tag] if tag == "style" or (tag == "script" and "src" not in given) else []
        self.ids += [value for name, value in attrs if name == "id" and value]
        self.labels += [value for name, value in attrs if tag == "label" and name == "for" and value]


@pytest.fixture(scope="module", params=["/", "/p/1.001193", "/p/9.999999", "ticket"])
def page(request: pytest.FixtureRequest, client: httpx.Client) -> httpx.Response:
    if request.param != "ticket":
        return client.get(request.param)
    ticket = client.post("/v1/centres/hac-thanh/tickets", json={"service": "van-hoa-xa-hoi"}).json()
    return client.get(ticket["status_url"])


@pytest.fixture(scope="module")
def loaded(client: httpx.Client, page: httpx.Response) -> dict[str, str]:
    """The scripts and style sheets that the page loads, and the modules that they load, by address."""
    files: dict[str, str] = {}
    pending = [address for address in _Page(page.text).loaded if address.endswith((".js", ".css"))]
    while pending:
        address = pending.pop()
        if address not in files:
            response = client.get(address)
            assert response.status_code == 200, address
            files[address] = response.text
            pending += [urljoin(address, module) for module in IMPORT.findall(response.text)]
    return files


def test_the_page_is_html_in_vietnamese(page: httpx.Response) -> None:
    assert page.status_code == (404 if page.url.path == "/p/9.999999" else 200)
    assert page.headers["content-type"] == "text/html; charset=utf-8"
    assert '<html lang="vi">' in page.text


def test_its_policy_allows_nothing_but_its_own(page: httpx.Response) -> None:
    policy = dict(
        directive.strip().split(" ", 1) for directive in page.headers["content-security-policy"].split(";")
    )

    assert policy["default-src"] == policy["base-uri"] == "'none'"
    assert policy["script-src"] == policy["style-src"] == policy["connect-src"] == "'self'"
    assert policy["frame-ancestors"] == ("'none'" if page.url.path.startswith("/t/") else WIDGET_SITE)
    assert "unsafe" not in page.headers["content-security-policy"]
    assert page.headers["x-content-type-options"] == "nosniff"
    assert page.headers["referrer-policy"] == "no-referrer"


def test_it_has_nothing_inline_that_the_policy_would_forbid(page: httpx.Response) -> None:
    assert _Page(page.text).inline == []


def test_whatever_it_loads_is_served_here(page: httpx.Response, loaded: dict[str, str]) -> None:
    own = [address for address in _Page(page.text).loaded if not address.startswith(("data:", "https:"))]

    assert loaded
    assert all(
        address.startswith(("/static/", "/widget.js", "/p/", "/#")) or address == "/" for address in own
    )


def test_nothing_that_it_loads_names_a_foreign_address(loaded: dict[str, str]) -> None:
    assert [found for text in loaded.values() for found in FOREIGN.findall(text)] == []


def test_a_browser_asks_whether_what_it_keeps_is_still_good(client: httpx.Client) -> None:
    for address in ("/", "/widget.js", "/static/widget/element.js", "/static/look.css"):
        assert client.get(address).headers["cache-control"] == "no-cache"


def test_the_script_finds_every_element_it_asks_for(page: httpx.Response, loaded: dict[str, str]) -> None:
    scripts = "".join(text for address, text in loaded.items() if address.endswith(".js"))
    parsed = _Page(page.text)

    asked = re.findall(r'(?:querySelector|find)\("#([\w-]+)"\)', scripts)
    assert bool(asked) is page.url.path.startswith("/t/")
    assert set(asked) <= set(parsed.ids)
    assert set(parsed.labels) <= set(parsed.ids)
    assert len(parsed.ids) == len(set(parsed.ids))


def test_the_suggestions_it_starts_with_lead_somewhere(client: httpx.Client) -> None:
    messages = re.findall(r'message: "([^"]+)"', client.get("/static/widget/texts.js").text)

    assert len(messages) >= 3
    for message in messages:
        turn = client.post("/v1/messages", json={"text": message, "channel": "web", "input": "button"})
        assert turn.json()["status"] in {"answered", "clarification"}, message
