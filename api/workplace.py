"""What the clerk of a counter sees; boards are told less of people."""

from datetime import datetime
from typing import Any

from fastapi import APIRouter, Response
from pydantic import BaseModel

from api.access import CentreDependency, ClerkDependency
from api.dependencies import AssistantDependency
from api.problems import problem_responses
from assistant.assembly import Assistant
from assistant.queue.desk import service_group
from assistant.queue.workplace import Person, Workplace

router = APIRouter(prefix="/v1/centres/{centre}/counters/{counter}", tags=["counters"])


class NoteOut(BaseModel):
    """A clerk's word on a ticket: `change` is held or transferred."""

    at: datetime
    change: str
    counter: str | None
    note: str


class PersonOut(BaseModel):
    """Somebody with a ticket. `procedure` is the everyday name, where the procedure is known.

    `calls` counts how often they were called since they were last put in line, `called_by` by whom last;
    `misses_left` how often more they may fail to come, the time that ends the ticket included.
    """

    number: str
    status: str
    service: str
    service_name: str
    procedure_code: str | None
    procedure: str | None
    service_class: str
    priority: str | None
    priority_proof: str | None
    issued_at: datetime
    called_at: datetime | None
    started_at: datetime | None
    calls: int
    called_by: str | None
    misses: int
    misses_left: int
    notes: list[NoteOut]


class WaitingOut(BaseModel):
    """How many wait in the line of a service group."""

    service: str
    name: str
    waiting: int


class WorkplaceOut(BaseModel):
    """A counter at one moment. `untouched`: it was not opened today; the first call-next opens it.

    `next` are the first of all its lines, in the order of calling; `on_hold` those who will come back to
    one of them.
    """

    centre: str
    counter: str
    name: str
    at: datetime
    state: str
    untouched: bool
    ticket: PersonOut | None
    waiting: int
    services: list[WaitingOut]
    next: list[PersonOut]
    on_hold: list[PersonOut]


@router.get("", response_model=WorkplaceOut, responses=problem_responses(401, 403, 404, 503))
def get_workplace(
    centre: CentreDependency,
    counter: str,
    _clerk: ClerkDependency,
    assistant: AssistantDependency,
    response: Response,
) -> dict[str, Any]:
    """The counter, whoever is at it, and who comes next."""
    response.headers["Cache-Control"] = "no-store"
    return workplace_view(assistant, assistant.queue.workplaces.at(centre, counter))


def workplace_view(assistant: Assistant, seen: Workplace) -> dict[str, Any]:
    """A workplace as clerks are shown it."""
    names = {group.slug: group.name for group in seen.centre.service_groups}
    return {
        "centre": seen.centre.slug,
        "counter": seen.counter.number,
        "name": seen.counter.name,
        "at": seen.at,
        "state": seen.state.value,
        "untouched": seen.untouched,
        "ticket": _person(assistant, seen, seen.there) if seen.there else None,
        "waiting": sum(seen.waiting.values()),
        "services": [
            {"service": slug, "name": names[slug], "waiting": count} for slug, count in seen.waiting.items()
        ],
        "next": [_person(assistant, seen, person) for person in seen.coming],
        "on_hold": [_person(assistant, seen, person) for person in seen.on_hold],
    }


def _person(assistant: Assistant, seen: Workplace, person: Person) -> dict[str, Any]:
    ticket, catalog = person.ticket, assistant.brain.catalog
    code, reason = ticket.procedure, ticket.priority_reason
    priority = assistant.reception.priorities.get(reason) if reason else None
    return {
        "number": ticket.number,
        "status": ticket.status.value,
        "service": ticket.service_group,
        "service_name": service_group(seen.centre, ticket.service_group).name,
        "procedure_code": code,
        "procedure": catalog.procedure(code).plain_name if code and code in catalog else None,
        "service_class": ticket.service_class.value,
        "priority": priority.name if priority else None,
        "priority_proof": priority.proof if priority else None,
        "issued_at": ticket.issued_at,
        "called_at": ticket.called_at,
        "started_at": ticket.started_at,
        "calls": person.calls,
        "called_by": person.called_by,
        "misses": ticket.no_shows,
        "misses_left": seen.centre.queue.no_show_ends_at - ticket.no_shows,
        "notes": [
            {"at": note.at, "change": note.change, "counter": note.counter, "note": note.note}
            for note in person.notes
        ],
    }
