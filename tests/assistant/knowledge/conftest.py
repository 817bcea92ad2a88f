"""The knowledge as it serves, over a database of the test's own."""

import shutil
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from assistant.catalog.catalog import Catalog
from assistant.catalog.faq import FaqEntry
from assistant.clock import VIETNAM
from assistant.knowledge.editing import Editing
from assistant.knowledge.live import LiveKnowledge
from assistant.knowledge.trial import Trials
from assistant.search.decision import DecisionModel
from assistant.search.encoder import Encoder
from assistant.search.index import Index, load_index
from assistant.search.live_index import LiveIndex
from assistant.search.names import Names
from assistant.search.search import Search
from assistant.settings import settings
from assistant.store.database import migrate, open_database
from assistant.store.knowledge import SqlKnowledge
from assistant.text.preparation import Preparer

NOW = datetime(2026, 11, 23, 8, 0, tzinfo=VIETNAM)


@pytest.fixture(autouse=True)
def _few_questions(monkeypatch: pytest.MonkeyPatch) -> None:
    """A publication asks fewer questions, which takes less time."""
    monkeypatch.setattr("assistant.knowledge.regression._AT_MOST", 12)


@pytest.fixture(scope="session")
def base_search(preparer: Preparer, encoder: Encoder, catalog: Catalog) -> Search:
    """The search over the files alone."""
    index: Index = load_index(settings().index_dir, preparer)
    return Search(index, encoder, DecisionModel.load(), Names(catalog))


@pytest.fixture(scope="session")
def live_index(base_search: Search, catalog: Catalog) -> LiveIndex:
    """What is learned of the tests' entries, once for all of them."""
    return LiveIndex(base_search.index, base_search.encoder, catalog)


@pytest.fixture(scope="session")
def _empty_database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file: Path = tmp_path_factory.mktemp("knowledge") / "letan.db"
    migrate(f"sqlite:///{file}")
    return file


@pytest.fixture
def database(_empty_database: Path, tmp_path: Path) -> Iterator[sa.Engine]:
    engine = open_database(f"sqlite:///{shutil.copy(_empty_database, tmp_path / 'letan.db')}")
    yield engine
    engine.dispose()


@pytest.fixture
def repository(database: sa.Engine) -> SqlKnowledge:
    return SqlKnowledge(database)


@pytest.fixture
def start(
    catalog: Catalog, base_search: Search, live_index: LiveIndex, repository: SqlKnowledge
) -> Callable[[], LiveKnowledge]:
    """Starts a knowledge over the test's database, as a process does."""

    def started() -> LiveKnowledge:
        knowledge = LiveKnowledge(catalog, base_search, repository)
        knowledge.index = live_index
        knowledge.refresh()
        return knowledge

    return started


@pytest.fixture
def knowledge(start: Callable[[], LiveKnowledge]) -> LiveKnowledge:
    return start()


@pytest.fixture(scope="session")
def trials(catalog: Catalog, base_search: Search, live_index: LiveIndex) -> Callable[[LiveKnowledge], Trials]:
    """Trials over a knowledge, which share what costs time to look up."""
    known: list[Trials] = []

    def over(knowledge: LiveKnowledge) -> Trials:
        made = Trials(knowledge)
        if known:
            made.nearness = known[0].nearness
        known.append(made)
        return made

    return over


@pytest.fixture
def editing(
    knowledge: LiveKnowledge, repository: SqlKnowledge, trials: Callable[[LiveKnowledge], Trials]
) -> Editing:
    return Editing(knowledge, repository, trials(knowledge), lambda: NOW)


def umbrella(**changes: Any) -> FaqEntry:
    """An entry that the files do not have."""
    told: dict[str, Any] = {
        "slug": "muon-o-che-mua",
        "theme": "Tại trung tâm",
        "question": "Trời mưa có mượn được ô của trung tâm không?",
        "answer": "Anh/chị mượn ô ở bàn hướng dẫn, lần sau tới thì trả lại ạ.",
        "own_practice": True,
        "examples": {
            "formal": ("Trung tâm có cho người dân mượn ô che mưa không?",),
            "colloquial": ("Mưa quá em ơi, ở đây có ô hay áo mưa cho mượn không",),
            "nodiac": ("cho muon cai o di ra xe voi",),
            "asr": ("cho hỏi trời đang mưa thì mượn cái ô che ra cổng ở đâu cháu nhỉ",),
        },
    }
    return FaqEntry.model_validate(told | changes)
