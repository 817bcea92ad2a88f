"""Logging in and out. What somebody was typing when their session ended is kept for after the login."""

from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse, Response

from api.access import COOKIE, PUBLIC, ForgedRequest, csrf_token, from_own_page, logged_in
from api.dependencies import AssistantDependency
from api.pages import config_of
from api.staff.forms import Fields, FormDependency, text, typed
from api.staff.rendering import page, see
from assistant.errors import LetanError
from assistant.staff.member import Member
from assistant.staff.sessions import LONGEST, LoginBusy, LoginLocked, LoginRefused

router = APIRouter(prefix="/staff", include_in_schema=False)
_HOME = "/staff"
_KEPT = "kept:"


@router.get("/login", dependencies=[PUBLIC])
def login_page(
    request: Request, following: Annotated[str, Query(alias="next", max_length=500)] = _HOME
) -> HTMLResponse:
    """The form; `next` is where to go on to."""
    return login_form(request, _within_the_desk(following))


@router.post("/login", dependencies=[PUBLIC])
def log_in(request: Request, form: FormDependency, assistant: AssistantDependency) -> Response:
    """Begin a session; go on to where one was, or offer to send what was typed there."""
    if request.headers.get("origin") and not from_own_page(request):
        raise ForgedRequest
    following = _within_the_desk(text(form, "next"))
    kept = [(name.removeprefix(_KEPT), value) for name, value in typed(form) if name.startswith(_KEPT)]
    login = text(form, "login")
    try:
        token = assistant.staff.sessions.log_in(login, str(form.get("password", "")))
    except (LoginRefused, LoginLocked, LoginBusy) as error:
        return login_form(request, following, kept, login=login, error=error)
    response: Response = see(following)
    if kept:
        request.state.csrf = csrf_token(token)
        response = page(request, "continue.html", action=following, kept=kept)
    config = config_of(request)
    secure = request.url.scheme == "https" or config.public_url.startswith("https:")
    response.set_cookie(
        COOKIE, token, int(LONGEST.total_seconds()), httponly=True, samesite="lax", secure=secure
    )
    return response


@router.post("/logout")
def log_out(
    request: Request,
    assistant: AssistantDependency,
    _member: Annotated[Member, logged_in(with_temporary_password=True)],
) -> Response:
    """End the session."""
    assistant.staff.sessions.log_out(request.cookies.get(COOKIE, ""))
    response = see("/staff/login", "logged-out")
    response.delete_cookie(COOKIE)
    return response


def login_form(
    request: Request,
    following: str,
    kept: Fields = (),
    *,
    login: str = "",
    error: LetanError | None = None,
) -> HTMLResponse:
    """The form, with what is kept of another one."""
    status = HTTPStatus(error.status) if error else HTTPStatus.OK
    carried = [(_KEPT + name, value) for name, value in kept]
    facts = {"next": following, "kept": carried, "login": login, "error": error.detail if error else ""}
    return page(request, "login.html", status, **facts)


def _within_the_desk(following: str) -> str:
    """A page of the desk, whatever the address bar was made to say."""
    inside = following == _HOME or following.startswith((f"{_HOME}/", f"{_HOME}?"))
    return following if inside and following.isprintable() and "\\" not in following else _HOME
