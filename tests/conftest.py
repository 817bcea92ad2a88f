"""Fixtures that several rooms share; the heavy ones are made once."""

from assistant.dialogue.rasa_engine import boot  # noqa: F401, I001  before numpy and Rasa

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

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
from assistant.store.database import migrate
from assistant.store.knowledge import SqlKnowledge
from assistant.text.preparation import Preparer


@pytest.fixture(scope="session")
def catalog() -> Catalog:
    return Catalog.load(settings().knowledge_dir)


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
