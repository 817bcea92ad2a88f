"""Stopping answers and letting them go on: where, and why. Numbers go on meanwhile."""

from dataclasses import dataclass
from enum import StrEnum
from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse, Response

from api.access import CentreDependency, needs
from api.dependencies import AssistantDependency
from api.staff.forms import FormDependency, text
from api.staff.rendering import page, see
from assistant.assembly import Assistant
from assistant.errors import LetanError
from assistant.staff.member import Member, NotAtThisCentre
from assistant.staff.roles import Permission
from assistant.staff.stopping import NotStopped, ReasonNeeded, Stop

STOP = "/staff/stop"
router = APIRouter(prefix=STOP, include_in_schema=False)
_Member = Annotated[Member, needs(Permission.STOP)]


def _for_all(member: _Member) -> Member:
    """One who may do it at all centres; raises NotAtThisCentre."""
    if not member.may_everywhere(Permission.STOP):
        raise NotAtThisCentre("Chỉ người được giao quyền ở mọi trung tâm mới ngừng hoặc mở lại tất cả")
    return member


_MemberForAll = Annotated[Member, Depends(_for_all)]


class Turn(StrEnum):
    """Which way the switch is turned."""

    STOP = "stop"
    RESUME = "resume"


@dataclass(frozen=True)
class Scope:
    """A centre, or all of them, with its own stop, and the one of all that weighs on it too."""

    centre: str | None
    own: Stop | None
    general: Stop | None

    @property
    def address(self) -> str:
        """Where answers are stopped in it."""
        return f"{STOP}/{self.centre or 'everywhere'}"


@router.get("")
def stops(request: Request, member: _Member, assistant: AssistantDependency) -> HTMLResponse:
    """How it is at each centre where the member may stop answers."""
    own = member.centres(Permission.STOP)
    slugs = [each.slug for each in assistant.brain.catalog.centres if own is None or each.slug in own]
    scopes = [_scope(assistant, slug) for slug in ([None] if own is None else []) + slugs]
    return page(request, "stop.html", scopes=scopes)


@router.get("/everywhere")
def everywhere_form(request: Request, _member: _MemberForAll, assistant: AssistantDependency) -> HTMLResponse:
    """The question whether and why, for all centres."""
    return _form(request, _scope(assistant, None))


@router.post("/everywhere/{turn}")
def turn_everywhere(
    request: Request, turn: Turn, member: _MemberForAll, form: FormDependency, assistant: AssistantDependency
) -> Response:
    """Stop answers at all centres, or take that back."""
    return _done(request, assistant, None, turn, text(form, "reason"), member)


@router.get("/{centre}")
def centre_form(
    request: Request, centre: CentreDependency, _member: _Member, assistant: AssistantDependency
) -> HTMLResponse:
    """The question whether and why, for a centre."""
    return _form(request, _scope(assistant, centre.slug))


@router.post("/{centre}/{turn}")
def turn_centre(
    request: Request,
    turn: Turn,
    centre: CentreDependency,
    member: _Member,
    form: FormDependency,
    assistant: AssistantDependency,
) -> Response:
    """Stop answers at a centre, or take that back."""
    return _done(request, assistant, centre.slug, turn, text(form, "reason"), member)


def _scope(assistant: Assistant, centre: str | None) -> Scope:
    standing = {stop.centre: stop for stop in assistant.switch.stops()}
    return Scope(centre, standing.get(centre), standing.get(None) if centre else None)


def _form(request: Request, scope: Scope, reason: str = "", error: LetanError | None = None) -> HTMLResponse:
    status = error.status if error else HTTPStatus.OK
    told = error.detail if error else ""
    return page(request, "stop_form.html", status, scope=scope, reason=reason, error=told)


def _done(
    request: Request, assistant: Assistant, centre: str | None, turn: Turn, reason: str, member: Member
) -> Response:
    """Do it and go back to the list; what is refused is shown with what was typed."""
    switch = assistant.switch
    act = switch.stop if turn is Turn.STOP else switch.resume
    try:
        act(centre, reason, member.signature)
    except (ReasonNeeded, NotStopped) as error:
        return _form(request, _scope(assistant, centre), reason, error)
    return see(STOP, "stopped" if turn is Turn.STOP else "resumed")
