"""What the queue asks of its store: sessions in which rows are locked, changed and announced together."""

from collections.abc import Collection, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from assistant.errors import LetanError
from assistant.queue.figures import CounterStep, Step
from assistant.queue.ticket import CounterState, Ticket


class QueueUnavailable(LetanError):
    """The database cannot be reached or written; nothing was given and nothing changed."""

    status = 503
    slug = "queue-unavailable"
    title = "Chưa cấp được số: hệ thống hàng chờ đang gián đoạn, chưa có gì được ghi lại"


class OutcomeUnknown(QueueUnavailable):
    """The connection was lost at the commit: it is done or it is not, and only a later look can tell."""

    slug = "outcome-unknown"
    title = (
        "Hệ thống hàng chờ gián đoạn đúng lúc ghi, chưa rõ thao tác đã được ghi lại hay chưa: "
        "xin xem lại trước khi làm lại"
    )


class KeyTaken(Exception):
    """Another request was first with the idempotency key; its ticket can be read now."""


class Conflict(LetanError):
    """Someone else changed the same ticket or counter in this moment; nothing was done."""

    status = 409
    slug = "conflict"
    title = "Vừa có người khác thao tác cùng lúc, anh/chị xem lại rồi thử lại"


@dataclass(frozen=True)
class Change:
    """One line of a ticket's history: what was done, at which counter, by whom, and why."""

    change: str
    at: datetime
    actor: str
    counter: str | None = None
    note: str | None = None


@dataclass(frozen=True)
class Draft:
    """What a request for a ticket is known by: its key, what it asked, its conversation or visit."""

    key: str | None
    request: str
    conversation_id: str | None = None


class QueueSession(Protocol):
    """One transaction. In a writing one, tickets that are read are locked until it ends."""

    def by_key(self, key: str) -> tuple[Ticket, str] | None:
        """The ticket given under an idempotency key, and the request that was made."""
        ...

    def advance(self, centre: str, day: date, prefix: str) -> int:
        """Lock the number series and take its next number, from 1."""
        ...

    def add(self, ticket: Ticket, draft: Draft, change: Change) -> None:
        """Keep a new ticket; raises KeyTaken."""
        ...

    def ticket(self, ticket_id: str) -> Ticket | None:
        """The ticket of that id."""
        ...

    def numbered(self, centre: str, day: date, number: str) -> Ticket | None:
        """The ticket of that number on that day."""
        ...

    def of_conversation(self, conversation_id: str, day: date) -> list[Ticket]:
        """The tickets taken in a conversation on a day, the latest first."""
        ...

    def first_in_line(self, centre: str, day: date, groups: Collection[str]) -> Ticket | None:
        """The next to be called for these service groups.

        Passed over, in their place: who is held by someone else, and who is at a counter with another
        ticket of the same conversation or visit.
        """
        ...

    def line(self, centre: str, day: date) -> list[Ticket]:
        """Everyone in line, in the order of calling."""
        ...

    def at_counters(self, centre: str, day: date) -> list[Ticket]:
        """Those called or being served."""
        ...

    def on_hold(self, centre: str, day: date) -> list[Ticket]:
        """Those who went to fetch what was missing."""
        ...

    def update(self, before: Ticket, after: Ticket, change: Change) -> None:
        """Replace a ticket that is still as it was read; raises Conflict."""
        ...

    def lock_counter(self, centre: str, number: str) -> tuple[CounterState, datetime] | None:
        """Hold a counter until the transaction ends: its state and since when; absent if never opened."""
        ...

    def set_counter(self, centre: str, number: str, state: CounterState, change: Change) -> None:
        """Set the state of a counter that is held."""
        ...

    def counters(self, centre: str) -> dict[str, tuple[CounterState, datetime]]:
        """The state of every counter that was ever opened, and since when."""
        ...

    def visits(self, centre: str, since: datetime) -> list[tuple[str, float]]:
        """(service group, minutes from call to end) of the visits that ended since, the latest last."""
        ...

    def drawn(self, centre: str, since: datetime) -> list[tuple[str, str]]:
        """(service class, service group) of the tickets drawn since."""
        ...

    def drawn_at(self, centre: str, start: date, end: date) -> list[tuple[datetime, str]]:
        """(when, for which service group) tickets were drawn from one day to another, both included."""
        ...

    def states(self, centre: str, start: date, end: date) -> dict[int, str]:
        """The state now of each ticket of these days, by its sequence."""
        ...

    def steps(self, centre: str, start: date, end: date) -> list[Step]:
        """The histories of the tickets of these days, in the order of time."""
        ...

    def counter_steps(self, centre: str, start: date, end: date) -> list[CounterStep]:
        """When counters were opened, paused and closed on these days, in the order of time."""
        ...

    def histories(self, tickets: Collection[str]) -> list[tuple[str, Change]]:
        """(id, change) of all that was done to the tickets of these ids, in the order of time."""
        ...

    def active_before(self, day: date) -> list[Ticket]:
        """Tickets of days gone by that were never ended."""
        ...


class QueueRepository(Protocol):
    """Opens sessions; both raise QueueUnavailable, `writing` its OutcomeUnknown too."""

    def writing(self) -> AbstractContextManager[QueueSession]:
        """A transaction that is committed at its end, durably, and then announced."""
        ...

    def reading(self) -> AbstractContextManager[QueueSession]:
        """A look at what is committed."""
        ...


def in_groups(line: Sequence[Ticket], groups: Collection[str]) -> list[Ticket]:
    """Those of a line who wait for one of the service groups."""
    return [ticket for ticket in line if ticket.service_group in groups]
