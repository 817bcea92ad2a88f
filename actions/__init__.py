"""Rasa's custom actions: thin, they ask the policy and note what it decided."""

from collections.abc import Iterable

from rasa_sdk.interfaces import Action

from actions.answer import ActionAnswer, ActionAnswerChosen
from actions.dossier_form import (
    ActionAskDossierCode,
    ActionAskDossierFactor,
    ActionTellDossier,
    ValidateDossierForm,
)
from actions.procedure_form import ActionAskProcedureChoice, ValidateProcedureForm
from actions.reply import ActionReply
from actions.ticket_form import (
    ActionAskTicketClass,
    ActionAskTicketFor,
    ActionDrawTicket,
    ValidateTicketForm,
)
from assistant.dialogue.policy import Policy
from assistant.dialogue.ticket_wish import TicketWishes


def all_actions(policy: Policy, wishes: TicketWishes) -> Iterable[Action]:
    """The actions that domain.yml names."""
    return [
        ActionAnswer(policy, wishes),
        ActionAnswerChosen(policy),
        ActionAskProcedureChoice(),
        ActionReply(policy, wishes),
        ValidateProcedureForm(policy),
        ActionAskTicketFor(),
        ActionAskTicketClass(),
        ValidateTicketForm(wishes),
        ActionDrawTicket(),
        ActionAskDossierCode(),
        ActionAskDossierFactor(),
        ValidateDossierForm(),
        ActionTellDossier(),
    ]
