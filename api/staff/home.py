"""The first page of the desk: what waits for whom."""

from typing import Annotated

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from api.access import logged_in
from api.dependencies import AssistantDependency
from api.staff.rendering import page
from assistant.knowledge.version import State
from assistant.staff.member import Member
from assistant.staff.roles import Permission

router = APIRouter(prefix="/staff", include_in_schema=False)


@router.get("")
def home(
    request: Request, member: Annotated[Member, logged_in()], assistant: AssistantDependency
) -> HTMLResponse:
    """What waits, by what the member may do."""
    waiting = drafts = 0
    if member.may(Permission.READ):
        waiting = len(assistant.knowledge.listing.rows(state=State.REVIEW))
        drafts = len(assistant.knowledge.listing.rows(state=State.DRAFT))
    return page(request, "home.html", waiting=waiting, drafts=drafts)
