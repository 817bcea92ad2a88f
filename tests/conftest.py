"""Fixtures that several rooms share; the heavy ones are made once."""

from assistant.dialogue.rasa_engine import boot  # noqa: F401, I001  before numpy and Rasa

from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.assembly import Assistant, assemble
from assistant.catalog.catalog import Catalog
from assistant.nlu.language import language
from assistant.search.encoder import Encoder
from assistant.settings import Settings, settings
from assistant.store.database import migrate
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
def assistant(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Assistant]:
    """The whole assistant as `make run` has it, on a database of its own."""
    database: Path = tmp_path_factory.mktemp("assistant") / "letan.db"
    config = Settings(database_url=f"sqlite:///{database}")
    migrate(config.sqlalchemy_url)
    assembled = assemble(config)
    yield assembled
    assembled.close()
