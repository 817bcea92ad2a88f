"""Stopping answers at the desk: who may, where, and what everybody then sees."""

from collections.abc import Callable
from typing import Any

import pytest

from assistant.staff.audit import Deed, Wanted
from assistant.staff.roles import Role
from tests.api.staff.conftest import Desk

OURS, THEIRS = "trieu-son", "hac-thanh"
WHY = "lệ phí chứng thực vừa đổi"


@pytest.fixture
def publisher(logged_in: Callable[..., Desk]) -> Desk:
    """At one centre."""
    return logged_in(Role.PUBLISHER, OURS)


@pytest.fixture
def chief(logged_in: Callable[..., Desk]) -> Desk:
    return logged_in(Role.ADMINISTRATOR)


def deeds(assistant: Any) -> list[tuple[Deed, str, str]]:
    of_answers = {Deed.ANSWERS_STOPPED, Deed.ANSWERS_RESUMED}
    records = [record for _, record in reversed(assistant.staff.audit.records(Wanted(), 100))]
    return [(r.deed, r.subject, r.reason) for r in records if r.deed in of_answers]


def test_a_centre_is_stopped_with_a_reason_and_goes_on(publisher: Desk, assistant: Any) -> None:
    asked = publisher.get(f"/staff/stop/{OURS}").text
    assert "Ngừng trả lời ngay" in asked
    done = publisher.submit(f"/staff/stop/{OURS}/stop", {"reason": WHY})
    assert (done.status_code, done.headers["location"]) == (303, "/staff/stop?told=stopped")
    stop = assistant.switch.stopped(OURS)
    assert (stop.reason, stop.by) == (WHY, "Người 1 (nguoi0)")
    assert assistant.switch.stopped(THEIRS) is None
    assert "Trả lời lại ngay" in publisher.get(f"/staff/stop/{OURS}").text
    done = publisher.submit(f"/staff/stop/{OURS}/resume", {"reason": "đã sửa lệ phí"})
    assert (done.status_code, done.headers["location"]) == (303, "/staff/stop?told=resumed")
    assert assistant.switch.stopped(OURS) is None
    assert deeds(assistant) == [
        (Deed.ANSWERS_STOPPED, OURS, WHY),
        (Deed.ANSWERS_RESUMED, OURS, "đã sửa lệ phí"),
    ]


def test_all_centres_are_stopped_at_once(chief: Desk, assistant: Any) -> None:
    assert chief.submit("/staff/stop/everywhere/stop", {"reason": "luật mới"}).status_code == 303
    assert assistant.switch.stopped(OURS).reason == assistant.switch.stopped(THEIRS).reason == "luật mới"
    assert "theo lệnh chung" in chief.get("/staff/stop").text
    chief.submit(f"/staff/stop/{OURS}/stop", {"reason": WHY})
    assert "phải mở lại cả lệnh chung" in chief.get(f"/staff/stop/{OURS}").text
    assert chief.submit("/staff/stop/everywhere/resume", {"reason": "đã cập nhật"}).status_code == 303
    assert assistant.switch.stopped(THEIRS) is None
    assert assistant.switch.stopped(OURS).reason == WHY


def test_without_a_reason_nothing_happens_and_nothing_typed_is_lost(publisher: Desk, assistant: Any) -> None:
    for reason in ("", "   ", "dài " * 101):
        refused = publisher.submit(f"/staff/stop/{OURS}/stop", {"reason": reason})
        assert refused.status_code == 422
        assert "Cần ghi lý do" in refused.text
        assert reason.strip() in refused.text
    assert assistant.switch.stopped(OURS) is None
    assert deeds(assistant) == []


def test_who_comes_second_is_told(publisher: Desk) -> None:
    late = publisher.submit(f"/staff/stop/{OURS}/resume", {"reason": "đã sửa"})
    assert late.status_code == 409
    assert "đang trả lời bình thường" in late.text


def test_one_stops_where_one_may(publisher: Desk, assistant: Any) -> None:
    table = publisher.get("/staff/stop").text
    assert f"/staff/stop/{OURS}" in table
    assert f"/staff/stop/{THEIRS}" not in table
    assert "/staff/stop/everywhere" not in table
    for place in (THEIRS, "everywhere"):
        assert publisher.get(f"/staff/stop/{place}").status_code == 403
        for turn in ("stop", "resume"):
            assert publisher.submit(f"/staff/stop/{place}/{turn}", {"reason": WHY}).status_code == 403
    assert assistant.switch.stops() == []


@pytest.mark.parametrize("role", [Role.VIEWER, Role.EDITOR, Role.CLERK])
def test_others_may_not(logged_in: Callable[..., Desk], assistant: Any, role: Role) -> None:
    somebody = logged_in(role)
    assert somebody.get("/staff/stop").status_code == 403
    assert somebody.submit(f"/staff/stop/{OURS}/stop", {"reason": WHY}).status_code == 403
    assert assistant.switch.stops() == []


def test_what_is_no_centre_and_no_turn_is_refused(chief: Desk, assistant: Any) -> None:
    assert chief.get("/staff/stop/ha-noi").status_code == 404
    assert chief.submit("/staff/stop/ha-noi/stop", {"reason": WHY}).status_code == 404
    assert chief.submit(f"/staff/stop/{OURS}/spin", {"reason": WHY}).status_code == 422
    forged = chief.post(f"/staff/stop/{OURS}/stop", data={"reason": WHY, "csrf": "x"})
    assert forged.status_code == 403
    assert assistant.switch.stops() == []


def test_every_page_says_that_answers_are_stopped(
    publisher: Desk, chief: Desk, logged_in: Callable[..., Desk], browser: Callable[[], Desk]
) -> None:
    here, there = logged_in(Role.CLERK, OURS), logged_in(Role.CLERK, THEIRS)
    mark = "Lễ Tân đang ngừng trả lời ở"
    assert mark not in here.get("/staff/password").text
    publisher.submit(f"/staff/stop/{OURS}/stop", {"reason": "<b>máy</b> hỏng"})
    for desk in (here, publisher, chief):
        text = desk.get("/staff/password").text
        assert mark in text
        assert "&lt;b&gt;máy&lt;/b&gt; hỏng" in text
    assert ("Xem và mở lại" in here.get("/staff").text, "Xem và mở lại" in chief.get("/staff").text) == (
        False,
        True,
    )
    assert mark not in there.get("/staff/password").text
    assert mark not in browser().get("/staff/login").text
    chief.submit("/staff/stop/everywhere/stop", {"reason": "luật mới"})
    assert f"{mark} mọi trung tâm" in there.get("/staff/password").text
