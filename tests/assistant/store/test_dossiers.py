from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from threading import Barrier

import pytest
import sqlalchemy as sa

from assistant.clock import VIETNAM
from assistant.dossier.code import DossierCode
from assistant.dossier.dossier import (
    Dossier,
    DossierNotFound,
    DossierStatus,
    DossierUnavailable,
    TooManyAttempts,
)
from assistant.dossier.lookup import Attempt, DossierLookup
from assistant.dossier.register import Change, OnTime, RegisterEntry
from assistant.store.database import open_database
from assistant.store.dossier_attempts import SqlAttempts
from assistant.store.dossier_tables import dossier_attempt
from assistant.store.dossiers import SOURCE, SqlDossiers

KEY = b"k" * 32
CENTRE = "trieu-son"
NOW = datetime(2026, 11, 23, 8, 30, tzinfo=VIETNAM)
FIRST = RegisterEntry(
    Dossier(
        DossierCode("H56.12.34-261101-0012"),
        "Đăng ký khai sinh",
        DossierStatus.IN_PROGRESS,
        date(2026, 11, 1),
        date(2026, 11, 20),
        None,
        "Chờ chữ ký",
    ),
    "5678",
    "1234",
)
SECOND = RegisterEntry(
    Dossier(DossierCode("000.00.11.H56-261102-0001"), "Đất đai", DossierStatus.RECEIVED, date(2026, 11, 2)),
    "0000",
    None,
)


@pytest.fixture
def register(database: sa.Engine) -> SqlDossiers:
    return SqlDossiers(database, KEY, lambda: NOW)


@pytest.fixture
def attempts(database: sa.Engine) -> SqlAttempts:
    return SqlAttempts(database, KEY)


def changed(entry: RegisterEntry, **fields: object) -> RegisterEntry:
    return replace(entry, dossier=replace(entry.dossier, **fields))


@pytest.mark.parametrize("factor", ["5678", "1234"])
def test_either_number_opens_a_dossier_and_it_tells_whose_word_it_is(
    register: SqlDossiers, factor: str
) -> None:
    register.save([FIRST, SECOND], CENTRE)
    assert register.find(FIRST.dossier.code, factor) == replace(
        FIRST.dossier, source=SOURCE, as_of=NOW.date()
    )


def test_another_factor_or_code_opens_nothing(register: SqlDossiers) -> None:
    register.save([FIRST, SECOND], CENTRE)
    assert register.find(FIRST.dossier.code, "0000") is None
    assert register.find(SECOND.dossier.code, "1234") is None
    assert register.find(SECOND.dossier.code, "") is None
    assert register.find(DossierCode("H56.12.34-261101-9999"), "5678") is None


def test_another_key_opens_nothing(register: SqlDossiers, database: sa.Engine) -> None:
    register.save([FIRST], CENTRE)
    assert SqlDossiers(database, b"q" * 32, lambda: NOW).find(FIRST.dossier.code, "5678") is None


def test_no_digit_of_a_number_is_in_the_database(register: SqlDossiers, database: sa.Engine) -> None:
    register.save([FIRST], CENTRE)
    with database.connect() as connection:
        row = connection.execute(sa.text("SELECT phone_hash, personal_number_hash FROM dossier")).one()
    assert all(len(hashed) == 64 for hashed in row)
    assert len(set(row)) == 2


def test_a_second_save_tells_what_it_changed(register: SqlDossiers) -> None:
    assert register.preview([FIRST, SECOND], CENTRE) == [Change.ADDED, Change.ADDED]
    assert register.save([FIRST, SECOND], CENTRE) == [Change.ADDED, Change.ADDED]
    done = changed(FIRST, status=DossierStatus.DONE, finished_on=date(2026, 11, 22))
    other_phone = replace(SECOND, phone="1111")
    assert register.preview([done, SECOND], CENTRE) == [Change.CHANGED, Change.UNCHANGED]
    assert register.save([done, other_phone], CENTRE) == [Change.CHANGED, Change.CHANGED]
    found = register.find(FIRST.dossier.code, "1234")
    assert found is not None
    assert (found.status, found.finished_on) == (DossierStatus.DONE, date(2026, 11, 22))
    assert register.find(SECOND.dossier.code, "0000") is None
    assert register.find(SECOND.dossier.code, "1111") is not None


