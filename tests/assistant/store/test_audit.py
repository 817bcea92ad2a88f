"""The record of what staff did, as it is read."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
import sqlalchemy as sa

from assistant.clock import VIETNAM
from assistant.staff.audit import Deed, Record, Wanted
from assistant.staff.repository import StaffUnavailable
from assistant.store.audit import SqlAudit, note

NOW = datetime(2026, 11, 23, 8, 30, tzinfo=VIETNAM)
LAN = Record(NOW, "Lan (lan)", Deed.DRAFTED, "faq:gui-xe", None, {"version": 0}, {"version": 1}, "hay hỏi")
MINH = Record(NOW + timedelta(minutes=5), "Minh (minh)", Deed.PUBLISHED, "faq:gui-xe", "trieu-son")
SALE = Record(NOW + timedelta(days=1), "Giảm 50% (km_1)", Deed.ANSWERS_STOPPED, "ha_noi", "tho-xuan")


@pytest.fixture
def audit(database: sa.Engine) -> SqlAudit:
    with database.begin() as connection:
        for record in (LAN, MINH, SALE):
            note(connection, record)
    return SqlAudit(database)


def found(audit: SqlAudit, **wanted: object) -> list[Record]:
    return [record for _, record in audit.records(replace(Wanted(), **wanted), 10)]


def test_records_are_read_whole_and_the_newest_comes_first(audit: SqlAudit) -> None:
    assert audit.records(Wanted(), 10) == [(3, SALE), (2, MINH), (1, LAN)]


@pytest.mark.parametrize(
    ("wanted", "meant"),
    [
        ({"who": "lan"}, [LAN]),
        ({"who": "MINH"}, [MINH]),
        ({"subject": "gui-xe"}, [MINH, LAN]),
        ({"deed": Deed.PUBLISHED}, [MINH]),
        ({"since": NOW + timedelta(minutes=5)}, [SALE, MINH]),
        ({"until": NOW + timedelta(minutes=5)}, [LAN]),
        ({"centres": frozenset({"trieu-son", "tho-xuan"})}, [SALE, MINH]),
        ({"centres": frozenset()}, []),
        ({"subject": "faq", "deed": Deed.DRAFTED, "who": "Minh"}, []),
    ],
)
def test_records_are_found_by_what_is_wanted(
    audit: SqlAudit, wanted: dict[str, object], meant: list[Record]
) -> None:
    assert found(audit, **wanted) == meant


@pytest.mark.parametrize(
    ("wanted", "meant"),
    [
        ({"who": "0%"}, [SALE]),
        ({"who": "%"}, [SALE]),
        ({"subject": "a_n"}, [SALE]),
        ({"subject": "g_i"}, []),
        ({"who": "\\"}, []),
    ],
)
def test_signs_of_patterns_stand_for_themselves(
    audit: SqlAudit, wanted: dict[str, object], meant: list[Record]
) -> None:
    assert found(audit, **wanted) == meant


@pytest.mark.parametrize("who", ["đặng", "ĐẶNG", "ánh", "ÁNH"])
def test_a_name_is_found_by_small_and_capital_letters(database: sa.Engine, who: str) -> None:
    if (
        database.dialect.name == "postgresql"
        and database.connect().scalar(sa.text("SELECT lower('Đ')")) != "đ"
    ):
        pytest.skip("this cluster's locale has no letters but those of ASCII")
    anh = replace(LAN, who="Đặng Thị Ánh (anh)")
    with database.begin() as connection:
        note(connection, anh)
    assert found(SqlAudit(database), who=who) == [anh]


def test_pages_go_on_from_the_last_number(audit: SqlAudit) -> None:
    assert audit.records(Wanted(), 2) == [(3, SALE), (2, MINH)]
    assert audit.records(Wanted(), 2, before=2) == [(1, LAN)]
    assert audit.records(Wanted(), 2, before=1) == []


def test_a_record_is_kept_with_its_deed_or_not_at_all(audit: SqlAudit, database: sa.Engine) -> None:
    with database.connect() as connection:
        note(connection, LAN)
        connection.rollback()
    assert len(audit.records(Wanted(), 10)) == 3


def test_a_database_that_is_gone_says_so(audit: SqlAudit, database: sa.Engine) -> None:
    def gone(*_: object) -> None:
        raise sa.exc.OperationalError("SELECT", {}, Exception("gone"))

    sa.event.listen(database, "begin", gone)
    with pytest.raises(StaffUnavailable):
        audit.records(Wanted(), 10)
