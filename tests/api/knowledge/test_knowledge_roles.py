"""Who may do what with the knowledge."""

from collections.abc import Callable
from typing import Any

import pytest
from fastapi.testclient import TestClient

from api.access import COOKIE, CSRF_HEADER, csrf_token
from assistant.staff.member import Grant, Member
from assistant.staff.roles import Role
from tests.api.knowledge.conftest import DECIDED, ENTRIES, QUESTIONS, As, content, kind_of_problem

NOWHERE = f"{ENTRIES}/faq:khong-co"

READS = [
    ("GET", ENTRIES, None),
    ("GET", NOWHERE, None),
    ("GET", f"{NOWHERE}/versions", None),
    ("GET", f"{NOWHERE}/versions/1", None),
    ("GET", f"{NOWHERE}/difference?before=0&after=1", None),
    ("GET", f"{NOWHERE}/publications", None),
    ("GET", QUESTIONS, None),
]
DRAFTS = [
    ("POST", ENTRIES, {"content": {}}),
    ("PUT", f"{NOWHERE}/draft", {"content": {}, "based_on": 0}),
    ("POST", f"{NOWHERE}/submit", {"number": 1}),
    ("POST", "/v1/knowledge/try", {"question": "mượn ô", "content": {}}),
    ("PUT", QUESTIONS, {"question": "mượn ô", "key": "faq:khong-co"}),
]
PUBLICATIONS = [
    ("DELETE", f"{QUESTIONS}?question=mượn ô", None),
    ("POST", f"{NOWHERE}/publish", DECIDED),
    ("POST", f"{NOWHERE}/roll-back", DECIDED),
    ("POST", f"{NOWHERE}/switch", {"on": False, "reason": "gấp"}),
]


@pytest.mark.parametrize(
    ("role", "centre", "may"),
    [
        (Role.VIEWER, None, READS),
        (Role.CLERK, "trieu-son", READS),
        (Role.EDITOR, None, READS + DRAFTS),
        (Role.EDITOR, "trieu-son", READS + DRAFTS),
        (Role.PUBLISHER, "trieu-son", READS + DRAFTS),
        (Role.PUBLISHER, None, READS + DRAFTS + PUBLICATIONS),
        (Role.ADMINISTRATOR, "trieu-son", READS + DRAFTS),
        (Role.ADMINISTRATOR, None, READS + DRAFTS + PUBLICATIONS),
    ],
)
def test_what_a_role_may_do(acting: As, role: Role, centre: str | None, may: list[Any]) -> None:
    client = acting(role, centre)
    for call in READS + DRAFTS + PUBLICATIONS:
        method, path, body = call
        response = client.request(method, path, json=body)
        if call in may:
            assert response.status_code in {200, 404, 422}, call
        else:
            assert kind_of_problem(response) == (403, "not-allowed"), call


def test_who_is_nobody_is_told_to_log_in(nobody: Callable[[], TestClient]) -> None:
    for method, path, body in READS + DRAFTS + PUBLICATIONS:
        response = nobody().request(method, path, json=body)
        assert kind_of_problem(response) == (401, "staff-token-required")


def test_a_session_changes_something_only_with_its_own_token(
    assistant: Any, nobody: Callable[[], TestClient]
) -> None:
    accounts = assistant.staff.accounts
    chief = Member("Quản trị", (Grant(Role.ADMINISTRATOR),), "chief")
    _account, password = accounts.make("lan.nt", "Nguyễn Thị Lan", [Grant(Role.EDITOR)], chief)
    accounts.change_own_password("lan.nt", password, "trời hôm nay đẹp")
    session = assistant.staff.sessions.log_in("lan.nt", "trời hôm nay đẹp")
    client = nobody()
    client.cookies.set(COOKIE, session)

    assert client.get(ENTRIES).status_code == 200
    assert kind_of_problem(client.post(ENTRIES, json={"content": content()})) == (403, "csrf-token-required")
    headers = {CSRF_HEADER: csrf_token(session)}
    made = client.post(ENTRIES, json={"content": content()}, headers=headers)
    assert (made.status_code, made.json()["author"]) == (201, "Nguyễn Thị Lan (lan.nt)")
