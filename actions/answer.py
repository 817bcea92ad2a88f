"""Answering questions about procedures."""

from dataclasses import replace

from rasa_sdk import Tracker
from rasa_sdk.events import ActiveLoop, FollowupAction, SlotSet
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.types import DomainDict

from actions.base import Events, PolicyAction, intent_of, text_of, topics_of, utter
from assistant.dialogue.acts import TOPIC_OF_INTENT, Act, ActKind, Topic

_OPEN = (ActKind.OFFER, ActKind.ASK_WHICH)


class ActionAnswer(PolicyAction):
    """Answers, or opens the form that asks which procedure is meant."""

    def name(self) -> str:
        """As in domain.yml."""
        return "action_answer"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict) -> Events:
        """Ask the policy; the procedure answered becomes the one talked about.

        While some are on offer, a question that names none is about those, not about the one before.
        """
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
        return [*told(act), *closed_form(tracker)]


class ActionAnswerChosen(PolicyAction):
    """Answers what was asked before, about the procedure that was chosen."""

    def name(self) -> str:
        """As in domain.yml."""
        return "action_answer_chosen"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict) -> Events:
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
    candidates = tuple(tracker.get_slot("candidates") or ()) if tracker.active_loop else ()
    topics = tuple(Topic(topic) for topic in tracker.get_slot("topics") or ())
    return Act(ActKind.OFFER, topics=topics, candidates=candidates) if candidates else None


def closed_form(tracker: Tracker) -> Events:
    """The events that drop an open question about which procedure is meant."""
    if not tracker.active_loop:
        return []
    return [
        ActiveLoop(None),
        SlotSet("requested_slot", None),
        SlotSet("candidates", None),
        SlotSet("topics", None),
    ]


def told(act: Act) -> Events:
    """The events that remember what was answered."""
    if act.kind is not ActKind.ANSWER:
        return []
    return [SlotSet("procedure", act.procedure), SlotSet("told_topics", list(act.topics))]


def topics_before(tracker: Tracker) -> tuple[Topic, ...]:
    """The topics that were answered last."""
    return tuple(Topic(topic) for topic in tracker.get_slot("told_topics") or ())
