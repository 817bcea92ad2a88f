"""Entries over HTTP from the first draft on, and two who write the same one."""

from fastapi.testclient import TestClient

from assistant.catalog.catalog import Catalog
from assistant.staff.roles import Role
from tests.api.knowledge.conftest import (
    DECIDED,
    ENTRIES,
    KEY,
    MINE,
    PARKING,
    As,
    Json,
    content,
    kind_of_problem,
)


def test_an_entry_from_the_first_draft_to_the_last_word(editor: TestClient, publisher: TestClient) -> None:
    made = editor.post(ENTRIES, json={"content": content(), "reason": "dân hay hỏi"})
    assert made.status_code == 201
    assert (made.json()["number"], made.json()["state"], made.json()["author"]) == (1, "draft", "Máy editor")
    waiting = editor.get(MINE).json()
    assert (waiting["newest"], waiting["told"], waiting["problems"]) == (made.json(), None, [])

    assert editor.post(f"{MINE}/submit", json={"number": 1}).json()["state"] == "review"
    told = publisher.post(f"{MINE}/publish", json=DECIDED)
    assert (told.status_code, told.json()["state"]) == (200, "published")
    assert editor.get(MINE).json()["told"] == {"number": 1, "silenced": False, "content": content()}

    better = content(answer="Ô để ở cửa ra vào, anh/chị cứ lấy ạ.")
    edited = editor.put(f"{MINE}/draft", json={"content": better, "based_on": 1, "reason": "đổi chỗ"})
    assert (edited.json()["number"], edited.json()["reason"]) == (2, "đổi chỗ")
    (difference,) = editor.get(f"{MINE}/difference?before=1&after=2").json()["items"]
    assert difference == {
        "field": "answer",
        "name": "Câu trả lời",
        "before": [content()["answer"]],
        "after": [better["answer"]],
    }
    publisher.post(f"{MINE}/publish", json={"number": 2, "reason": "đã xem"})
    back = publisher.post(f"{MINE}/roll-back", json={"number": 1, "reason": "ô vẫn ở chỗ cũ"})
    assert (back.json()["number"], back.json()["based_on"]) == (3, 1)
    off = publisher.post(f"{MINE}/switch", json={"on": False, "reason": "hết ô"}).json()
    assert off["told"] == {"number": 3, "silenced": True, "content": content()}
    on = publisher.post(f"{MINE}/switch", json={"on": True, "reason": "có ô mới"}).json()
    assert not on["told"]["silenced"]

    versions = editor.get(f"{MINE}/versions").json()
    assert [v["state"] for v in versions["items"]] == ["withdrawn", "withdrawn", "published"]
    assert editor.get(f"{MINE}/versions/2").json()["content"] == better
    publications = editor.get(f"{MINE}/publications").json()
    kinds = ["published", "published", "rolled_back", "switched_off", "switched_on"]
    assert [p["kind"] for p in publications["items"]] == kinds
    assert publications["items"][0]["at"].endswith("+07:00")
    assert publications["total"] == 5


def test_an_entry_of_the_files_begins_as_they_have_it(editor: TestClient, catalog: Catalog) -> None:
    entry = editor.get(f"{ENTRIES}/{PARKING}").json()
    assert (entry["kind"], entry["newest"]["number"], entry["newest"]["at"]) == ("faq", 0, None)
    assert entry["told"]["content"] == catalog.faq_entry(PARKING).model_dump(mode="json")
    procedure = editor.get(f"{ENTRIES}/1.001193").json()
    assert (procedure["kind"], procedure["newest"]["content"]["code"]) == ("procedure", "1.001193")
    edited = {"content": procedure["newest"]["content"] | {"note": "Mang bút theo ạ."}, "based_on": 0}
    assert editor.put(f"{ENTRIES}/1.001193/draft", json=edited).json()["number"] == 1


def test_the_list_is_filtered_and_cut(editor: TestClient, catalog: Catalog) -> None:
    editor.post(ENTRIES, json={"content": content()})
    everything = editor.get(ENTRIES).json()
    assert (len(everything["items"]), everything["total"]) == (50, len(catalog.entries) + 1)
    drafts = editor.get(ENTRIES, params={"state": "draft", "kind": "faq"}).json()
    assert [(row["key"], row["told"]) for row in drafts["items"]] == [(KEY, None)]
    asked: Json = {"q": "CHO mươn ô che mưa", "state": "draft", "silenced": False}
    assert [row["key"] for row in editor.get(ENTRIES, params=asked).json()["items"]] == [KEY]
    assert editor.get(ENTRIES, params=asked | {"q": "mượn khinh khí cầu"}).json()["total"] == 0
    assert editor.get(ENTRIES, params=asked | {"silenced": True}).json()["total"] == 0
    last = editor.get(ENTRIES, params={"offset": everything["total"] - 1, "limit": 5}).json()
    assert [row["key"] for row in last["items"]] == [KEY]
    assert editor.get(ENTRIES, params={"offset": 10**30}).json()["items"] == []
    for wrong in ({"kind": "tin-tuc"}, {"limit": 0}, {"offset": -1}, {"q": "x" * 501}, {"silenced": "?"}):
        assert kind_of_problem(editor.get(ENTRIES, params=wrong)) == (422, "invalid-request")


def test_who_comes_second_is_told_and_loses_nothing(editor: TestClient, acting: As) -> None:
    editor.post(ENTRIES, json={"content": content()})
    theirs = content(answer="Ô để ở cửa ra vào, anh/chị cứ lấy ạ.")
    editor.put(f"{MINE}/draft", json={"content": theirs, "based_on": 1})
    mine = content(answer="Ô đã mượn hết rồi, anh/chị chờ ngớt mưa ạ.")

    refused = acting(Role.PUBLISHER).put(f"{MINE}/draft", json={"content": mine, "based_on": 1})
    assert kind_of_problem(refused) == (409, "edit-conflict")
    problem = refused.json()
    assert (problem["latest"]["number"], problem["latest"]["author"]) == (2, "Máy editor")
    assert (problem["latest"]["content"], problem["yours"]) == (theirs, mine)
    assert [(d["before"], d["after"]) for d in problem["differences"]] == [
        ([theirs["answer"]], [mine["answer"]])
    ]
    late = editor.put(f"{MINE}/draft", json={"content": mine, "based_on": problem["latest"]["number"]})
    assert late.json()["number"] == 3


def test_a_harmful_edit_is_blocked_until_a_reason_is_given(
    editor: TestClient, publisher: TestClient, catalog: Catalog
) -> None:
    parking = catalog.faq_entry(PARKING)
    thief = content(
        question=f"{parking.question.rstrip('?')} vậy ạ?",
        examples={"colloquial": [f"{question.rstrip('?. ')} ạ" for question in parking.questions]},
    )
    editor.post(ENTRIES, json={"content": thief})
    blocked = publisher.post(f"{MINE}/publish", json=DECIDED)
    assert kind_of_problem(blocked) == (409, "regression-blocked")
    spoilt = blocked.json()["questions"]
    assert {each["key"] for each in spoilt} == {PARKING}
    assert {(each["before"], each["after"]) for each in spoilt} == {(PARKING, KEY)}
    assert editor.get(MINE).json()["told"] is None
    told = publisher.post(f"{MINE}/publish", json=DECIDED | {"override": "mục cũ sắp bỏ"})
    assert told.status_code == 200
    (publication,) = editor.get(f"{MINE}/publications").json()["items"]
    assert publication["override"] == "mục cũ sắp bỏ"
