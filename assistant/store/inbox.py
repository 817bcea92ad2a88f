"""What was asked in vain, and what staff decided about it, in SQL."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

import numpy as np
import sqlalchemy as sa

from assistant.inbox.asked import Reason
from assistant.inbox.groups import Decision, Group, Verdict, Wanted
from assistant.inbox.repository import (
    EVERYWHERE,
    DecidedForAll,
    Gathered,
    InboxUnavailable,
    Leader,
    Look,
    RecordOf,
    UnknownGroup,
)
from assistant.search.encoder import Vector
from assistant.store.audit import note
from assistant.store.database import for_writing, reachable
from assistant.store.inbox_groups import by_id, decision_of, page
from assistant.store.inbox_past import look
from assistant.store.inbox_tables import (
    inbox_ask,
    inbox_bookmark,
    inbox_decision,
    inbox_group,
    inbox_question,
)
from assistant.store.tables import turn


class SqlInbox:
    """The InboxRepository over an engine."""

    def __init__(self, engine: sa.Engine) -> None:
        self._reads = engine
        # What is gathered can be gathered again; what people decide cannot.
        self._gathering = for_writing(engine)
        self._deciding = for_writing(engine, durable=True)

    def look(self, after: int | None, now: datetime, limit: int) -> Look:
        """What was not looked through."""
        with reachable(InboxUnavailable), self._reads.connect() as connection:
            return look(connection, after, now, limit)

    def leaders(self, after: int, model: str) -> list[Leader]:
        """The leaders of the groups of greater ids."""
        query = sa.select(inbox_group).where(inbox_group.c.id > after).order_by(inbox_group.c.id)
        with reachable(InboxUnavailable), self._reads.connect() as connection:
            return [
                Leader(row.id, row.leader, _vector(row.vector) if row.model == model else None)
                for row in connection.execute(query)
            ]

    def learned(self, vectors: Mapping[int, Vector], model: str) -> None:
        """Keep the vectors of leaders as another model makes them."""
        with reachable(InboxUnavailable), self._gathering.begin() as connection:
            for group_id, vector in vectors.items():
                values = {"model": model, "vector": _bytes(vector)}
                connection.execute(inbox_group.update().where(inbox_group.c.id == group_id).values(values))

    def hidden(self) -> frozenset[int]:
        """The groups that are somewhere not ours."""
        query = sa.select(inbox_decision.c.group_id).where(inbox_decision.c.verdict == Verdict.NOT_OURS.value)
        with reachable(InboxUnavailable), self._reads.connect() as connection:
            return frozenset(connection.scalars(query))

    def known(self, wordings: Collection[str]) -> dict[str, str]:
        """The texts of those questions that are there."""
        query = sa.select(inbox_question.c.wording, inbox_question.c.text).where(
            inbox_question.c.wording.in_(wordings)
        )
        with reachable(InboxUnavailable), self._reads.connect() as connection:
            return {row.wording: row.text for row in connection.execute(query)}

    def keep(self, look: Look, gathered: Gathered) -> bool:
        """Add what was gathered, unless another has moved the bookmark."""
        moved = inbox_bookmark.update().where(inbox_bookmark.c.round == look.before.round)
        place = {name: getattr(look.after, name) for name in ("turn", "opinion", "opinion_at")}
        place["round"] = look.before.round + 1
        with reachable(InboxUnavailable), self._gathering.begin() as connection:
            if not connection.execute(moved.values(place)).rowcount:
                return False
            _keep_questions(connection, gathered)
            _keep_asks(connection, gathered)
            return True

    def groups(self, wanted: Wanted, limit: int, offset: int) -> tuple[list[Group], int]:
        """A page of the groups, and how many there are in all."""
        with reachable(InboxUnavailable), self._reads.connect() as connection:
            return page(connection, wanted, limit, offset)

    def group(self, group_id: int, centres: frozenset[str] | None) -> Group:
        """One group as it is seen at some centres."""
        with reachable(InboxUnavailable), self._reads.connect() as connection:
            found = by_id(connection, [group_id], centres)
        if not found:
            raise UnknownGroup
        return found[0]

    def decide(self, group_id: int, centres: Sequence[str], decision: Decision, record: RecordOf) -> None:
        """Keep a decision, and note who took it."""
        values = {name: getattr(decision, name) for name in ("by", "at", "entry", "reason")}
        values["verdict"] = decision.verdict.value
        with reachable(InboxUnavailable), self._deciding.begin() as connection:
            _taken_back(connection, group_id, centres, record)
            values["turn"] = connection.scalar(sa.select(sa.func.max(turn.c.number))) or 0
            rows = [{"group_id": group_id, "centre": centre} | values for centre in centres]
            connection.execute(inbox_decision.insert(), rows)

    def reopen(self, group_id: int, centres: Sequence[str], record: RecordOf) -> None:
        """Take decisions back, and note who did."""
        with reachable(InboxUnavailable), self._deciding.begin() as connection:
            _taken_back(connection, group_id, centres, record)
            if connection.scalar(sa.select(_DECIDED.where(*_decided(group_id, [EVERYWHERE])).exists())):
                raise DecidedForAll


_DECIDED = sa.select(inbox_decision)


def _taken_back(connection: sa.Connection, group_id: int, centres: Sequence[str], record: RecordOf) -> None:
    """Delete what was decided there, and note what comes in its place; others wait until this is done."""
    connection.execute(sa.select(inbox_group.c.id).where(inbox_group.c.id == group_id).with_for_update())
    rows = connection.execute(_DECIDED.where(*_decided(group_id, centres))).mappings()
    before = {row["centre"]: decision_of(row) for row in rows}
    connection.execute(inbox_decision.delete().where(*_decided(group_id, centres)))
    for centre in centres:
        note(connection, record(centre or None, before.get(centre)))


def _decided(group_id: int, centres: Sequence[str]) -> "list[sa.ColumnElement[bool]]":
    """A decision for everywhere takes the place of all others."""
    theirs = [] if EVERYWHERE in centres else [inbox_decision.c.centre.in_(centres)]
    return [inbox_decision.c.group_id == group_id, *theirs]


def _keep_questions(connection: sa.Connection, gathered: Gathered) -> None:
    begun = {}
    for number, (wording, vector) in enumerate(gathered.begun, 1):
        row = {"leader": gathered.texts[wording], "model": gathered.model, "vector": _bytes(vector)}
        begun[-number] = connection.scalar(inbox_group.insert().values(row).returning(inbox_group.c.id))
    for wording, text in gathered.texts.items():
        if wording in gathered.groups:
            group = gathered.groups[wording]
            row = {"wording": wording, "text": text, "group_id": begun.get(group, group)}
            connection.execute(inbox_question.insert().values(row))
        else:
            connection.execute(
                inbox_question.update().where(inbox_question.c.wording == wording).values(text=text)
            )


def _keep_asks(connection: sa.Connection, gathered: Gathered) -> None:
    wordings = {wording for wording, _ in gathered.asks}
    query = sa.select(inbox_question.c.wording, inbox_question.c.id).where(
        inbox_question.c.wording.in_(wordings)
    )
    ids = {row.wording: row.id for row in connection.execute(query)}
    rows = [
        {
            "turn": ask.turn,
            "reason": ask.reason.value,
            "question_id": ids[wording],
            "centre": ask.centre,
            "at": ask.at,
            "told": ask.told,
        }
        for wording, ask in gathered.asks
    ]
    if rows:
        connection.execute(inbox_ask.insert(), rows)
    if gathered.withdrawn:
        connection.execute(
            inbox_ask.delete().where(
                inbox_ask.c.turn.in_(gathered.withdrawn), inbox_ask.c.reason == Reason.DISLIKED.value
            )
        )


def _bytes(vector: Vector) -> bytes:
    return np.asarray(vector, "<f4").tobytes()


def _vector(kept: bytes) -> Vector:
    return np.frombuffer(kept, "<f4").astype(np.float32)
