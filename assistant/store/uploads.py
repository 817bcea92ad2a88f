"""The files that wait to be imported, in SQL, where every process finds them."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from assistant.knowledge.repository import KnowledgeUnavailable
from assistant.store.database import for_writing, reachable
from assistant.store.knowledge_tables import import_file


class SqlUploads:
    """The Uploads over an engine."""

    def __init__(self, engine: sa.Engine) -> None:
        self._reads = engine
        self._writes = for_writing(engine)

    def keep(self, author: str, data: bytes, at: datetime, since: datetime) -> None:
        """Keep somebody's file in place of their last, and none that was kept before `since`."""
        insert = postgresql.insert if self._writes.dialect.name == "postgresql" else sqlite.insert
        row = {"author": author, "data": data, "at": at}
        kept = insert(import_file).values(row)
        with reachable(KnowledgeUnavailable), self._writes.begin() as connection:
            connection.execute(import_file.delete().where(import_file.c.at < since))
            connection.execute(kept.on_conflict_do_update(index_elements=[import_file.c.author], set_=row))

    def find(self, author: str, since: datetime) -> bytes | None:
        """Their file, if it was kept since."""
        own = sa.select(import_file.c.data).where(import_file.c.author == author, import_file.c.at >= since)
        with reachable(KnowledgeUnavailable), self._reads.connect() as connection:
            return connection.scalar(own)

    def drop(self, author: str) -> None:
        """Keep it no more."""
        with reachable(KnowledgeUnavailable), self._writes.begin() as connection:
            connection.execute(import_file.delete().where(import_file.c.author == author))
