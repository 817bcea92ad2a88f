"""Accounts: who works where as what. A password is shown once, to whoever made it."""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Annotated, Any

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, Response
from starlette.datastructures import FormData

from api.access import needs
from api.dependencies import AssistantDependency
from api.staff.forms import FormDependency, text
from api.staff.rendering import page, see
from assistant.assembly import Assistant
from assistant.errors import LetanError
from assistant.staff.accounts import AccountRefused
from assistant.staff.member import Grant, Member, NotAllowed
from assistant.staff.repository import Account, LoginTaken
from assistant.staff.roles import Permission, Role

router = APIRouter(prefix="/staff/accounts", include_in_schema=False)
_Administrator = Annotated[Member, needs(Permission.ACCOUNTS)]
_EVERYWHERE = "*"


@router.get("")
def account_list(request: Request, member: _Administrator, assistant: AssistantDependency) -> HTMLResponse:
    """The accounts that one manages."""
    return page(request, "accounts.html", accounts=assistant.staff.accounts.seen_by(member))


@router.get("/new")
def new_account(request: Request, member: _Administrator, assistant: AssistantDependency) -> HTMLResponse:
    """An empty form."""
    return _form(request, assistant, member, None, {"login": "", "name": "", "given": set(), "active": True})


@router.post("/new")
def make_account(
    request: Request, member: _Administrator, form: FormDependency, assistant: AssistantDependency
) -> Response:
    """Make an account; its password is on the page that follows, and nowhere else."""
    login, name = text(form, "login"), text(form, "name")
    try:
        account, password = assistant.staff.accounts.make(login, name, _grants(form, assistant), member)
    except (AccountRefused, LoginTaken, NotAllowed) as error:
        return _form(request, assistant, member, None, _typed(form) | {"login": login}, error)
    return page(request, "account_password.html", account=account, password=password)


@router.get("/{login}")
def account_page(
    login: str, request: Request, member: _Administrator, assistant: AssistantDependency
) -> HTMLResponse:
    """One account."""
    account = assistant.staff.accounts.account(login, member)
    given = {_choice(grant) for grant in account.grants}
    typed = {"login": login, "name": account.name, "given": given, "active": account.active}
    return _form(request, assistant, member, account, typed)


@router.post("/{login}")
def change_account(
    login: str,
    request: Request,
    member: _Administrator,
    form: FormDependency,
    assistant: AssistantDependency,
) -> Response:
    """Give it another name, other roles, close or open it."""
    account = assistant.staff.accounts.account(login, member)
    active = "active" in form
    try:
        grants = _grants(form, assistant)
        assistant.staff.accounts.change(login, member, name=text(form, "name"), grants=grants, active=active)
    except (AccountRefused, NotAllowed) as error:
        return _form(request, assistant, member, account, _typed(form) | {"login": login}, error)
    return see(f"/staff/accounts/{login}", "account")


@router.post("/{login}/password")
def reset_password(
    login: str, request: Request, member: _Administrator, assistant: AssistantDependency
) -> HTMLResponse:
    """A new password, shown once; the sessions end."""
    password = assistant.staff.accounts.reset_password(login, member)
    account = assistant.staff.accounts.account(login, member)
    return page(request, "account_password.html", account=account, password=password)


@router.post("/{login}/sessions")
def end_sessions(login: str, member: _Administrator, assistant: AssistantDependency) -> Response:
    """End every session of an account."""
    account = assistant.staff.accounts.account(login, member)
    assistant.staff.sessions.end_of(account, member.signature)
    return see(f"/staff/accounts/{login}", "sessions")


def _form(
    request: Request,
    assistant: Assistant,
    member: Member,
    account: Account | None,
    typed: Mapping[str, Any],
    error: LetanError | None = None,
) -> HTMLResponse:
    own = member.centres(Permission.ACCOUNTS)
    centres = [centre for centre in assistant.brain.catalog.centres if own is None or centre.slug in own]
    where = [*([(_EVERYWHERE, "Mọi trung tâm")] if own is None else []), *((c.slug, c.name) for c in centres)]
    facts = {"account": account, "where": where, "error": error.detail if error else ""}
    status = HTTPStatus.UNPROCESSABLE_ENTITY if error else HTTPStatus.OK
    return page(request, "account.html", status, roles=list(Role), **facts, **typed)


def _typed(form: FormData) -> dict[str, Any]:
    given = {value for value in form.getlist("grant") if isinstance(value, str)}
    return {"name": text(form, "name"), "given": given, "active": "active" in form}


def _choice(grant: Grant) -> str:
    return f"{grant.role.value}@{grant.centre or _EVERYWHERE}"


def _grants(form: FormData, assistant: Assistant) -> list[Grant]:
    """The roles that are ticked; raises AccountRefused for what no page of ours offers."""
    slugs = {centre.slug for centre in assistant.brain.catalog.centres}
    grants = []
    for choice in form.getlist("grant"):
        role, _, centre = str(choice).partition("@")
        if role not in set(Role) or centre not in {_EVERYWHERE, *slugs}:
            raise AccountRefused("Vai trò hoặc trung tâm không có trong danh sách")
        grants.append(Grant(Role(role), None if centre == _EVERYWHERE else centre))
    return grants
