"""Takes pictures of a server's pages, small enough to be kept in the repository."""

import io
from datetime import datetime
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, FloatRect, Page

_COLOURS = 256
"""A page has few colours: these keep its letters smooth in a third of the bytes."""
_MARGIN = 8


class Camera:
    """Opens pages of a server in a browser whose clock stands still, and keeps pictures of them."""

    def __init__(self, browser: Browser, url: str, folder: Path, now: datetime) -> None:
        self._browser = browser
        self._url = url
        self._folder = folder
        self._now = now

    def open(self, path: str, size: tuple[int, int], *, dark: bool = False, sharpness: float = 1) -> Page:
        """A page in a window of its own."""
        context = self._browser.new_context(
            base_url=self._url,
            viewport={"width": size[0], "height": size[1]},
            color_scheme="dark" if dark else "light",
            reduced_motion="reduce",
            locale="vi-VN",
            timezone_id="Asia/Ho_Chi_Minh",
            device_scale_factor=sharpness,
        )
        context.clock.set_fixed_time(self._now)
        page = context.new_page()
        page.goto(path)
        return page

    def take(self, page: Page, name: str, parts: str = "") -> None:
        """Keep as NAME.png what is on the screen, or the parts of the page that a selector finds."""
        page.evaluate("document.activeElement?.blur()")
        clip = _around(page, parts) if parts else None
        picture = Image.open(io.BytesIO(page.screenshot(clip=clip, full_page=bool(parts)))).convert("RGB")
        few = picture.quantize(_COLOURS, Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE)
        few.save(self._folder / f"{name}.png", optimize=True)


def _around(page: Page, parts: str) -> FloatRect:
    """The least rectangle that holds the parts, with a margin."""
    page.evaluate("scrollTo(0, 0)")
    boxes = [box for box in (part.bounding_box() for part in page.locator(parts).all()) if box]
    left, top = (min(box[side] for box in boxes) - _MARGIN for side in ("x", "y"))
    right = max(box["x"] + box["width"] for box in boxes) + _MARGIN
    bottom = max(box["y"] + box["height"] for box in boxes) + _MARGIN
    return {"x": left, "y": top, "width": right - left, "height": bottom - top}
