"""The form of a number: for what it is, and whether it is to be a priority one."""

from typing import Any

from rasa_sdk.events import FollowupAction, SlotSet
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.forms import FormValidationAction
from rasa_sdk.interfaces import Action, Tracker
from rasa_sdk.types import DomainDict

from actions.base import Events, intent_of, text_of, utter
from actions.forms import cleared, closed_form
from assistant.dialogue.acts import TOPIC_OF_INTENT, Act, ActKind, Topic
from assistant.dialogue.slip_words import plain_errand
from assistant.dialogue.ticket_wish import TicketWish, TicketWishes

_ORDINARY, _PRIORITY = "ordinary", "priority"
_UNNAMED = "?"
"""Priority was asked for, and no reason was named."""

_NOT_A_SERVICE = frozenset(
    {"ask_hours", "ask_queue", "check_dossier", "cancel_ticket", "ask_human", "complain", "ask_identity"}
    | {intent for intent, topic in TOPIC_OF_INTENT.items() if topic is not Topic.GENERAL}
)


def run_errand(
    dispatcher: CollectingDispatcher, tracker: Tracker, kind: ActKind, wishes: TicketWishes
) -> Events:
    """Do what is wanted about numbers. While it is asked what one is for, a look at the line is an aside."""
    if kind is ActKind.TICKET:
        return begin_ticket(dispatcher, tracker, wishes.read(text_of(tracker)))
    wish = wishes.by_names(text_of(tracker))
    utter(dispatcher, Act(kind, group=wish.group, number=wish.number))
    return [] if kind is ActKind.QUEUE and in_ticket_form(tracker) else closed_form(tracker)


def open_question(tracker: Tracker) -> Act | None:
    """What is still to be told for a number: a bare yes tells none of it."""
    if not in_ticket_form(tracker):
        return None
    if tracker.get_slot("requested_slot") == "ticket_for":
        return Act(ActKind.ASK_SERVICE)
    return _which_class(tracker)


def in_ticket_form(tracker: Tracker) -> bool:
    """Whether a number was asked for and not all is known yet."""
    return bool((tracker.active_loop or {}).get("name") == "ticket_form")


def begin_ticket(dispatcher: CollectingDispatcher, tracker: Tracker, wish: TicketWish) -> Events:
    """Draw at once if all is known; else open the form for what is not."""
    current = tracker.get_slot("procedure")
    service = _service(wish) or (f"procedure:{current}" if current else None)
    reason = wish.reason or (_UNNAMED if wish.priority else None)
    # Whoever names a reason and asks for priority has been heard; whoever only tells of it is asked.
    decided = _ordinary_unless(reason) or (_PRIORITY if wish.priority and wish.reason else None)
    slots = {
        "ticket_for": service,
        "ticket_class": decided,
        "ticket_reason": reason,
        "ticket_another": wish.another or None,
    }
    if service and decided:
        utter(dispatcher, _ticket(slots))
        return closed_form(tracker)
    events = [SlotSet(name, value) for name, value in slots.items()]
    return [*closed_form(tracker), *events, FollowupAction("ticket_form")]


class ActionAskTicketFor(Action):
    """For what is the number?"""

    def name(self) -> str:
        """As Rasa derives it from the slot."""
        return "action_ask_ticket_for"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict) -> Events:
        """Ask."""
        utter(dispatcher, Act(ActKind.ASK_SERVICE))
        return []


class ActionAskTicketClass(Action):
    """Shall it be a priority number?"""

    def name(self) -> str:
        """As Rasa derives it from the slot."""
        return "action_ask_ticket_class"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict) -> Events:
        """Offer it for the reason that was told, or ask for the reason."""
        utter(dispatcher, _which_class(tracker))
        return []


class ValidateTicketForm(FormValidationAction):
    """Reads service and class; a message that tells neither is left to the rules."""

    def __init__(self, wishes: TicketWishes) -> None:
        self._wishes = wishes

    def name(self) -> str:
        """As Rasa derives it from the form."""
        return "validate_ticket_form"

    async def extract_ticket_for(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict
    ) -> dict[str, Any]:
        """The service, when it was asked for; a reason told along with it is kept."""
        if tracker.get_slot("requested_slot") != "ticket_for" or intent_of(tracker)[0] in _NOT_A_SERVICE:
            return {}
        if plain_errand(text_of(tracker)) not in {None, ActKind.TICKET}:
            return {}
        wish = self._wishes.read(text_of(tracker))
        if (service := _service(wish)) is None:
            return {}
        return {"ticket_for": f"{service}#{wish.reason or ''}"}

    def validate_ticket_for(
        self, value: str | None, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict
    ) -> dict[str, Any]:
        """Part the service from the reason, which decides whether the class is still to be asked."""
        if value is None:
            return {}
        service, _, said = value.partition("#")
        reason = said or tracker.get_slot("ticket_reason")
        told = tracker.get_slot("ticket_class") if reason == tracker.get_slot("ticket_reason") else None
        return {
            "ticket_for": service,
            "ticket_reason": reason,
            "ticket_class": told or _ordinary_unless(reason),
        }

    async def extract_ticket_class(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict
    ) -> dict[str, Any]:
        """Yes or no to priority, or the reason for it."""
        if tracker.get_slot("requested_slot") != "ticket_class":
            return {}
        intent, _ = intent_of(tracker)
        wish = self._wishes.read(text_of(tracker))
        if wish.reason:
            return {"ticket_class": f"{_PRIORITY}#{wish.reason}"}
        if intent == "deny" or self._wishes.refuses_priority(text_of(tracker)):
            return {"ticket_class": _ORDINARY}
        known = tracker.get_slot("ticket_reason") != _UNNAMED
        if known and (intent == "affirm" or wish.priority):
            return {"ticket_class": _PRIORITY}
        return {}

    def validate_ticket_class(
        self, value: str | None, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict
    ) -> dict[str, Any]:
        """Part the class from the reason that was told with it."""
        if value is None:
            return {}
        told, _, said = value.partition("#")
        return {"ticket_class": told, "ticket_reason": said or tracker.get_slot("ticket_reason")}


class ActionDrawTicket(Action):
    """Everything is known: draw the number."""

    def name(self) -> str:
        """As in domain.yml."""
        return "action_draw_ticket"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict) -> Events:
        """Hand the wish over."""
        slots = ("ticket_for", "ticket_class", "ticket_reason", "ticket_another")
        utter(dispatcher, _ticket({name: tracker.get_slot(name) for name in slots}))
        return cleared()


def _which_class(tracker: Tracker) -> Act:
    reason = tracker.get_slot("ticket_reason")
    return Act(ActKind.ASK_REASON) if reason == _UNNAMED else Act(ActKind.OFFER_PRIORITY, reason=reason)


def _service(wish: TicketWish) -> str | None:
    if wish.procedure:
        return f"procedure:{wish.procedure}"
    return f"group:{wish.group}" if wish.group else None


def _ordinary_unless(reason: str | None) -> str | None:
    return None if reason else _ORDINARY


def _ticket(slots: dict[str, Any]) -> Act:
    kind, _, name = str(slots["ticket_for"]).partition(":")
    reason = slots["ticket_reason"] if slots["ticket_class"] == _PRIORITY else None
    return Act(
        ActKind.TICKET,
        name if kind == "procedure" else None,
        group=name if kind == "group" else None,
        reason=reason,
        another=bool(slots["ticket_another"]),
    )
