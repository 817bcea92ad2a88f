"""What clerks do: open a counter, call the next, serve, send on. A counter has one person at a time."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

from assistant.catalog.centre import Centre, Counter
from assistant.errors import LetanError
from assistant.queue.desk import service_group
from assistant.queue.order import behind
from assistant.queue.repository import (
    Change,
    QueueRepository,
    QueueSession,
    in_groups,
)
from assistant.queue.ticket import ChangeRefused, CounterState, Ticket, TicketStatus, UnknownTicket
from assistant.text.masking import mask
from assistant.text.normal_form import normalise


class UnknownCounter(LetanError):
    """The centre has no such counter."""

    status = 404
    slug = "unknown-counter"
    title = "Trung tâm không có quầy này"


class CounterNotReady(LetanError):
    """The counter is paused or closed, is busy, or has nobody in front of it."""

    status = 409
    slug = "counter-not-ready"
    title = "Quầy chưa thực hiện được thao tác này"


@dataclass(frozen=True)
class AtCounter:
    """A counter as an action left it, and the ticket that it acted on or has in front of it."""

    counter: str
    state: CounterState
    ticket: Ticket | None


class Counters:
    """The clerks' actions, each one transaction; all raise UnknownCounter, most CounterNotReady.

    Actions on the person at the counter take the ticket's number, if given, as a check: another one
    than the one at the counter is refused.
    """

    def __init__(self, repository: QueueRepository, now: Callable[[], datetime]) -> None:
        self._repository = repository
        self._now = now

    def set_state(self, centre: Centre, counter: str, actor: str, state: CounterState) -> AtCounter:
        """Open, pause or close a counter; who is at it stays and can be finished."""
        _known(centre, counter)
        with self._repository.writing() as session:
            session.lock_counter(centre.slug, counter)
            session.set_counter(centre.slug, counter, state, Change(state.value, self._now(), actor))
            return AtCounter(counter, state, self._current(session, centre, counter))

    def call_next(
        self,
        centre: Centre,
        counter: str,
        actor: str,
        number: str | None = None,
        *,
        finish_current: bool = False,
    ) -> AtCounter:
        """Call the next in line for the counter's service groups; nobody waiting gives no ticket.

        The first call of a day opens the counter. With `finish_current`, as on a keypad with one
        button, whoever is still there is done; else they must be finished first. With the number of
        the one to finish, a second press of the same button is refused and skips nobody.
        """
        groups = _known(centre, counter)
        with self._repository.writing() as session:
            self._opened(session, centre, counter, actor)
            now = self._now()
            if current := self._current(session, centre, counter):
                if not finish_current:
                    raise CounterNotReady(
                        f"Quầy {counter} còn số {current.number}, cần kết thúc trước khi gọi tiếp"
                    )
                self._present(session, centre, counter, number)
                done = replace(current, status=TicketStatus.DONE, ended_at=now)
                session.update(current, done, Change("finished", now, actor, counter))
            before = session.first_in_line(centre.slug, now.date(), groups)
            if before is None:
                return AtCounter(counter, CounterState.OPEN, None)
            called = replace(
                before, status=TicketStatus.CALLED, counter=counter, called_at=now, started_at=None
            )
            session.update(before, called, Change("called", now, actor, counter))
            return AtCounter(counter, CounterState.OPEN, called)

    def recall(self, centre: Centre, counter: str, actor: str, number: str | None = None) -> AtCounter:
        """Call the one who was called once more."""
        return self._act(centre, counter, actor, "recalled", number, _still_called)

    def start(self, centre: Centre, counter: str, actor: str, number: str | None = None) -> AtCounter:
        """The one who was called has come."""

        def started(before: Ticket, now: datetime) -> Ticket:
            before.require(TicketStatus.SERVING)  # a second tap must not make the visit shorter
            return replace(before, status=TicketStatus.SERVING, started_at=now)

        return self._act(centre, counter, actor, "started", number, started)

    def finish(self, centre: Centre, counter: str, actor: str, number: str | None = None) -> AtCounter:
        """The visit is over."""

        def finished(before: Ticket, now: datetime) -> Ticket:
            return replace(before, status=TicketStatus.DONE, ended_at=now)

        return self._act(centre, counter, actor, "finished", number, finished)

    def hold(
        self, centre: Centre, counter: str, actor: str, number: str | None = None, note: str | None = None
    ) -> AtCounter:
        """Something is missing: the person comes back later with the same number."""

        def held(before: Ticket, now: datetime) -> Ticket:
            return replace(before, status=TicketStatus.ON_HOLD)

        return self._act(centre, counter, actor, "held", number, held, note)

    def resume(self, centre: Centre, counter: str, actor: str, number: str) -> AtCounter:
        """Someone on hold is back: in line again at their old place, so among the first."""
        _known(centre, counter)
        with self._repository.writing() as session:
            now = self._now()
            state = self._state(session, centre, counter)
            before = session.numbered(centre.slug, now.date(), number)
            if before is None:
                raise UnknownTicket(f"Hôm nay không có số {number}")
            if before.status is not TicketStatus.ON_HOLD:
                raise ChangeRefused(f"Số {before.number} không ở trạng thái tạm giữ")
            after = replace(before, status=TicketStatus.WAITING, counter=None)
            session.update(before, after, Change("returned", now, actor, counter))
            return AtCounter(counter, state, after)

    def transfer(
        self,
        centre: Centre,
        counter: str,
        actor: str,
        service: str,
        number: str | None = None,
        note: str | None = None,
    ) -> AtCounter:
        """Send the person to another service group, where they keep the place they came with.

        Raises:
            UnknownService: the centre does not have the service group.
        """
        group = service_group(centre, service)

        def transferred(before: Ticket, now: datetime) -> Ticket:
            if group.slug == before.service_group:
                raise ChangeRefused(f"Số {before.number} đang ở chính nhóm dịch vụ này")
            return replace(
                before,
                status=TicketStatus.TRANSFERRED,
                service_group=group.slug,
                counter=None,
                started_at=None,
            )

        return self._act(centre, counter, actor, "transferred", number, transferred, note)

    def no_show(self, centre: Centre, counter: str, actor: str, number: str | None = None) -> AtCounter:
        """The one called did not come: some places back in line; the last time allowed, the ticket ends."""
        _known(centre, counter)
        with self._repository.writing() as session:
            now = self._now()
            state = self._state(session, centre, counter)
            before = self._present(session, centre, counter, number)
            if before.status is not TicketStatus.CALLED:
                raise ChangeRefused(f"Số {before.number} đã vào quầy, không thể báo vắng")
            missed = replace(before, no_shows=before.no_shows + 1)
            if missed.no_shows >= centre.queue.no_show_ends_at:
                after = replace(missed, status=TicketStatus.NO_SHOW, ended_at=now)
            else:
                line = in_groups(session.line(centre.slug, now.date()), {before.service_group})
                place, seat = behind(line, centre.queue.no_show_goes_back) or (before.place, before.seat)
                after = replace(missed, status=TicketStatus.WAITING, counter=None, place=place, seat=seat)
            session.update(before, after, Change("missed", now, actor, counter))
            return AtCounter(counter, state, after)

    def _act(
        self,
        centre: Centre,
        counter: str,
        actor: str,
        action: str,
        number: str | None,
        changed: Callable[[Ticket, datetime], Ticket],
        note: str | None = None,
    ) -> AtCounter:
        """Change the ticket at the counter, if its state allows it; nothing personal is kept of a note."""
        _known(centre, counter)
        note = mask(normalise(note)) if note else None
        with self._repository.writing() as session:
            now = self._now()
            state = self._state(session, centre, counter)
            before = self._present(session, centre, counter, number)
            after = changed(before, now)
            if after.status is not before.status:
                before.require(after.status)
            session.update(before, after, Change(action, now, actor, counter, note))
            return AtCounter(counter, state, after)

    def _opened(self, session: QueueSession, centre: Centre, counter: str, actor: str) -> None:
        """Hold the counter, open; one that nobody has touched today is opened."""
        held = session.lock_counter(centre.slug, counter)
        now = self._now()
        if held is None or held[1].date() < now.date():
            session.set_counter(centre.slug, counter, CounterState.OPEN, Change("open", now, actor))
        elif held[0] is not CounterState.OPEN:
            raise CounterNotReady(f"Quầy {counter} đang tạm nghỉ, cần mở lại trước khi gọi số")

    def _state(self, session: QueueSession, centre: Centre, counter: str) -> CounterState:
        held = session.lock_counter(centre.slug, counter)
        return held[0] if held and held[1].date() == self._now().date() else CounterState.CLOSED

    def _current(self, session: QueueSession, centre: Centre, counter: str) -> Ticket | None:
        there = session.at_counters(centre.slug, self._now().date())
        return next((ticket for ticket in there if ticket.counter == counter), None)

    def _present(self, session: QueueSession, centre: Centre, counter: str, number: str | None) -> Ticket:
        current = self._current(session, centre, counter)
        if current is None:
            raise CounterNotReady(f"Quầy {counter} chưa gọi ai")
        if number is not None and number.upper() != current.number:
            raise CounterNotReady(f"Quầy {counter} đang có số {current.number}, không phải số {number}")
        return current


def counter_of(centre: Centre, number: str) -> Counter:
    """The centre's counter of that number; raises UnknownCounter."""
    for counter in centre.counters:
        if counter.number == number:
            return counter
    raise UnknownCounter(f"{centre.name} không có quầy “{number}”")


def _known(centre: Centre, number: str) -> frozenset[str]:
    """The service groups of the centre's counter; raises UnknownCounter."""
    return frozenset(counter_of(centre, number).service_groups)


def _still_called(before: Ticket, now: datetime) -> Ticket:
    if before.status is not TicketStatus.CALLED:
        raise ChangeRefused(f"Số {before.number} đã vào quầy, không cần gọi lại")
    return before
