"""Calling numbers: a clerk chooses a counter, and works there with the page's script and the API."""

from collections.abc import Sequence
from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse

from api.access import CentreDependency, ClerkDependency
from api.dependencies import AssistantDependency
from api.staff.rendering import page
from assistant.assembly import Assistant
from assistant.catalog.centre import Centre
from assistant.queue.counters import counter_of
from assistant.queue.ticket import CounterState
from assistant.staff.member import Member
from assistant.staff.roles import Permission

router = APIRouter(prefix="/staff/counters", include_in_schema=False)
_STATES = {
    CounterState.OPEN: ("đang mở", "good"),
    CounterState.PAUSED: ("tạm nghỉ", "wait"),
    CounterState.CLOSED: ("đang đóng", ""),
}


@router.get("")
def choice(
    request: Request,
    member: ClerkDependency,
    assistant: AssistantDependency,
    slug: Annotated[str, Query(alias="centre", max_length=60)] = "",
) -> HTMLResponse:
    """The counters of a centre; of several centres, one is chosen first."""
    centres = _own(member, assistant)
    chosen = centres[0] if len(centres) == 1 else None
    if slug:
        chosen = assistant.brain.catalog.centre(slug)
        member.require(Permission.COUNTER, chosen.slug)
    now = assistant.queue.workplaces.overview(chosen) if chosen else {}
    return page(request, "counters.html", centres=centres, centre=chosen, now=now, STATES=_STATES)


@router.get("/{centre}/{counter}")
def workplace(
    request: Request, centre: CentreDependency, counter: str, _member: ClerkDependency
) -> HTMLResponse:
    """The page of one counter."""
    here = counter_of(centre, counter)
    names = {group.slug: group.name for group in centre.service_groups}
    groups = [
        (group.slug, group.name, ", ".join(c.number for c in centre.counters_for(group.slug)))
        for group in centre.service_groups
    ]
    own = [names[slug] for slug in here.service_groups]
    return page(request, "counter.html", centre=centre, counter=here, own=own, groups=groups)


def _own(member: Member, assistant: Assistant) -> Sequence[Centre]:
    """The centres at which a member calls numbers."""
    return [c for c in assistant.brain.catalog.centres if member.may(Permission.COUNTER, c.slug)]
