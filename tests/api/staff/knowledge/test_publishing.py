"""From a draft to what is told and back, at the desk."""

import re
from typing import Any

import pytest

from assistant.catalog.catalog import Catalog
from assistant.catalog.entry import Voice
from assistant.knowledge.version import State
from tests.api.staff.conftest import Desk
from tests.api.staff.knowledge.conftest import BIRTH, PARKING, UMBRELLA, typed

LIST = "/staff/knowledge"
ASKED = "xe máy của cháu để chỗ nào được ạ"


def told(assistant: Any, key: str) -> Any:
    catalog = assistant.knowledge.knowledge.catalog
    return catalog.faq_entry(key) if catalog.has(key) and key not in catalog.silenced else None


def harmful(catalog: Catalog) -> dict[str, Any]:
    """An edit after which the entry's questions are found no more."""
    gone = {f"examples-{voice.value}": "" for voice in Voice}
    return typed(catalog, PARKING, question="Bãi cỏ trồng năm nào?", aliases="", **gone)


def test_a_draft_is_reviewed_published_and_rolled_back(
    assistant: Any, editor: Desk, publisher: Desk, umbrella: str
) -> None:
    page = f"{LIST}/{umbrella}"
    assert editor.submit(f"{page}/submit", {"version": "1"}).headers["location"] == f"{page}?told=submitted"
    review = publisher.get(f"{page}/publish?version=1").text
    assert UMBRELLA["answer"] in review
    assert "Các câu đang trả lời đúng quanh mục này vẫn đúng" in review
    without = publisher.submit(f"{page}/publish", {"version": "1", "reason": " "})
    assert (without.status_code, "Cần ghi lý do" in without.text) == (422, True)
    done = publisher.submit(f"{page}/publish", {"version": "1", "reason": "dân hỏi nhiều"})
    assert done.headers["location"] == f"{page}?told=published"
    assert told(assistant, umbrella).answer == UMBRELLA["answer"]
    later = UMBRELLA | {"answer": "Ô để ở cửa ra vào, anh/chị cứ lấy ạ.", "based_on": "1"}
    editor.submit(f"{page}/edit", later)
    publisher.submit(f"{page}/publish", {"version": "2", "reason": "đổi chỗ để ô"})
    assert "Quay về bản này" in publisher.get(page).text
    assert UMBRELLA["answer"].split(",")[0] in publisher.get(f"{page}/roll-back?version=1").text
    back = publisher.submit(f"{page}/roll-back", {"version": "1", "reason": "nhầm chỗ"})
    assert back.headers["location"] == f"{page}?told=rolled-back"
    assert told(assistant, umbrella).answer == UMBRELLA["answer"]
    history = publisher.get(page).text
    for line in ("dân hỏi nhiều", "đổi chỗ để ô", "nhầm chỗ", "Quay về bản 1, thành bản 3", "viết từ bản 1"):
        assert line in history, line


@pytest.mark.parametrize(
    ("dates", "silent"),
    [({"valid_from": "01/01/2027"}, True), ({"valid_to": "22/11/2026"}, True), ({}, False)],
)
def test_a_version_for_another_day_is_said_to_be_silent_today(
    publisher: Desk, catalog: Catalog, dates: dict[str, str], silent: bool
) -> None:
    publisher.submit(f"{LIST}/{PARKING}/edit", typed(catalog, PARKING, **dates))
    review = publisher.get(f"{LIST}/{PARKING}/publish?version=1").text
    assert ("chờ đúng ngày rồi đăng" in review) is silent


def test_who_may_publish_goes_straight_on_from_writing(
    editor: Desk, publisher: Desk, catalog: Catalog, umbrella: str
) -> None:
    """Their note on the version is already the reason; another's is not put into their mouth."""
    page = f"{LIST}/{PARKING}"
    edit = typed(catalog, PARKING, theme="Chỗ để xe", reason="dời nhà xe", then="publish")
    on = f"{page}/publish?version=1&told=drafted"
    assert publisher.submit(f"{page}/edit", edit).headers["location"] == on
    again = publisher.submit(f"{page}/edit", edit | {"based_on": "1"})
    assert again.headers["location"] == on
    assert 'value="dời nhà xe"' in publisher.get(on).text
    assert 'name="reason" value=""' in publisher.get(f"{LIST}/{umbrella}/publish?version=1").text
    wish = UMBRELLA | {"answer": "Ô để ở cửa ra vào, anh/chị cứ lấy ạ.", "based_on": "1", "then": "publish"}
    assert (
        editor.submit(f"{LIST}/{umbrella}/edit", wish).headers["location"].startswith(f"{LIST}/{umbrella}?")
    )


