"""Each change of the knowledge leaves a record of who did what, or neither is kept."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime
from threading import Barrier

import pytest
import sqlalchemy as sa

from assistant.clock import VIETNAM
from assistant.knowledge.repository import KnownQuestion, NumberTaken
from assistant.knowledge.version import Publication, PublicationKind, State, Version
from assistant.staff.audit import Deed, Record, Wanted
from assistant.store.audit import SqlAudit
from assistant.store.knowledge import SqlKnowledge
from tests.assistant.knowledge.conftest import umbrella

NOW = datetime(2026, 11, 23, 8, 30, tzinfo=VIETNAM)
KEY = umbrella().key
FILES = "faq:gui-xe"


def version(number: int = 1, **changes: object) -> Version:
    return replace(Version(KEY, number, umbrella(), State.DRAFT, "Lan", "mới", NOW, number - 1), **changes)


def published(number: int | None = 1, **changes: object) -> Publication:
    said = Publication(KEY, PublicationKind.PUBLISHED, number, False, "Minh", "dân hỏi", NOW)
    return replace(said, **changes)


@pytest.fixture
def repository(database: sa.Engine) -> SqlKnowledge:
    return SqlKnowledge(database)


def noted(database: sa.Engine) -> list[Record]:
    """The records, the oldest first."""
    return [record for _, record in reversed(SqlAudit(database).records(Wanted(), 50))]


def test_the_way_of_a_version_is_noted(repository: SqlKnowledge, database: sa.Engine) -> None:
    repository.add(version())
    repository.submit(version(), "Hoa", NOW)
    repository.publish(published(override="câu cũ bỏ rồi"))
    back = version(2, state=State.PUBLISHED, based_on=0)
    repository.publish(published(2, kind=PublicationKind.ROLLED_BACK), back)
    assert noted(database) == [
        Record(NOW, "Lan", Deed.DRAFTED, KEY, None, {"version": 0}, {"version": 1, "state": "draft"}, "mới"),
        Record(
            NOW,
            "Hoa",
            Deed.SUBMITTED,
            KEY,
            None,
            {"version": 1, "state": "draft"},
            {"version": 1, "state": "review"},
        ),
        Record(
            NOW,
            "Minh",
            Deed.PUBLISHED,
            KEY,
            None,
            {"version": None, "silenced": False},
            {"version": 1, "silenced": False, "override": "câu cũ bỏ rồi"},
            "dân hỏi",
        ),
        Record(
            NOW,
            "Minh",
            Deed.ROLLED_BACK,
            KEY,
            None,
            {"version": 1, "silenced": False},
            {"version": 2, "silenced": False, "again": 0},
            "dân hỏi",
        ),
    ]


def test_switching_is_noted_with_what_is_told(repository: SqlKnowledge, database: sa.Engine) -> None:
    off = published(None, key=FILES, kind=PublicationKind.SWITCHED_OFF, silenced=True, reason="sân sửa")
    repository.publish(off)
    repository.publish(replace(off, kind=PublicationKind.SWITCHED_ON, silenced=False, reason="xong"))
    told, silent = ({"version": None, "silenced": silenced} for silenced in (False, True))
    assert noted(database) == [
        Record(NOW, "Minh", Deed.SWITCHED_OFF, FILES, None, told, silent, "sân sửa"),
        Record(NOW, "Minh", Deed.SWITCHED_ON, FILES, None, silent, told, "xong"),
    ]


def test_questions_are_noted(repository: SqlKnowledge, database: sa.Engine) -> None:
    known = KnownQuestion("mượn ô ở đâu", KEY, "Lan", NOW)
    repository.keep_question(known)
    repository.keep_question(replace(known, key=FILES))
    repository.drop_question(known.question, "Hoa", NOW)
    repository.drop_question(known.question, "Hoa", NOW)
    ours, theirs = ({"question": known.question, "key": key} for key in (KEY, FILES))
    assert noted(database) == [
        Record(NOW, "Lan", Deed.QUESTION_KEPT, KEY, None, {}, ours),
        Record(NOW, "Lan", Deed.QUESTION_KEPT, FILES, None, {"key": KEY}, theirs),
        Record(NOW, "Hoa", Deed.QUESTION_DROPPED, FILES, None, theirs),
    ]


def test_who_keep_a_question_at_once_all_have_kept_it(repository: SqlKnowledge, database: sa.Engine) -> None:
    together = Barrier(6)

    def keep(number: int) -> None:
        together.wait()
        key = (KEY, FILES)[number % 2]
        repository.keep_question(KnownQuestion("mượn ô ở đâu", key, f"Lan {number}", NOW))

    with ThreadPoolExecutor(6) as crowd:
        list(crowd.map(keep, range(6)))
    first, *later = noted(database)
    assert (first.before, len(later)) == ({}, 5)
    assert repository.questions()[0].author == later[-1].who


def test_of_those_who_drop_a_question_at_once_one_has_done_it(
    repository: SqlKnowledge, database: sa.Engine
) -> None:
    repository.keep_question(KnownQuestion("mượn ô ở đâu", KEY, "Lan", NOW))
    together = Barrier(4)

    def drop(_: int) -> bool:
        together.wait()
        return repository.drop_question("mượn ô ở đâu", "Hoa", NOW)

    with ThreadPoolExecutor(4) as crowd:
        assert sum(crowd.map(drop, range(4))) == 1
    assert [record.deed for record in noted(database)] == [Deed.QUESTION_KEPT, Deed.QUESTION_DROPPED]


def test_what_was_not_done_is_not_noted(repository: SqlKnowledge, database: sa.Engine) -> None:
    repository.add(version())
    with pytest.raises(NumberTaken):
        repository.add(version(author="Hoa"))
    with pytest.raises(NumberTaken):
        repository.publish(published(7))
    repository.submit(version(3), "Hoa", NOW)
    assert [record.deed for record in noted(database)] == [Deed.DRAFTED]


def test_long_words_are_cut_in_the_record(repository: SqlKnowledge, database: sa.Engine) -> None:
    known = KnownQuestion("mượn ô " * 80, KEY, "Lan", NOW)
    repository.keep_question(known)
    repository.drop_question(known.question, "H" * 150, NOW)
    kept, dropped = noted(database)
    assert kept.after["question"] == known.question
    assert dropped.who == "H" * 100
