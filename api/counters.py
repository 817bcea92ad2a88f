"""What clerks do at a counter."""

from typing import Annotated, Any

from fastapi import APIRouter, Body, Depends
from pydantic import BaseModel, ConfigDict, Field

from api.access import CentreDependency, ClerkDependency
from api.dependencies import AssistantDependency
from api.problems import problem_responses
from api.tickets import TicketOut
from assistant.queue.counters import AtCounter
from assistant.queue.ticket import CounterState

router = APIRouter(
    prefix="/v1/centres/{centre}/counters/{counter}",
    tags=["counters"],
    responses=problem_responses(401, 403, 404, 409, 413, 415, 422, 503),
)
Number = Annotated[str, Field(max_length=8, pattern=r"^[A-Za-z]\d+$", examples=["A012"])]


class Action(BaseModel):
    """Whom the action is meant for: a check that the one at the counter is that person."""

    model_config = ConfigDict(extra="forbid", strict=True)

    number: Number | None = None


class CallNext(Action):
    """`finish_current`: whoever is at the counter is done, as on a keypad with one button.

    With the `number` of that person, a second press is refused and skips nobody.
    """

    finish_current: bool = False


class Note(Action):
    """With a word for the history."""

    note: str | None = Field(None, max_length=400, pattern=r"^[^\x00]*$")


class Transfer(Note):
    """Where the person is sent: the slug of a service group."""

    service: str = Field(max_length=60)


class Back(BaseModel):
    """Who is back."""

    model_config = ConfigDict(extra="forbid", strict=True)

    number: Number


class CounterOut(BaseModel):
    """The counter after the action, and the ticket acted on or, after call-next, called."""

    counter: str
    state: str
    ticket: TicketOut | None


class _Desk:
    """The counter of the path with the clerk who works there, and what can be done at it."""

    def __init__(
        self, centre: CentreDependency, counter: str, clerk: ClerkDependency, assistant: AssistantDependency
    ) -> None:
        self.here = (centre, counter, clerk.signature)
        self.counters = assistant.queue.counters
        self._reception = assistant.reception

    def out(self, done: AtCounter) -> dict[str, Any]:
        """The response."""
        ticket = self._reception.view(done.ticket) if done.ticket else None
        return {"counter": done.counter, "state": done.state.value, "ticket": ticket}


_Here = Annotated[_Desk, Depends()]
_Action = Annotated[Action | None, Body()]


@router.post("/call-next", response_model=CounterOut)
def call_next(desk: _Here, wish: Annotated[CallNext | None, Body()] = None) -> dict[str, Any]:
    """Call the next in line; `ticket` is null when nobody waits."""
    finish = wish is not None and wish.finish_current
    return desk.out(desk.counters.call_next(*desk.here, _number(wish), finish_current=finish))


@router.post("/recall", response_model=CounterOut)
def recall(desk: _Here, meant: _Action = None) -> dict[str, Any]:
    """Call the same person once more."""
    return desk.out(desk.counters.recall(*desk.here, _number(meant)))


@router.post("/start", response_model=CounterOut)
def start(desk: _Here, meant: _Action = None) -> dict[str, Any]:
    """The person called has come."""
    return desk.out(desk.counters.start(*desk.here, _number(meant)))


@router.post("/finish", response_model=CounterOut)
def finish(desk: _Here, meant: _Action = None) -> dict[str, Any]:
    """The visit is over."""
    return desk.out(desk.counters.finish(*desk.here, _number(meant)))


@router.post("/no-show", response_model=CounterOut)
def no_show(desk: _Here, meant: _Action = None) -> dict[str, Any]:
    """The person called did not come: some places back, the last time allowed the ticket ends."""
    return desk.out(desk.counters.no_show(*desk.here, _number(meant)))


@router.post("/hold", response_model=CounterOut)
def hold(desk: _Here, meant: Annotated[Note | None, Body()] = None) -> dict[str, Any]:
    """Papers are missing: the person comes back with the same number."""
    note = meant.note if meant else None
    return desk.out(desk.counters.hold(*desk.here, _number(meant), note))


@router.post("/return", response_model=CounterOut)
def take_back(desk: _Here, back: Back) -> dict[str, Any]:
    """Someone on hold is back in line, at the place they had."""
    return desk.out(desk.counters.resume(*desk.here, back.number))


@router.post("/transfer", response_model=CounterOut)
def transfer(desk: _Here, to: Transfer) -> dict[str, Any]:
    """Send the person to another service group, with the place they came with."""
    return desk.out(desk.counters.transfer(*desk.here, to.service, to.number, to.note))


@router.post("/open", response_model=CounterOut)
def open_counter(desk: _Here) -> dict[str, Any]:
    """Receive people."""
    return desk.out(desk.counters.set_state(*desk.here, CounterState.OPEN))


@router.post("/pause", response_model=CounterOut)
def pause(desk: _Here) -> dict[str, Any]:
    """Receive nobody for a while."""
    return desk.out(desk.counters.set_state(*desk.here, CounterState.PAUSED))


@router.post("/close", response_model=CounterOut)
def close(desk: _Here) -> dict[str, Any]:
    """Receive nobody more."""
    return desk.out(desk.counters.set_state(*desk.here, CounterState.CLOSED))


def _number(meant: Action | None) -> str | None:
    return meant.number if meant else None
