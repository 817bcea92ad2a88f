"""Several versions are kept by both databases all at once, or none."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime
from threading import Barrier

import pytest
import sqlalchemy as sa

from assistant.clock import VIETNAM
from assistant.knowledge.repository import KnowledgeUnavailable, NumberTaken
from assistant.knowledge.version import State, Version
from assistant.staff.audit import Deed, Record, Wanted
from assistant.store.audit import SqlAudit
from assistant.store.database import open_database
from assistant.store.knowledge import SqlKnowledge
from assistant.store.schema import metadata
from tests.assistant.knowledge.conftest import umbrella

NOW = datetime(2026, 11, 23, 8, 30, tzinfo=VIETNAM)
IMPORTED = Record(NOW, "Lan", Deed.IMPORTED, "faq", after={"added": 2, "changed": 0}, reason="từ tệp")


def version(slug: str, number: int = 1, author: str = "Lan") -> Version:
    entry = umbrella(slug=slug)
    return Version(entry.key, number, entry, State.REVIEW, author, "từ tệp", NOW, number - 1)


@pytest.fixture
def database(url: str) -> Iterator[sa.Engine]:
    """The tables without the migrations, which are tested by themselves and take a second."""
    engine = open_database(url)
    metadata.create_all(engine)
    yield engine
    engine.dispose()


@pytest.fixture
def repository(database: sa.Engine) -> SqlKnowledge:
    return SqlKnowledge(database)


def deeds(database: sa.Engine) -> list[tuple[Deed, str]]:
    return [(record.deed, record.subject) for _, record in reversed(SqlAudit(database).records(Wanted(), 99))]


def test_all_are_kept_and_noted_with_their_occasion(repository: SqlKnowledge, database: sa.Engine) -> None:
    draft = replace(version("muon-o"), state=State.DRAFT)
    repository.add(draft)
    repository.add_all([version("muon-o", 2), version("ban-co")], IMPORTED)
    assert repository.versions("faq:muon-o") == [replace(draft, state=State.WITHDRAWN), version("muon-o", 2)]
    assert repository.versions("faq:ban-co") == [version("ban-co")]
    assert deeds(database) == [
        (Deed.DRAFTED, "faq:muon-o"),
        (Deed.IMPORTED, "faq"),
        (Deed.DRAFTED, "faq:ban-co"),
        (Deed.DRAFTED, "faq:muon-o"),
    ]


def test_none_is_kept_when_one_number_is_taken(repository: SqlKnowledge, database: sa.Engine) -> None:
    repository.add(version("muon-o", author="Hoa"))
    with pytest.raises(NumberTaken):
        repository.add_all([version("ban-co"), version("muon-o"), version("xe-lan")], IMPORTED)
    assert repository.newest() == [version("muon-o", author="Hoa")]
    assert deeds(database) == [(Deed.DRAFTED, "faq:muon-o")]


def test_of_two_imports_at_once_one_is_kept_whole(repository: SqlKnowledge) -> None:
    start, slugs = Barrier(2), [f"muc-{number}" for number in range(8)]

    def bring(author: str, ordered: list[str]) -> bool:
        start.wait()
        try:
            repository.add_all([version(slug, author=author) for slug in ordered], IMPORTED)
        except NumberTaken:
            return False
        return True

    with ThreadPoolExecutor(2) as pool:
        done = list(pool.map(bring, ["Lan", "Hoa"], [slugs, slugs[::-1]]))
    assert sorted(done) == [False, True]
    winner = ["Lan", "Hoa"][done.index(True)]
    assert {(each.key, each.author) for each in repository.newest()} == {(f"faq:{s}", winner) for s in slugs}


def test_a_lost_database_is_told(tmp_path: object) -> None:
    gone = sa.create_engine(f"sqlite:///{tmp_path}/no/such.db")
    with pytest.raises(KnowledgeUnavailable):
        SqlKnowledge(gone).add_all([version("ban-co")], IMPORTED)
    gone.dispose()
