"""The desk hands out numbers: given once, in one transaction, and given again to whoever asks again."""

import re
import secrets
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from assistant.catalog.centre import Centre, ServiceGroup
from assistant.errors import LetanError
from assistant.queue.repository import (
    Change,
    Draft,
    KeyTaken,
    OutcomeUnknown,
    QueueRepository,
    QueueSession,
    QueueUnavailable,
)
from assistant.queue.ticket import ACTIVE, ServiceClass, Ticket, TicketStatus, UnknownTicket

_CITIZEN = "citizen"
_SYSTEM = "system"
_GIVEN_OR_NOT = (
    "Chưa rõ số đã được cấp hay chưa, "
    "xin thử lại với cùng mã chống lặp hoặc hỏi bàn hướng dẫn trước khi lấy số khác"
)
_ID = re.compile(r"t_[A-Za-z0-9_-]{22}")


class UnknownService(LetanError):
    """The centre has no such service group."""

    status = 422
    slug = "unknown-service"
    title = "Trung tâm không có nhóm dịch vụ này"


class CentreClosed(LetanError):
    """No numbers are given outside opening hours."""

    status = 409
    slug = "centre-closed"
    title = "Trung tâm đang ngoài giờ làm việc"

    def __init__(self, detail: str, opens_at: datetime | None) -> None:
        super().__init__(detail)
        self.opens_at = opens_at
        self.extensions = {"opens_at": opens_at.isoformat()} if opens_at else {}


class KeyReused(LetanError):
    """The idempotency key belongs to another request."""

    status = 409
    slug = "idempotency-key-reused"
    title = "Mã chống lặp này đã dùng cho một yêu cầu khác"


@dataclass(frozen=True)
class TicketRequest:
    """What a number is asked for. `key` makes a retry get the same ticket.

    Tickets of one `conversation_id` are one visit, and are not called to two counters at once.
    """

    service_group: str
    procedure: str | None = None
    priority_reason: str | None = None
    key: str | None = None
    conversation_id: str | None = None


