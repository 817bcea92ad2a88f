"""What the inbox has not looked through yet: turns after the bookmark, and new thumbs, in SQL."""

from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa

from assistant.catalog.faq import faq_key
from assistant.clock import VIETNAM
from assistant.inbox.asked import PastTurn, Reason
from assistant.inbox.gathering import ATTENTION, PATIENCE
from assistant.inbox.repository import Bookmark, Look
from assistant.store.feedback_tables import feedback
from assistant.store.inbox_tables import inbox_ask, inbox_bookmark
from assistant.store.tables import conversation, turn

_SLACK = timedelta(minutes=5)
"""How much later than its moment a row may become visible, since others have the numbers after it."""
_FAQ = turn.c.reply[("answer", "facts", "faq")].as_string()
_OPINION = sa.and_(
    feedback.c.conversation_id == turn.c.conversation_id, feedback.c.message_id == turn.c.message_id
)


def look(connection: sa.Connection, after: int | None, now: datetime, limit: int) -> Look:
    """The conversations of the next turns that may be in vain, and of the next opinions."""
    before = _bookmark(connection)
    since = before.turn if after is None else after
    turns = _turns(connection, since, limit)
    opinions = _opinions(connection, before, limit)
    touched = {row.conversation_id for row in (*turns, *opinions)}
    newest = connection.scalar(sa.select(sa.func.max(turn.c.number))) or 0
    seen = turns[-1].number if len(turns) == limit else newest
    conversations = _conversations(connection, touched)
    return Look(
        before,
        Bookmark(
            before.round,
            _settled(connection, before.turn, seen, now),
            max([before.opinion, *(row.number for row in opinions)]),
            max((at for at in [before.opinion_at, *(row.at for row in opinions)] if at), default=None),
        ),
        conversations,
        _disliked(connection, touched),
        _known(connection, conversations),
        seen,
        len(turns) < limit and len(opinions) < limit,
    )


def _bookmark(connection: sa.Connection) -> Bookmark:
    row = connection.execute(sa.select(inbox_bookmark)).one()
    return Bookmark(row.round, row.turn, row.opinion, row.opinion_at)


def _turns(connection: sa.Connection, since: int, limit: int) -> "list[sa.Row[Any]]":
    wanted = sa.select(turn.c.number, turn.c.conversation_id).where(
        turn.c.number > since, turn.c.status.in_([status.value for status in ATTENTION])
    )
    return list(connection.execute(wanted.order_by(turn.c.number).limit(limit)))


def _opinions(connection: sa.Connection, before: Bookmark, limit: int) -> "list[sa.Row[Any]]":
    """New ones, and those that somebody has changed."""
    new = feedback.c.number > before.opinion
    if before.opinion_at:
        new |= feedback.c.at > before.opinion_at - _SLACK
    wanted = sa.select(feedback.c.number, feedback.c.at, feedback.c.conversation_id)
    return list(connection.execute(wanted.where(new).order_by(feedback.c.number).limit(limit)))


def _settled(connection: sa.Connection, since: int, seen: int, now: datetime) -> int:
    """The last turn before which nothing more will appear, and no question is open any more."""
    old = turn.c.created_at <= (now - PATIENCE - _SLACK).astimezone(VIETNAM)
    query = sa.select(sa.func.max(turn.c.number)).where(turn.c.number > since, turn.c.number <= seen, old)
    return connection.scalar(query) or since


def _conversations(connection: sa.Connection, ids: set[str]) -> list[list[PastTurn]]:
    columns = (turn.c[name] for name in ("number", "text", "input", "status", "intent", "created_at"))
    query = (
        sa.select(turn.c.conversation_id, conversation.c.centre, *columns)
        .join(conversation)
        .where(turn.c.conversation_id.in_(ids))
        .order_by(turn.c.number)
    )
    found: dict[str, list[PastTurn]] = {}
    for row in connection.execute(query):
        at = row.created_at if row.created_at.tzinfo else row.created_at.replace(tzinfo=VIETNAM)
        found.setdefault(row.conversation_id, []).append(
            PastTurn(row.number, row.centre, row.text, row.input, row.status, row.intent, at)
        )
    return list(found.values())


def _disliked(connection: sa.Connection, ids: set[str]) -> dict[int, str | None]:
    query = (
        sa.select(turn.c.number, turn.c.procedure_code, _FAQ.label("faq"))
        .join(feedback, _OPINION)
        .where(feedback.c.conversation_id.in_(ids), feedback.c.helpful.is_(False))
    )
    rows = connection.execute(query)
    return {row.number: faq_key(row.faq) if row.faq else row.procedure_code for row in rows}


def _known(connection: sa.Connection, conversations: list[list[PastTurn]]) -> set[tuple[int, Reason]]:
    numbers = [each.number for turns in conversations for each in turns]
    query = sa.select(inbox_ask.c.turn, inbox_ask.c.reason).where(inbox_ask.c.turn.in_(numbers))
    return {(row.turn, Reason(row.reason)) for row in connection.execute(query)}
