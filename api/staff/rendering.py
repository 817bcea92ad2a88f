"""The pages of the desk: templates with what all of them show, and the way from a form to the next page."""

from datetime import date, datetime
from functools import cache
from http import HTTPStatus
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import jinja2
from fastapi import Request
from fastapi.responses import HTMLResponse, RedirectResponse
from markupsafe import Markup

from api.access import CSRF_FIELD
from api.pages import PAGE_HEADERS
from api.staff.stop_banner import stops_seen_by
from assistant.assembly import Assistant
from assistant.staff.member import Member
from assistant.staff.roles import ROLE_NAMES, Permission

_TEMPLATES = Path(__file__).parent.parent / "templates"
_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
HEADERS = PAGE_HEADERS | {
    "Content-Security-Policy": _POLICY,
    # A browser tells where a form was sent from, to ourselves alone.
    "Referrer-Policy": "same-origin",
    "Cache-Control": "no-store",
}
_PLACES = (
    ("/staff", "Tổng quan", None),
    ("/staff/knowledge", "Tri thức", Permission.READ),
    ("/staff/inbox", "Câu chưa trả lời", Permission.READ),
    ("/staff/excel", "Excel", Permission.READ),
    ("/staff/counters", "Gọi số", Permission.COUNTER),
    ("/staff/stop", "Ngừng trả lời", Permission.STOP),
    ("/staff/audit", "Nhật ký", Permission.AUDIT),
    ("/staff/accounts", "Tài khoản", Permission.ACCOUNTS),
)
TOLD = {
    "saved": "Đã lưu.",
    "password": "Đã đổi mật khẩu. Anh/chị đăng nhập lại giúp em.",
    "logged-out": "Anh/chị đã đăng xuất.",
    "account": "Đã lưu tài khoản.",
    "sessions": "Đã kết thúc mọi phiên đăng nhập của tài khoản này.",
    "drafted": "Đã lưu bản nháp. Người dân chưa thấy thay đổi này.",
    "submitted": "Đã gửi duyệt.",
    "published": "Đã đăng. Lễ Tân nói lời mới trong vòng hai giây.",
    "rolled-back": "Đã quay về. Lễ Tân nói lời này trong vòng hai giây.",
    "switched-off": "Đã tắt mục này. Lễ Tân thôi nói trong vòng hai giây.",
    "switched-on": "Đã bật lại mục này.",
    "question-kept": "Đã giữ câu hỏi.",
    "question-dropped": "Đã bỏ câu hỏi.",
    "imported": "Đã nhập. Các mục trong tệp đang chờ duyệt.",
    "inbox-done": "Đã ghi là đã xử lý. Có người hỏi nữa thì nhóm câu này hiện lại.",
    "inbox-not-ours": "Đã ghi là không phải việc của mình. Câu cùng ý sau này cũng không hiện nữa.",
    "inbox-open": "Đã mở lại nhóm câu hỏi.",
    "examples-drafted": "Đã thêm câu mẫu vào bản nháp mới. Người dân chưa thấy thay đổi này.",
    "stopped": "Lễ Tân đã ngừng trả lời.",
    "resumed": "Lễ Tân đã trả lời lại.",
}
"""What a page says on top after something was done, by the name that `see` carries."""


def page(
    request: Request, template: str, status: HTTPStatus | int = HTTPStatus.OK, **facts: Any
) -> HTMLResponse:
    """A page of the desk, from `templates/staff/`; the one who looks is known from the route's access."""
    return HTMLResponse(rendered(request, template, **facts), int(status), HEADERS)


def rendered(request: Request, template: str, **facts: Any) -> str:
    """The text of a page or a part of one."""
    return _environment().get_template(f"staff/{template}").render(_common(request) | facts)


def see(path: str, told: str = "", **query: str) -> RedirectResponse:
    """Go on to a page after a form was taken; `told` is a key of TOLD."""
    query = query | ({"told": told} if told else {})
    address = f"{path}?{urlencode(query)}" if query else path
    return RedirectResponse(address, HTTPStatus.SEE_OTHER, HEADERS)


def _common(request: Request) -> dict[str, Any]:
    """What every page may show."""
    member: Member | None = getattr(request.state, "member", None)
    assistant: Assistant = request.app.state.assistant
    csrf = getattr(request.state, "csrf", "")
    path = request.url.path
    places = [
        (address, name, path == address or (address != "/staff" and path.startswith(address + "/")))
        for address, name, permission in _PLACES
        if member and (permission is None or member.may(permission))
    ]
    return {
        "member": member,
        "places": places,
        "csrf": csrf,
        "csrf_field": lambda: Markup('<input type="hidden" name="{}" value="{}">').format(CSRF_FIELD, csrf),
        "told": TOLD.get(request.query_params.get("told", ""), ""),
        "centre_name": lambda slug: centre_name(assistant, slug),
        "now": assistant.clock.now(),
        "stops": stops_seen_by(member, assistant.switch),
    }


def centre_name(assistant: Assistant, slug: str | None) -> str:
    """What a centre is called; none stands for all of them."""
    if slug is None:
        return "mọi trung tâm"
    centres = assistant.brain.catalog.centres
    found = next((centre for centre in centres if centre.slug == slug), None)
    return found.name if found else slug


def at_time(moment: datetime | None) -> str:
    """A moment as people write it: 22/11/2026 15:04."""
    return f"{moment:%d/%m/%Y %H:%M}" if moment else ""


def on_day(day: date | None) -> str:
    """A day as people write it: 22/11/2026."""
    return f"{day:%d/%m/%Y}" if day else ""


def number(value: float) -> str:
    """A number as people write it: 1.234,5."""
    return f"{value:,}".translate(str.maketrans(",.", ".,"))


@cache
def _environment() -> jinja2.Environment:
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(_TEMPLATES),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {"at_time": at_time, "on_day": on_day, "number": number}
    environment.globals |= {"Permission": Permission, "ROLE_NAMES": ROLE_NAMES}
    return environment
