"""The knowledge as it serves, over a database of the test's own."""

import shutil
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from assistant.catalog.faq import FaqEntry
from assistant.clock import VIETNAM
from assistant.knowledge.editing import Editing
from assistant.knowledge.live import LiveKnowledge
from assistant.knowledge.trial import Trials
from assistant.store.database import migrate, open_database
from assistant.store.knowledge import SqlKnowledge

NOW = datetime(2026, 11, 23, 8, 0, tzinfo=VIETNAM)


@pytest.fixture(autouse=True)
def _few_questions(monkeypatch: pytest.MonkeyPatch) -> None:
    """A publication asks fewer questions, which takes less time."""
    monkeypatch.setattr("assistant.knowledge.regression._AT_MOST", 12)


@pytest.fixture
def repository(database: sa.Engine) -> SqlKnowledge:
    return SqlKnowledge(database)


@pytest.fixture
def start(
    repository: SqlKnowledge, knowledge_over: Callable[[SqlKnowledge], LiveKnowledge]
) -> Callable[[], LiveKnowledge]:
    """Starts a knowledge over the test's database, as a process does."""
    return lambda: knowledge_over(repository)


@pytest.fixture
def knowledge(start: Callable[[], LiveKnowledge]) -> LiveKnowledge:
    return start()


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
