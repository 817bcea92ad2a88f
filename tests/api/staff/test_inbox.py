"""The inbox's pages, over the whole knowledge and a town that has asked."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from api.staff.inbox import prefill, settled
from assistant.assembly import Assistant
from assistant.inbox.groups import State, Wanted
from assistant.inbox.inbox import Inbox
from assistant.inbox.repository import UnknownGroup
from assistant.knowledge.editing import Editing
from assistant.knowledge.live import LiveKnowledge
from assistant.knowledge.trial import Trials
from assistant.staff.member import Grant, Member
from assistant.staff.roles import Role
from assistant.store.inbox import SqlInbox
from assistant.store.knowledge import SqlKnowledge
from tests.api.staff.conftest import Desk
from tests.assistant.inbox.talk import Town, said

ROOF = "dựng rạp cưới ra lòng đường thì xin ai"
ROOF_BARE = "dung rap cuoi ra long duong thi xin ai"
ROOF_TOO = "xin dựng rạp cưới lấn ra lòng đường ở đâu"
BIRTH = "làm giấy khai sinh cho thằng cu mới đẻ ra răng"
SCRIPT = "<script>alert(1)</script> có tính phí không"
EDITOR = Member("Lê Tư", (Grant(Role.EDITOR),), "tu")


@pytest.fixture
def town(
    assistant: Any,
    knowledge_over: Callable[[SqlKnowledge], LiveKnowledge],
    trials: Callable[[LiveKnowledge], Trials],
) -> Town:
    """Three questions at two centres; the desk has what its pages need."""
    database, now = assistant.database, assistant.clock.now
    repository = SqlKnowledge(database)
    knowledge = knowledge_over(repository)
    assistant.knowledge.knowledge = knowledge
    assistant.knowledge.editing = Editing(knowledge, repository, trials(knowledge), now)
    assistant.inbox = Inbox(SqlInbox(database), knowledge, now)
    town = Town(database, now() - timedelta(hours=1))
    for text in (ROOF, ROOF_TOO, ROOF_BARE):
        town.talk(said(text))
    town.talk(said(BIRTH, "answered", code="1.001193"))
    town.thumb(BIRTH, helpful=False)
    town.talk(said(SCRIPT), centre="hac-thanh")
    return town


@pytest.fixture
def editor(town: Town, logged_in: Callable[..., Desk]) -> Desk:
    return logged_in(Role.EDITOR)


def open_ids(assistant: Assistant) -> dict[str, int]:
    assistant.inbox.collect()
    return {group.text: group.id for group in assistant.inbox.groups(Wanted(state=State.OPEN), 50)[0]}


def test_the_list_counts_and_escapes(editor: Desk) -> None:
    told = editor.get("/staff/inbox")
    assert told.status_code == 200
    assert "3 nhóm câu hỏi" in told.text
    assert ROOF in told.text
    assert "và 1 cách hỏi khác" in told.text
    assert SCRIPT not in told.text
    assert "&lt;script&gt;" in told.text
    assert re.search(r"\d\d/\d\d/\d{4} \d\d:\d\d", told.text)


@pytest.mark.parametrize(
    ("query", "shown", "hidden"),
    [
        ("reason=disliked", BIRTH, ROOF),
        ("q=rap+cuoi", ROOF, BIRTH),
        ("q=%00%27;--", "Tìm trong câu hỏi", "Không có"),
        ("q=rap+xyz", "Không có câu hỏi nào như vậy", ROOF),
        ("state=done", "Chưa có câu hỏi nào", ROOF),
        ("state=x&reason=y&page=99", ROOF, "Không còn"),
    ],
)
def test_the_list_is_filtered(editor: Desk, query: str, shown: str, hidden: str) -> None:
    told = editor.get(f"/staff/inbox?{query}")
    assert told.status_code == 200
    assert shown in told.text
    assert hidden not in told.text


def test_a_long_list_has_pages(editor: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("api.staff.inbox.PER_PAGE", 2)
    first = editor.get("/staff/inbox").text
    assert "Trang 1 / 2" in first
    assert "page=2" in first
    assert "Trang 2 / 2" in editor.get("/staff/inbox?page=2").text


def test_a_centre_sees_its_own_questions(assistant: Any, town: Town, logged_in: Callable[..., Desk]) -> None:
    ids = open_ids(assistant)
    client = logged_in(Role.EDITOR, "hac-thanh")
    told = client.get("/staff/inbox").text
    assert ROOF not in told
    assert "1 nhóm câu hỏi" in told
    assert client.get(f"/staff/inbox/{ids[ROOF]}").status_code == 404
    assert client.submit(f"/staff/inbox/{ids[ROOF]}/decide", {"verdict": "done"}).status_code == 404
    assert client.submit(f"/staff/inbox/{ids[ROOF]}/draft").status_code == 404
    assert ids[ROOF] in open_ids(assistant).values()


def test_a_group_shows_its_wordings_and_entries_that_may_answer(assistant: Any, editor: Desk) -> None:
    told = editor.get(f"/staff/inbox/{open_ids(assistant)[BIRTH]}").text
    assert BIRTH in told
    assert "1.001193" in told
    assert "khả năng đúng" in told
    assert "Câu trả lời bị chê" in told
    assert told.count('type="checkbox"') == 1


def test_who_reads_alone_is_offered_nothing_to_do(
    assistant: Any, town: Town, logged_in: Callable[..., Desk]
) -> None:
    viewer = logged_in(Role.VIEWER)
    group = open_ids(assistant)[ROOF]
    for path in ("/staff/inbox", f"/staff/inbox/{group}"):
        assert viewer.get(path).text.count("<form") == 1 + (path == "/staff/inbox")  # to log out, to filter
    assert viewer.submit(f"/staff/inbox/{group}/decide", {"verdict": "done"}).status_code == 403


@pytest.mark.parametrize(("verdict", "state"), [("done", "state=done"), ("not_ours", "state=not_ours")])
def test_a_decision_is_kept_and_can_be_taken_back(
    assistant: Any, editor: Desk, verdict: str, state: str
) -> None:
    group = open_ids(assistant)[ROOF]
    reason = "đã nói với <b>công an</b> xã, gọi 0912345678"
    back = "/staff/inbox?reason=unanswered&page=2&told=x&next=//evil"
    sent = {"verdict": verdict, "reason": reason, "back": back}
    done = editor.submit(f"/staff/inbox/{group}/decide", sent)
    assert done.status_code == 303
    assert done.headers["location"].startswith("/staff/inbox?reason=unanswered&page=2&told=inbox-")
    assert ROOF not in editor.get("/staff/inbox").text
    listed = editor.get(f"/staff/inbox?{state}").text
    assert "&lt;b&gt;công an&lt;/b&gt; xã, gọi [sđt]" in listed
    assert "Mở lại" in editor.get(f"/staff/inbox/{group}").text
    editor.submit(f"/staff/inbox/{group}/decide", {"verdict": ""})
    assert ROOF in editor.get("/staff/inbox").text


def test_what_is_asked_again_says_so(assistant: Any, town: Town, editor: Desk) -> None:
    group = open_ids(assistant)[ROOF]
    editor.submit(f"/staff/inbox/{group}/decide", {"verdict": "done"})
    town.talk(said(ROOF_TOO))
    assert "Hỏi lại 1 lượt từ khi đó" in editor.get("/staff/inbox").text


def test_wordings_become_examples_of_an_entry_in_a_draft(assistant: Any, editor: Desk) -> None:
    group_id = open_ids(assistant)[ROOF]
    wordings = {w.text: w.id for w in assistant.inbox.group(group_id, None).wordings}
    key = assistant.brain.catalog.faq[0].key
    done = editor.submit(
        f"/staff/inbox/{group_id}/examples", {"entry": key, "other": "x", "w": [str(wordings[ROOF_TOO])]}
    )
    assert (done.status_code, done.headers["location"]) == (
        303,
        f"/staff/knowledge/{key}/edit?told=examples-drafted",
    )
    version = assistant.knowledge.editing.newest(key)
    assert ROOF_TOO in version.content.questions
    assert ROOF not in version.content.questions
    assert version.number == 1
    decision = assistant.inbox.group(group_id, None).decision
    assert decision
    assert decision.entry == key


@pytest.mark.parametrize(
    ("sent", "told"),
    [
        ({"w": "all"}, "chọn mục sẽ trả lời"),
        ({"other": "faq:gi-gi", "w": "all"}, "Không có"),
        ({"other": "9.999999\x00", "w": "all"}, "Không có"),
        ({"other": "1.001193"}, "chọn ít nhất một câu"),
        ({"other": "1.001193", "w": ["0", "-1", "x", "9" * 40]}, "chọn ít nhất một câu"),
    ],
)
def test_examples_without_an_entry_or_a_wording_are_refused(
    assistant: Any, editor: Desk, sent: dict[str, Any], told: str
) -> None:
    group_id = open_ids(assistant)[ROOF]
    if sent.get("w") == "all":
        sent = sent | {"w": [str(w.id) for w in assistant.inbox.group(group_id, None).wordings]}
    refused = editor.submit(f"/staff/inbox/{group_id}/examples", sent)
    assert refused.status_code == 422
    assert told in refused.text
    assert ROOF in refused.text
    assert assistant.inbox.group(group_id, None).state is State.OPEN


def test_a_new_entry_begins_with_the_question_and_its_wordings(assistant: Any, editor: Desk) -> None:
    group_id = open_ids(assistant)[ROOF]
    wordings = {w.text: w.id for w in assistant.inbox.group(group_id, None).wordings}
    led = editor.submit(f"/staff/inbox/{group_id}/draft", {"w": [str(wordings[ROOF_TOO]), "x"]})
    assert led.headers["location"] == f"/staff/knowledge/new?inbox={group_id}&w={wordings[ROOF_TOO]}"
    assert prefill(assistant, group_id, EDITOR) == {
        "question": "Dựng rạp cưới ra lòng đường thì xin ai?",
        "examples": {"colloquial": [ROOF_TOO]},
    }
    with pytest.raises(UnknownGroup):
        prefill(assistant, group_id, Member("Xa", (Grant(Role.EDITOR, "hac-thanh"),)))


def test_a_saved_draft_settles_its_group(assistant: Any, town: Town) -> None:
    group_id = open_ids(assistant)[ROOF]
    for nothing in ("", "0", "-1", "x", "²", "9" * 12, str(2**31), "999"):
        settled(assistant, nothing, EDITOR, "faq:x")
    assert assistant.inbox.group(group_id, None).state is State.OPEN
    settled(assistant, str(group_id), EDITOR, "faq:dung-rap")
    assert assistant.inbox.group(group_id, None).state is State.DONE


@pytest.mark.parametrize("group", ["0", "-1", "x", str(2**31), "9" * 30])
def test_ids_that_cannot_be_are_refused(editor: Desk, group: str) -> None:
    assert editor.get(f"/staff/inbox/{group}").status_code in {404, 422}
    assert editor.submit(f"/staff/inbox/{group}/decide", {"verdict": "done"}).status_code in {404, 422}


def test_a_forged_form_changes_nothing(assistant: Any, editor: Desk) -> None:
    group = open_ids(assistant)[ROOF]
    forged = editor.post(f"/staff/inbox/{group}/decide", data={"verdict": "done", "csrf": "0"})
    assert forged.status_code == 403
    assert group in open_ids(assistant).values()
