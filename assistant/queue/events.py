"""What happens in the queue, for boards and pages that want to know at once."""

import json
from dataclasses import asdict, dataclass
from typing import Any, Self

from assistant.queue.ticket import Ticket


@dataclass(frozen=True)
class QueueEvent:
    """A change at a centre; it names a ticket by its number alone, which is public."""

    centre: str
    change: str
    at: str
    number: str | None = None
    service: str | None = None
    status: str | None = None
    counter: str | None = None

    def to_dict(self) -> dict[str, Any]:
        """As boards are told it."""
        return asdict(self)

    def to_json(self) -> str:
        """For a journey between processes."""
        return json.dumps(self.to_dict(), ensure_ascii=False)

    @classmethod
    def from_json(cls, text: str) -> Self:
        """What `to_json` gave."""
        return cls(**json.loads(text))

    @classmethod
    def of(cls, ticket: Ticket, change: str, at: str) -> Self:
        """The event of a ticket's change."""
        return cls(
            ticket.centre,
            change,
            at,
            ticket.number,
            ticket.service_group,
            ticket.status.value,
            ticket.counter,
        )
