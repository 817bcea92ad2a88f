"""The first page: what waits and the ways on, by what one may do; and the page that says how."""

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest

from assistant.inbox.groups import State as InboxState
from assistant.inbox.groups import Wanted
from assistant.knowledge.version import State
from assistant.staff.roles import Role
from tests.api.staff.conftest import Desk

OURS = "trieu-son"
WAYS = {
    "/staff/counters": {Role.CLERK, Role.ADMINISTRATOR},
    "/staff/knowledge/new?kind=faq": {Role.EDITOR, Role.PUBLISHER, Role.ADMINISTRATOR},
    "/staff/stop": {Role.PUBLISHER, Role.ADMINISTRATOR},
    "/staff/audit": {Role.ADMINISTRATOR},
    "/staff/accounts": {Role.ADMINISTRATOR},
    "/staff/guide": set(Role),
}


def main(desk: Desk) -> str:
    """What the page says below the bar."""
    return str(desk.get("/staff").text.partition("<main")[2])


def test_it_counts_what_waits(assistant: Any, logged_in: Callable[..., Desk]) -> None:
    asked: list[Wanted] = []

    def groups(wanted: Wanted, _limit: int) -> tuple[list[Any], int]:
        asked.append(wanted)
        return [], 1234

    assistant.inbox.groups = groups
    states = [State.REVIEW] * 3 + [State.DRAFT] * 2 + [State.PUBLISHED]
    assistant.knowledge.listing.rows = lambda: [SimpleNamespace(state=state) for state in states]
    page = main(logged_in(Role.EDITOR, OURS))
    for figure in ("<strong>1.234</strong>", "<strong>3</strong>", "<strong>2</strong>"):
        assert figure in page
    assert asked == [Wanted(frozenset({OURS}), InboxState.OPEN)]
    assistant.inbox.collect = lambda _: False
    assert "<strong>1.234+</strong>" in main(logged_in(Role.VIEWER))


@pytest.mark.parametrize("role", Role)
def test_the_ways_on_are_those_that_one_may_go(logged_in: Callable[..., Desk], role: Role) -> None:
    page = main(logged_in(role))
    for address, roles in WAYS.items():
        assert (f'href="{address}"' in page) == (role in roles), address


def test_it_says_whether_answers_are_given(assistant: Any, logged_in: Callable[..., Desk]) -> None:
    publisher, nobody = logged_in(Role.PUBLISHER), logged_in(None)
    assert "Đang trả lời</span>" in main(publisher)
    assistant.switch.stop(OURS, "lệ phí đổi", "Minh")
    assert "Đang ngừng</span>" in main(publisher)
    page = main(nobody)
    assert "chưa được giao việc gì" in page
    assert "Câu chưa trả lời" not in page


def test_the_guide_is_for_all_who_work_here(
    logged_in: Callable[..., Desk], browser: Callable[[], Desk]
) -> None:
    assert "Lưu, xem lại để đăng" in logged_in(None).get("/staff/guide").text
    assert browser().get("/staff/guide", follow_redirects=False).status_code == 303


def test_only_who_sent_something_is_told_how_to_get_back_to_it(logged_in: Callable[..., Desk]) -> None:
    desk, back = logged_in(Role.VIEWER), "nút quay lại của trình duyệt"
    assert back not in desk.get("/staff/accounts").text
    assert back in desk.submit("/staff/accounts/new", {"login": "x"}).text
