"""What was written stays as it was, whoever asks the database to change it."""

from datetime import datetime

import pytest
import sqlalchemy as sa

from assistant.clock import VIETNAM
from assistant.staff.audit import Deed, Record
from assistant.store.audit import note

NOW = datetime(2026, 11, 23, 8, 30, tzinfo=VIETNAM)
TABLES = ("audit", "knowledge_version", "knowledge_publication")
_MOMENT = "'2026-11-23 08:30:00'"
_VERSION = f"'faq:x', 1, '{{}}', 'draft', 'Lan', '', {_MOMENT}, 0"
_PUBLICATION = f"1, 'faq:x', 'published', 1, false, 'Minh', 'hay hỏi', '', {_MOMENT}"
_AUDIT = f"1, {_MOMENT}, 'Kẻ khác', 'drafted', 'faq:x', '{{}}', '{{}}', ''"
_AUDIT_COLUMNS = 'number, at, who, deed, subject, "before", "after", reason'

FORBIDDEN = [
    "UPDATE audit SET who = 'Kẻ khác'",
    "UPDATE audit SET reason = reason",
    "DELETE FROM audit",
    "DELETE FROM audit WHERE number = 1",
    "DELETE FROM knowledge_version WHERE key = 'faq:x'",
    "DELETE FROM knowledge_publication",
    *(
        f"UPDATE knowledge_version SET {change}"
        for change in (
            "key = 'faq:y'",
            "number = 2",
            "content = '{\"a\": 1}'",
            "author = 'Kẻ khác'",
            "reason = 'bịa'",
            "at = '2020-01-01 00:00:00'",
            "based_on = 7",
            "state = 'withdrawn', author = 'Kẻ khác'",
        )
    ),
    *(
        f"UPDATE knowledge_publication SET {change}"
        for change in ("number = 9", "silenced = true", "version = 2", "author = 'x'", "override = 'x'")
    ),
]
ON_SQLITE = [
    *(
        f"{replacing} {into}"
        for replacing in ("REPLACE INTO", "INSERT OR REPLACE INTO")
        for into in (
            f"audit ({_AUDIT_COLUMNS}) VALUES ({_AUDIT})",
            f"knowledge_version VALUES ({_VERSION})",
            f"knowledge_publication VALUES ({_PUBLICATION})",
        )
    ),
    "REPLACE INTO knowledge_version (rowid, key, number, content, state, author, reason, at, based_on) "
    f"VALUES (1, {_VERSION.replace('faq:x', 'faq:z')})",
    f"INSERT INTO audit ({_AUDIT_COLUMNS}) VALUES ({_AUDIT.replace('1,', '-1,', 1)})",
    f"INSERT INTO audit ({_AUDIT_COLUMNS}) VALUES ({_AUDIT}) ON CONFLICT DO UPDATE SET who = 'Kẻ khác'",
    "UPDATE knowledge_version SET rowid = 2",
    "UPDATE OR REPLACE audit SET number = 1",
]
ON_POSTGRESQL = [
    *(f"TRUNCATE {table}" for table in TABLES),
    f"INSERT INTO audit ({_AUDIT_COLUMNS}) VALUES ({_AUDIT}) "
    "ON CONFLICT (number) DO UPDATE SET who = 'Kẻ khác'",
    "MERGE INTO audit USING (SELECT 1 AS number) AS other ON audit.number = other.number "
    "WHEN MATCHED THEN DELETE",
]


@pytest.fixture
def written(database: sa.Engine) -> sa.Engine:
    """A database with a row in each of the tables."""
    with database.begin() as connection:
        note(connection, Record(NOW, "Lan (lan)", Deed.DRAFTED, "faq:x"))
        connection.execute(sa.text(f"INSERT INTO knowledge_version VALUES ({_VERSION})"))
        connection.execute(sa.text(f"INSERT INTO knowledge_publication VALUES ({_PUBLICATION})"))
    return database


def rows(database: sa.Engine) -> list[list[tuple[object, ...]]]:
    with database.connect() as connection:
        return [[tuple(row) for row in connection.execute(sa.text(f"SELECT * FROM {t}"))] for t in TABLES]


def refused(database: sa.Engine, statement: str) -> None:
    before = rows(database)
    with pytest.raises(sa.exc.IntegrityError, match="are kept as they were written"), database.begin() as c:
        c.execute(sa.text(statement.replace(":", r"\:")))
    assert rows(database) == before


@pytest.mark.parametrize("statement", FORBIDDEN)
def test_nothing_that_was_written_is_changed(written: sa.Engine, statement: str) -> None:
    refused(written, statement)


def test_no_other_way_leads_around_it(written: sa.Engine) -> None:
    for statement in ON_POSTGRESQL if written.dialect.name == "postgresql" else ON_SQLITE:
        refused(written, statement)


def test_the_state_of_a_version_moves_and_rows_are_added(written: sa.Engine) -> None:
    with written.begin() as connection:
        connection.execute(sa.text("UPDATE knowledge_version SET state = 'withdrawn'"))
        note(connection, Record(NOW, "Lan (lan)", Deed.SUBMITTED, "faq:x"))
    audit, versions, _ = rows(written)
    assert [row[0] for row in audit] == [1, 2]
    assert [row[3] for row in versions] == ["withdrawn"]
