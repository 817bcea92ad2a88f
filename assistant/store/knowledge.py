"""Versions and publications in SQL. Content is written once; a publication is one transaction.

Every change is noted in the record of what staff did, in the transaction of the change.
"""

import logging
from collections.abc import Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from pydantic import ValidationError

from assistant.knowledge.repository import KnowledgeUnavailable, KnownQuestion, NumberTaken
from assistant.knowledge.version import (
    OPEN,
    Publication,
    PublicationKind,
    Published,
    Standing,
    State,
    Version,
    kind_of,
)
from assistant.staff.audit import Deed, Record
from assistant.store.audit import note
from assistant.store.database import for_writing, hold, reachable
from assistant.store.knowledge_tables import knowledge_publication, knowledge_version, known_question

CHANNEL = "letan_knowledge"
"""Where PostgreSQL notifies."""

_LOG = logging.getLogger(__name__)
_TRIES = 5
_FIELDS = ("key", "number", "state", "author", "reason", "at", "based_on")
_VERSIONS = sa.select(knowledge_version)
_PUBLICATION_FIELDS = tuple(Publication.__dataclass_fields__)
_HEAD = sa.select(sa.func.coalesce(sa.func.max(knowledge_publication.c.number), 0))


class SqlKnowledge:
    """The KnowledgeRepository over an engine."""

    def __init__(self, engine: sa.Engine) -> None:
        self._reads = engine
        self._writes = for_writing(engine, durable=True)

    def versions(self, key: str) -> list[Version]:
        """All versions of an entry, the oldest first."""
        table = knowledge_version
        return self._read(_VERSIONS.where(table.c.key == key).order_by(table.c.number))

    def version(self, key: str, number: int) -> Version | None:
        """One version."""
        return next(iter(self._read(_VERSIONS.where(*_is(key, number)))), None)

    def newest(self) -> list[Version]:
        """The newest version of each entry that staff have written of."""
        last = _last_of_each(knowledge_version)
        return self._read(_VERSIONS.join(last, _same(knowledge_version, last)))

    def add(self, version: Version) -> None:
        """Keep a version as the newest; those that were open are withdrawn."""
        try:
            with reachable(KnowledgeUnavailable), self._writes.begin() as connection:
                _draft(connection, version)
        except sa.exc.IntegrityError as error:
            raise NumberTaken from error

    def add_all(self, versions: Sequence[Version], record: Record) -> None:
        """Keep several versions, all or none."""
        try:
            with reachable(KnowledgeUnavailable), self._writes.begin() as connection:
                note(connection, record)
                # In the order of keys, so that two imports at once cannot lock each other.
                for version in sorted(versions, key=lambda version: version.key):
                    _draft(connection, version)
        except sa.exc.IntegrityError as error:
            raise NumberTaken from error

    def submit(self, version: Version, author: str, at: datetime) -> bool:
        """Move a draft on to review; false if it is a draft no longer."""
        with reachable(KnowledgeUnavailable), self._writes.begin() as connection:
            moved = _move(connection, version.key, version.number, {State.DRAFT}, State.REVIEW)
            if moved:
                before, after = ({"version": version.number, "state": s} for s in (State.DRAFT, State.REVIEW))
                note(connection, Record(at, author, Deed.SUBMITTED, version.key, None, before, after))
            return moved

    def publish(self, publication: Publication, new: Version | None = None) -> int:
        """Make a publication; its number, one more than the last."""
        for tried in range(1, _TRIES + 1):
            try:
                with reachable(KnowledgeUnavailable), self._writes.begin() as connection:
                    return _publish(connection, publication, new)
            except sa.exc.IntegrityError as error:
                if tried == _TRIES:
                    raise NumberTaken from error
        raise AssertionError("a try returns or raises")

    def publications(self, key: str) -> list[tuple[int, Publication]]:
        """What was published of an entry, the oldest first."""
        table = knowledge_publication
        query = sa.select(table).where(table.c.key == key).order_by(table.c.number)
        with reachable(KnowledgeUnavailable), self._reads.connect() as connection:
            return [(row["number"], _publication(row)) for row in connection.execute(query).mappings()]

    def head(self) -> int:
        """The number of the newest publication, 0 before the first."""
        with reachable(KnowledgeUnavailable), self._reads.connect() as connection:
            return int(connection.execute(_HEAD).scalar_one())

    def published(self) -> Published:
        """What is told now; what this program cannot read is left to the file."""
        table, last = knowledge_publication, _last_of_each(knowledge_publication)
        version = knowledge_version
        its_own = sa.and_(version.c.key == table.c.key, version.c.number == table.c.version)
        columns = (table.c.number.label("publication"), table.c.key.label("entry"), table.c.silenced)
        query = (
            sa.select(*columns, version)
            .select_from(table.join(last, _same(table, last)).outerjoin(version, its_own))
            .order_by(table.c.number)
        )
        with reachable(KnowledgeUnavailable), self._reads.connect() as connection:
            rows = connection.execute(query).mappings().all()
        standings = {row["entry"]: _standing(row) for row in rows}
        return Published(max((row["publication"] for row in rows), default=0), standings)

    def questions(self) -> list[KnownQuestion]:
        """The questions that staff want to stay answered."""
        query = sa.select(known_question).order_by(known_question.c.question)
        with reachable(KnowledgeUnavailable), self._reads.connect() as connection:
            return [KnownQuestion(**row) for row in connection.execute(query).mappings()]

    def keep_question(self, known: KnownQuestion) -> None:
        """Add a question, or give it another key."""
        assert known.at
        with reachable(KnowledgeUnavailable), self._writes.begin() as connection:
            hold(connection, known_question)
            earlier = _drop(connection, known.question)
            connection.execute(known_question.insert(), vars(known))
            before = {"key": earlier} if earlier else {}
            after = {"question": known.question, "key": known.key}
            deed = Deed.QUESTION_KEPT
            note(connection, Record(known.at, known.author, deed, known.key, None, before, after))

    def drop_question(self, question: str, author: str, at: datetime) -> bool:
        """Take a question out; whether it was there."""
        with reachable(KnowledgeUnavailable), self._writes.begin() as connection:
            key = _drop(connection, question)
            if key:
                before = {"question": question, "key": key}
                note(connection, Record(at, author, Deed.QUESTION_DROPPED, key, None, before))
            return bool(key)

    def _read(self, query: "sa.Select[Any]") -> list[Version]:
        with reachable(KnowledgeUnavailable), self._reads.connect() as connection:
            return [_version(row) for row in connection.execute(query).mappings()]


