"""The form that asks which procedure is meant."""

from typing import Any

from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.forms import FormValidationAction
from rasa_sdk.interfaces import Action, Tracker
from rasa_sdk.types import DomainDict

from actions.base import Events, text_of, utter
from assistant.dialogue.acts import Act, ActKind, Topic
from assistant.dialogue.policy import Policy
from assistant.dialogue.slip_words import plain_errand


class ActionAskProcedureChoice(Action):
    """Puts the question: one of these, or which one at all."""

    def name(self) -> str:
        """As Rasa derives it from the slot."""
        return "action_ask_procedure_choice"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict) -> Events:
        """Offer the candidates, if there are any."""
        candidates = tuple(tracker.get_slot("candidates") or ())
        topics = tuple(Topic(topic) for topic in tracker.get_slot("topics") or ())
        kind = ActKind.OFFER if candidates else ActKind.ASK_WHICH
        utter(dispatcher, Act(kind, topics=topics, candidates=candidates))
        return []


class ValidateProcedureForm(FormValidationAction):
    """Reads the choice; a message that makes none is left to the rules."""

    def __init__(self, policy: Policy) -> None:
        self.policy = policy

    def name(self) -> str:
        """As Rasa derives it from the form."""
        return "validate_procedure_form"

    async def extract_procedure_choice(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict
    ) -> dict[str, Any]:
        """The code chosen, if the message chooses one: "lấy số khai tử" wants a number."""
        if plain_errand(text_of(tracker)):
            return {}
        code = self.policy.choose(text_of(tracker), tracker.get_slot("candidates") or ())
        return {"procedure_choice": code} if code else {}

    def validate_procedure_choice(
        self,
        value: str,
        dispatcher: CollectingDispatcher,
        tracker: Tracker,
        domain: DomainDict,
    ) -> dict[str, Any]:
        """The extraction gives codes of the catalog alone."""
        return {"procedure_choice": value}
