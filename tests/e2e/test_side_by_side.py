"""Many people at once: nobody hears another's answer."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import httpx

PEOPLE = 32
FOLLOW_UPS = {"lệ phí bao nhiêu": "fee", "bao lâu thì xong": "time_limit", "nộp ở đâu": "place"}


def test_conversations_side_by_side_keep_their_own_procedure(
    client: httpx.Client, talk: Callable[..., Any]
) -> None:
    procedures = client.get("/v1/procedures", params={"limit": PEOPLE}).json()["items"]

    def ask(procedure: dict[str, Any]) -> list[tuple[str, str]]:
        conversation = talk()
        conversation.say(procedure["name"])
        answers = [conversation.say(text)["answer"] for text in FOLLOW_UPS]
        return [(answer["procedure_code"], answer["topic"]) for answer in answers]

    with ThreadPoolExecutor(PEOPLE) as pool:
        heard = list(pool.map(ask, procedures))

    topics = FOLLOW_UPS.values()
    assert heard == [[(procedure["code"], topic) for topic in topics] for procedure in procedures]


def test_messages_of_one_conversation_that_arrive_together_are_all_answered(
    client: httpx.Client, talk: Callable[..., Any]
) -> None:
    conversation = talk()
    opened = conversation.say("đăng ký khai sinh")
    questions = [*FOLLOW_UPS] * 3

    def ask(text: str) -> dict[str, Any]:
        body = {"text": text, "conversation_id": opened["conversation_id"]}
        return dict(client.post("/v1/messages", json=body).json())

    with ThreadPoolExecutor(len(questions)) as pool:
        turns = list(pool.map(ask, questions))

    assert [turn["answer"]["topic"] for turn in turns] == [FOLLOW_UPS[q] for q in questions]
    assert {turn["answer"]["procedure_code"] for turn in turns} == {"1.001193"}
    assert len({turn["message_id"] for turn in turns}) == len(questions)
