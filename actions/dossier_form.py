"""The form of a dossier's state: its code, and the digits that show whose it is."""

from typing import Any

from rasa_sdk.events import FollowupAction, SlotSet
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.forms import FormValidationAction
from rasa_sdk.interfaces import Action, Tracker
from rasa_sdk.types import DomainDict

from actions.base import Events, text_of, utter
from actions.forms import cleared, closed_form
from assistant.dialogue.acts import Act, ActKind
from assistant.dossier.code import dossier_code
from assistant.dossier.message import tells_factor, tells_unfit

_GIVEN = "given"
"""The digits themselves never reach the engine: they stand beside the message."""


def begin_dossier(dispatcher: CollectingDispatcher, tracker: Tracker) -> Events:
    """Look at once if code and digits are there; else open the form for what is not."""
    code, factor = _code(tracker), _factor(tracker)
    if code and factor:
        utter(dispatcher, Act(ActKind.DOSSIER, dossier=code))
        return closed_form(tracker)
    told = [SlotSet("dossier_code", code), SlotSet("dossier_factor", None)]
    return [*closed_form(tracker), *told, FollowupAction("dossier_form")]


class ActionAskDossierCode(Action):
    """Which dossier is it?"""

    def name(self) -> str:
        """As Rasa derives it from the slot."""
        return "action_ask_dossier_code"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict) -> Events:
        """Ask."""
        utter(dispatcher, Act(ActKind.ASK_DOSSIER_CODE))
        return []


class ActionAskDossierFactor(Action):
    """Whose is it?"""

    def name(self) -> str:
        """As Rasa derives it from the slot."""
        return "action_ask_dossier_factor"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict) -> Events:
        """Ask."""
        utter(dispatcher, Act(ActKind.ASK_DOSSIER_FACTOR))
        return []


class ValidateDossierForm(FormValidationAction):
    """Reads code and digits; a message that tells neither is left to the rules."""

    def name(self) -> str:
        """As Rasa derives it from the form."""
        return "validate_dossier_form"

    async def extract_dossier_code(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict
    ) -> dict[str, Any]:
        """The code, if one stands in the message."""
        code = _code(tracker)
        return {"dossier_code": code} if code else {}

    async def extract_dossier_factor(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict
    ) -> dict[str, Any]:
        """That the digits were given, beside a code that is known; what cannot be they is asked for again."""
        if not (tracker.get_slot("dossier_code") or _code(tracker)):
            return {}
        if _factor(tracker):
            return {"dossier_factor": _GIVEN}
        asked = tracker.get_slot("requested_slot") == "dossier_factor"
        return {"dossier_factor": None} if asked and tells_unfit(text_of(tracker)) else {}

    def validate_dossier_code(
        self, value: str, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict
    ) -> dict[str, Any]:
        """The extraction gives whole codes alone."""
        return {"dossier_code": value}

    def validate_dossier_factor(
        self, value: str | None, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict
    ) -> dict[str, Any]:
        """Whether the digits are right is for the lookup to say."""
        return {"dossier_factor": value}


class ActionTellDossier(Action):
    """Code and digits are there: look the dossier up."""

    def name(self) -> str:
        """As in domain.yml."""
        return "action_tell_dossier"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict) -> Events:
        """Hand the code over; the next question about it shows the digits again."""
        utter(dispatcher, Act(ActKind.DOSSIER, dossier=str(tracker.get_slot("dossier_code"))))
        return cleared()


def _code(tracker: Tracker) -> str | None:
    return dossier_code(text_of(tracker))


def _factor(tracker: Tracker) -> bool:
    return tells_factor(text_of(tracker))
