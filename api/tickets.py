"""Tickets: drawing a number, seeing it, giving it back; and the board of a centre."""

import hashlib
from datetime import date, datetime
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Header, Response
from pydantic import BaseModel, ConfigDict, Field

from api.access import PUBLIC, CentreDependency
from api.dependencies import AssistantDependency
from api.problems import problem_responses
from assistant.dialogue.reception import board_view


def _never_kept(response: Response) -> None:
    response.headers["Cache-Control"] = "no-store"


router = APIRouter(prefix="/v1", tags=["tickets"], dependencies=[PUBLIC, Depends(_never_kept)])
_Key = Annotated[str | None, Header(min_length=1, max_length=120, pattern=r"^[!-~]+$")]


class TicketIn(BaseModel):
    """What a number is wanted for: one of procedure, field and service group."""

    model_config = ConfigDict(extra="forbid", strict=True)

    procedure_code: str | None = Field(None, max_length=20, examples=["1.001193"])
    field: str | None = Field(None, max_length=160, description="a field as procedures name it")
    service: str | None = Field(None, max_length=60, description="slug of a service group")
    priority_reason: str | None = Field(None, max_length=60, description="of GET /v1/priority-reasons")
    visit: str | None = Field(
        None,
        min_length=1,
        max_length=80,
        pattern=r"^[\w.:\-]+$",
        description="one person's tickets of a day: never called at two counters at once",
    )


class WaitOut(BaseModel):
    """Minutes, most likely between these two (four times of five)."""

    low: int
    high: int


class WayOut(BaseModel):
    """A counter, and the way to it."""

    number: str
    name: str
    way: str


class SlipOut(BaseModel):
    """What is printed."""

    centre: str
    number: str
    service: str
    priority: str | None
    ways: list[str]
    issued_at: str
    url: str
    note: str


class TicketOut(BaseModel):
    """A ticket. `people_ahead` and `wait_minutes` are there while it is in line."""

    id: str
    number: str
    centre: str
    service: str
    service_name: str
    procedure_code: str | None
    priority_reason: str | None
    service_class: str
    status: str
    status_text: str
    counters: list[WayOut]
    called_to: str | None
    people_ahead: int | None
    wait_minutes: WaitOut | None
    issued_at: datetime
    service_day: date
    status_url: str
    slip: SlipOut


class PriorityOut(BaseModel):
    """A reason to be called earlier: the law that says so, or the centre's own practice."""

    slug: str
    name: str
    proof: str | None
    basis: dict[str, Any] | None
    own_practice: bool


class PriorityList(BaseModel):
    """The closed list of reasons."""

    items: list[PriorityOut]
    total: int


class LineOut(BaseModel):
    """The line of one service group; `wait_minutes` is what a newcomer would wait."""

    service: str
    name: str
    waiting: int
    next: list[str]
    wait_minutes: WaitOut | None


class CounterNowOut(BaseModel):
    """A counter on the board: whom it has called, if anyone."""

    number: str
    name: str
    state: str
    ticket: str | None
    status: str | None
    called_at: datetime | None


class BoardOut(BaseModel):
    """The queue of a centre at one moment."""

    centre: str
    at: datetime
    open_now: bool
    waiting: int
    services: list[LineOut]
    counters: list[CounterNowOut]
    on_hold: list[str]


@router.post(
    "/centres/{centre}/tickets",
    status_code=201,
    response_model=TicketOut,
    responses=problem_responses(404, 409, 413, 415, 422, 503),
)
def post_ticket(
    centre: CentreDependency,
    wanted: TicketIn,
    assistant: AssistantDependency,
    idempotency_key: _Key = None,
) -> dict[str, Any]:
    """Draw a number. The same `Idempotency-Key` for the same request gives the same ticket again."""
    request = assistant.reception.request(
        centre,
        procedure=wanted.procedure_code,
        field=wanted.field,
        service=wanted.service,
        priority_reason=wanted.priority_reason,
        key=idempotency_key and f"api:{idempotency_key}",
        conversation_id=wanted.visit and _visit_id(wanted.visit),
    )
    return assistant.reception.view(assistant.queue.desk.issue(centre, request))


@router.get("/tickets/{ticket_id}", response_model=TicketOut, responses=problem_responses(404, 503))
def get_ticket(ticket_id: str, assistant: AssistantDependency) -> dict[str, Any]:
    """A ticket as it stands now."""
    return assistant.reception.view(assistant.queue.desk.ticket(ticket_id))


@router.delete("/tickets/{ticket_id}", response_model=TicketOut, responses=problem_responses(404, 409, 503))
def delete_ticket(ticket_id: str, assistant: AssistantDependency) -> dict[str, Any]:
    """Give a number back."""
    return assistant.reception.view(assistant.queue.desk.cancel(ticket_id))


@router.get("/centres/{centre}/queue", response_model=BoardOut, responses=problem_responses(404, 503))
def get_queue(centre: CentreDependency, assistant: AssistantDependency) -> dict[str, Any]:
    """The queue of a centre, for boards."""
    return board_view(assistant.queue.outlook.board(centre))


@router.get("/priority-reasons")
async def get_priority_reasons(assistant: AssistantDependency) -> PriorityList:
    """The closed list of reasons to be called earlier."""
    items = [PriorityOut(**reason) for reason in assistant.reception.priority_reasons()]
    return PriorityList(items=items, total=len(items))


def _visit_id(visit: str) -> str:
    """As it is kept beside conversation ids: none has a slash, and no digest is too long."""
    return f"visit/{hashlib.sha256(visit.encode()).hexdigest()}"
