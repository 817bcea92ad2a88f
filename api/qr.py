"""QR codes of pages, as drawings that print sharply at any size."""

from io import BytesIO

import segno
from fastapi import Request, Response

from api.pages import PAGE_HEADERS, config_of

_QUIET_ZONE = 2
"""Modules of white around the code; the pages put it on white besides."""


def absolute(request: Request, path: str) -> str:
    """The address of a page as phones reach it: at the setting, else where the request came to."""
    base = config_of(request).public_url or str(request.base_url)
    return f"{base.rstrip('/')}{path}"


def qr_response(address: str) -> Response:
    """The QR code of an address, black on white also where the page is dark."""
    drawing = BytesIO()
    code = segno.make_qr(address, error="m")
    code.save(drawing, kind="svg", border=_QUIET_ZONE, light="#fff", omitsize=True, xmldecl=False)
    return Response(drawing.getvalue(), media_type="image/svg+xml", headers=PAGE_HEADERS)
