"""Answering questions about procedures."""

from dataclasses import replace

from rasa_sdk.events import FollowupAction, SlotSet
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.interfaces import Tracker
from rasa_sdk.types import DomainDict

from actions.base import Events, PolicyAction, intent_of, text_of, topics_of, utter
from actions.forms import closed_form
from actions.ticket_form import in_ticket_form, run_errand
from assistant.dialogue.acts import TOPIC_OF_INTENT, Act, ActKind, Topic
from assistant.dialogue.policy import Policy
from assistant.dialogue.slip_words import plain_errand
from assistant.dialogue.ticket_wish import TicketWishes

_OPEN = (ActKind.OFFER, ActKind.ASK_WHICH)


class ActionAnswer(PolicyAction):
    """Answers, or opens the form that asks which procedure is meant."""

    def __init__(self, policy: Policy, wishes: TicketWishes) -> None:
        super().__init__(policy)
        self._wishes = wishes

    def name(self) -> str:
        """As in domain.yml."""
        return "action_answer"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict) -> Events:
        """Ask the policy; the procedure answered becomes the one talked about.

        While some are on offer, a question that names none is about those, not about the one before.
        """
        if kind := plain_errand(text_of(tracker)):
            return run_errand(dispatcher, tracker, kind, self._wishes)
        intent, _ = intent_of(tracker)
        offered = open_offer(tracker)
        act = self.policy.answer(
            text_of(tracker),
            intent,
            None if offered else tracker.get_slot("procedure"),
            also=topics_of(tracker),
            before=topics_before(tracker),
        )
        if offered and act.kind is ActKind.ASK_WHICH:
            act = replace(act, kind=ActKind.OFFER, candidates=offered.candidates)
        if offered and act.kind is ActKind.UNANSWERED and intent == "choose_candidate":
            act = offered
        if act.kind in _OPEN:
            return [
                SlotSet("candidates", list(act.candidates)),
                SlotSet("topics", list(act.topics)),
                FollowupAction("procedure_form"),
            ]
        utter(dispatcher, act)
        # A question on the way to a number: whatever it was, the number is still wanted.
        return [*told(act), *([] if in_ticket_form(tracker) else closed_form(tracker))]


class ActionAnswerChosen(PolicyAction):
    """Answers what was asked before, about the procedure that was chosen."""

    def name(self) -> str:
        """As in domain.yml."""
        return "action_answer_chosen"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict) -> Events:
        """A topic asked along with the choice goes before the one that was waiting."""
        asked = TOPIC_OF_INTENT.get(intent_of(tracker)[0], Topic.GENERAL)
        waiting = tuple(Topic(topic) for topic in tracker.get_slot("topics") or ())
        topics = waiting if asked is Topic.GENERAL and waiting else (asked,)
        act = self.policy.tell(str(tracker.get_slot("procedure_choice")), topics)
        utter(dispatcher, act)
        cleared = [SlotSet(slot, None) for slot in ("procedure_choice", "candidates", "topics")]
        return [*told(act), *cleared]


def open_offer(tracker: Tracker) -> Act | None:
    """The offer that is still to be chosen from."""
    asked = (tracker.active_loop or {}).get("name") == "procedure_form"
    candidates = tuple(tracker.get_slot("candidates") or ()) if asked else ()
    topics = tuple(Topic(topic) for topic in tracker.get_slot("topics") or ())
    return Act(ActKind.OFFER, topics=topics, candidates=candidates) if candidates else None


def told(act: Act) -> Events:
    """The events that remember what was answered."""
    if act.kind is not ActKind.ANSWER:
        return []
    return [SlotSet("procedure", act.procedure), SlotSet("told_topics", list(act.topics))]


def topics_before(tracker: Tracker) -> tuple[Topic, ...]:
    """The topics that were answered last."""
    return tuple(Topic(topic) for topic in tracker.get_slot("told_topics") or ())
