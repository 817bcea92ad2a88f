"""The list, an entry's page, the difference between versions."""

import re
from typing import Any

import pytest

from assistant.catalog.catalog import Catalog
from tests.api.staff.conftest import Desk
from tests.api.staff.knowledge.conftest import BIRTH, PARKING, UMBRELLA, typed

LIST = "/staff/knowledge"


def names(page: str) -> list[str]:
    return re.findall(r'<td><a href="/staff/knowledge/([^"]+)">', page)


def test_the_list_counts_and_has_pages(editor: Desk, catalog: Catalog) -> None:
    first, last = editor.get(LIST).text, editor.get(f"{LIST}?page=9999").text
    assert f"{len(catalog.entries)} mục, đang xem 1 đến 50" in first
    assert len(names(first)) == 50
    assert 'rel="next" href="/staff/knowledge?page=2"' in first
    assert 'rel="next"' not in last
    assert set(names(first)) & set(names(last)) == set()


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("q=bai+do+xe", PARKING),
        ("q=Lệ phí khai sinh&kind=procedure", BIRTH),
        ("theme=Hộ tịch&order=name&q=khai sinh", BIRTH),
        ("kind=sai&state=sai&order=sai&theme=&off=&q=bãi gửi xe", PARKING),
    ],
)
def test_the_list_is_filtered(editor: Desk, query: str, found: str) -> None:
    assert found in names(editor.get(f"{LIST}?{query}").text)


@pytest.mark.parametrize("sought", ["gửi xe", "gui xe may", "để xe máy"])
def test_what_fits_best_stands_first(editor: Desk, sought: str) -> None:
    """Many entries have these words somewhere: one has them in its names."""
    found = names(editor.get(LIST, params={"q": sought}).text)
    assert found[0] == PARKING
    assert len(found) > 5


def test_a_search_that_finds_nothing_says_so_and_is_shown_again(editor: Desk) -> None:
    page = editor.get(LIST, params={"q": '"><script>x</script>'}).text
    assert "Không có mục nào như vậy" in page
    assert "<script>x" not in page
    assert "&#34;&gt;&lt;script&gt;" in page


def test_what_was_edited_last_stands_first_and_waits(editor: Desk, umbrella: str) -> None:
    page = editor.get(LIST).text
    assert names(page)[0] == umbrella
    assert "Bản nháp (1)" in page
    assert "Chưa đăng lần nào" in page
    assert "Người 1 (nguoi0)" in page
    assert names(editor.get(f"{LIST}?state=draft").text) == [umbrella]
    assert names(editor.get(f"{LIST}?off=1").text) == []


def test_a_page_shows_an_entry_of_the_files_whole(editor: Desk, catalog: Catalog) -> None:
    page = editor.get(f"{LIST}/{BIRTH}").text
    procedure = catalog.procedure(BIRTH)
    for told in (procedure.plain_name[1:], procedure.documents[0].name, procedure.source.decision_no):
        assert str(told) in page
    assert "Đang nói theo tệp đi kèm" in page
    assert f'href="{LIST}/{BIRTH}/edit"' in page
    assert "/publish?version" not in page


def test_buttons_are_for_who_may_press_them(editor: Desk, publisher: Desk, umbrella: str) -> None:
    for_editor, for_publisher = (desk.get(f"{LIST}/{umbrella}").text for desk in (editor, publisher))
    assert f'action="{LIST}/{umbrella}/submit"' in for_editor
    assert f"{LIST}/{umbrella}/publish?version=1" not in for_editor
    assert f"{LIST}/{umbrella}/publish?version=1" in for_publisher
    assert "Tắt mục này" not in for_publisher  # nothing is told of it yet


def test_any_two_versions_are_compared_word_by_word(editor: Desk, umbrella: str) -> None:
    later = UMBRELLA | {"answer": UMBRELLA["answer"].replace("lần sau", "hôm sau"), "based_on": "1"}
    editor.submit(f"{LIST}/{umbrella}/edit", later | {"examples-colloquial": "cho bác mượn cái ô ra xe"})
    page = editor.get(f"{LIST}/{umbrella}/difference?before=1&after=2").text
    assert "<del>Anh/chị mượn ô ở bàn hướng dẫn, <mark>lần</mark> sau tới" in page
    assert "<ins>Anh/chị mượn ô ở bàn hướng dẫn, <mark>hôm</mark> sau tới" in page
    assert "1 dòng khác giữ nguyên" in page
    assert "Câu hỏi mẫu (nói thường)" in page
    again = editor.get(f"{LIST}/{umbrella}/difference?before=2&after=2").text
    assert "Hai bên giống hệt nhau" in again
    assert editor.get(f"{LIST}/{umbrella}/difference?before=1&after=x").status_code == 422


def test_a_draft_shows_what_would_change(editor: Desk, catalog: Catalog) -> None:
    edited = typed(catalog, PARKING, theme="Chỗ để xe")
    editor.submit(f"{LIST}/{PARKING}/edit", edited)
    page = editor.get(f"{LIST}/{PARKING}").text
    assert "Bản nháp: bản 1" in page
    assert "<ins>Chỗ để xe</ins>" in page
    assert "Không thấy gì vướng" in page


def test_an_entry_out_of_force_says_so(
    editor: Desk, publisher: Desk, assistant: Any, catalog: Catalog
) -> None:
    editor.submit(f"{LIST}/{PARKING}/edit", typed(catalog, PARKING, valid_to="31/10/2026"))
    review = publisher.get(f"{LIST}/{PARKING}/publish?version=1").text
    assert "Hôm nay bản này không có hiệu lực, đến hết 31/10/2026. Đăng bây giờ" in review
    assistant.knowledge.editing.publish(PARKING, 1, "Minh", "hết hạn", "hết hạn thật")
    page = editor.get(f"{LIST}/{PARKING}").text
    assert "Đến hết 31/10/2026 (hôm nay không có hiệu lực, Lễ Tân không nói)" in page


@pytest.mark.parametrize("key", ["%00", "faq:gui-xe%00", "%ed%a0%80", "x" * 81, "faq:khong-co"])
@pytest.mark.parametrize("page", ["", "/edit", "/difference?before=0&after=1"])
def test_an_entry_that_cannot_be_is_not_there(editor: Desk, key: str, page: str) -> None:
    assert editor.get(f"{LIST}/{key}{page}").status_code == 404
