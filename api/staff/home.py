"""The first page of the desk, what waits for whom; and how each task is done, on one page."""

from collections import Counter
from typing import Annotated

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from api.access import logged_in
from api.dependencies import AssistantDependency
from api.staff.rendering import page
from assistant.assembly import Assistant
from assistant.inbox.groups import State as InboxState
from assistant.inbox.groups import Wanted
from assistant.knowledge.version import State
from assistant.staff.member import Member
from assistant.staff.roles import Permission

router = APIRouter(prefix="/staff", include_in_schema=False)
_Anyone = Annotated[Member, logged_in()]
_LOOK_S = 0.1
"""So long the page may look for what was asked since the inbox was last seen."""


@router.get("")
def home(request: Request, member: _Anyone, assistant: AssistantDependency) -> HTMLResponse:
    """What waits, by what the member may do."""
    states: Counter[State] = Counter()
    asked, all_seen = 0, True
    if member.may(Permission.READ):
        states.update(row.state for row in assistant.knowledge.listing.rows())
        asked, all_seen = _asked_in_vain(assistant, member)
    facts = {"waiting": states[State.REVIEW], "drafts": states[State.DRAFT]}
    return page(request, "home.html", asked=asked, all_seen=all_seen, **facts)


@router.get("/guide")
def guide(request: Request, _member: _Anyone) -> HTMLResponse:
    """How each task is done."""
    return page(request, "guide.html")


def _asked_in_vain(assistant: Assistant, member: Member) -> tuple[int, bool]:
    """How many groups wait in the inbox, and whether all that was asked is among them."""
    all_seen = assistant.inbox.collect(_LOOK_S)
    wanted = Wanted(member.centres(Permission.READ), InboxState.OPEN)
    return assistant.inbox.groups(wanted, 1)[1], all_seen
