import asyncio
import json
from typing import Any

import pytest
from rasa.utils.endpoints import ClientResponseError
from rasa_sdk import Action, Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.interfaces import ActionExecutionRejection, ActionNotFoundException
from rasa_sdk.types import DomainDict

from assistant.dialogue.rasa_engine.actions_endpoint import InProcessActions


class Greet(Action):
    def name(self) -> str:
        return "action_greet"

    def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict
    ) -> list[dict[str, Any]]:
        dispatcher.utter_message(json_message={"to": tracker.sender_id})
        return [SlotSet("procedure", tracker.latest_message["text"])]


class Reject(Action):
    def name(self) -> str:
        return "action_reject"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict
    ) -> list[dict[str, Any]]:
        raise ActionExecutionRejection(self.name(), "không phải việc của em")


class Fail(Action):
    def name(self) -> str:
        return "action_fail"

    def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict
    ) -> list[dict[str, Any]]:
        raise LookupError("hỏng")


def request(action: str) -> Any:
    endpoint = InProcessActions([Greet(), Reject(), Fail()])
    tracker = {"sender_id": "c_1", "slots": {}, "latest_message": {"text": "chào"}, "events": []}
    body = {"next_action": action, "sender_id": "c_1", "tracker": tracker, "domain": {}}
    return asyncio.run(endpoint.request(json=body, method="post", timeout=10))


def test_an_action_runs_where_rasa_would_send_a_request() -> None:
    answer = request("action_greet")
    assert [(e["event"], e["name"], e["value"]) for e in answer["events"]] == [("slot", "procedure", "chào")]
    assert [r["custom"] for r in answer["responses"]] == [{"to": "c_1"}]


def test_a_rejection_is_told_as_the_action_server_would_tell_it() -> None:
    with pytest.raises(ClientResponseError) as raised:
        request("action_reject")
    assert raised.value.status == 400
    body = json.loads(raised.value.text)
    assert body == {"error": "không phải việc của em", "action_name": "action_reject"}


def test_an_unknown_action_is_an_error() -> None:
    with pytest.raises(ActionNotFoundException):
        request("action_missing")


def test_an_action_that_fails_is_an_error_and_not_silence() -> None:
    with pytest.raises(LookupError, match="hỏng"):
        request("action_fail")
