"""The page of a ticket for its holder's phone: no name on it, and no way to it but its address."""

from collections.abc import Mapping
from datetime import datetime
from functools import cache
from html import escape
from http import HTTPStatus
from string import Template
from typing import Any

from fastapi import APIRouter
from fastapi.responses import HTMLResponse

from api.access import PUBLIC
from api.dependencies import AssistantDependency
from api.pages import PAGE_HEADERS, STATIC
from assistant.queue.repository import QueueUnavailable
from assistant.queue.ticket import UnknownTicket

router = APIRouter(include_in_schema=False, dependencies=[PUBLIC])
_HEADERS = PAGE_HEADERS | {"Cache-Control": "no-store", "X-Robots-Tag": "noindex, nofollow, noarchive"}
_UNKNOWN = {
    "title": "Em không tìm thấy phiếu này",
    "text": "Có thể đường dẫn bị thiếu mấy ký tự. Anh/chị quét lại mã QR trên phiếu, "
    "hoặc đọc số cho cán bộ ở bàn hướng dẫn giúp em ạ.",
}
_UNAVAILABLE = {
    "title": "Em chưa xem được phiếu lúc này",
    "text": "Hệ thống đang gián đoạn, số của anh/chị vẫn được giữ. Anh/chị theo dõi bảng gọi số, "
    "hoặc mở lại trang này sau ít phút ạ.",
}


@router.get("/t/{ticket_id}")
def ticket_page(ticket_id: str, assistant: AssistantDependency) -> HTMLResponse:
    """What does not change is in the page; its script asks for the rest."""
    try:
        view = assistant.reception.view(assistant.queue.desk.ticket(ticket_id))
    except UnknownTicket:
        return _page("notice.html", HTTPStatus.NOT_FOUND, _UNKNOWN)
    except QueueUnavailable:
        return _page("notice.html", HTTPStatus.SERVICE_UNAVAILABLE, _UNAVAILABLE)
    return _page("ticket.html", HTTPStatus.OK, _facts(view))


def _facts(view: Mapping[str, Any]) -> dict[str, str]:
    issued_at = datetime.fromisoformat(view["issued_at"])
    return {
        "number": view["number"],
        "service": view["service_name"],
        "centre": view["slip"]["centre"],
        "status": view["status_text"],
        "ways": "; ".join(view["slip"]["ways"]),
        "issued_at": f"{issued_at:%H:%M} ngày {issued_at:%d/%m/%Y}",
        "note": view["slip"]["note"],
    }


def _page(name: str, status: HTTPStatus, facts: Mapping[str, str]) -> HTMLResponse:
    filled = _template(name).substitute({key: escape(fact) for key, fact in facts.items()})
    return HTMLResponse(filled, status, _HEADERS)


@cache
def _template(name: str) -> Template:
    return Template((STATIC / name).read_text("utf-8"))
