"""Everything that is no question about a procedure."""

from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.interfaces import Tracker
from rasa_sdk.types import DomainDict

from actions.answer import open_offer, told, topics_before
from actions.base import Events, PolicyAction, intent_of, text_of, utter
from actions.dossier_form import begin_dossier
from actions.forms import closed_form
from actions.ticket_form import open_question, run_errand
from assistant.dialogue.acts import Act, ActKind
from assistant.dialogue.choice import chosen_place
from assistant.dialogue.policy import Policy
from assistant.dialogue.slip_words import only_asks, plain_errand
from assistant.dialogue.ticket_wish import TicketWishes, mentions_number

_ASIDE = frozenset(
    {
        ActKind.REPEAT,
        ActKind.HOURS,
        ActKind.IDENTITY,
        ActKind.GREET,
        ActKind.THANKS,
        ActKind.OUT_OF_SCOPE,
        ActKind.UNANSWERED,
        ActKind.COMMUNE,
    }
)
"""Replies after which an open question stays open."""

_ABOUT_NUMBERS = frozenset({ActKind.TICKET, ActKind.CANCEL_TICKET, ActKind.LOST_TICKET, ActKind.QUEUE})

_ANY_PLACE = 9
"""“Số 7” of three on offer picks none of them, and is no wish for a queue number."""


class ActionReply(PolicyAction):
    """Greets, thanks, hands over; a question hidden in small talk is answered instead."""

    def __init__(self, policy: Policy, wishes: TicketWishes) -> None:
        super().__init__(policy)
        self._wishes = wishes

    def name(self) -> str:
        """As in domain.yml."""
        return "action_reply"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict) -> Events:
        """Ask the policy. Refusing all that was offered asks for other words, a bare yes asks again."""
        text = text_of(tracker)
        intent, confidence = intent_of(tracker)
        current = tracker.get_slot("procedure")
        before = topics_before(tracker)
        if kind := plain_errand(text):
            act = Act(kind)
        elif intent == "take_ticket" and mentions_number(text):
            about = self.policy.answer(text, "ask_faq", None) if only_asks(text) else None
            act = about if about and about.kind is ActKind.FAQ else Act(ActKind.TICKET)
        else:
            act = self.policy.reply(text, intent, confidence, current, before=before)
        offered = open_offer(tracker)
        if offered and act.kind is ActKind.DENY:
            act = Act(ActKind.NONE_OF_THESE)
        if offered and (act.kind is ActKind.AFFIRM or chosen_place(text, _ANY_PLACE) is not None):
            act = offered
        if act.kind is ActKind.AFFIRM and (question := open_question(tracker)):
            utter(dispatcher, question)
            return []
        if act.kind is ActKind.DOSSIER:
            return begin_dossier(dispatcher, tracker)
        if act.kind in _ABOUT_NUMBERS:
            return run_errand(dispatcher, tracker, act.kind, self._wishes)
        utter(dispatcher, act)
        if act.kind in _ASIDE or act is offered:
            return []
        return [*told(act), *closed_form(tracker)]
