"""The local dossier register in SQL."""

import hmac
from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from assistant.dossier.code import DossierCode
from assistant.dossier.dossier import CONCLUDED, IN_HAND, Dossier, DossierStatus, DossierUnavailable
from assistant.dossier.register import Change, OnTime, RegisterEntry
from assistant.dossier.secret import keyed_hash
from assistant.store.database import for_writing, reachable
from assistant.store.dossier_tables import dossier

SOURCE = "Sổ theo dõi hồ sơ của trung tâm"
_HASHES = ("phone_hash", "personal_number_hash")
_TOLD = ("procedure", "status", "received_on", "due_on", "finished_on", "note")
_KEPT = ("centre", *_TOLD, *_HASHES)
_BATCH = 500


class SqlDossiers:
    """The DossierRegister over an engine; `secret` keys the hashes of the factors."""

    def __init__(self, engine: sa.Engine, secret: bytes, now: Callable[[], datetime]) -> None:
        self._engine = engine
        self._writes = for_writing(engine)
        self._secret = secret
        self._now = now

    def find(self, code: DossierCode, factor: str) -> Dossier | None:
        """The dossier of that code if the factor is its own; an unknown code takes no other way."""
        with reachable(DossierUnavailable), self._engine.connect() as connection:
            row = connection.execute(sa.select(dossier).where(dossier.c.code == code)).mappings().first()
        given = [self._hash(column, code, factor) for column in _HASHES]
        kept = [(row[column] if row else None) or "" for column in _HASHES]
        # Both are compared, whatever the first one says.
        same = sum(hmac.compare_digest(*pair) for pair in zip(given, kept, strict=True))
        if row is None or not same:
            return None
        told = {field: row[field] for field in _TOLD}
        return Dossier(
            code,
            **{**told, "status": DossierStatus(row["status"])},
            source=SOURCE,
            as_of=row["saved_at"].date(),
        )

    def preview(self, entries: Sequence[RegisterEntry], centre: str) -> list[Change]:
        """What `save` would do with each entry, in their order."""
        with self._engine.connect() as connection:
            return self._changes(connection, [self._row(entry, centre) for entry in entries])

    def save(self, entries: Sequence[RegisterEntry], centre: str) -> list[Change]:
        """Keep all entries of a centre or none, each code at most once; what was done with each."""
        rows = [self._row(entry, centre) for entry in entries]
        with self._writes.begin() as connection:
            changes = self._changes(connection, rows)
            # In the order of codes, so that two imports at once cannot lock each other.
            for batch in _batches(sorted(rows, key=lambda row: str(row["code"]))):
                new = _insert(connection).values(batch)
                values = {column: new.excluded[column] for column in (*_KEPT, "saved_at")}
                connection.execute(new.on_conflict_do_update(index_elements=[dossier.c.code], set_=values))
        return changes

    def on_time(self, centre: str, start: date, end: date) -> OnTime:
        """Of a centre's days: decided, decided by the due day; and late and open on the last."""
        decided = sa.and_(dossier.c.status.in_(CONCLUDED), dossier.c.finished_on.between(start, end))
        in_time = sa.and_(decided, dossier.c.finished_on <= dossier.c.due_on)
        late = sa.and_(dossier.c.status.in_(IN_HAND), dossier.c.due_on < end)
        counts = [sa.func.count(sa.case((condition, 1))) for condition in (decided, in_time, late)]
        query = sa.select(*counts).where(dossier.c.centre == centre, dossier.c.due_on.is_not(None))
        with reachable(DossierUnavailable), self._engine.connect() as connection:
            row = connection.execute(query).one()
        return OnTime(*map(int, row))

    def _row(self, entry: RegisterEntry, centre: str) -> dict[str, Any]:
        told = entry.dossier
        numbers = zip(_HASHES, (entry.phone, entry.personal_number), strict=True)
        hashes = {c: self._hash(c, told.code, digits) if digits else None for c, digits in numbers}
        fields = {field: getattr(told, field) for field in _TOLD}
        return {"code": told.code, "centre": centre, **fields, **hashes, "saved_at": self._now()}

    def _hash(self, kind: str, code: DossierCode, digits: str) -> str:
        return keyed_hash(self._secret, kind, code, digits)

    @staticmethod
    def _changes(connection: sa.Connection, rows: list[dict[str, Any]]) -> list[Change]:
        kept: dict[str, tuple[Any, ...]] = {}
        for batch in _batches(rows):
            query = sa.select(dossier).where(dossier.c.code.in_([row["code"] for row in batch]))
            for found in connection.execute(query).mappings():
                kept[found["code"]] = tuple(found[column] for column in _KEPT)
        changes = []
        for row in rows:
            before = kept.get(row["code"])
            same = before == tuple(row[column] for column in _KEPT)
            changes.append(Change.ADDED if before is None else Change.UNCHANGED if same else Change.CHANGED)
        return changes


def _insert(connection: sa.Connection) -> postgresql.Insert | sqlite.Insert:
    on_postgresql = connection.dialect.name == "postgresql"
    return postgresql.insert(dossier) if on_postgresql else sqlite.insert(dossier)


def _batches(rows: list[dict[str, Any]]) -> Iterator[list[dict[str, Any]]]:
    return (rows[start : start + _BATCH] for start in range(0, len(rows), _BATCH))
