"""Writing entries at the desk: what is saved, what is refused, and that nothing typed is lost."""

import re
from typing import Any

import pytest

from assistant.catalog.catalog import Catalog
from assistant.knowledge.version import State
from tests.api.staff.conftest import Desk
from tests.api.staff.knowledge.conftest import BIRTH, PARKING, UMBRELLA, typed

SCRIPT = "<script>alert('x')</script> \"& 🌧️ "


def newest(assistant: Any, key: str) -> Any:
    return assistant.knowledge.editing.newest(key)


def test_a_new_entry_is_a_draft_with_a_key_of_its_question(
    assistant: Any, editor: Desk, umbrella: str
) -> None:
    assert umbrella == "faq:troi-mua-co-muon-duoc-o-cua-trung-tam-khong"
    version = newest(assistant, umbrella)
    assert (version.number, version.state, version.author) == (1, State.DRAFT, "Người 1 (nguoi0)")
    assert version.content.examples["colloquial"][1] == "cho bác mượn cái ô ra xe"
    page = editor.get(f"/staff/knowledge/{umbrella}?told=drafted").text
    assert "Chưa đăng lần nào" in page
    assert "Đã lưu bản nháp" in page


def test_the_same_question_again_has_a_key_of_its_own(editor: Desk, umbrella: str) -> None:
    again = editor.submit("/staff/knowledge/new", UMBRELLA)
    assert again.headers["location"].startswith(f"/staff/knowledge/{umbrella}-2?")


def test_a_key_that_is_taken_is_refused(editor: Desk) -> None:
    told = editor.submit("/staff/knowledge/new", UMBRELLA | {"slug": "gui-xe"})
    assert told.status_code == 422
    assert "Đã có mục mang mã này" in told.text


def test_a_new_procedure_needs_a_code_of_its_own(editor: Desk, catalog: Catalog, assistant: Any) -> None:
    fields = typed(catalog, BIRTH) | {"key": "", "kind": "procedure"}
    for code, problem in (
        ("1.99", "Không đúng dạng"),
        ("faq:gui-xe", "Không đúng dạng"),
        (BIRTH, "Đã có mục"),
    ):
        told = editor.submit("/staff/knowledge/new", fields | {"code": code})
        assert (told.status_code, problem in told.text) == (422, True), code
    made = editor.submit("/staff/knowledge/new", fields | {"code": "9.999999"})
    assert made.headers["location"] == "/staff/knowledge/9.999999?told=drafted"
    assert newest(assistant, "9.999999").content.name == catalog.procedure(BIRTH).name


def test_what_is_refused_is_shown_again_with_its_problems(
    assistant: Any, editor: Desk, catalog: Catalog
) -> None:
    fields = typed(catalog, PARKING, answer="x" * 600 + SCRIPT, theme=SCRIPT, valid_from="mai", reason=SCRIPT)
    told = editor.submit(f"/staff/knowledge/{PARKING}/edit", fields)
    assert told.status_code == 422
    assert "Chỉ được tối đa 500 ký tự" in told.text
    assert '<a href="#valid_from">Có hiệu lực từ</a>: Ngày không đúng' in told.text
    assert re.search(r'<input[^>]*aria-invalid="true"[^>]*id="valid_from"[^>]*value="mai"', told.text)
    assert "x" * 600 in told.text
    assert "<script>alert" not in told.text
    assert told.text.count("&lt;script&gt;") == 3
    assert newest(assistant, PARKING).number == 0


def test_a_page_without_changes_saves_no_version(assistant: Any, editor: Desk, catalog: Catalog) -> None:
    told = editor.submit(f"/staff/knowledge/{PARKING}/edit", typed(catalog, PARKING))
    assert (told.status_code, "chưa khác gì bản đang có" in told.text) == (422, True)
    assert newest(assistant, PARKING).number == 0


def test_an_edited_procedure_keeps_all_that_was_not_touched(
    assistant: Any, editor: Desk, catalog: Catalog
) -> None:
    before = catalog.procedure(BIRTH)
    fields = typed(catalog, BIRTH, note="Cháu nhỏ không cần đi cùng.", reason="Dân hay hỏi")
    done = editor.submit(f"/staff/knowledge/{BIRTH}/edit", fields)
    assert done.headers["location"] == f"/staff/knowledge/{BIRTH}?told=drafted"
    version = newest(assistant, BIRTH)
    assert version.content == before.model_copy(update={"note": "Cháu nhỏ không cần đi cùng."})
    assert (version.reason, version.based_on) == ("Dân hay hỏi", 0)


def test_who_comes_second_is_told_and_goes_on_from_there(
    assistant: Any, editor: Desk, publisher: Desk, catalog: Catalog
) -> None:
    address = f"/staff/knowledge/{PARKING}/edit"
    theirs = typed(
        catalog, PARKING, answer="Xe để trong sân, không mất tiền gửi ạ.", reason="bãi thôi thu tiền"
    )
    mine = typed(catalog, PARKING, answer="Xe để ngoài cổng, có người trông ạ.")
    assert editor.submit(address, theirs).status_code == 303
    told = publisher.submit(address, mine)
    assert told.status_code == 409
    assert "Người 1 (nguoi0) vừa lưu bản 1" in told.text
    assert "bãi thôi thu tiền" in told.text
    assert re.search(r"<del>.*trong.*</del>", told.text)
    assert mine["answer"] in told.text
    assert 'name="based_on" value="1"' in told.text
    assert publisher.submit(address, mine | {"based_on": "1"}).status_code == 303
    assert newest(assistant, PARKING).content.answer == mine["answer"]
    assert assistant.knowledge.editing.version(PARKING, 1).content.answer == theirs["answer"]


