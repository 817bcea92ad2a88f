"""Changing one's own password: of one's own will, or because the present one was given by another."""

from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, Response

from api.access import COOKIE, logged_in
from api.dependencies import AssistantDependency
from api.staff.forms import FormDependency
from api.staff.rendering import page, see
from assistant.staff.accounts import AccountRefused, WrongPassword
from assistant.staff.member import Member
from assistant.staff.password import SHORTEST, WeakPassword

router = APIRouter(prefix="/staff/password", include_in_schema=False)
_Anyone = Annotated[Member, logged_in(with_temporary_password=True)]


@router.get("")
def password_page(request: Request, _member: _Anyone) -> HTMLResponse:
    """The form."""
    return page(request, "password.html", shortest=SHORTEST, error="")


@router.post("")
def change_password(
    request: Request, member: _Anyone, form: FormDependency, assistant: AssistantDependency
) -> Response:
    """Change it; every session ends, this one too."""
    old, new, again = (str(form.get(name, "")) for name in ("old", "new", "again"))
    try:
        if new != again:
            raise AccountRefused("Hai lần nhập mật khẩu mới chưa giống nhau")
        assistant.staff.accounts.change_own_password(member.login, old, new)
    except (AccountRefused, WrongPassword, WeakPassword) as error:
        status = HTTPStatus.UNPROCESSABLE_ENTITY
        return page(request, "password.html", status, shortest=SHORTEST, error=error.detail)
    response = see("/staff/login", "password")
    response.delete_cookie(COOKIE)
    return response
