from datetime import datetime, timedelta

import pytest
import sqlalchemy as sa

from assistant.clock import VIETNAM
from assistant.knowledge.repository import KnowledgeUnavailable
from assistant.store.knowledge_tables import import_file
from assistant.store.uploads import SqlUploads

NOW = datetime(2026, 11, 23, 8, 30, tzinfo=VIETNAM)
EARLIER = NOW - timedelta(hours=1)


@pytest.fixture
def uploads(database: sa.Engine) -> SqlUploads:
    return SqlUploads(database)


def test_each_person_has_one_file(uploads: SqlUploads) -> None:
    uploads.keep("Lan", b"PK\x00\xff", NOW, EARLIER)
    uploads.keep("Hoa", b"hai", NOW, EARLIER)
    uploads.keep("Lan", b"\x00ba", NOW, EARLIER)
    assert (uploads.find("Lan", EARLIER), uploads.find("Hoa", EARLIER)) == (b"\x00ba", b"hai")
    uploads.drop("Lan")
    assert (uploads.find("Lan", EARLIER), uploads.find("Hoa", EARLIER)) == (None, b"hai")


def test_what_waited_too_long_is_neither_found_nor_left_behind(
    uploads: SqlUploads, database: sa.Engine
) -> None:
    uploads.keep("Lan", b"old", EARLIER, EARLIER)
    assert uploads.find("Lan", NOW) is None
    uploads.keep("Hoa", b"new", NOW, NOW)
    with database.connect() as connection:
        assert list(connection.scalars(sa.select(import_file.c.author))) == ["Hoa"]


def test_a_lost_database_is_told(tmp_path: object) -> None:
    gone = sa.create_engine(f"sqlite:///{tmp_path}/no/such.db")
    with pytest.raises(KnowledgeUnavailable):
        SqlUploads(gone).find("Lan", NOW)
    gone.dispose()
