"""Between words and the queue: for what a number is asked, and how a ticket is shown."""

from collections.abc import Callable, Mapping
from typing import Any

from assistant.catalog.catalog import Catalog
from assistant.catalog.centre import Centre
from assistant.catalog.services import ServiceNames
from assistant.queue.desk import TicketRequest, UnknownService, service_group
from assistant.queue.outlook import Board, Standing
from assistant.queue.priority import PriorityReasons
from assistant.queue.repository import QueueUnavailable
from assistant.queue.services import Queue
from assistant.queue.ticket import Ticket, TicketStatus, status_name
from assistant.queue.waiting import WaitRange

_NOTE = "Phiếu có giá trị trong ngày. Mất phiếu, anh/chị đọc số cho cán bộ."


class Reception:
    """Requests and views of tickets. `catalog` gives what is told at the moment.

    `public_url` is where phones reach this server; empty: relative.
    """

    def __init__(
        self,
        catalog: Callable[[], Catalog],
        services: ServiceNames,
        queue: Queue,
        priorities: PriorityReasons,
        public_url: str,
    ) -> None:
        self.queue = queue
        self.services = services
        self.priorities = priorities
        self._catalog = catalog
        self._public_url = public_url.rstrip("/")

    def request(
        self,
        centre: Centre,
        *,
        procedure: str | None = None,
        field: str | None = None,
        service: str | None = None,
        priority_reason: str | None = None,
        key: str | None = None,
        conversation_id: str | None = None,
    ) -> TicketRequest:
        """What is asked of the queue by a procedure, a field or a service group; several must agree.

        Raises:
            UnknownService: none is given, one is unknown, or they mean different groups.
            UnknownPriorityReason: the reason is not of the closed list.
        """
        groups = set()
        if procedure is not None:
            catalog = self._catalog()
            if procedure not in catalog:
                raise UnknownService(f"Không có thủ tục mã “{procedure}” trong danh mục")
            groups.add(catalog.procedure(procedure).service_group)
        if field is not None:
            if (named := self.services.named(field)) is None:
                raise UnknownService(f"Không có lĩnh vực “{field}”")
            groups.add(named)
        if service is not None:
            groups.add(service_group(centre, service).slug)
        if len(groups) != 1:
            asked = "procedure_code, field hoặc service"
            raise UnknownService(
                f"Các trường {asked} chỉ các nhóm dịch vụ khác nhau" if groups else f"Cần một trong {asked}"
            )
        reason = self.priorities.get(priority_reason).slug if priority_reason else None
        return TicketRequest(groups.pop(), procedure, reason, key, conversation_id)

    def priority_reasons(self) -> list[dict[str, Any]]:
        """The closed list of reasons to be called earlier, with the law behind each where there is one."""
        return [
            {
                "slug": reason.slug,
                "name": reason.name,
                "proof": reason.proof,
                "basis": reason.basis.model_dump(mode="json") if reason.basis else None,
                "own_practice": reason.own_practice,
            }
            for reason in self.priorities.reasons
        ]

    def centre(self, ticket: Ticket) -> Centre:
        """The centre of a ticket."""
        return self._catalog().centre(ticket.centre)

    def view(self, ticket: Ticket) -> dict[str, Any]:
        """A ticket as the contract shows it, with its place in line now."""
        return self.shown(ticket)[0]

    def shown(self, ticket: Ticket) -> tuple[dict[str, Any], Standing]:
        """The view of a ticket, and the place in line that it tells."""
        centre = self.centre(ticket)
        try:
            standing = self.queue.outlook.of(centre, ticket)
        except QueueUnavailable:  # a number that was given is told, though its place cannot be read now
            standing = Standing(None, None)
        numbers = (ticket.counter,) if ticket.counter else standing.counters
        counters = [c for number in numbers for c in centre.counters if c.number == number]
        counters = counters or list(centre.counters_for(ticket.service_group))
        name = service_group(centre, ticket.service_group).name
        url = f"{self._public_url}/t/{ticket.id}"
        reason = self.priorities.get(ticket.priority_reason).name if ticket.priority_reason else None
        view = {
            "id": ticket.id,
            "number": ticket.number,
            "centre": centre.slug,
            "service": ticket.service_group,
            "service_name": name,
            "procedure_code": ticket.procedure,
            "priority_reason": ticket.priority_reason,
            "service_class": ticket.service_class.value,
            "status": ticket.status.value,
            "status_text": status_name(ticket.status),
            "counters": [{"number": c.number, "name": c.name, "way": c.way} for c in counters],
            "called_to": ticket.counter if ticket.status is TicketStatus.CALLED else None,
            "people_ahead": standing.people_ahead,
            "wait_minutes": _range(standing.wait),
            "issued_at": ticket.issued_at.isoformat(),
            "service_day": ticket.service_day.isoformat(),
            "status_url": url,
            "slip": {
                "centre": centre.name,
                "number": ticket.number,
                "service": name,
                "priority": reason,
                "ways": [c.way for c in counters],
                "issued_at": ticket.issued_at.strftime("%H:%M:%S %d-%m-%Y"),
                "url": url,
                "note": _NOTE,
            },
        }
        return view, standing


def board_view(board: Board) -> dict[str, Any]:
    """A board as the contract shows it."""
    names = {group.slug: group.name for group in board.centre.service_groups}
    there: Mapping[str | None, Ticket] = {ticket.counter: ticket for ticket in board.at_counters}
    return {
        "centre": board.centre.slug,
        "at": board.at.isoformat(),
        "open_now": board.centre.is_open(board.at),
        "waiting": sum(group.waiting for group in board.groups),
        "services": [
            {
                "service": group.service_group,
                "name": names[group.service_group],
                "waiting": group.waiting,
                "next": list(group.next_numbers),
                "wait_minutes": _range(group.wait),
            }
            for group in board.groups
        ],
        "counters": [
            {
                "number": counter.number,
                "name": counter.name,
                "state": board.states[counter.number].value,
                "ticket": ticket.number if (ticket := there.get(counter.number)) else None,
                "status": ticket.status.value if ticket else None,
                "called_at": ticket.called_at.isoformat() if ticket and ticket.called_at else None,
            }
            for counter in board.centre.counters
        ],
        "on_hold": [ticket.number for ticket in board.on_hold],
    }


def _range(wait: WaitRange | None) -> dict[str, int] | None:
    return {"low": wait.low, "high": wait.high} if wait else None