def test_a_harmful_edit_is_stopped_unless_a_reason_is_given(
    assistant: Any, editor: Desk, publisher: Desk, catalog: Catalog
) -> None:
    page = f"{LIST}/{PARKING}"
    assistant.knowledge.editing.keep_question(ASKED, PARKING, "Minh")
    editor.submit(f"{page}/edit", harmful(catalog))
    assert ASKED in publisher.get(f"{page}/publish?version=1").text
    blocked = publisher.submit(f"{page}/publish", {"version": "1", "reason": "thử"})
    assert blocked.status_code == 409
    assert f"“{ASKED}”" in blocked.text
    assert 'value="thử"' in blocked.text
    assert 'name="override"' in blocked.text
    assert told(assistant, PARKING) == catalog.faq_entry(PARKING)
    passed = {"version": "1", "reason": "thử", "override": "mục này bỏ hẳn"}
    assert publisher.submit(f"{page}/publish", passed).status_code == 303
    assert "Vẫn đăng dù có câu sẽ sai: mục này bỏ hẳn" in publisher.get(page).text


def test_what_somebody_else_has_overtaken_is_not_published(
    editor: Desk, publisher: Desk, umbrella: str
) -> None:
    page = f"{LIST}/{umbrella}"
    editor.submit(f"{page}/edit", UMBRELLA | {"theme": "Khác", "based_on": "1"})
    late = publisher.submit(f"{page}/publish", {"version": "1", "reason": "gấp"})
    assert (late.status_code, "vừa lưu bản 2" in late.text) == (409, True)
    publisher.submit(f"{page}/publish", {"version": "2", "reason": "gấp"})
    twice = publisher.submit(f"{page}/publish", {"version": "2", "reason": "gấp"})
    assert (twice.status_code, "đã đăng hoặc đã được thay" in twice.text) == (409, True)


def test_an_entry_is_switched_off_and_on(assistant: Any, publisher: Desk, catalog: Catalog) -> None:
    page = f"{LIST}/{PARKING}"
    without = publisher.submit(f"{page}/switch", {"to": "off", "reason": ""})
    assert (without.status_code, "Cần ghi lý do" in without.text) == (422, True)
    publisher.submit(f"{page}/switch", {"to": "off", "reason": "sân đang sửa"})
    assert told(assistant, PARKING) is None
    assert "Đang tắt" in publisher.get(page).text
    assert "sân đang sửa" in publisher.get(page).text
    publisher.submit(f"{page}/switch", {"to": "on", "reason": "sửa xong"})
    assert told(assistant, PARKING) == catalog.faq_entry(PARKING)


def test_a_long_reason_is_shown_again(publisher: Desk) -> None:
    long = "dài " * 150
    refused = publisher.submit(f"{LIST}/{PARKING}/switch", {"to": "off", "reason": long})
    assert (refused.status_code, long.strip() in refused.text) == (422, True)


def test_a_draft_that_breaks_a_rule_is_not_submitted(assistant: Any, editor: Desk, umbrella: str) -> None:
    page = f"{LIST}/{umbrella}"
    editor.submit(
        f"{page}/edit", UMBRELLA | {"answer": "Ô này dùng miễn phí, anh/chị cứ lấy ạ.", "based_on": "1"}
    )
    refused = editor.submit(f"{page}/submit", {"version": "2"})
    assert (refused.status_code, "phải có nguồn" in refused.text) == (422, True)
    assert assistant.knowledge.editing.newest(umbrella).state is State.DRAFT


@pytest.mark.parametrize("number", ["", "-1", "x", "77", "9" * 4000])
@pytest.mark.parametrize("step", ["submit", "publish", "roll-back"])
def test_a_version_that_is_not_there_is_not_found(publisher: Desk, step: str, number: str) -> None:
    sent = {"version": number, "reason": "thử"}
    assert publisher.submit(f"{LIST}/{PARKING}/{step}", sent).status_code == 404