@pytest.mark.parametrize("based_on", ["-1", "99", "x", "", "9" * 5000])
def test_a_forged_beginning_leaves_no_gap(assistant: Any, editor: Desk, umbrella: str, based_on: str) -> None:
    fields = UMBRELLA | {"answer": "Ô đã mượn hết rồi, anh/chị chờ ngớt mưa ạ.", "based_on": based_on}
    assert editor.submit(f"/staff/knowledge/{umbrella}/edit", fields).status_code == 409
    assert newest(assistant, umbrella).number == 1


def test_saving_hands_on_to_review_what_keeps_the_rules(assistant: Any, editor: Desk, umbrella: str) -> None:
    address = f"/staff/knowledge/{umbrella}/edit"
    broken = {"answer": "Anh/chị ra Phòng Tư pháp mượn ô ạ.", "based_on": "1", "then": "review"}
    told = editor.submit(address, UMBRELLA | broken)
    assert told.status_code == 422
    assert "Đã lưu thành bản nháp 2, nhưng chưa gửi duyệt được." in told.text
    assert "Phòng Tư pháp" in told.text
    assert 'name="based_on" value="2"' in told.text
    mended = UMBRELLA | {"based_on": "2", "then": "review"}
    assert editor.submit(address, mended).headers["location"].endswith("?told=submitted")
    assert newest(assistant, umbrella).state is State.REVIEW


def test_an_unchanged_draft_goes_on_to_review_as_it_is(assistant: Any, editor: Desk, umbrella: str) -> None:
    fields = UMBRELLA | {"based_on": "1", "then": "review"}
    assert editor.submit(f"/staff/knowledge/{umbrella}/edit", fields).status_code == 303
    assert (newest(assistant, umbrella).number, newest(assistant, umbrella).state) == (1, State.REVIEW)


def test_rows_are_added_and_taken_out_without_a_script(
    assistant: Any, editor: Desk, catalog: Catalog
) -> None:
    papers = len(catalog.procedure(BIRTH).documents)
    address, fields = f"/staff/knowledge/{BIRTH}/edit", typed(catalog, BIRTH, plain_name="chưa lưu")
    added = editor.submit(address, fields | {"row": "add:documents"}).text
    assert f'name="documents-{papers}-name"' in added
    assert 'value="chưa lưu"' in added
    dropped = editor.submit(address, fields | {"row": "remove:documents-0"}).text
    assert dropped.count('value="remove:documents-') == papers  # one is the blank to copy
    for wish in ("remove:documents-999", "remove:name-1", "add:", "x", "remove:documents-²"):
        assert editor.submit(address, fields | {"row": wish}).status_code == 200
    assert newest(assistant, BIRTH).number == 0


def test_an_entry_that_is_not_there_is_not_found(editor: Desk) -> None:
    for path in (
        "faq:khong-co",
        "9.999999",
        "%3Cscript%3E",
        "faq:khong-co/edit",
        f"{PARKING}/difference?before=0&after=7",
    ):
        told = editor.get(f"/staff/knowledge/{path}")
        assert (told.status_code, "Không có" in told.text) == (404, True), path


def test_a_sheet_is_filled_in_from_the_inbox_and_settles_it(
    assistant: Any, editor: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked, settled = [], []
    filled = {"question": "Có chỗ cho con bú không?", "examples": {"colloquial": ["cho con bú ở đâu em"]}}

    def prefill(_assistant: Any, group: int, _member: Any, wordings: tuple[int, ...]) -> dict[str, Any]:
        asked.append((group, tuple(wordings)))
        return filled

    monkeypatch.setattr("api.staff.knowledge_edit.prefill", prefill)
    monkeypatch.setattr(
        "api.staff.knowledge_edit.settled", lambda _a, *told: settled.append((told[0], told[2]))
    )
    page = editor.get("/staff/knowledge/new?inbox=7&w=1&w=4").text
    assert asked == [(7, (1, 4))]
    assert 'value="Có chỗ cho con bú không?"' in page
    assert "cho con bú ở đâu em" in page
    assert 'name="inbox" value="7"' in page
    editor.submit("/staff/knowledge/new", UMBRELLA | {"inbox": "7", "slug": "cho-con-bu"})
    assert settled == [("7", "faq:cho-con-bu")]


@pytest.mark.parametrize(
    "row", ["remove:documents-" + "9" * 5000, "remove:documents-999", "remove:documents-²"]
)
def test_a_row_that_is_not_there_is_not_taken_out(editor: Desk, row: str) -> None:
    shown = editor.submit(
        "/staff/knowledge/new", {"kind": "procedure", "documents-0-name": "Tờ khai", "row": row}
    )
    assert shown.status_code == 200
    assert 'value="Tờ khai"' in shown.text
