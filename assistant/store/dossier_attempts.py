"""Wrong tries to see a dossier in SQL, known by keyed hashes alone."""

from datetime import datetime

import sqlalchemy as sa

from assistant.dossier.code import DossierCode
from assistant.dossier.dossier import DossierUnavailable
from assistant.dossier.lookup import Attempt
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

    def add(self, code: DossierCode, client: str, at: datetime, since: datetime) -> Attempt:
        """Note a try, forget those before `since`, and tell all others of this code and this client.

        The others are read after this one is committed: of tries at the same moment none misses another.
        """
        kinds = {"code_hash": code, "client_hash": client}
        hashes = {kind: keyed_hash(self._secret, kind, value) for kind, value in kinds.items()}
        with reachable(DossierUnavailable):
            with self._writes.begin() as connection:
                connection.execute(dossier_attempt.delete().where(_TRY.at < since))
                new = dossier_attempt.insert().values(**hashes, at=at).returning(_TRY.id)
                number = connection.execute(new).scalar_one()
            with self._engine.connect() as connection:
                of_code, of_client = (
                    connection.scalars(
                        sa.select(_TRY.at).where(_TRY[kind] == value, _TRY.id != number).order_by(_TRY.at)
                    ).all()
                    for kind, value in hashes.items()
                )
        return Attempt(number, of_code, of_client)

    def withdraw(self, attempt_id: int) -> None:
        """Forget a try."""
        with reachable(DossierUnavailable), self._writes.begin() as connection:
            connection.execute(dossier_attempt.delete().where(_TRY.id == attempt_id))
