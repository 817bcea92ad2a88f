"""Rasa's custom actions: thin, they ask the policy and note what it decided."""

from collections.abc import Iterable

from rasa_sdk import Action

from actions.answer import ActionAnswer, ActionAnswerChosen
from actions.procedure_form import ActionAskProcedureChoice, ValidateProcedureForm
from actions.reply import ActionReply
from assistant.dialogue.policy import Policy


def all_actions(policy: Policy) -> Iterable[Action]:
    """The actions that domain.yml names."""
    return [
        ActionAnswer(policy),
        ActionAnswerChosen(policy),
        ActionAskProcedureChoice(),
        ActionReply(policy),
        ValidateProcedureForm(policy),
    ]
