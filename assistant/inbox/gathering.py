"""Which questions of a conversation were asked in vain."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta

from assistant.dialogue.conversation import Input
from assistant.dialogue.replies.reply import Status
from assistant.inbox.asked import Ask, PastTurn, Reason
from assistant.inbox.own_words import ERRANDS, is_question, presentable, wants_a_person

PATIENCE = timedelta(minutes=10)
"""Who has said nothing for so long has gone."""

ATTENTION = (Status.UNANSWERED, Status.OUT_OF_SCOPE, Status.CLARIFICATION, Status.HANDOFF)
"""The statuses of turns that may be in vain."""

_HELPED = frozenset({Status.ANSWERED, Status.TICKET_ISSUED, Status.CLOSED, Status.EMERGENCY})
_WISHES = frozenset({"ask_human", "complain"})
"""Intents of who wants a person. While answers are stopped, others are handed over too."""
_ELSEWHERE = "ask_faq"
"""Out of scope by an entry of the FAQ: that tells where to go, which is an answer."""


def asks_of(turns: Sequence[PastTurn], disliked: Mapping[int, str | None], now: datetime) -> Iterator[Ask]:
    """The questions of one whole conversation, in its order, that were asked in vain.

    `disliked` are the numbers of turns with a thumb down, and the key of the entry that each told.
    """
    for place, turn in enumerate(turns):
        reason = _reason(turns, place, now)
        if reason and (asked := _question(turns, place, reason)):
            yield _ask(asked, reason)
        if turn.number in disliked and (asked := _question(turns, place, Reason.DISLIKED)):
            yield _ask(asked, Reason.DISLIKED, disliked[turn.number])


def _reason(turns: Sequence[PastTurn], place: int, now: datetime) -> Reason | None:
    turn = turns[place]
    match turn.status:
        case Status.UNANSWERED:
            return Reason.UNANSWERED
        case Status.OUT_OF_SCOPE if turn.intent != _ELSEWHERE:
            return Reason.OUT_OF_SCOPE
        case Status.HANDOFF if turn.intent in _WISHES:
            return Reason.HANDOFF
        case Status.CLARIFICATION if _failed(turns, place, now):
            return Reason.CLARIFICATION
        case _:
            return None


def _failed(turns: Sequence[PastTurn], place: int, now: datetime) -> bool:
    """Whether asking back led nowhere. Who is still choosing, or has not spoken yet, may get an answer."""
    last = turns[place]
    for turn in turns[place + 1 :]:
        if turn.at - last.at > PATIENCE:
            return True
        choosing = turn.status == Status.CLARIFICATION and turn.input == Input.BUTTON
        if not choosing and turn.intent != "repeat":
            return turn.status not in _HELPED and not _told_elsewhere(turn)
        last = turn
    return now - last.at > PATIENCE


def _told_elsewhere(turn: PastTurn) -> bool:
    return turn.status == Status.OUT_OF_SCOPE and turn.intent == _ELSEWHERE


def _question(turns: Sequence[PastTurn], place: int, reason: Reason) -> PastTurn | None:
    """The turn whose words tell what was wanted: that one, or for some reasons one shortly before."""
    looks_back = reason in {Reason.HANDOFF, Reason.DISLIKED}
    later = turns[place]
    for turn in reversed(turns[: place + 1]):
        if turn.intent in ERRANDS or later.at - turn.at > PATIENCE:
            return None
        if is_question(turn) and not (turn.status == Status.HANDOFF and wants_a_person(turn.text)):
            return turn
        if not looks_back:
            return None
        later = turn
    return None


def _ask(turn: PastTurn, reason: Reason, told: str | None = None) -> Ask:
    return Ask(turn.number, reason, presentable(turn.text), turn.centre, turn.at, told)
