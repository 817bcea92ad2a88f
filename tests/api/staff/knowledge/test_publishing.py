"""From a draft to what is told and back, at the desk."""

from typing import Any

import pytest

from assistant.catalog.catalog import Catalog
from assistant.catalog.entry import Voice
from assistant.knowledge.version import State
from tests.api.staff.conftest import Desk
from tests.api.staff.knowledge.conftest import PARKING, UMBRELLA, typed

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
    for line in ("dân hỏi nhiều", "đổi chỗ để ô", "nhầm chỗ", "Quay về bản 3", "viết từ bản 1"):
        assert line in history, line


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
