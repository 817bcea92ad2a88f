"""The pages: all of them from here, nothing inline, nothing from elsewhere."""

import re
from html.parser import HTMLParser

import httpx
import pytest

FOREIGN = re.compile(r"""https?:|(?:["'(]|url\()\s*//|@import|wss?:|data:(?!,)""")


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


@pytest.fixture(scope="module", params=["chat", "ticket"])
def page(request: pytest.FixtureRequest, client: httpx.Client) -> httpx.Response:
    if request.param == "chat":
        return client.get("/")
    ticket = client.post("/v1/centres/hac-thanh/tickets", json={"service": "van-hoa-xa-hoi"}).json()
    return client.get(ticket["status_url"])


@pytest.fixture(scope="module")
def loaded(page: httpx.Response) -> list[str]:
    """The addresses that the page loads."""
    return [address for address in _Page(page.text).loaded if not address.startswith("data:")]


def test_the_page_is_html_in_vietnamese(page: httpx.Response) -> None:
    assert page.status_code == 200
    assert page.headers["content-type"] == "text/html; charset=utf-8"
    assert '<html lang="vi">' in page.text


def test_its_policy_allows_nothing_but_its_own(page: httpx.Response) -> None:
    policy = dict(
        directive.strip().split(" ", 1) for directive in page.headers["content-security-policy"].split(";")
    )

    assert policy["default-src"] == "'none'"
    assert policy["script-src"] == policy["style-src"] == policy["connect-src"] == "'self'"
    assert policy["frame-ancestors"] == policy["base-uri"] == "'none'"
    assert "unsafe" not in page.headers["content-security-policy"]
    assert page.headers["x-content-type-options"] == "nosniff"
    assert page.headers["referrer-policy"] == "no-referrer"


def test_it_has_nothing_inline_that_the_policy_would_forbid(page: httpx.Response) -> None:
    assert _Page(page.text).inline == []


def test_whatever_it_loads_is_served_here(client: httpx.Client, loaded: list[str]) -> None:
    assert {address.rpartition(".")[2] for address in loaded} == {"css", "js"}
    assert all(address.startswith("/static/") for address in loaded)
    assert all(client.get(address).status_code == 200 for address in loaded)


def test_nothing_of_it_names_a_foreign_address(
    client: httpx.Client, page: httpx.Response, loaded: list[str]
) -> None:
    texts = [page.text, *(client.get(address).text for address in loaded)]

    assert [found for text in texts for found in FOREIGN.findall(text)] == []


def test_the_script_finds_every_element_it_asks_for(
    client: httpx.Client, page: httpx.Response, loaded: list[str]
) -> None:
    scripts = "".join(client.get(address).text for address in loaded if address.endswith(".js"))
    parsed = _Page(page.text)

    asked = re.findall(r'(?:querySelector|find)\("#([\w-]+)"\)', scripts)
    assert asked
    assert set(asked) <= set(parsed.ids)
    assert set(parsed.labels) <= set(parsed.ids)
    assert len(parsed.ids) == len(set(parsed.ids))


def test_the_suggestions_it_starts_with_lead_somewhere(client: httpx.Client) -> None:
    messages = re.findall(r'message: "([^"]+)"', client.get("/static/chat.js").text)

    assert len(messages) >= 3
    for message in messages:
        turn = client.post("/v1/messages", json={"text": message, "channel": "web", "input": "button"})
        assert turn.json()["status"] == "answered", message