def test_a_preview_keeps_nothing(register: SqlDossiers) -> None:
    register.preview([FIRST], CENTRE)
    assert register.find(FIRST.dossier.code, "1234") is None


def test_all_are_saved_or_none(register: SqlDossiers) -> None:
    many = [changed(SECOND, code=DossierCode(f"H56.12.34-261101-{n:04}")) for n in range(700)]
    broken = changed(FIRST, received_on=None)
    with pytest.raises(sa.exc.IntegrityError):
        register.save([*many, broken], CENTRE)
    assert register.find(many[0].dossier.code, "0000") is None
    assert register.save(many, CENTRE) == [Change.ADDED] * 700
    assert register.save(many, CENTRE) == [Change.UNCHANGED] * 700


def test_an_unchanged_dossier_is_told_as_of_its_last_import(
    register: SqlDossiers, database: sa.Engine
) -> None:
    register.save([FIRST], CENTRE)
    SqlDossiers(database, KEY, lambda: NOW + timedelta(days=2)).save([FIRST], CENTRE)
    found = register.find(FIRST.dossier.code, "1234")
    assert found is not None
    assert found.as_of == date(2026, 11, 25)


def test_two_imports_at_once_are_both_kept(register: SqlDossiers) -> None:
    many = [changed(SECOND, code=DossierCode(f"H56.12.34-261101-{n:04}")) for n in range(50)]
    start = Barrier(4)

    def save(entries: list[RegisterEntry]) -> None:
        start.wait()
        register.save(entries, CENTRE)

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(save, [many, many[::-1], many[:20], many[30:]]))
    assert register.preview(many, CENTRE) == [Change.UNCHANGED] * 50


def test_the_share_on_time_counts_what_has_a_due_day(register: SqlDossiers) -> None:
    def entry(serial: int, status: DossierStatus, due: int | None, finished: int | None) -> RegisterEntry:
        return changed(
            SECOND,
            code=DossierCode(f"H56.12.34-261101-{serial:04}"),
            status=status,
            due_on=date(2026, 11, due) if due else None,
            finished_on=date(2026, 11, finished) if finished else None,
        )

    register.save(
        [
            entry(1, DossierStatus.RETURNED, 10, 10),
            entry(2, DossierStatus.DONE, 10, 11),
            entry(3, DossierStatus.REJECTED, 20, 15),
            entry(4, DossierStatus.WITHDRAWN, 20, 15),
            entry(5, DossierStatus.RETURNED, None, 15),
            entry(6, DossierStatus.RETURNED, 5, 5),
            entry(7, DossierStatus.IN_PROGRESS, 15, None),
            entry(8, DossierStatus.RECEIVED, 23, None),
            entry(9, DossierStatus.NEEDS_SUPPLEMENT, 15, None),
        ],
        CENTRE,
    )
    register.save([entry(10, DossierStatus.DONE, 10, 11)], "muong-lat")
    assert register.on_time(CENTRE, date(2026, 11, 10), date(2026, 11, 23)) == OnTime(3, 2, 1)
    assert register.on_time("muong-lat", date(2026, 11, 10), date(2026, 11, 23)) == OnTime(1, 0, 0)
    assert register.on_time(CENTRE, date(2025, 1, 1), date(2025, 1, 31)) == OnTime(0, 0, 0)


def test_a_dossier_is_of_the_centre_that_brought_it_last(register: SqlDossiers) -> None:
    done = changed(FIRST, status=DossierStatus.DONE, finished_on=date(2026, 11, 20))
    register.save([done], CENTRE)
    assert register.save([done], "muong-lat") == [Change.CHANGED]
    days = date(2026, 11, 1), date(2026, 11, 23)
    assert [register.on_time(c, *days).finished for c in (CENTRE, "muong-lat")] == [0, 1]
    assert register.find(FIRST.dossier.code, "1234") is not None


