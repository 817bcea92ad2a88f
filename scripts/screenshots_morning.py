"""What citizens leave behind before eight o'clock: numbers in line, questions asked in vain."""

import httpx

CENTRE = "trieu-son"
_BIRTH, _MARRIAGE, _SINGLE, _DEATH = "1.001193", "1.000894", "1.004873", "1.000656"
_DRAWN = (
    {"procedure_code": _MARRIAGE},
    {"procedure_code": _SINGLE},
    {"procedure_code": _BIRTH, "priority_reason": "phu-nu-mang-thai"},
    {"procedure_code": _DEATH},
    {"service": "ho-tich"},
    {"procedure_code": _BIRTH, "priority_reason": "nguoi-cao-tuoi"},
    {"procedure_code": _MARRIAGE},
)
_ASKED = (
    "trung tâm có cho mượn ô không em",
    "trung tâm có cho mượn ô không",
    "cho bác mượn cái ô được không",
    "có căng tin không",
    "ở đây có căng tin không em",
    "ở đây có bán tem thư không em",
    "làm thẻ thư viện ở đâu",
)
_DISLIKED = "gửi xe ô tô cả ngày có được không"


def a_mornings_work(url: str) -> None:
    """Draw numbers, ask in vain, and find an answer wanting."""
    with httpx.Client(base_url=url, timeout=30) as client:
        for wanted in _DRAWN:
            client.post(f"/v1/centres/{CENTRE}/tickets", json=wanted).raise_for_status()
        for question in _ASKED:
            _ask(client, question)
        turn = _ask(client, _DISLIKED)
        thumb = {"conversation_id": turn["conversation_id"], "helpful": False}
        client.post(f"/v1/messages/{turn['message_id']}/feedback", json=thumb).raise_for_status()


def _ask(client: httpx.Client, question: str) -> dict[str, str]:
    response = client.post("/v1/messages", json={"text": question})
    turn: dict[str, str] = response.raise_for_status().json()
    return turn