class Desk:
    """Issues, finds and cancels tickets."""

    def __init__(self, repository: QueueRepository, now: Callable[[], datetime]) -> None:
        self._repository = repository
        self._now = now

    def issue(self, centre: Centre, request: TicketRequest) -> Ticket:
        """The ticket for a request; for a key that was used for the same request, the one given then.

        Raises:
            UnknownService: the centre does not have the service group.
            CentreClosed: it is outside opening hours.
            KeyReused: the key was used for another request.
            QueueUnavailable: nothing was given.
            OutcomeUnknown: whether it was given cannot be told; the same key will tell later.
        """
        group = service_group(centre, request.service_group)
        draft = Draft(request.key, _asked(centre, request), request.conversation_id)
        try:
            with self._repository.writing() as session:
                given = _given(session, draft) or self._issue(session, centre, group, request, draft)
        except KeyTaken:
            if (first := self._given_before(draft)) is None:
                raise
            given = first
        except OutcomeUnknown as error:
            if (kept := self._kept_after_all(draft)) is None:
                raise OutcomeUnknown(_GIVEN_OR_NOT) from error
            given = kept
        return self._ended_if_past(given)

    def ticket(self, ticket_id: str) -> Ticket:
        """The ticket of that id; one of a day gone by has ended. Raises UnknownTicket."""
        _check_form(ticket_id)
        with self._repository.reading() as session:
            found = session.ticket(ticket_id)
        if found is None:
            raise UnknownTicket
        return self._ended_if_past(found)

    def cancel(self, ticket_id: str, actor: str = _CITIZEN) -> Ticket:
        """End a ticket that is not being served; cancelling twice does nothing more.

        Raises:
            UnknownTicket: there is none of that id.
            ChangeRefused: it is being served, or has ended otherwise.
        """
        _check_form(ticket_id)
        with self._repository.writing() as session:
            before = session.ticket(ticket_id)
            if before is None:
                raise UnknownTicket
            if before.status is TicketStatus.CANCELLED:
                return before
            now = self._now()
            if before.status in ACTIVE and before.service_day < now.date():
                before = replace(before, status=TicketStatus.CLOSED)  # as it will be when its day is closed
            before.require(TicketStatus.CANCELLED)
            after = replace(before, status=TicketStatus.CANCELLED, ended_at=now)
            session.update(before, after, Change("cancelled", now, actor))
            return after

    def given(self, key: str) -> Ticket | None:
        """The ticket given under an idempotency key."""
        with self._repository.reading() as session:
            found = session.by_key(key)
        return self._ended_if_past(found[0]) if found else None

    def numbered(self, centre: Centre, number: str) -> Ticket | None:
        """Today's ticket of that number."""
        with self._repository.reading() as session:
            return session.numbered(centre.slug, self._now().date(), number)

    def of_conversation(self, conversation_id: str) -> list[Ticket]:
        """The tickets taken in a conversation today, the latest first."""
        with self._repository.reading() as session:
            return session.of_conversation(conversation_id, self._now().date())

    def close_past_days(self) -> int:
        """End what was left in line on days gone by; returns how many."""
        today = self._now().date()
        with self._repository.writing() as session:
            left = session.active_before(today)
            for before in left:
                after = replace(before, status=TicketStatus.CLOSED, ended_at=self._now())
                session.update(before, after, Change("closed", self._now(), _SYSTEM))
        return len(left)

    def _given_before(self, draft: Draft) -> Ticket | None:
        with self._repository.reading() as session:
            return _given(session, draft)

    def _kept_after_all(self, draft: Draft) -> Ticket | None:
        """The ticket whose commit was not heard of, if its key tells; none proves nothing."""
        if draft.key is None:
            return None
        try:
            return self._given_before(draft)
        except QueueUnavailable:
            return None

    def _ended_if_past(self, found: Ticket) -> Ticket:
        if found.status not in ACTIVE or found.service_day >= self._now().date():
            return found
        self.close_past_days()
        return self.ticket(found.id)

    def _issue(
        self, session: QueueSession, centre: Centre, group: ServiceGroup, request: TicketRequest, draft: Draft
    ) -> Ticket:
        day = self._open_day(centre)
        serial = session.advance(centre.slug, day, group.prefix)
        # The series is held from here on: times drawn now are in the order of the numbers.
        now = self._now()
        service_class = _service_class(centre, request)
        ticket = Ticket(
            id=f"t_{secrets.token_urlsafe(16)}",
            centre=centre.slug,
            service_day=day,
            prefix=group.prefix,
            serial=serial,
            service_group=group.slug,
            procedure=request.procedure,
            service_class=service_class,
            priority_reason=request.priority_reason,
            status=TicketStatus.WAITING,
            place=_microseconds(now - _head_start(centre, service_class)),
            seat=serial + (ord(group.prefix) - ord("A")) / 26,
            no_shows=0,
            counter=None,
            issued_at=now,
            called_at=None,
            started_at=None,
            ended_at=None,
        )
        session.add(ticket, draft, Change("issued", now, _CITIZEN, note=request.priority_reason))
        return ticket

    def _open_day(self, centre: Centre) -> date:
        now = self._now()
        if not centre.is_open(now):
            raise CentreClosed(
                f"{centre.name} đang ngoài giờ làm việc nên chưa phát số", centre.next_opening(now)
            )
        return now.date()


def service_group(centre: Centre, slug: str) -> ServiceGroup:
    """The centre's service group of that slug; raises UnknownService."""
    for group in centre.service_groups:
        if group.slug == slug:
            return group
    raise UnknownService(f"{centre.name} không có nhóm dịch vụ “{slug}”")


def _check_form(ticket_id: str) -> None:
    # Not every database takes every character, and none need be asked for what cannot be there.
    if not _ID.fullmatch(ticket_id):
        raise UnknownTicket


def _asked(centre: Centre, request: TicketRequest) -> str:
    return "|".join(
        (centre.slug, request.service_group, request.procedure or "", request.priority_reason or "")
    )


def _given(session: QueueSession, draft: Draft) -> Ticket | None:
    if draft.key is None or (earlier := session.by_key(draft.key)) is None:
        return None
    ticket, request = earlier
    if request != draft.request:
        raise KeyReused
    return ticket


def _service_class(centre: Centre, request: TicketRequest) -> ServiceClass:
    if request.priority_reason:
        return ServiceClass.PRIORITY
    return ServiceClass.GREEN if request.procedure in centre.queue.green_lane else ServiceClass.ORDINARY


def _head_start(centre: Centre, service_class: ServiceClass) -> timedelta:
    rules = centre.queue
    minutes = {
        ServiceClass.ORDINARY: 0,
        ServiceClass.GREEN: rules.green_head_start,
        ServiceClass.PRIORITY: rules.priority_head_start,
    }
    return timedelta(minutes=minutes[service_class])


def _microseconds(moment: datetime) -> int:
    return int(moment.timestamp() * 1_000_000)
