"""A real Chromium, and a citizen at its page. Whatever the page complains of fails the test."""

import shutil
import sqlite3
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import httpx
import pytest
from playwright.sync_api import Browser, ConsoleMessage, Locator, Page, Request, expect, sync_playwright

from tests.e2e.conftest import Server

PHONE = (360, 740)
# Playwright plays the other sites, which have no address: Chromium would take them for the internet's.
_FLAGS = ["--no-sandbox", "--disable-features=LocalNetworkAccessChecks"]
_QUESTION = "Câu hỏi của anh/chị"

expect.set_options(timeout=8_000)


# Not for the session: while Playwright is on, no other test of this thread may run a loop of its own.
@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    chromium = shutil.which("chromium")
    assert chromium, "these tests need Chromium: apt-get install chromium (Debian's package)"
    with sync_playwright() as playwright:
        yield (launched := playwright.chromium.launch(executable_path=chromium, args=_FLAGS))
        launched.close()


@dataclass
class Citizen:
    """One person with a browser of their own; `complaints` are the page's errors and refusals."""

    page: Page
    url: str
    complaints: list[str] = field(default_factory=list)

    def opens(self, path: str = "/") -> Page:
        self.page.goto(path if "://" in path else self.url + path)
        return self.page

    @property
    def text(self) -> Locator:
        """Where one types."""
        return self.page.get_by_label(_QUESTION)

    @property
    def own(self) -> Locator:
        return self.page.locator(".row.me")

    @property
    def replies(self) -> Locator:
        """The assistant's bubbles that answer something; the greeting is none."""
        return self.page.locator(".row.them:has(.foot)")

    def types(self, text: str) -> None:
        self.text.fill(text)
        self.text.press("Enter")

    def says(self, text: str) -> Locator:
        """The reply's row, once it is there."""
        count = self.replies.count()
        self.types(text)
        expect(self.replies).to_have_count(count + 1)
        return self.replies.last


def _complaints_of(page: Page) -> list[str]:
    """Errors of scripts and of the security policy; a request that fails is the network's own affair."""
    complaints: list[str] = []

    def heard(message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"} and "Failed to load resource" not in message.text:
            complaints.append(message.text)

    page.on("console", heard)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    return complaints


@pytest.fixture
def someone(browser: Browser, server: Server) -> Iterator[Callable[..., Citizen]]:
    """Makes a citizen, by default with a small phone; at the end nothing may have been complained of."""
    contexts, citizens = [], []

    def make(size: tuple[int, int] = PHONE, **options: Any) -> Citizen:
        width, height = size
        context = browser.new_context(viewport={"width": width, "height": height}, locale="vi-VN", **options)
        context.set_default_timeout(8_000)
        contexts.append(context)
        page = context.new_page()
        citizens.append(Citizen(page, server.url, _complaints_of(page)))
        return citizens[-1]

    yield make
    for context in contexts:
        context.close()
    assert [complaint for citizen in citizens for complaint in citizen.complaints] == []


@pytest.fixture
def citizen(someone: Callable[..., Citizen]) -> Citizen:
    """Somebody at the chat page with a small phone."""
    made = someone()
    made.opens()
    return made


@pytest.fixture
def ask_database(server: Server) -> Callable[..., list[Any]]:
    """Rows of the server's database."""

    def ask(query: str, *values: str) -> list[Any]:
        with sqlite3.connect(server.database) as connection:
            return connection.execute(query, values).fetchall()

    return ask


@pytest.fixture
def heard(citizen: Citizen) -> list[dict[str, Any]]:
    """The messages that the page sends."""
    sent: list[dict[str, Any]] = []

    def note(request: Request) -> None:
        if request.method == "POST" and request.url.endswith("/v1/messages"):
            sent.append(request.post_data_json)

    citizen.page.on("request", note)
    return sent


@pytest.fixture
def give_back(client: httpx.Client) -> Iterator[Callable[[str], None]]:
    """Numbers that are given back when the test is over, for those who test the queue after it."""
    addresses: list[str] = []
    yield addresses.append
    for address in addresses:
        client.delete(f"/v1/tickets/{address.rpartition('/')[2]}")