def test_who_only_writes_does_not_publish(editor: Desk, umbrella: str) -> None:
    for path in ("publish", "roll-back", "switch"):
        sent = {"version": "1", "reason": "thử", "to": "off"}
        assert editor.submit(f"{LIST}/{umbrella}/{path}", sent).status_code == 403, path
    assert editor.get(f"{LIST}/{umbrella}/publish?version=1").status_code == 403


def ticked(*keys: str) -> dict[str, Any]:
    return {"chosen": [f"{key}@1" for key in keys], "reason": "thống nhất cả loạt"}


@pytest.fixture
def waiting(assistant: Any, editor: Desk, catalog: Catalog, umbrella: str) -> list[str]:
    """Three entries for review: a new one, one with a harmless change, one whose questions would be lost."""
    assistant.knowledge.editing.keep_question(ASKED, PARKING, "Minh")
    editor.submit(f"{LIST}/{umbrella}/submit", {"version": "1"})
    editor.submit(f"{LIST}/{BIRTH}/edit", typed(catalog, BIRTH, fee_note="Nộp tại quầy.", then="review"))
    editor.submit(f"{LIST}/{PARKING}/edit", harmful(catalog) | {"then": "review"})
    return [umbrella, BIRTH, PARKING]


def test_those_that_are_ticked_are_published_and_what_is_harmful_is_kept(
    assistant: Any, publisher: Desk, catalog: Catalog, waiting: list[str]
) -> None:
    page = publisher.get(f"{LIST}?state=review&kind=").text
    for key in waiting:
        assert f'name="chosen" value="{key}@1"' in page
    done = publisher.submit(f"{LIST}/publish?state=review", ticked(*waiting)).text
    assert "Đã đăng 2 trên 3 mục" in done
    assert "1 mục chưa đăng được" in done
    assert f"“{ASKED}”" in done
    assert f'href="{LIST}/{PARKING}/publish?version=1"' in done
    assert told(assistant, waiting[0]).answer == UMBRELLA["answer"]
    assert assistant.knowledge.knowledge.catalog.procedure(BIRTH).fee_note == "Nộp tại quầy."
    assert told(assistant, PARKING) == catalog.faq_entry(PARKING)
    assert "thống nhất cả loạt" in publisher.get(f"{LIST}/{BIRTH}").text
    again = publisher.submit(f"{LIST}/publish?state=review", ticked(BIRTH, "faq:khong-co", "lạ")).text
    assert "không còn chờ đăng" in again
    assert "3 mục chưa đăng được" in again


def test_many_at_once_need_a_reason_and_lose_no_tick(publisher: Desk, waiting: list[str]) -> None:
    address = f"{LIST}/publish?state=review&q=trời mưa"
    nothing = publisher.submit(address, {"reason": "gấp"})
    assert (nothing.status_code, "ít nhất một mục" in nothing.text) == (422, True)
    assert 'value="gấp"' in nothing.text
    silent = publisher.submit(address, ticked(waiting[0]) | {"reason": " "})
    assert (silent.status_code, "ghi lý do đăng" in silent.text) == (422, True)
    assert re.search(rf'value="{waiting[0]}@1"[^>]* checked', silent.text)
    assert BIRTH not in silent.text.partition("<tbody>")[2]


def test_no_more_than_the_page_can_wait_for(
    monkeypatch: pytest.MonkeyPatch, assistant: Any, publisher: Desk, waiting: list[str]
) -> None:
    monkeypatch.setattr("api.staff.knowledge_batch.AT_ONCE", 1)
    done = publisher.submit(f"{LIST}/publish?state=review", ticked(BIRTH, waiting[0])).text
    assert "Đã đăng 1 trên 2 mục" in done
    assert "chưa tới lượt" in done
    assert told(assistant, waiting[0]) is None


def test_boxes_are_for_who_may_publish(editor: Desk, waiting: list[str]) -> None:
    assert 'name="chosen"' not in editor.get(f"{LIST}?state=review").text
    assert editor.submit(f"{LIST}/publish", ticked(*waiting)).status_code == 403
