"""Groups of questions as they are seen at some centres, counted in SQL."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa

from assistant.inbox.asked import Reason
from assistant.inbox.groups import Decision, Group, State, Verdict, Wanted, Wording
from assistant.inbox.repository import EVERYWHERE
from assistant.store.inbox_tables import inbox_ask, inbox_decision, inbox_question
from assistant.text.folding import same_wording

_ASKED = inbox_ask.join(inbox_question)
_GROUP = inbox_question.c.group_id
_TIMES = sa.func.count(inbox_ask.c.turn.distinct())
_LAST = sa.func.max(inbox_ask.c.at)
_NOT_OURS = inbox_decision.c.verdict == Verdict.NOT_OURS.value
_COVERED = sa.exists().where(
    inbox_decision.c.group_id == _GROUP,
    inbox_decision.c.centre.in_([EVERYWHERE, inbox_ask.c.centre]),
    _NOT_OURS | (inbox_decision.c.turn >= inbox_ask.c.turn),
)
_FRESH = sa.func.count(sa.case((~_COVERED, inbox_ask.c.turn)).distinct())


def page(connection: sa.Connection, wanted: Wanted, limit: int, offset: int) -> tuple[list[Group], int]:
    """Those groups, the most asked in vain first, and how many there are in all."""
    found = (
        sa.select(_GROUP.label("id"), _FRESH.label("fresh"), _LAST.label("last"))
        .select_from(_ASKED)
        .where(*_asked_at(wanted.centres))
        .group_by(_GROUP)
        .having(*_conditions(wanted))
    )
    count = connection.scalar(sa.select(sa.func.count()).select_from(found.subquery())) or 0
    ordered = found.order_by(sa.desc("fresh"), sa.desc("last"), sa.desc("id")).limit(limit).offset(offset)
    ids = [row.id for row in connection.execute(ordered)]
    groups = {group.id: group for group in by_id(connection, ids, wanted.centres)}
    return [groups[each] for each in ids if each in groups], count


def by_id(connection: sa.Connection, ids: Sequence[int], centres: frozenset[str] | None) -> list[Group]:
    """Those of the groups that were asked at the centres."""
    theirs = (_GROUP.in_(ids), *_asked_at(centres))
    wordings = _wordings(connection, theirs)
    decisions = _decisions(connection, ids, centres)
    query = (
        sa.select(
            _GROUP.label("id"),
            _TIMES.label("total"),
            _FRESH.label("fresh"),
            sa.func.min(inbox_ask.c.at).label("first"),
            _LAST.label("last"),
        )
        .select_from(_ASKED)
        .where(*theirs)
        .group_by(_GROUP)
    )
    return [
        Group(**row, wordings=tuple(wordings[row["id"]]), decision=decisions.get(row["id"]))
        for row in connection.execute(query).mappings()
        if wordings[row["id"]]
    ]


def _conditions(wanted: Wanted) -> "list[sa.ColumnElement[bool]]":
    conditions = []
    if wanted.reason:
        conditions.append(_any(inbox_ask.c.reason == wanted.reason.value))
    if words := same_wording(wanted.text).split():
        conditions.append(_any(sa.and_(*(inbox_question.c.wording.contains(word) for word in words))))
    if wanted.state is State.OPEN:
        conditions.append(_FRESH > 0)
    elif wanted.state:
        newest = (
            sa.select(inbox_decision.c.verdict)
            .where(inbox_decision.c.group_id == _GROUP, *_decided_at(wanted.centres))
            .order_by(inbox_decision.c.turn.desc(), inbox_decision.c.at.desc())
            .limit(1)
            .scalar_subquery()
        )
        conditions += [_FRESH == 0, newest == wanted.state.value]
    return conditions


def _any(condition: "sa.ColumnElement[bool]") -> "sa.ColumnElement[bool]":
    return sa.func.count(sa.case((condition, 1))) > 0


def _asked_at(centres: frozenset[str] | None) -> "list[sa.ColumnElement[bool]]":
    return [] if centres is None else [inbox_ask.c.centre.in_(sorted(centres))]


def _decided_at(centres: frozenset[str] | None) -> "list[sa.ColumnElement[bool]]":
    return [] if centres is None else [inbox_decision.c.centre.in_([EVERYWHERE, *sorted(centres)])]


def _wordings(
    connection: sa.Connection, theirs: "Sequence[sa.ColumnElement[bool]]"
) -> defaultdict[int, list[Wording]]:
    """By group: its wordings, the most frequent first."""
    per_reason = (
        sa.select(inbox_ask.c.question_id, inbox_ask.c.reason, inbox_ask.c.told, sa.func.count().label("n"))
        .select_from(_ASKED)
        .where(*theirs)
        .group_by(inbox_ask.c.question_id, inbox_ask.c.reason, inbox_ask.c.told)
    )
    reasons: defaultdict[int, dict[Reason, int]] = defaultdict(dict)
    told: defaultdict[int, list[str]] = defaultdict(list)
    for row in connection.execute(per_reason):
        counts, reason = reasons[row.question_id], Reason(row.reason)
        counts[reason] = counts.get(reason, 0) + row.n
        if row.told:
            told[row.question_id].append(row.told)
    query = (
        sa.select(
            _GROUP, inbox_question.c.id, inbox_question.c.text, _TIMES.label("times"), _LAST.label("last")
        )
        .select_from(_ASKED)
        .where(*theirs)
        .group_by(_GROUP, inbox_question.c.id, inbox_question.c.text)
        .order_by(sa.desc("times"), sa.desc("last"))
    )
    found: defaultdict[int, list[Wording]] = defaultdict(list)
    for row in connection.execute(query):
        found[row.group_id].append(
            Wording(row.id, row.text, row.times, row.last, reasons[row.id], tuple(told[row.id]))
        )
    return found


def _decisions(
    connection: sa.Connection, ids: Sequence[int], centres: frozenset[str] | None
) -> dict[int, Decision]:
    """The newest of each group that somebody at the centres is told of."""
    query = (
        sa.select(inbox_decision)
        .where(inbox_decision.c.group_id.in_(ids), *_decided_at(centres))
        .order_by(inbox_decision.c.turn, inbox_decision.c.at)
    )
    return {row["group_id"]: decision_of(row) for row in connection.execute(query).mappings()}


def decision_of(row: "sa.RowMapping | dict[str, Any]") -> Decision:
    """The decision of a row."""
    return Decision(Verdict(row["verdict"]), row["by"], row["at"], row["entry"], row["reason"])
