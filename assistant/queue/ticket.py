"""A ticket, its states, and the changes between them that are allowed."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from assistant.errors import LetanError


class UnknownTicket(LetanError):
    """No ticket has that id; a forged one and one of another centre look the same."""

    status = 404
    slug = "unknown-ticket"
    title = "Không có phiếu này"


class ChangeRefused(LetanError):
    """The ticket's state does not allow the change."""

    status = 409
    slug = "change-refused"
    title = "Phiếu đang ở trạng thái không cho phép thao tác này"


class TicketStatus(StrEnum):
    """Where a ticket stands; a name of the public contract."""

    WAITING = "waiting"
    CALLED = "called"
    SERVING = "serving"
    ON_HOLD = "on_hold"
    TRANSFERRED = "transferred"
    DONE = "done"
    NO_SHOW = "no_show"
    CANCELLED = "cancelled"
    CLOSED = "closed"


CALLABLE = frozenset({TicketStatus.WAITING, TicketStatus.TRANSFERRED})
"""In line: a transferred ticket waits in the line of its new service group."""

AT_COUNTER = frozenset({TicketStatus.CALLED, TicketStatus.SERVING})
ENDED = frozenset({TicketStatus.DONE, TicketStatus.NO_SHOW, TicketStatus.CANCELLED, TicketStatus.CLOSED})
ACTIVE = frozenset(TicketStatus) - ENDED

_LEAVES_LINE = frozenset({TicketStatus.CALLED, TicketStatus.CANCELLED, TicketStatus.CLOSED})
ALLOWED: dict[TicketStatus, frozenset[TicketStatus]] = {
    TicketStatus.WAITING: _LEAVES_LINE,
    TicketStatus.TRANSFERRED: _LEAVES_LINE,
    TicketStatus.CALLED: frozenset(
        {
            TicketStatus.SERVING,
            TicketStatus.WAITING,  # a no-show that goes back in line
            TicketStatus.NO_SHOW,
            TicketStatus.TRANSFERRED,
            TicketStatus.ON_HOLD,
            TicketStatus.DONE,
            TicketStatus.CANCELLED,
            TicketStatus.CLOSED,
        }
    ),
    TicketStatus.SERVING: frozenset(
        {TicketStatus.DONE, TicketStatus.ON_HOLD, TicketStatus.TRANSFERRED, TicketStatus.CLOSED}
    ),
    TicketStatus.ON_HOLD: frozenset({TicketStatus.WAITING, TicketStatus.CANCELLED, TicketStatus.CLOSED}),
    **dict.fromkeys(ENDED, frozenset[TicketStatus]()),
}
"""From each state, the states that a ticket may go to."""

_NAMES = {
    TicketStatus.WAITING: "đang chờ",
    TicketStatus.CALLED: "đang được gọi",
    TicketStatus.SERVING: "đang được phục vụ",
    TicketStatus.ON_HOLD: "đang tạm giữ để bổ sung giấy tờ",
    TicketStatus.TRANSFERRED: "đã chuyển quầy, đang chờ",
    TicketStatus.DONE: "đã xong",
    TicketStatus.NO_SHOW: "đã gọi nhiều lần không có mặt",
    TicketStatus.CANCELLED: "đã hủy",
    TicketStatus.CLOSED: "đã hết ngày",
}


class CounterState(StrEnum):
    """Whether a counter receives people."""

    OPEN = "open"
    PAUSED = "paused"
    CLOSED = "closed"


class ServiceClass(StrEnum):
    """How soon a ticket's turn comes, before the time it was drawn."""

    ORDINARY = "ordinary"
    GREEN = "green"
    PRIORITY = "priority"


@dataclass(frozen=True)
class Ticket:
    """A place in line. `number` is as printed; `seat` orders those whose `place` is the same.

    `place` is in microseconds since 1970: the moment drawn, less the head start of its class.
    Tickets are called by (place, seat). `counter` is where it was called last.
    """

    id: str
    centre: str
    service_day: date
    prefix: str
    serial: int
    service_group: str
    procedure: str | None
    service_class: ServiceClass
    priority_reason: str | None
    status: TicketStatus
    place: int
    seat: float
    no_shows: int
    counter: str | None
    issued_at: datetime
    called_at: datetime | None
    started_at: datetime | None
    ended_at: datetime | None

    @property
    def number(self) -> str:
        """As printed and called: A001."""
        return f"{self.prefix}{self.serial:03}"

    def require(self, to: TicketStatus) -> None:
        """Raise ChangeRefused unless the ticket may go to that state."""
        if to not in ALLOWED[self.status]:
            raise ChangeRefused(
                f"Số {self.number} {_NAMES[self.status]}, không thể chuyển thành “{_NAMES[to]}”"
            )


def status_name(status: TicketStatus) -> str:
    """The state in Vietnamese."""
    return _NAMES[status]
