"""Thumbs up and down on replies, in SQL."""

from datetime import datetime

import sqlalchemy as sa

from assistant.dialogue.conversation import StoreUnavailable
from assistant.errors import LetanError
from assistant.store.database import for_writing, reachable
from assistant.store.feedback_tables import feedback
from assistant.store.tables import turn


class UnknownMessage(LetanError):
    """No message of that conversation was answered under that id."""

    status = 404
    slug = "unknown-message"
    title = "Không có tin nhắn này trong cuộc trò chuyện"


class SqlFeedback:
    """Keeps one opinion for each reply."""

    def __init__(self, engine: sa.Engine) -> None:
        self._engine = engine
        self._writes = for_writing(engine)

    def set(self, conversation_id: str, message_id: str, helpful: bool, at: datetime) -> None:
        """Note an opinion; it takes the place of an earlier one.

        Raises:
            UnknownMessage: there is no such turn.
            StoreUnavailable: the database does not answer.
        """
        ids = {"conversation_id": conversation_id, "message_id": message_id}
        with reachable(StoreUnavailable):
            try:
                self._set(ids, helpful, at)
            except sa.exc.IntegrityError:  # another process was first in this moment
                self._set(ids, helpful, at)

    def get(self, conversation_id: str, message_id: str) -> bool | None:
        """Whether a reply was found helpful, if anyone said; raises StoreUnavailable."""
        query = sa.select(feedback.c.helpful).where(
            feedback.c.conversation_id == conversation_id, feedback.c.message_id == message_id
        )
        with reachable(StoreUnavailable), self._engine.connect() as connection:
            return connection.scalar(query)

    def _set(self, ids: dict[str, str], helpful: bool, at: datetime) -> None:
        said = {"helpful": helpful, "at": at}
        with self._writes.begin() as connection:
            if connection.scalar(sa.select(sa.literal(1)).select_from(turn).filter_by(**ids)) is None:
                raise UnknownMessage
            if not connection.execute(feedback.update().filter_by(**ids).values(said)).rowcount:
                connection.execute(feedback.insert().values(**ids, **said))
