"""What the actions share: the policy, and reading the latest message."""

from typing import Any

from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.interfaces import Action, Tracker

from assistant.dialogue.acts import TOPIC_OF_INTENT, Act, Topic
from assistant.dialogue.policy import Policy
from assistant.nlu.intent_classifier import TOPIC_INTENTS

Events = list[dict[str, Any]]


class PolicyAction(Action):
    """An action that asks the policy."""

    def __init__(self, policy: Policy) -> None:
        self.policy = policy


def text_of(tracker: Tracker) -> str:
    """The latest message."""
    return str(tracker.latest_message.get("text") or "")


def intent_of(tracker: Tracker) -> tuple[str, float]:
    """The latest intent and its confidence; behind the fallback stands the likeliest real one."""
    ranking = [tracker.latest_message["intent"], *tracker.latest_message.get("intent_ranking", ())]
    return next(
        ((str(i["name"]), float(i["confidence"])) for i in ranking if i["name"] != "nlu_fallback"),
        ("nlu_fallback", 0.0),
    )


def topics_of(tracker: Tracker) -> tuple[Topic, ...]:
    """The topics that the latest message asks for beside its intent's."""
    asked = tracker.latest_message.get(TOPIC_INTENTS) or ()
    return tuple(TOPIC_OF_INTENT[intent] for intent in asked[1:] if intent in TOPIC_OF_INTENT)


def utter(dispatcher: CollectingDispatcher, act: Act) -> None:
    """Hand the act to the reply composition."""
    dispatcher.utter_message(json_message=act.to_dict())
