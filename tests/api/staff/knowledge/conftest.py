"""The desk with the whole knowledge, over a database of the test's own."""

from collections.abc import Callable
from typing import Any

import pytest

from assistant.catalog.catalog import Catalog
from assistant.knowledge.editing import Editing
from assistant.knowledge.listing import Listing
from assistant.knowledge.live import LiveKnowledge
from assistant.knowledge.trial import Trials
from assistant.knowledge.version import Content
from assistant.search.decision import DecisionModel
from assistant.search.encoder import Encoder
from assistant.search.index import load_index
from assistant.search.live_index import LiveIndex
from assistant.search.names import Names
from assistant.search.nearness import Nearness
from assistant.search.search import Search
from assistant.settings import settings
from assistant.staff.roles import Role
from assistant.store.knowledge import SqlKnowledge
from assistant.text.preparation import Preparer
from tests.api.staff.conftest import Desk
from tests.api.staff.test_entry_forms import form_of, sent

Typed = dict[str, Any]
PARKING = "faq:gui-xe"
BIRTH = "1.001193"
UMBRELLA: Typed = {
    "kind": "faq",
    "question": "Trời mưa có mượn được ô của trung tâm không?",
    "answer": "Anh/chị mượn ô ở bàn hướng dẫn, lần sau tới thì trả lại ạ.",
    "theme": "Tiện ích và sinh hoạt tại trung tâm",
    "own_practice": "y",
    "examples-colloquial": "Mưa quá em ơi, ở đây có ô hay áo mưa cho mượn không\r\ncho bác mượn cái ô ra xe",
}


@pytest.fixture(autouse=True)
def _few_questions(monkeypatch: pytest.MonkeyPatch) -> None:
    """A publication asks fewer questions, which takes less time."""
    monkeypatch.setattr("assistant.knowledge.regression._AT_MOST", 6)


@pytest.fixture(scope="session")
def search(preparer: Preparer, encoder: Encoder, catalog: Catalog) -> Search:
    index = load_index(settings().index_dir, preparer)
    return Search(index, encoder, DecisionModel.load(), Names(catalog))


@pytest.fixture(scope="session")
def live_index(search: Search, catalog: Catalog) -> LiveIndex:
    """What is learned of the tests' entries, once for all of them."""
    return LiveIndex(search.index, search.encoder, catalog)


@pytest.fixture(scope="session")
def nearness(search: Search, catalog: Catalog) -> Nearness:
    return Nearness(search.index, search.encoder, catalog)


@pytest.fixture
def assistant(
    assistant: Any, catalog: Catalog, search: Search, live_index: LiveIndex, nearness: Nearness
) -> Any:
    """The desk's assistant, with the knowledge."""
    repository = SqlKnowledge(assistant.database)
    knowledge = LiveKnowledge(catalog, search, repository)
    knowledge.index = live_index
    trials = Trials(knowledge)
    trials.nearness = nearness
    desk = assistant.knowledge
    desk.knowledge, desk.repository, desk.trials = knowledge, repository, trials
    desk.editing = Editing(knowledge, repository, trials, assistant.clock.now)
    desk.listing = Listing(knowledge, repository)
    return assistant


@pytest.fixture
def editor(logged_in: Callable[..., Desk]) -> Desk:
    return logged_in(Role.EDITOR)


@pytest.fixture
def publisher(logged_in: Callable[..., Desk]) -> Desk:
    return logged_in(Role.PUBLISHER)


def typed(catalog: Catalog, key: str, **changes: Any) -> Typed:
    """What the page of an entry of the files posts of it, with changes."""
    content = catalog.entry(key)
    assert isinstance(content, Content)
    fields: Typed = {}
    for name, value in sent(form_of(content, catalog)):
        fields.setdefault(name, []).append(value)
    return fields | {"key": key, "based_on": "0"} | changes


@pytest.fixture
def umbrella(editor: Desk) -> str:
    """The key of a new entry, of which there is a first draft."""
    made = editor.submit("/staff/knowledge/new", UMBRELLA)
    return str(made.headers["location"]).partition("?")[0].rpartition("/")[2]
