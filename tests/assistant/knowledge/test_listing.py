import pytest

from assistant.knowledge.editing import Editing
from assistant.knowledge.listing import Listing
from assistant.knowledge.live import LiveKnowledge
from assistant.knowledge.version import Kind, State
from assistant.store.knowledge import SqlKnowledge
from tests.assistant.knowledge.conftest import umbrella

KEY = umbrella().key


@pytest.fixture
def listing(knowledge: LiveKnowledge, repository: SqlKnowledge) -> Listing:
    return Listing(knowledge, repository)


def test_the_files_are_listed_with_what_staff_have_begun(editing: Editing, listing: Listing) -> None:
    assert len(listing.rows()) == len(editing._knowledge.files.entries)
    editing.create(umbrella(), "Lan")
    (row,) = listing.rows(state=State.DRAFT)
    assert (row.key, row.kind, row.title, row.told) == (KEY, Kind.FAQ, umbrella().question, None)
    editing.publish(KEY, 1, "Minh", "dân hỏi")
    editing.switch_off("faq:gui-xe", "Minh", "sân đang sửa")
    (row,) = (row for row in listing.rows(text="muon o che mua") if row.key == KEY)
    assert (row.number, row.told, row.state) == (1, 1, State.PUBLISHED)
    assert [row.key for row in listing.rows(silenced=True)] == ["faq:gui-xe"]


def test_filters_go_together_and_words_may_stand_anywhere(listing: Listing) -> None:
    found = listing.rows(kind=Kind.PROCEDURE, text="khai sinh triệu sơn")
    assert all(row.kind is Kind.PROCEDURE for row in found)
    assert "1.001193" in {row.key for row in listing.rows(kind=Kind.PROCEDURE, text="SINH khai")}
    assert listing.rows(text="không có từ nàyxyz") == []
