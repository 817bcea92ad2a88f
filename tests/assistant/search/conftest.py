"""What the tests of the search share: the real index, and an encoder folder that may be written to."""

from pathlib import Path

import pytest

from assistant.catalog.catalog import Catalog
from assistant.search.decision import DecisionModel
from assistant.search.encoder import FULL, META, QUANTISED, TOKENIZER, Encoder
from assistant.search.index import load_index
from assistant.search.names import Names
from assistant.search.search import Search
from assistant.settings import settings
from assistant.text.preparation import Preparer


@pytest.fixture(scope="session")
def search(preparer: Preparer, encoder: Encoder) -> Search:
    """The search as it serves."""
    index = load_index(settings().index_dir, preparer)
    return Search(index, encoder, DecisionModel.load(), Names(Catalog.load(settings().knowledge_dir)))


@pytest.fixture(scope="module")
def encoder_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The prepared encoder in a data folder of the module's own, without the vectors that it has kept."""
    folder: Path = tmp_path_factory.mktemp("data") / "encoder" / "bundled"
    folder.mkdir(parents=True)
    for name in (FULL, META, QUANTISED, TOKENIZER):
        (folder / name).symlink_to(settings().encoder_dir / name)
    return folder
