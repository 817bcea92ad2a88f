"""The pictures of docs/img, taken from a running server: `python -m scripts.screenshots [address] [folder]`.

The server must be empty and within opening hours (LETAN_CLOCK).
"""

import shutil
import sys
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from assistant.settings import ROOT

_PHONE = (360, 740)
_TABLET = (768, 1000)
_QUESTION = "Câu hỏi của anh/chị"


class Camera:
    """Takes pictures of a server's pages."""

    def __init__(self, browser: Browser, url: str, folder: Path) -> None:
        self._browser = browser
        self._url = url
        self._folder = folder

    def open(self, path: str, size: tuple[int, int], *, dark: bool = False, sharpness: float = 1.5) -> Page:
        """A page in a browser of its own."""
        context = self._browser.new_context(
            viewport={"width": size[0], "height": size[1]},
            color_scheme="dark" if dark else "light",
            reduced_motion="reduce",
            locale="vi-VN",
            device_scale_factor=sharpness,
        )
        page = context.new_page()
        page.goto(self._url + path)
        page.wait_for_load_state("networkidle") if path != "/" else page.get_by_label(_QUESTION).wait_for()
        return page

    def take(self, page: Page, name: str) -> None:
        """Keep what is on the screen as NAME.png."""
        page.evaluate("document.activeElement?.blur()")
        page.screenshot(path=self._folder / f"{name}.png")
        page.context.close()


def say(page: Page, text: str) -> None:
    """Say something to the widget and wait for the answer."""
    replies = page.locator(".row.them:has(.foot)")
    count = replies.count()
    page.get_by_label(_QUESTION).fill(text)
    page.get_by_label(_QUESTION).press("Enter")
    replies.nth(count).wait_for()


def take_all(camera: Camera) -> None:
    """All pictures."""
    page = camera.open("/", _PHONE)
    say(page, "mần giấy khai sinh cần chi")
    page.get_by_role("checkbox", name="Giấy chứng sinh").check()
    camera.take(page, "widget-papers")

    page = camera.open("/", _PHONE)
    say(page, "lấy số làm khai sinh")
    page.locator(".ticket img").scroll_into_view_if_needed()
    page.wait_for_timeout(500)
    page.locator(".log").evaluate("log => log.scrollTo(0, log.scrollHeight)")
    camera.take(page, "widget-ticket")

    page = camera.open("/", _PHONE, dark=True)
    say(page, "cháy nhà rồi cứu với")
    camera.take(page, "widget-emergency-dark")

    camera.take(camera.open("/p/1.001193", _TABLET, sharpness=1), "procedure-page")


def main() -> None:
    """Take the pictures."""
    url = sys.argv[1] if len(sys.argv) > 1 else "http://127.0.0.1:8000"
    folder = Path(sys.argv[2]) if len(sys.argv) > 2 else ROOT / "docs" / "img"
    folder.mkdir(parents=True, exist_ok=True)
    chromium = shutil.which("chromium")
    if not chromium:
        sys.exit("Chromium is missing: apt-get install chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        take_all(Camera(browser, url, folder))
        browser.close()


if __name__ == "__main__":
    main()