def _publish(connection: sa.Connection, publication: Publication, new: Version | None) -> int:
    key, version = publication.key, publication.version
    number = int(connection.execute(_HEAD).scalar_one()) + 1
    before = _told(connection, key)
    if publication.kind in {PublicationKind.SWITCHED_OFF, PublicationKind.SWITCHED_ON}:
        version = before["version"]
    else:
        _take_the_place(connection, key, version, new)
    row = vars(publication) | {"kind": publication.kind.value, "version": version, "number": number}
    connection.execute(knowledge_publication.insert(), row)
    after: dict[str, Any] = {"version": version, "silenced": publication.silenced}
    after |= {"again": new.based_on} if new else {}
    after |= {"override": publication.override} if publication.override else {}
    note(connection, _record(Deed(publication.kind.value), publication, before, after))
    if connection.dialect.name == "postgresql":
        connection.execute(sa.select(sa.func.pg_notify(CHANNEL, str(number))))
    return number


def _told(connection: sa.Connection, key: str) -> dict[str, Any]:
    """What is told of an entry: which version (none: the file's), and whether at all."""
    table = knowledge_publication
    last = sa.select(table.c.version, table.c.silenced).where(table.c.key == key)
    row = connection.execute(last.order_by(table.c.number.desc()).limit(1)).mappings().first()
    return dict(row) if row else {"version": None, "silenced": False}


