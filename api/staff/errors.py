"""What the desk shows when something is refused: a page, and the way on."""

from http import HTTPStatus

from fastapi import Request
from fastapi.responses import Response

from api.access import TemporaryPassword, from_own_page
from api.problems import Problem
from api.staff.forms import typed
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
        return page(request, "error.html", problem.status, problem=problem)
    here = request.url.path + (f"?{request.url.query}" if request.url.query else "")
    if request.method == "GET":
        return see("/staff/login", next=here)
    kept = typed(await request.form()) if _worth_keeping(request) else ()
    response = login_form(request, here, kept, error=SessionOver())
    response.status_code = HTTPStatus.UNAUTHORIZED
    return response


def _worth_keeping(request: Request) -> bool:
    """A form of ours: what another site sends is not offered again, passwords and files are not carried."""
    is_form = request.headers.get("content-type", "").startswith("application/x-www-form-urlencoded")
    return is_form and from_own_page(request) and request.url.path != PASSWORD


class SessionOver(NotStaff):
    """The session ended while somebody was typing."""

    title = "Phiên làm việc đã hết. Anh/chị đăng nhập lại, nội dung vừa gõ vẫn còn."
