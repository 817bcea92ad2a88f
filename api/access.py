"""Who may use a route. Every route declares it: PUBLIC, or what `needs` makes; a test walks them all.

Staff show a token, `Authorization: Bearer …`, or the cookie of their session. What a session changes must
carry the session's CSRF token too, in the field `csrf` or the header `X-CSRF-Token`.
"""

import hmac
from collections.abc import AsyncIterator
from typing import Annotated, Any
from urllib.parse import urlsplit

from fastapi import Depends, Request, Security
from fastapi.security import APIKeyCookie, HTTPAuthorizationCredentials, HTTPBearer

from api.dependencies import AssistantDependency
from api.sent_form import FORMS, sent_form
from assistant.catalog.centre import Centre
from assistant.errors import LetanError
from assistant.staff.member import Member
from assistant.staff.repository import Account
from assistant.staff.roles import Permission
from assistant.staff.sessions import digest

COOKIE = "letan_staff"
CSRF_FIELD = "csrf"
CSRF_HEADER = "X-CSRF-Token"
_SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
_BEARER = HTTPBearer(auto_error=False, description="mã nhân viên, do `make staff-token` tạo ra")
_SESSION = APIKeyCookie(name=COOKIE, auto_error=False, description="phiên đăng nhập tại /staff")


class ForgedRequest(LetanError):
    """A change without the session's CSRF token: perhaps another site's doing."""

    status = 403
    slug = "csrf-token-required"
    title = "Yêu cầu không mang mã xác nhận của phiên làm việc, anh/chị tải lại trang rồi làm lại"


class TemporaryPassword(LetanError):
    """The password was given by another, and must be changed before anything else."""

    status = 403
    slug = "temporary-password"
    title = "Anh/chị cần đổi mật khẩu tạm trước khi làm việc khác"


def anybody() -> None:
    """Everyone may use the route."""


PUBLIC = Depends(anybody)


def _caller(
    request: Request,
    assistant: AssistantDependency,
    bearer: Annotated[HTTPAuthorizationCredentials | None, Security(_BEARER)],
    session: Annotated[str | None, Security(_SESSION)],
) -> Member | Account:
    """Who calls: the holder of a token, or the account of a session."""
    if bearer:
        return assistant.staff.tokens.member(bearer.credentials)
    account = assistant.staff.sessions.account(session or "")
    request.state.csrf = csrf_token(session or "")
    return account


async def _csrf_token(request: Request) -> AsyncIterator[str]:
    """The CSRF token that came with a request, if any; files that came too are closed in the end."""
    try:
        yield await _sent_token(request)
    finally:
        await request.close()


async def _sent_token(request: Request) -> str:
    if sent := request.headers.get(CSRF_HEADER):
        return sent
    if request.method in _SAFE or not request.headers.get("content-type", "").startswith(FORMS):
        return ""
    field = (await sent_form(request)).get(CSRF_FIELD)
    return field if isinstance(field, str) else ""


class Access:
    """Lets staff through who have a permission: at the centre of the path, if it names one."""

    def __init__(self, permission: Permission | None, *, with_temporary_password: bool = False) -> None:
        self.permission = permission
        self._with_temporary_password = with_temporary_password

    def __call__(
        self,
        request: Request,
        assistant: AssistantDependency,
        caller: Annotated[Member | Account, Depends(_caller)],
        csrf: Annotated[str, Depends(_csrf_token)],  # after the caller: nobody else's files are read
    ) -> Member:
        """Who calls; raises NotStaff, NotAllowed, ForgedRequest or TemporaryPassword."""
        member = caller if isinstance(caller, Member) else self._logged_in(request, caller, csrf)
        if self.permission:
            centre = request.path_params.get("centre")
            where = assistant.brain.catalog.centre(centre).slug if centre else None
            member.require(self.permission, where)
        request.state.member = member
        return member

    def _logged_in(self, request: Request, account: Account, csrf: str) -> Member:
        right = hmac.compare_digest(csrf.encode(), request.state.csrf.encode())
        if request.method not in _SAFE and not right:
            raise ForgedRequest
        if account.temporary and not self._with_temporary_password:
            raise TemporaryPassword
        return account.member


def needs(permission: Permission) -> Any:
    """The dependency of a route for staff who have a permission; its value is the Member."""
    return Depends(Access(permission))


def logged_in(*, with_temporary_password: bool = False) -> Any:
    """The dependency of a route for all staff, whatever they may do."""
    return Depends(Access(None, with_temporary_password=with_temporary_password))


def csrf_token(session: str) -> str:
    """The CSRF token of a session: only who has the session's own can make it."""
    return digest(f"csrf:{session}")


def from_own_page(request: Request) -> bool:
    """Whether the browser says that a page of ours sent this."""
    origin = request.headers.get("origin", "")
    return bool(origin) and urlsplit(origin).netloc == request.headers.get("host")


def at_centre(centre: str, assistant: AssistantDependency) -> Centre:
    """The centre of the path."""
    return assistant.brain.catalog.centre(centre)


CentreDependency = Annotated[Centre, Depends(at_centre)]
ClerkDependency = Annotated[Member, needs(Permission.COUNTER)]
ReaderDependency = Annotated[Member, needs(Permission.READ)]
EditorDependency = Annotated[Member, needs(Permission.DRAFT)]
PublisherDependency = Annotated[Member, needs(Permission.PUBLISH)]
