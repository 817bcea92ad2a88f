"""A clerk's window on the page of a counter."""

from playwright.sync_api import Locator, Request, expect

from tests.e2e.browser.conftest import Citizen

CENTRE = "trieu-son"


class Window:
    """The page of a counter, and what was pressed there."""

    def __init__(self, person: Citizen, counter: str) -> None:
        self.person = person
        self.page = person.page
        self.counter = counter
        self.pressed: list[str] = []
        self.page.on("request", self._note)

    @property
    def address(self) -> str:
        return f"/staff/counters/{CENTRE}/{self.counter}"

    @property
    def go(self) -> Locator:
        return self.page.locator("#go")

    @property
    def number(self) -> Locator:
        return self.page.locator("#number")

    @property
    def line(self) -> Locator:
        return self.page.locator("#next > li > strong")

    def ready(self, word: str) -> None:
        """Wait until the main button says this and can be pressed."""
        expect(self.go).to_contain_text(word)
        expect(self.go).to_have_attribute("aria-disabled", "false")

    def press(self, word: str) -> None:
        self.ready(word)
        self.go.click()

    def deed(self, name: str) -> Locator:
        return self.page.get_by_role("button", name=name, exact=True)

    def _note(self, request: Request) -> None:
        if request.method == "POST" and "/counters/" in request.url:
            self.pressed.append(request.url.rsplit("/", 1)[1])
