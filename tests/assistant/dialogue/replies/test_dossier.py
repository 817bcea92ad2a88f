import re
from dataclasses import replace
from datetime import date

import pytest

from assistant.catalog.centre import Centre
from assistant.dialogue.replies.dossier import (
    ask_code,
    ask_factor,
    dossier_not_found,
    dossier_throttled,
    dossier_told,
    dossier_unavailable,
    dossier_view,
)
from assistant.dialogue.replies.reply import Reply, Status
from assistant.dossier.code import DossierCode
from assistant.dossier.dossier import Dossier, DossierStatus, status_name

TODAY = date(2026, 11, 23)
UNSPEAKABLE = re.compile(r"[\d/()\[\]{}%•·–]|gov\.vn")
OPEN = Dossier(
    DossierCode("H56.12.34-261101-0012"),
    "Đăng ký khai sinh",
    DossierStatus.IN_PROGRESS,
    date(2026, 11, 1),
    date(2026, 11, 25),
    source="Sổ theo dõi hồ sơ của trung tâm",
    as_of=date(2026, 11, 22),
)
LATE = replace(OPEN, due_on=date(2026, 11, 20))


def test_an_open_dossier_is_told_with_its_day_and_source(centre: Centre) -> None:
    reply = dossier_told(OPEN, TODAY, centre)
    assert reply.status is Status.ANSWERED
    assert reply.text == (
        "Hồ sơ Đăng ký khai sinh của anh/chị đang giải quyết, hẹn trả kết quả ngày 25/11/2026 ạ.\n"
        "Nguồn: Sổ theo dõi hồ sơ của trung tâm (cập nhật 22/11/2026)."
    )
    assert reply.speech.startswith(
        "Hồ sơ Đăng ký khai sinh của anh chị đang giải quyết, hẹn trả kết quả ngày"
    )
    assert reply.answer is not None
    assert reply.answer.sources == [
        {"title": OPEN.source, "decision_no": None, "url": None, "read_on": "2026-11-22"}
    ]


def test_a_late_one_comes_with_an_apology_and_the_next_step(centre: Centre) -> None:
    reply = dossier_told(LATE, TODAY, centre)
    assert "quá hẹn 3 ngày, hẹn trả là ngày 20/11/2026" in reply.text
    assert "xin lỗi" in reply.text
    assert "Mời anh/chị tới bàn hướng dẫn ngay cửa ra vào" in reply.text
    assert "quá hẹn ba ngày" in reply.speech
    assert reply.answer is not None
    assert (reply.answer.facts["late"], reply.answer.facts["days_late"]) == (True, 3)


def test_a_result_is_fetched_with_the_receipt_and_excused_when_it_was_late(centre: Centre) -> None:
    done = replace(OPEN, status=DossierStatus.DONE, finished_on=date(2026, 11, 24))
    text = dossier_told(done, TODAY, centre).text
    assert "đã có kết quả. Anh/chị mang giấy hẹn tới bàn hướng dẫn ngay cửa ra vào để nhận" in text
    assert "xin lỗi" not in text
    late = replace(done, finished_on=date(2026, 11, 26))
    assert "chậm 1 ngày so với hẹn, em thay mặt trung tâm xin lỗi" in dossier_told(late, TODAY, centre).text


def test_who_is_awaited_is_not_apologised_to(centre: Centre) -> None:
    reply = dossier_told(
        replace(LATE, status=DossierStatus.NEEDS_SUPPLEMENT, note="Thiếu tờ khai."), TODAY, centre
    )
    assert "cần bổ sung giấy tờ" in reply.text
    assert "Ghi chú của cán bộ: Thiếu tờ khai." in reply.text
    assert "xin lỗi" not in reply.text


@pytest.mark.parametrize("status", DossierStatus)
@pytest.mark.parametrize("dossier", [OPEN, LATE, replace(OPEN, due_on=None, as_of=None)])
def test_every_state_is_told_and_can_be_said(centre: Centre, status: DossierStatus, dossier: Dossier) -> None:
    reply = dossier_told(replace(dossier, status=status), TODAY, centre)
    assert not UNSPEAKABLE.search(reply.speech)
    assert len(reply.speech) <= 600
    assert "H56" not in reply.speech
    view = dossier_view(replace(dossier, status=status), TODAY)
    assert view["status_text"] == status_name(status)
    assert view["message"].startswith("Hồ sơ Đăng ký khai sinh của anh/chị")


def replies(centre: Centre) -> list[Reply]:
    return [
        ask_code(centre),
        ask_code(centre, partial=True),
        ask_factor(),
        ask_factor(again=True),
        dossier_not_found(centre),
        dossier_throttled(61, centre),
        dossier_unavailable(centre),
    ]


def test_each_other_reply_has_words_of_its_own_that_can_be_said(centre: Centre) -> None:
    all_replies = replies(centre)
    assert len({reply.text for reply in all_replies}) == len(all_replies)
    for reply in all_replies:
        assert not UNSPEAKABLE.search(reply.speech)
        assert reply.answer is None
        assert not re.search(r"\w\. [a-zđ]", reply.text)


@pytest.mark.parametrize(
    ("seconds", "wait"), [(1, "1 phút"), (61, "2 phút"), (3540, "59 phút"), (3600, "1 giờ"), (3601, "2 giờ")]
)
def test_the_wait_is_told_in_minutes_or_hours(centre: Centre, seconds: int, wait: str) -> None:
    assert f"thử lại sau {wait}," in dossier_throttled(seconds, centre).text


def test_when_it_cannot_be_told_staff_is_called(centre: Centre) -> None:
    for reply in (dossier_unavailable(centre), dossier_throttled(60, centre)):
        assert (reply.status, reply.commands) == (Status.HANDOFF, [{"type": "call_staff"}])
