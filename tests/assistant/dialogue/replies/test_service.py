import re
from datetime import datetime

import pytest

from assistant.catalog.centre import Centre
from assistant.clock import VIETNAM
from assistant.dialogue.acts import DOSSIER_ACTS, TICKET_ACTS, ActKind
from assistant.dialogue.replies.reply import Status
from assistant.dialogue.replies.service import service_reply, stopped

MONDAY_MORNING = datetime(2026, 11, 23, 8, 0, tzinfo=VIETNAM)
ABOUT_PROCEDURES = {ActKind.FAQ, ActKind.COMPARE, ActKind.ANSWER, ActKind.OFFER, ActKind.ASK_WHICH}
ELSEWHERE = ABOUT_PROCEDURES | TICKET_ACTS | DOSSIER_ACTS | {ActKind.COMMUNE}
UNSPEAKABLE = re.compile(r"[\d/()\[\]{}%•·–]|gov\.vn")

STATUS = {
    ActKind.NONE_OF_THESE: Status.CLARIFICATION,
    ActKind.UNANSWERED: Status.UNANSWERED,
    ActKind.OUT_OF_SCOPE: Status.OUT_OF_SCOPE,
    ActKind.EMERGENCY: Status.EMERGENCY,
    ActKind.HUMAN: Status.HANDOFF,
    ActKind.COMPLAINT: Status.HANDOFF,
    ActKind.HOURS: Status.ANSWERED,
    ActKind.IDENTITY: Status.SMALLTALK,
    ActKind.REPEAT: Status.SMALLTALK,
    ActKind.GREET: Status.SMALLTALK,
    ActKind.THANKS: Status.SMALLTALK,
    ActKind.GOODBYE: Status.SMALLTALK,
    ActKind.AFFIRM: Status.SMALLTALK,
    ActKind.DENY: Status.SMALLTALK,
}


def test_every_act_that_has_no_replies_of_its_own_is_listed_here() -> None:
    assert set(STATUS) == set(ActKind) - ELSEWHERE


@pytest.mark.parametrize(("kind", "status"), STATUS.items())
def test_every_act_has_words_and_its_status(centre: Centre, kind: ActKind, status: Status) -> None:
    reply = service_reply(kind, centre, MONDAY_MORNING)
    assert reply.status is status
    assert reply.text.strip()
    assert reply.speech.strip()
    assert not UNSPEAKABLE.search(reply.speech)
    assert len(reply.speech) <= 600


def test_no_two_acts_say_the_same(centre: Centre) -> None:
    assert len({service_reply(kind, centre, MONDAY_MORNING).text for kind in STATUS}) == len(STATUS)


@pytest.mark.parametrize("kind", [kind for kind, status in STATUS.items() if status is Status.HANDOFF])
def test_a_handoff_calls_staff_and_tells_the_way_to_them(centre: Centre, kind: ActKind) -> None:
    reply = service_reply(kind, centre, MONDAY_MORNING)
    assert {"type": "call_staff"} in reply.commands
    assert "bàn hướng dẫn" in reply.text


def test_who_it_is_is_told_truly(centre: Centre) -> None:
    reply = service_reply(ActKind.IDENTITY, centre, MONDAY_MORNING)
    assert "robot" in reply.text
    assert "không phải người thật" in reply.text


def test_what_is_not_known_is_not_guessed(centre: Centre) -> None:
    reply = service_reply(ActKind.UNANSWERED, centre, MONDAY_MORNING)
    assert "chưa có thông tin chắc chắn" in reply.text
    assert reply.answer is None


@pytest.mark.parametrize(
    ("now", "state", "open_now"),
    [
        ("2026-11-23T08:00", "Bây giờ trung tâm đang mở cửa.", True),
        ("2026-11-23T06:00", "chưa mở cửa, sẽ mở lúc 7:30 hôm nay.", False),
        ("2026-11-23T12:00", "chưa mở cửa, sẽ mở lúc 13:30 hôm nay.", False),
        ("2026-11-23T17:00", "chưa mở cửa, sẽ mở lúc 7:30 thứ Ba ngày 24/11.", False),
        ("2026-11-28T12:00", "chưa mở cửa, sẽ mở lúc 7:30 thứ Hai ngày 30/11.", False),
        ("2026-09-02T09:00", "chưa mở cửa, sẽ mở lúc 7:30 thứ Năm ngày 3/9.", False),
    ],
    ids=["open", "early", "lunch", "evening", "weekend", "day off"],
)
def test_the_hours_tell_the_week_and_how_it_is_now(
    centre: Centre, now: str, state: str, open_now: bool
) -> None:
    reply = service_reply(ActKind.HOURS, centre, datetime.fromisoformat(now).replace(tzinfo=VIETNAM))
    assert "thứ Hai đến thứ Sáu: 7:30 đến 11:30 và 13:30 đến 17:00" in reply.text
    assert state in reply.text
    assert "bảy giờ rưỡi đến mười một giờ rưỡi" in reply.speech
    assert not UNSPEAKABLE.search(reply.speech)
    assert reply.answer is not None
    assert (reply.answer.topic, reply.answer.facts["open_now"]) == ("hours", open_now)
    assert reply.answer.sources[0]["title"] == centre.name


def test_hours_that_were_made_up_are_said_to_be_a_sample(centre: Centre) -> None:
    own = centre.model_copy(update={"sample": False})
    assert "Giờ mẫu" in service_reply(ActKind.HOURS, centre, MONDAY_MORNING).text
    assert "Giờ mẫu" not in service_reply(ActKind.HOURS, own, MONDAY_MORNING).text


def test_a_centre_that_never_opens_is_said_to_rest(centre: Centre) -> None:
    closed = centre.model_copy(update={"hours": {}})
    reply = service_reply(ActKind.HOURS, closed, MONDAY_MORNING)
    assert "Bây giờ trung tâm đang nghỉ." in reply.text
    assert reply.answer is not None
    assert reply.answer.facts["opens_at"] is None


@pytest.mark.parametrize(
    ("number", "service", "spoken"),
    [
        ("113", "công an", "một một ba"),
        ("114", "cứu hỏa, cứu nạn", "một một bốn"),
        ("115", "cấp cứu", "một một năm"),
    ],
)
def test_an_emergency_names_the_number_and_calls_staff_at_once(
    centre: Centre, number: str, service: str, spoken: str
) -> None:
    reply = service_reply(ActKind.EMERGENCY, centre, MONDAY_MORNING, number)
    assert reply.text.startswith(f"Việc khẩn cấp: anh/chị gọi ngay {number} ({service})")
    assert f"gọi ngay {spoken}" in reply.speech
    assert reply.commands == [{"type": "call_staff", "urgent": True}]


def test_an_emergency_of_unknown_kind_names_all_three_numbers(centre: Centre) -> None:
    reply = service_reply(ActKind.EMERGENCY, centre, MONDAY_MORNING)
    assert "113, 114 hoặc 115" in reply.text
    assert "một một ba, một một bốn hoặc một một năm" in reply.speech


def test_stopped_answers_show_the_way_to_people_and_what_goes_on(centre: Centre) -> None:
    reply = stopped(centre)
    assert reply.status is Status.HANDOFF
    assert "bàn hướng dẫn" in reply.text
    assert (reply.answer, reply.commands) == (None, [])
    assert not UNSPEAKABLE.search(reply.speech)
    assert [suggestion.message for suggestion in reply.suggestions] == [
        "lấy số",
        "mấy giờ trung tâm làm việc",
    ]
