"""Turns and trackers in SQL."""

import sqlalchemy as sa

from assistant.clock import VIETNAM
from assistant.dialogue.conversation import Opening, StoredTurn, StoreUnavailable
from assistant.store.database import for_writing, reachable
from assistant.store.tables import conversation, tracker, turn

_FIELDS = tuple(StoredTurn.__dataclass_fields__)


class SqlTurns:
    """The TurnRepository over an engine."""

    def __init__(self, engine: sa.Engine) -> None:
        self._engine = engine
        self._writes = for_writing(engine)

    def find(self, conversation_id: str, message_id: str) -> StoredTurn | None:
        """The turn of a message, if it was taken before."""
        return self._first(
            _turns().where(turn.c.conversation_id == conversation_id, turn.c.message_id == message_id)
        )

    def find_first(self, opening: Opening) -> StoredTurn | None:
        """The turn that opened a conversation so."""
        earlier = turn.alias()
        opened = ~sa.exists().where(
            earlier.c.conversation_id == turn.c.conversation_id, earlier.c.number < turn.c.number
        )
        there = sa.exists().where(
            conversation.c.id == turn.c.conversation_id,
            conversation.c.centre == opening.centre,
            conversation.c.channel == opening.channel,
        )
        return self._first(
            _turns().where(
                turn.c.message_id == opening.message_id,
                turn.c.text == opening.text,
                turn.c.created_at >= opening.since.astimezone(VIETNAM),
                opened,
                there,
            )
        )

    def last(self, conversation_id: str) -> StoredTurn | None:
        """The latest turn of a conversation."""
        return self._first(
            _turns().where(turn.c.conversation_id == conversation_id).order_by(turn.c.number.desc())
        )

    def add(self, stored: StoredTurn, centre: str, channel: str) -> StoredTurn:
        """Keep a turn and its conversation; another process may have been first with either."""
        try:
            self._insert(stored, centre, channel)
        except sa.exc.IntegrityError:
            if earlier := self.find(stored.conversation_id, stored.message_id):
                return earlier
            self._insert(stored, centre, channel)  # the conversation is known now
        return stored

    def _insert(self, stored: StoredTurn, centre: str, channel: str) -> None:
        # SQLite keeps no offset: what is stored is Vietnam's time.
        at = stored.created_at.astimezone(VIETNAM)
        row = {field: getattr(stored, field) for field in _FIELDS} | {"created_at": at}
        known = sa.select(sa.literal(1)).where(conversation.c.id == stored.conversation_id)
        with reachable(StoreUnavailable), self._writes.begin() as connection:
            if connection.scalar(known) is None:
                opened = {"centre": centre, "channel": channel, "started_at": at}
                connection.execute(conversation.insert().values(id=stored.conversation_id, **opened))
            connection.execute(turn.insert().values(row))

    def _first(self, query: sa.Select[tuple[object, ...]]) -> StoredTurn | None:
        with reachable(StoreUnavailable), self._engine.connect() as connection:
            row = connection.execute(query.limit(1)).mappings().first()
        if row is None:
            return None
        created = row["created_at"]
        aware = created if created.tzinfo else created.replace(tzinfo=VIETNAM)
        return StoredTurn(**{**row, "created_at": aware.astimezone(VIETNAM)})


class SqlTrackers:
    """The TrackerRepository over an engine."""

    def __init__(self, engine: sa.Engine) -> None:
        self._engine = engine
        self._writes = for_writing(engine)

    def load(self, conversation_id: str) -> str | None:
        """What was saved last."""
        query = sa.select(tracker.c.content).where(tracker.c.conversation_id == conversation_id)
        with self._engine.connect() as connection:
            return connection.scalar(query)

    def save(self, conversation_id: str, content: str) -> None:
        """Replace what was saved."""
        try:
            self._upsert(conversation_id, content)
        except sa.exc.IntegrityError:
            self._upsert(conversation_id, content)  # another process was first with it

    def _upsert(self, conversation_id: str, content: str) -> None:
        with self._writes.begin() as connection:
            changed = connection.execute(
                tracker.update().where(tracker.c.conversation_id == conversation_id).values(content=content)
            )
            if not changed.rowcount:
                row = {"conversation_id": conversation_id, "content": content}
                connection.execute(tracker.insert().values(row))

    def conversation_ids(self) -> list[str]:
        """All conversations that something is saved of."""
        with self._engine.connect() as connection:
            return list(connection.scalars(sa.select(tracker.c.conversation_id)))


def _turns() -> sa.Select[tuple[object, ...]]:
    return sa.select(*(turn.c[field] for field in _FIELDS))
