"""Everything that is no question about a procedure."""

from rasa_sdk import Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.types import DomainDict

from actions.answer import closed_form
from actions.base import Events, PolicyAction, intent_of, text_of, utter
from assistant.dialogue.acts import Act, ActKind


class ActionReply(PolicyAction):
    """Greets, thanks, hands over; a question hidden in small talk is answered instead."""

    def name(self) -> str:
        """As in domain.yml."""
        return "action_reply"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict) -> Events:
        """Ask the policy. Refusing all that was offered asks for other words."""
        intent, confidence = intent_of(tracker)
        act = self.policy.reply(text_of(tracker), intent, confidence)
        if act.kind is ActKind.DENY and tracker.get_slot("candidates"):
            act = Act(ActKind.NONE_OF_THESE)
        utter(dispatcher, act)
        if act.kind is ActKind.REPEAT:
            return []
        found = [SlotSet("procedure", act.procedure)] if act.kind is ActKind.ANSWER else []
        return [*found, *closed_form(tracker)]
