"""Everything that is no question about a procedure."""

from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.types import DomainDict

from actions.answer import closed_form, open_offer, told, topics_before
from actions.base import Events, PolicyAction, intent_of, text_of, utter
from assistant.dialogue.acts import Act, ActKind
from assistant.dialogue.choice import chosen_place

_ASIDE = frozenset(
    {
        ActKind.REPEAT,
        ActKind.HOURS,
        ActKind.IDENTITY,
        ActKind.GREET,
        ActKind.THANKS,
        ActKind.OUT_OF_SCOPE,
        ActKind.UNANSWERED,
    }
)
"""Replies after which an open question about which procedure is meant stays open."""


_ANY_PLACE = 9
"""“Số 7” of three on offer picks none of them, and is no wish for a queue number."""


class ActionReply(PolicyAction):
    """Greets, thanks, hands over; a question hidden in small talk is answered instead."""

    def name(self) -> str:
        """As in domain.yml."""
        return "action_reply"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict) -> Events:
        """Ask the policy. Refusing all that was offered asks for other words, a bare yes asks again."""
        intent, confidence = intent_of(tracker)
        current = tracker.get_slot("procedure")
        before = topics_before(tracker)
        act = self.policy.reply(text_of(tracker), intent, confidence, current, before=before)
        offered = open_offer(tracker)
        if offered and act.kind is ActKind.DENY:
            act = Act(ActKind.NONE_OF_THESE)
        if offered and (act.kind is ActKind.AFFIRM or chosen_place(text_of(tracker), _ANY_PLACE) is not None):
            act = offered
        utter(dispatcher, act)
        if act.kind in _ASIDE or act is offered:
            return []
        return [*told(act), *closed_form(tracker)]
