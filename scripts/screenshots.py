"""The pictures of docs/img, from a real server and Chromium: `python -m scripts.screenshots [folder]`.

Citizens come first; what they leave behind, staff find at the desk.
"""

import shutil
import sys
import tempfile
from datetime import datetime
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from assistant.settings import ROOT
from scripts.camera import Camera
from scripts.own_server import serving
from scripts.screenshots_desk import desk_pictures, make_accounts
from scripts.screenshots_morning import a_mornings_work

_EARLY, _LATER = (datetime.fromisoformat(f"2026-11-23T{at}:00+07:00") for at in ("07:52", "08:14"))
_PHONE = (360, 740)
_TABLET = (768, 1000)
_SHARP = 1.5
_QUESTION = "Câu hỏi của anh/chị"


def say(page: Page, text: str) -> None:
    """Say something to the widget and wait for the answer."""
    replies = page.locator(".row.them:has(.foot)")
    count = replies.count()
    page.get_by_label(_QUESTION).fill(text)
    page.get_by_label(_QUESTION).press("Enter")
    replies.nth(count).wait_for()


def citizens_pictures(camera: Camera) -> None:
    """What citizens see, on a phone and on paper."""

    def chat(text: str, *, dark: bool = False) -> Page:
        page = camera.open("/", _PHONE, dark=dark, sharpness=_SHARP)
        say(page, text)
        return page

    page = chat("mần giấy khai sinh cần chi")
    page.get_by_role("checkbox", name="Giấy chứng sinh").check()
    camera.take(page, "widget-papers")

    page = chat("lấy số làm khai sinh")
    page.locator(".ticket img").scroll_into_view_if_needed()
    page.wait_for_timeout(500)
    page.locator(".log").evaluate("log => log.scrollTo(0, log.scrollHeight)")
    camera.take(page, "widget-ticket")

    camera.take(chat("cháy nhà rồi cứu với", dark=True), "widget-emergency-dark")

    page = camera.open("/p/1.001193", _TABLET)
    page.wait_for_load_state("networkidle")
    camera.take(page, "procedure-page")


def main() -> None:
    """Take the pictures."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "docs" / "img"
    folder.mkdir(parents=True, exist_ok=True)
    chromium = shutil.which("chromium")
    if not chromium:
        sys.exit("Chromium is missing: apt-get install chromium")
    with tempfile.TemporaryDirectory() as kept, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        database = Path(kept, "letan.db")
        make_accounts(database)
        with serving(database, _EARLY) as url:
            citizens_pictures(Camera(browser, url, folder, _EARLY))
            a_mornings_work(url)
        with serving(database, _LATER) as url:
            desk_pictures(Camera(browser, url, folder, _LATER))
        browser.close()


if __name__ == "__main__":
    main()
