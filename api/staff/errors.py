"""What the desk shows when something is refused: a page, and the way on."""

from http import HTTPStatus

from fastapi import Request
from fastapi.responses import Response
from starlette.exceptions import HTTPException

from api.access import TemporaryPassword, from_own_page
from api.problems import Problem
from api.sent_form import sent_form
from api.staff.forms import Fields, typed
from api.staff.login import login_form
from api.staff.rendering import page, see
from assistant.staff.member import NotStaff

DESK = "/staff"
PASSWORD = "/staff/password"


async def error_page(request: Request, error: Exception, problem: Problem) -> Response:
    """The page of an error: the login where nobody is logged in, with what was typed kept for after it."""
    if isinstance(error, TemporaryPassword):
        return see(PASSWORD)
    if not isinstance(error, NotStaff):
        sent = request.method != "GET"
        return page(request, "error.html", problem.status, problem=problem, sent=sent)
    here = request.url.path + (f"?{request.url.query}" if request.url.query else "")
    if request.method == "GET":
        return see("/staff/login", next=here)
    kept = await _typed(request) if _worth_keeping(request) else ()
    response = login_form(request, here, kept, error=SessionOver())
    response.status_code = HTTPStatus.UNAUTHORIZED
    return response


def _worth_keeping(request: Request) -> bool:
    """A form of ours: what another site sends is not offered again, passwords and files are not carried."""
    is_form = request.headers.get("content-type", "").startswith("application/x-www-form-urlencoded")
    return is_form and from_own_page(request) and request.url.path != PASSWORD


async def _typed(request: Request) -> Fields:
    try:
        return typed(await sent_form(request))
    except HTTPException:  # none of ours
        return ()


class SessionOver(NotStaff):
    """The session ended while somebody was typing."""

    title = "Phiên làm việc đã hết. Anh/chị đăng nhập lại, nội dung vừa gõ vẫn còn."
