"""Wrong tries to see a dossier in SQL, known by keyed hashes alone."""

from datetime import datetime

import sqlalchemy as sa

from assistant.dossier.code import DossierCode
from assistant.dossier.dossier import DossierUnavailable
from assistant.dossier.lookup import PER_INSTALLATION, Attempt
from assistant.dossier.secret import keyed_hash
from assistant.store.database import for_writing, reachable
from assistant.store.dossier_tables import dossier_attempt

_TRY = dossier_attempt.c


class SqlAttempts:
    """The Attempts over an engine."""

    def __init__(self, engine: sa.Engine, secret: bytes) -> None:
        self._engine = engine
        self._writes = for_writing(engine)
        self._secret = secret

    def add(
        self, code: DossierCode, client: str, channel: str | None, at: datetime, since: datetime
    ) -> Attempt:
        """Note a try, forget those before `since`, tell the others: of this code, client, channel; of all.

        The others are read after this one is committed: of tries at the same moment none misses another.
        """
        kinds = {"code_hash": code, "client_hash": client, "channel_hash": channel}
        hashes = {k: keyed_hash(self._secret, k, value) if value else None for k, value in kinds.items()}
        with reachable(DossierUnavailable):
            with self._writes.begin() as connection:
                connection.execute(dossier_attempt.delete().where(_TRY.at < since))
                new = dossier_attempt.insert().values(**hashes, at=at).returning(_TRY.id)
                number = connection.execute(new).scalar_one()
            with self._engine.connect() as connection:
                same = [_TRY[kind] == value if value else sa.false() for kind, value in hashes.items()]
                others = [_latest(connection, number, condition) for condition in (*same, sa.true())]
        return Attempt(number, *others)

    def withdraw(self, attempt_id: int) -> None:
        """Forget a try."""
        with reachable(DossierUnavailable), self._writes.begin() as connection:
            connection.execute(dossier_attempt.delete().where(_TRY.id == attempt_id))


def _latest(connection: sa.Connection, number: int, these: sa.ColumnElement[bool]) -> list[datetime]:
    """When the latest of these were, without the try of that number, the oldest first."""
    query = sa.select(_TRY.at).where(_TRY.id != number, these).order_by(_TRY.at.desc())
    return list(connection.scalars(query.limit(PER_INSTALLATION)))[::-1]
