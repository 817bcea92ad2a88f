"""Fixtures that several rooms share; the heavy ones are made once."""

from assistant.dialogue.rasa_engine import boot  # noqa: F401, I001  before numpy and Rasa

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa
from argon2 import PasswordHasher

from assistant.assembly import Assistant, assemble
from assistant.catalog.catalog import Catalog
from assistant.knowledge.live import LiveKnowledge
from assistant.knowledge.trial import Trials
from assistant.nlu.language import language
from assistant.search.decision import DecisionModel
from assistant.search.encoder import Encoder
from assistant.search.index import Index, load_index
from assistant.search.live_index import LiveIndex
from assistant.search.names import Names
from assistant.search.search import Search
from assistant.settings import Settings, settings
from assistant.store.database import migrate, open_database
from assistant.store.knowledge import SqlKnowledge
from assistant.text.preparation import Preparer


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """With two workers (`make test`) one drives the servers, first of all; else a file stays together."""
    items.sort(key=lambda item: "tests/e2e" not in item.nodeid)
    for item in items:
        group = "e2e" if "tests/e2e" in item.nodeid else item.nodeid.partition("::")[0]
        item.add_marker(pytest.mark.xdist_group(group))


@pytest.fixture(scope="session")
def catalog() -> Catalog:
    return Catalog.load(settings().knowledge_dir)


@pytest.fixture(scope="session")
def empty_database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated SQLite database without a row, to be copied."""
    file: Path = tmp_path_factory.mktemp("empty") / "letan.db"
    migrate(f"sqlite:///{file}")
    return file


@pytest.fixture
def database(empty_database: Path, tmp_path: Path) -> Iterator[sa.Engine]:
    """A database of the test's own."""
    engine = open_database(f"sqlite:///{shutil.copy(empty_database, tmp_path / 'letan.db')}")
    yield engine
    engine.dispose()


@pytest.fixture(scope="session")
def quick_passwords() -> Iterator[None]:
    """Hashes that cost next to nothing, where many log in."""
    with pytest.MonkeyPatch.context() as patch:
        quick = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
        patch.setattr("assistant.staff.password._HASHER", quick)
        yield


@pytest.fixture(scope="session")
def encoder() -> Encoder:
    return language().encoder


@pytest.fixture(scope="session")
def preparer() -> Preparer:
    return language().preparer


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
def knowledge_over(
    catalog: Catalog, base_search: Search, live_index: LiveIndex
) -> Callable[[SqlKnowledge], LiveKnowledge]:
    """Starts a knowledge over a database, as a process does."""

    def started(repository: SqlKnowledge) -> LiveKnowledge:
        knowledge = LiveKnowledge(catalog, base_search, repository)
        knowledge.index = live_index
        knowledge.refresh()
        return knowledge

    return started


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


@pytest.fixture(scope="session")
def assistant(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Assistant]:
    """The whole assistant as `make run` has it, on a database of its own."""
    database: Path = tmp_path_factory.mktemp("assistant") / "letan.db"
    config = Settings(database_url=f"sqlite:///{database}")
    migrate(config.sqlalchemy_url)
    assembled = assemble(config)
    yield assembled
    assembled.close()