def _record(deed: Deed, of: Version | Publication, before: dict[str, Any], after: dict[str, Any]) -> Record:
    assert of.at
    return Record(of.at, of.author, deed, of.key, None, before, after, of.reason)


def _drop(connection: sa.Connection, question: str) -> str | None:
    """Take a question out; the key that it had, if it was there."""
    own = known_question.c.question == question
    return connection.scalar(known_question.delete().where(own).returning(known_question.c.key))


def _take_the_place(connection: sa.Connection, key: str, version: int | None, new: Version | None) -> None:
    """Publish a version, brought along or open and the newest, and withdraw the one before."""
    last = sa.select(sa.func.max(knowledge_version.c.number)).where(knowledge_version.c.key == key)
    newest = connection.execute(last).scalar_one() or 0
    if newest != (new.number - 1 if new else version):
        raise NumberTaken
    before = (knowledge_version.c.key == key, knowledge_version.c.state == State.PUBLISHED.value)
    connection.execute(knowledge_version.update().where(*before).values(state=State.WITHDRAWN.value))
    if new:
        _add(connection, new)
    elif version is None or not _move(connection, key, version, set(OPEN), State.PUBLISHED):
        raise NumberTaken


def _draft(connection: sa.Connection, version: Version) -> None:
    _add(connection, version)
    after = {"version": version.number, "state": version.state.value}
    note(connection, _record(Deed.DRAFTED, version, {"version": version.based_on}, after))


def _add(connection: sa.Connection, version: Version) -> None:
    opened = knowledge_version.c.state.in_(sorted(state.value for state in OPEN))
    older = knowledge_version.update().where(knowledge_version.c.key == version.key, opened)
    connection.execute(older.values(state=State.WITHDRAWN.value))
    row = {field: getattr(version, field) for field in _FIELDS}
    row |= {"state": version.state.value, "content": version.content.model_dump(mode="json")}
    connection.execute(knowledge_version.insert(), row)


def _move(connection: sa.Connection, key: str, number: int, was: set[State], to: State) -> bool:
    before = knowledge_version.c.state.in_(sorted(state.value for state in was))
    moved = knowledge_version.update().where(*_is(key, number), before).values(state=to.value)
    return bool(connection.execute(moved).rowcount)


def _is(key: str, number: int) -> tuple["sa.ColumnElement[bool]", ...]:
    return knowledge_version.c.key == key, knowledge_version.c.number == number


def _last_of_each(table: sa.Table) -> sa.Subquery:
    last = sa.func.max(table.c.number).label("number")
    return sa.select(table.c.key, last).group_by(table.c.key).subquery()


def _same(table: sa.Table, last: sa.Subquery) -> "sa.ColumnElement[bool]":
    return sa.and_(table.c.key == last.c.key, table.c.number == last.c.number)


def _standing(row: "sa.RowMapping") -> Standing:
    if row["number"] is None:
        return Standing(None, row["silenced"])
    try:
        return Standing(_version(row), row["silenced"])
    except ValidationError as error:
        _LOG.error("version %s of %s cannot be read: %s", row["number"], row["entry"], error)
        return Standing(None, row["silenced"])


def _version(row: "sa.RowMapping") -> Version:
    """The version of a row; raises ValidationError if its content fits no more."""
    fields = {field: row[field] for field in _FIELDS} | {"state": State(row["state"])}
    return Version(**fields, content=kind_of(row["key"]).model.model_validate(row["content"]))


def _publication(row: "sa.RowMapping") -> Publication:
    fields = {field: row[field] for field in _PUBLICATION_FIELDS}
    return Publication(**fields | {"kind": PublicationKind(row["kind"])})