def test_tries_are_told_to_the_next_one_and_may_be_taken_back(attempts: SqlAttempts) -> None:
    code, since = FIRST.dossier.code, NOW - timedelta(days=1)
    later, last = NOW + timedelta(seconds=1), NOW + timedelta(seconds=2)
    first = attempts.add(code, "a", None, NOW.astimezone(UTC), since)
    second = attempts.add(code, "b", "web", later, since)
    third = attempts.add(SECOND.dossier.code, "a", "web", last, since)
    assert first == Attempt(first.id, [], [], [], [])
    assert second == Attempt(second.id, [NOW], [], [], [NOW])
    assert third == Attempt(third.id, [], [NOW], [later], [NOW, later])
    attempts.withdraw(first.id)
    fourth = attempts.add(code, "a", None, NOW, since)
    assert fourth == Attempt(fourth.id, [later], [last], [], [later, last])


def test_no_more_than_the_latest_three_hundred_tries_are_told(
    attempts: SqlAttempts, database: sa.Engine
) -> None:
    hashes = {"code_hash": "h", "client_hash": "h"}
    rows = [{**hashes, "at": NOW - timedelta(seconds=n)} for n in range(302)]
    with database.begin() as connection:
        connection.execute(dossier_attempt.insert(), rows)
    told = attempts.add(FIRST.dossier.code, "a", None, NOW, NOW - timedelta(days=1)).of_all
    assert (len(told), told[0], told[-1]) == (300, NOW - timedelta(seconds=299), NOW)


def test_old_tries_are_removed_and_no_address_is_kept(attempts: SqlAttempts, database: sa.Engine) -> None:
    later = NOW + timedelta(days=1, seconds=1)
    attempts.add(FIRST.dossier.code, "address:10.1.2.3", "web", NOW, NOW - timedelta(days=1))
    attempts.add(FIRST.dossier.code, "address:10.1.2.3", "web", later, later - timedelta(days=1))
    with database.connect() as connection:
        (row,) = connection.execute(sa.select(dossier_attempt)).all()
    assert row.at == later
    assert "10.1.2.3" not in str(row)


def test_of_many_processes_no_more_than_five_look_before_the_lock(url: str, database: sa.Engine) -> None:
    """Each has an engine of its own, as each process has."""
    engines = [open_database(url) for _ in range(4)]
    register = SqlDossiers(database, KEY, lambda: NOW)
    register.save([FIRST], CENTRE)
    lookups = [
        DossierLookup(SqlDossiers(e, KEY, lambda: NOW), SqlAttempts(e, KEY), lambda: NOW) for e in engines
    ]

    def guess(number: int) -> type[Exception] | None:
        try:
            lookups[number % 4].find(FIRST.dossier.code, f"{9000 + number}", f"client {number}")
        except (DossierNotFound, TooManyAttempts, DossierUnavailable) as error:
            return type(error)
        return None

    with ThreadPoolExecutor(8) as pool:
        outcomes = list(pool.map(guess, range(24)))
    assert outcomes.count(DossierNotFound) <= 5
    assert None not in outcomes
    for engine in engines:
        engine.dispose()


def test_a_database_that_is_gone_is_a_source_without_answer(tmp_path: object) -> None:
    gone = sa.create_engine(f"sqlite:///{tmp_path}/no/such.db")
    with pytest.raises(DossierUnavailable):
        SqlDossiers(gone, KEY, lambda: NOW).find(FIRST.dossier.code, "1234")
    with pytest.raises(DossierUnavailable):
        SqlDossiers(gone, KEY, lambda: NOW).on_time(CENTRE, NOW.date(), NOW.date())
    with pytest.raises(DossierUnavailable):
        SqlAttempts(gone, KEY).add(FIRST.dossier.code, "a", None, NOW, NOW)
    gone.dispose()
