"""Doing what a turn decided about numbers: draw one, look it up, give it back. Each gives a reply."""

from collections.abc import Callable, Sequence
from datetime import datetime

from assistant.catalog.centre import Centre
from assistant.dialogue.acts import Act, ActKind
from assistant.dialogue.conversation import Message
from assistant.dialogue.reception import Reception
from assistant.dialogue.replies import tickets
from assistant.dialogue.replies.reply import Reply
from assistant.queue.desk import CentreClosed, UnknownService
from assistant.queue.outlook import Standing
from assistant.queue.repository import Conflict, OutcomeUnknown, QueueUnavailable
from assistant.queue.ticket import ACTIVE, ChangeRefused, Ticket

_FOR_A_NUMBER = frozenset({ActKind.TICKET, ActKind.ASK_SERVICE, ActKind.OFFER_PRIORITY, ActKind.ASK_REASON})


_MOST_HELD = 6
"""Numbers that one conversation may hold at once: a family with several errands, not a whole queue."""

QUIET_HOURS = "faq:gio-vang-khach"
"""The entry of the FAQ that the centre's own figures answer better, once there are enough of them."""


class TicketErrands:
    """Runs the acts about numbers. Waits for the database: call it from a thread."""

    def __init__(self, reception: Reception, now: Callable[[], datetime]) -> None:
        self._reception = reception
        self._desk = reception.queue.desk
        self._now = now

    def run(self, act: Act, message: Message, centre: Centre) -> Reply | None:
        """Do the errand of an act and tell what came of it; nothing if the act is none."""
        try:
            if act.kind in _FOR_A_NUMBER and not centre.is_open(now := self._now()):
                return tickets.closed(centre, centre.next_opening(now), now)
            match act.kind:
                case ActKind.TICKET:
                    return self._draw(act, message, centre)
                case ActKind.ASK_SERVICE:
                    return tickets.ask_service(centre)
                case ActKind.OFFER_PRIORITY:
                    reason = self._reception.priorities.get(act.reason or "")
                    return tickets.offer_priority(reason.name, reason.proof)
                case ActKind.ASK_REASON:
                    return tickets.ask_reason([reason.name for reason in self._reception.priorities.reasons])
                case ActKind.CANCEL_TICKET:
                    return self._cancel(act, message, centre)
                case ActKind.QUEUE:
                    return self._queue(act, message, centre)
                case ActKind.LOST_TICKET:
                    return self._print_again(act, message, centre)
                case ActKind.FAQ if act.faq == QUIET_HOURS:
                    hours = self._reception.queue.history.quiet_hours(centre)
                    return tickets.quiet(hours, centre) if hours else None
                case _:
                    return None
        except QueueUnavailable as error:
            if act.kind is ActKind.FAQ:
                return None
            if isinstance(error, OutcomeUnknown):
                return tickets.outcome_unknown(centre)
            drawing = act.kind in _FOR_A_NUMBER
            return tickets.unavailable(centre) if drawing else tickets.nothing_done(centre)

    def done_before(self, message: Message) -> Reply | None:
        """The number that this very message was given, if the turn could not be kept then."""
        try:
            ticket = self._desk.given(_key(message))
        except QueueUnavailable:
            return None
        return self._given(ticket) if ticket else None

    def _draw(self, act: Act, message: Message, centre: Centre) -> Reply:
        try:
            request = self._reception.request(
                centre,
                procedure=act.procedure,
                service=act.group,
                priority_reason=act.reason,
                key=_key(message),
                conversation_id=message.conversation_id,
            )
            mine = self._mine(message)
            if len(mine) >= _MOST_HELD:
                return tickets.enough(mine, centre)
            alike = (centre.slug, request.service_group)
            same = [t for t in mine if (t.centre, t.service_group) == alike]
            if same and not act.another:
                view, standing = self._reception.shown(same[0])
                return tickets.held_already(view, same[0], standing, centre)
            return self._given(self._desk.issue(centre, request))
        except UnknownService:
            return tickets.ask_service(centre)
        except CentreClosed as error:  # in this very moment
            return tickets.closed(centre, error.opens_at, self._now())

    def _given(self, ticket: Ticket) -> Reply:
        view, standing = self._reception.shown(ticket)
        notes = []
        if ticket.priority_reason:
            reason = self._reception.priorities.get(ticket.priority_reason)
            notes.append(f"Đây là số ưu tiên ({reason.name}).")
        return tickets.given(view, ticket, standing, self._reception.centre(ticket), notes)

    def _cancel(self, act: Act, message: Message, centre: Centre) -> Reply:
        mine = self._meant(act, self._mine(message))
        if not mine:
            return tickets.not_yours(centre, act.number) if act.number else tickets.no_ticket(centre)
        if len(mine) > 1 or act.group not in {None, mine[0].service_group}:
            return tickets.which_to_cancel(mine)
        try:
            ended = self._desk.cancel(mine[0].id)
        except (ChangeRefused, Conflict):  # a clerk was quicker
            now = self._desk.ticket(mine[0].id)
            return tickets.refused(now, self._reception.view(now))
        return tickets.cancelled(self._reception.view(ended), ended)

    def _queue(self, act: Act, message: Message, centre: Centre) -> Reply:
        mine = self._meant(act, self._mine(message))
        if len(mine) > 1:
            return tickets.places_in_line([self._shown(t) for t in mine], centre)
        ticket = mine[0] if mine else self._numbered(act, centre)
        if ticket:
            view, standing = self._reception.shown(ticket)
            at = self._reception.centre(ticket)
            return tickets.place_in_line(view, ticket, standing, at, own=bool(mine))
        if act.number:
            return tickets.no_such_number(centre, act.number)
        if not centre.is_open(now := self._now()):
            return tickets.closed(centre, centre.next_opening(now), now)
        board = self._reception.queue.outlook.board(centre)
        names = {group.slug: group.name for group in centre.service_groups}
        asked = [g for g in board.groups if act.group in {None, g.service_group}]
        return tickets.line_of([(names[g.service_group], g.waiting, g.wait) for g in asked])

    def _print_again(self, act: Act, message: Message, centre: Centre) -> Reply:
        mine = self._meant(act, self._mine(message))
        if not mine:
            return tickets.wait_without_slip(centre)
        if len(mine) > 1:
            return tickets.which_to_print(mine)
        view, standing = self._reception.shown(mine[0])
        return tickets.printed_again(view, mine[0], standing, self._reception.centre(mine[0]))

    def _shown(self, ticket: Ticket) -> tuple[tickets.View, Ticket, Standing]:
        view, standing = self._reception.shown(ticket)
        return view, ticket, standing

    def _mine(self, message: Message) -> list[Ticket]:
        """The tickets of the conversation that have not ended, the latest first."""
        return [t for t in self._desk.of_conversation(message.conversation_id) if t.status in ACTIVE]

    def _numbered(self, act: Act, centre: Centre) -> Ticket | None:
        return self._desk.numbered(centre, act.number) if act.number else None

    @staticmethod
    def _meant(act: Act, mine: Sequence[Ticket]) -> list[Ticket]:
        """Those of them that the number or the service names; all if neither is said."""
        if act.number:
            return [t for t in mine if t.number == act.number]
        return [t for t in mine if t.service_group == act.group] or list(mine)


def _key(message: Message) -> str:
    return f"c:{message.conversation_id}:{message.message_id}"
