"""Conversations as citizens have them, put into a database or kept as the inbox reads them."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from types import SimpleNamespace
from typing import Any

import sqlalchemy as sa

from assistant.clock import VIETNAM
from assistant.dialogue.conversation import StoredTurn
from assistant.inbox.asked import PastTurn
from assistant.inbox.inbox import Inbox
from assistant.nlu.language import language
from assistant.store.conversations import SqlTurns
from assistant.store.feedback import SqlFeedback
from assistant.store.inbox import SqlInbox

NOON = datetime(2026, 11, 23, 12, 0, tzinfo=VIETNAM)

Said = tuple[str, str, dict[str, Any]]


def said(text: str, status: str = "unanswered", **more: Any) -> Said:
    """A message with what came of it; `after` are the minutes since the one before."""
    return text, status, more


def past(*messages: Said, centre: str = "trieu-son") -> list[PastTurn]:
    """One conversation from noon on."""
    at, turns = NOON, []
    for number, (text, status, more) in enumerate(messages, 1):
        at += timedelta(minutes=more.get("after", 1))
        kind, intent = more.get("input", "text"), more.get("intent", "ask_procedure")
        turns.append(PastTurn(number, centre, text, kind, status, intent, at))
    return turns


@dataclass
class Town:
    """A database with people who talk to the assistant; `at` is what its clock shows."""

    database: sa.Engine
    at: datetime = NOON
    talks: int = 0
    messages: dict[str, tuple[str, str]] = field(default_factory=dict)

    def talk(self, *messages: Said, centre: str = "trieu-son") -> None:
        """One more conversation; the clock stands where it ends."""
        self.talks += 1
        conversation, began = f"c_{self.talks}", self.at
        for number, turn in enumerate(past(*messages, centre=centre)):
            self.at = began + (turn.at - NOON)
            message, more = f"m_{self.talks}_{number}", messages[number][2]
            told, code = more.get("reply", {"answer": None}), more.get("code")
            words = (turn.text, turn.input, turn.status, turn.intent)
            stored = StoredTurn(conversation, message, *words, code, told, self.at)
            SqlTurns(self.database).add(stored, centre, "web")
            self.messages[turn.text] = conversation, message

    def thumb(self, text: str, helpful: bool) -> None:
        """An opinion on the last reply to that text."""
        SqlFeedback(self.database).set(*self.messages[text], helpful, self.at)

    def later(self, **time: float) -> None:
        """Let time pass."""
        self.at += timedelta(**time)

    def inbox(self, knowledge: Any = None) -> Inbox:
        """The inbox of a process that has just started."""
        return Inbox(SqlInbox(self.database), knowledge or plain_knowledge(), lambda: self.at)


def plain_knowledge() -> Any:
    """A knowledge that encodes texts and knows nothing."""
    preparer, encoder = language()
    return SimpleNamespace(search=SimpleNamespace(encoder=encoder, index=SimpleNamespace(preparer=preparer)))
