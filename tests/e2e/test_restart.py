"""A power cut in the middle of a conversation."""

from typing import Any

import httpx


def test_a_clarification_survives_a_killed_server(server: Any, client: httpx.Client) -> None:
    def say(text: str, **ids: str) -> dict[str, Any]:
        return dict(client.post("/v1/messages", json={"text": text, **ids}).json())

    asked = say("tạm trú hay thường trú cần giấy tờ gì", message_id="m_before_the_cut")
    assert asked["status"] == "clarification"
    offered = asked["cards"][0]["options"][0]["code"]

    server.kill()
    server.start()

    assert say("tạm trú hay thường trú cần giấy tờ gì", message_id="m_before_the_cut") == asked
    chosen = say("cái đầu tiên", conversation_id=asked["conversation_id"])
    assert chosen["status"] == "answered"
    assert (chosen["answer"]["procedure_code"], chosen["answer"]["topic"]) == (offered, "documents")
    again = say("nhắc lại giúp bác", conversation_id=asked["conversation_id"])
    assert again["replies"] == chosen["replies"]
