"""Leaving a form: what every action that changes the subject must clear."""

from rasa_sdk.events import ActiveLoop, SlotSet
from rasa_sdk.interfaces import Tracker

from actions.base import Events

_WAITING = (
    "requested_slot",
    "candidates",
    "topics",
    "ticket_for",
    "ticket_class",
    "ticket_reason",
    "ticket_another",
    "dossier_code",
    "dossier_factor",
)


def closed_form(tracker: Tracker) -> Events:
    """The events that drop an open question, and what was told for it."""
    return [ActiveLoop(None), *cleared()] if tracker.active_loop else []


def cleared() -> Events:
    """The events that forget what forms were told."""
    return [SlotSet(slot, None) for slot in _WAITING]
