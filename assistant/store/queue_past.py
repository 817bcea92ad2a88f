"""Reading what was: visits, histories, counters' hours."""

from collections.abc import Collection, Sequence
from datetime import date, datetime, time, timedelta

import sqlalchemy as sa

from assistant.clock import VIETNAM
from assistant.queue.figures import CounterStep, Step
from assistant.queue.repository import Change
from assistant.queue.ticket import CounterState, TicketStatus
from assistant.store.queue_tables import counter_change, ticket, ticket_change


class SqlQueuePast:
    """The part of a QueueSession that looks back."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection

    def visits(self, centre: str, since: datetime) -> list[tuple[str, float]]:
        """(service group, minutes from call to end) of the visits that ended since, the latest last."""
        rows = self._connection.execute(
            sa.select(ticket.c.service_group, ticket.c.called_at, ticket.c.ended_at)
            .where(
                ticket.c.centre == centre,
                ticket.c.service_day >= since.date(),
                ticket.c.status == TicketStatus.DONE.value,
                ticket.c.ended_at >= since,
            )
            .order_by(ticket.c.ended_at)
        )
        return [(row.service_group, (row.ended_at - row.called_at).total_seconds() / 60) for row in rows]

    def drawn(self, centre: str, since: datetime) -> list[tuple[str, str]]:
        """(service class, service group) of the tickets drawn since."""
        since_then = (
            ticket.c.centre == centre,
            ticket.c.service_day >= since.date(),
            ticket.c.issued_at >= since,
        )
        query = sa.select(ticket.c.service_class, ticket.c.service_group).where(*since_then)
        return [(row.service_class, row.service_group) for row in self._connection.execute(query)]

    def drawn_at(self, centre: str, start: date, end: date) -> list[tuple[datetime, str]]:
        """(when, for which service group) tickets were drawn on these days."""
        query = sa.select(ticket.c.issued_at, ticket.c.service_group).where(*_of_days(centre, start, end))
        return [(row.issued_at, row.service_group) for row in self._connection.execute(query)]

    def states(self, centre: str, start: date, end: date) -> dict[int, str]:
        """The state now of each ticket of these days, by its sequence."""
        query = sa.select(ticket.c.sequence, ticket.c.status).where(*_of_days(centre, start, end))
        return {row.sequence: row.status for row in self._connection.execute(query)}

    def steps(self, centre: str, start: date, end: date) -> list[Step]:
        """The histories of the tickets of these days, in the order of time."""
        query = (
            sa.select(
                ticket_change.c.ticket,
                ticket.c.service_group,
                ticket.c.issued_at,
                ticket_change.c.change,
                ticket_change.c.at,
                ticket_change.c.counter,
            )
            .join_from(ticket_change, ticket)
            .where(*_of_days(centre, start, end))
            .order_by(ticket_change.c.number)
        )
        return [Step(*row) for row in self._connection.execute(query)]

    def histories(self, tickets: Collection[str]) -> list[tuple[str, Change]]:
        """(id, change) of all that was done to the tickets of these ids, in the order of time."""
        line = ticket_change.c
        query = (
            sa.select(ticket.c.id, line.change, line.at, line.actor, line.counter, line.note)
            .join_from(ticket_change, ticket)
            .where(ticket.c.id.in_(sorted(tickets)))
            .order_by(line.number)
        )
        return [(ticket_id, Change(*change)) for ticket_id, *change in self._connection.execute(query)]

    def counter_steps(self, centre: str, start: date, end: date) -> list[CounterStep]:
        """When counters were opened, paused and closed on these days."""
        first, last = (datetime.combine(day, time(), VIETNAM) for day in (start, end + timedelta(days=1)))
        within = (counter_change.c.centre == centre, counter_change.c.at >= first, counter_change.c.at < last)
        query = sa.select(counter_change.c.counter, counter_change.c.state, counter_change.c.at).where(
            *within
        )
        rows = self._connection.execute(query.order_by(counter_change.c.number))
        return [CounterStep(row.counter, CounterState(row.state), row.at) for row in rows]


def _of_days(centre: str, start: date, end: date) -> Sequence["sa.ColumnElement[bool]"]:
    return ticket.c.centre == centre, ticket.c.service_day.between(start, end)
