"""What staff write is kept by both databases; two processes see what one publishes."""

import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime
from threading import Barrier

import pytest
import sqlalchemy as sa

from assistant.catalog.catalog import Catalog
from assistant.clock import VIETNAM
from assistant.knowledge.desk import KnowledgeDesk, open_desk
from assistant.knowledge.live import LiveKnowledge
from assistant.knowledge.repository import KnowledgeUnavailable, KnownQuestion, NumberTaken
from assistant.knowledge.version import Publication, PublicationKind, Standing, State, Version
from assistant.nlu.language import language
from assistant.search.decision import DecisionModel
from assistant.search.index import load_index
from assistant.search.names import Names
from assistant.search.search import Search
from assistant.settings import settings
from assistant.store.database import open_database
from assistant.store.knowledge import SqlKnowledge
from assistant.store.knowledge_bell import bell_for
from assistant.store.knowledge_tables import knowledge_publication, knowledge_version
from assistant.store.schema import metadata
from tests.assistant.knowledge.conftest import umbrella

NOW = datetime(2026, 11, 23, 8, 30, tzinfo=VIETNAM)
KEY = umbrella().key
ASKED = "cho chú mượn cái ô che mưa ra xe với"
PROMISED_S = 2.0


def version(number: int = 1, **changes: object) -> Version:
    return replace(Version(KEY, number, umbrella(), State.DRAFT, "Lan", "", NOW, number - 1), **changes)


def published(number: int | None = 1, **changes: object) -> Publication:
    said = Publication(KEY, PublicationKind.PUBLISHED, number, False, "Minh", "dân hỏi", NOW)
    return replace(said, **changes)


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


@pytest.fixture(scope="module")
def search(catalog: Catalog) -> Search:
    known = language()
    index = load_index(settings().index_dir, known.preparer)
    return Search(index, known.encoder, DecisionModel.load(), Names(catalog))


@pytest.fixture
def open_process(
    url: str, database: sa.Engine, catalog: Catalog, search: Search
) -> Iterator[Callable[[], KnowledgeDesk]]:
    """Opens a desk with an engine, a knowledge and a watch of its own, as each process has."""
    opened: list[tuple[KnowledgeDesk, sa.Engine]] = []

    def process() -> KnowledgeDesk:
        engine = open_database(url)
        repository = SqlKnowledge(engine)
        knowledge = LiveKnowledge(catalog, search, repository)
        desk = open_desk(knowledge, repository, lambda: NOW, bell_for(engine))
        opened.append((desk, engine))
        return desk

    yield process
    for desk, engine in opened:
        desk.close()
        engine.dispose()


def seconds_until(happens: Callable[[], bool], at_most: float = 10.0) -> float:
    start = time.monotonic()
    while not happens() and time.monotonic() - start < at_most:
        time.sleep(0.01)
    return time.monotonic() - start


def test_versions_are_read_as_they_were_kept(repository: SqlKnowledge) -> None:
    first, second = version(), version(2, content=umbrella(theme="Khác"), author="Hoa", reason="sửa")
    repository.add(first)
    repository.add(second)
    assert repository.versions(KEY) == [replace(first, state=State.WITHDRAWN), second]
    assert repository.version(KEY, 2) == second
    assert repository.version(KEY, 3) is None
    assert repository.newest() == [second]
    with pytest.raises(NumberTaken):
        repository.add(second)


def test_only_a_draft_is_submitted(repository: SqlKnowledge) -> None:
    repository.add(version())
    assert repository.submit(version(), "Lan", NOW)
    assert not repository.submit(version(), "Lan", NOW)
    assert not repository.submit(version(2), "Lan", NOW)


def test_publications_are_counted_and_each_tells_what_stands(repository: SqlKnowledge) -> None:
    assert (repository.head(), repository.published().number) == (0, 0)
    repository.add(version())
    assert repository.publish(published()) == 1
    told = replace(version(), state=State.PUBLISHED)
    assert repository.published().standings == {KEY: Standing(told)}
    off = published(None, kind=PublicationKind.SWITCHED_OFF, silenced=True)
    assert repository.publish(off) == 2
    assert repository.published().standings == {KEY: Standing(told, silenced=True)}
    assert repository.publications(KEY) == [(1, published()), (2, replace(off, version=1))]
    assert repository.head() == repository.published().number == 2


