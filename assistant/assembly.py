"""Putting the rooms together: the one place where every part meets its neighbours."""

import gc
from dataclasses import dataclass

import sqlalchemy as sa

from assistant.dialogue.rasa_engine.engine import (
    RasaEngine,
)  # first: Rasa is mended before it loads
from assistant.catalog.catalog import Catalog
from assistant.clock import Clock
from assistant.dialogue.brain import Brain
from assistant.dialogue.emergency import EmergencyDetector
from assistant.dialogue.policy import Policy
from assistant.dialogue.rasa_engine.training import model_path
from assistant.nlu.language import language
from assistant.search.artefacts import NotPrepared
from assistant.search.decision import DecisionModel
from assistant.search.index import expected_meta, load_index, stored_meta
from assistant.search.names import Names
from assistant.search.search import Search
from assistant.settings import Settings
from assistant.store.conversations import SqlTrackers, SqlTurns
from assistant.store.database import open_database
from actions import all_actions


@dataclass(frozen=True)
class Assistant:
    """The assembled assistant."""

    brain: Brain
    database: sa.Engine
    clock: Clock

    def close(self) -> None:
        """Stop the engine and let go of the database."""
        self.brain.engine.close()
        self.database.dispose()


def assemble(config: Settings) -> Assistant:
    """Load everything that `prepare` made.

    Raises:
        NotPrepared: something is missing or was made from other inputs.
        EngineUntrained: the dialogue model does not understand.
    """
    clock = Clock(config.clock)
    catalog = Catalog.load(config.knowledge_dir)
    preparer, encoder = language()
    expected = expected_meta(catalog, encoder.meta, config.lexicon_dir, config.nlu_dir)
    if stored_meta(config.index_dir) != expected:
        raise NotPrepared("Chỉ mục tìm kiếm đã cũ so với dữ liệu, hãy chạy `make prepare`")
    index = load_index(config.index_dir, preparer)
    search = Search(index, encoder, DecisionModel.load(), Names(catalog))
    policy = Policy(catalog, search, lambda: clock.now().date())
    database = open_database(config.sqlalchemy_url)
    engine = RasaEngine(model_path(config), all_actions(policy), SqlTrackers(database))
    brain = Brain(
        catalog,
        policy,
        engine,
        EmergencyDetector.load(config.knowledge_dir / "emergencies.yaml"),
        SqlTurns(database),
        clock.now,
        config.centre,
    )
    # What is loaded stays: the collector need not look through it again at every turn.
    gc.collect()
    gc.freeze()
    return Assistant(brain, database, clock)