def test_what_was_published_before_is_withdrawn(repository: SqlKnowledge) -> None:
    repository.add(version())
    repository.publish(published())
    repository.publish(
        published(2, kind=PublicationKind.ROLLED_BACK), version(2, state=State.PUBLISHED, based_on=1)
    )
    assert [v.state for v in repository.versions(KEY)] == [State.WITHDRAWN, State.PUBLISHED]
    with pytest.raises(NumberTaken):
        repository.publish(published())


def test_an_entry_of_the_files_can_be_switched_off(repository: SqlKnowledge) -> None:
    off = published(None, key="faq:gui-xe", kind=PublicationKind.SWITCHED_OFF, silenced=True)
    repository.publish(off)
    assert repository.published().standings == {"faq:gui-xe": Standing(None, silenced=True)}


def test_what_this_program_cannot_read_is_left_to_the_file(
    repository: SqlKnowledge, database: sa.Engine
) -> None:
    repository.add(version())
    repository.publish(published())
    with database.begin() as connection:
        connection.execute(knowledge_version.update().values(content={"new_field": 1}))
    assert repository.published().standings == {KEY: Standing()}


def test_of_two_who_save_at_once_one_is_told(repository: SqlKnowledge) -> None:
    start = Barrier(4)

    def save(author: str) -> bool:
        start.wait()
        try:
            repository.add(version(author=author))
        except NumberTaken:
            return False
        return True

    with ThreadPoolExecutor(4) as pool:
        assert sorted(pool.map(save, ["Lan", "Hoa", "Mai", "Cúc"])) == [False, False, False, True]


def test_publications_of_many_at_once_have_numbers_without_gap(
    repository: SqlKnowledge, database: sa.Engine
) -> None:
    start = Barrier(4)

    def switch(key: str) -> int:
        start.wait()
        off = published(None, key=key, kind=PublicationKind.SWITCHED_OFF, silenced=True)
        return repository.publish(off)

    with ThreadPoolExecutor(4) as pool:
        assert sorted(pool.map(switch, ["faq:a", "faq:b", "faq:c", "faq:d"])) == [1, 2, 3, 4]
    with database.connect() as connection:
        assert connection.scalar(sa.select(sa.func.count()).select_from(knowledge_publication)) == 4


def test_known_questions_are_kept_changed_and_dropped(repository: SqlKnowledge) -> None:
    known = KnownQuestion("mượn ô ở đâu", KEY, "Lan", NOW)
    repository.keep_question(known)
    repository.keep_question(replace(known, key="faq:gui-xe"))
    assert repository.questions() == [replace(known, key="faq:gui-xe")]
    assert repository.drop_question(known.question, "Lan", NOW)
    assert not repository.drop_question(known.question, "Lan", NOW)


def test_every_process_tells_within_two_seconds_what_one_publishes(
    open_process: Callable[[], KnowledgeDesk],
) -> None:
    here, there = open_process(), open_process()

    def told_there() -> str:
        return there.knowledge.search(ASKED, there.knowledge.catalog.in_force(NOW.date())).best.key

    assert told_there() != KEY
    here.editing.create(umbrella(), "Lan")
    here.editing.publish(KEY, 1, "Minh", "dân hỏi nhiều")
    assert here.knowledge.catalog.has(KEY)
    assert seconds_until(lambda: there.knowledge.catalog.has(KEY)) <= PROMISED_S
    assert told_there() == KEY
    here.editing.switch_off(KEY, "Minh", "hết ô")
    assert seconds_until(lambda: told_there() != KEY) <= PROMISED_S


def test_a_lost_database_leaves_what_is_told(tmp_path: object, catalog: Catalog, search: Search) -> None:
    gone = sa.create_engine(f"sqlite:///{tmp_path}/no/such.db")
    knowledge = LiveKnowledge(catalog, search, SqlKnowledge(gone))
    with pytest.raises(KnowledgeUnavailable):
        knowledge.refresh()
    desk = open_desk(knowledge, SqlKnowledge(gone), lambda: NOW)
    assert desk.knowledge.catalog is catalog
    desk.close()
    gone.dispose()
