"""What only PostgreSQL does: locks of rows, time limits, a commit that was not heard of."""

from collections import Counter as Tally
from time import monotonic
from typing import Any

import pytest
import sqlalchemy as sa

from assistant.queue.repository import OutcomeUnknown, QueueUnavailable
from assistant.store.database import for_listening, migrate, open_database
from assistant.store.queue_tables import number_series
from scripts.postgres_server import PostgresServer
from tests.assistant.queue.small_centre import SteppingClock, house_on
from tests.assistant.store.crowd import drawn, written


def test_one_who_is_held_by_another_clerk_is_passed_over_on_postgresql(
    postgres: PostgresServer,
) -> None:
    url = postgres.new_schema()
    migrate(url)
    engine = open_database(f"{url}%20-clock_timeout%3D2s")
    house = house_on(engine, SteppingClock())
    first, second = drawn(house, 2)
    with house.repository.writing() as session:
        held = session.first_in_line("thu", first.service_day, ["ho-tich"])
        assert held == first
        assert house.call("2").id == second.id
    engine.dispose()
    assert Tally(row.status for row in house.tickets()) == {"waiting": 1, "called": 1}


def test_who_waits_too_long_for_a_row_is_told(postgres: PostgresServer) -> None:
    url = postgres.new_schema()
    migrate(url)
    engine, other = open_database(f"{url}%20-c%20lock_timeout%3D300ms"), open_database(url)
    house = house_on(engine, SteppingClock())
    house.draw()
    with other.begin() as connection:
        connection.execute(sa.select(number_series).with_for_update())
        begun = monotonic()
        with pytest.raises(QueueUnavailable):
            house.draw()
        assert monotonic() - begun < 5
    assert house.draw().number == "A002"
    for each in (engine, other):
        each.dispose()


def test_a_connection_to_postgresql_has_time_limits_and_what_its_address_says(
    postgres: PostgresServer,
) -> None:
    url = postgres.new_schema()
    limits = ("lock_timeout", "statement_timeout", "idle_in_transaction_session_timeout")

    def told(engine: sa.Engine) -> tuple[list[Any], str, str]:
        with engine.connect() as connection:
            shown = [connection.scalar(sa.text(f"SHOW {name}")) for name in (*limits, "search_path")]
            driver = connection.connection.driver_connection
            assert driver is not None
            given = driver.get_dsn_parameters()
        engine.dispose()
        return shown[:3], str(shown[3]), given["connect_timeout"]

    schema = url.rpartition("%3D")[2]
    assert told(open_database(url)) == (["5s", "15s", "15s"], schema, "5")
    assert told(open_database(f"{url}&connect_timeout=7")) == (["5s", "15s", "15s"], schema, "7")
    for unhurried in (open_database(url, hurried=False), for_listening(open_database(url))):
        assert told(unhurried) == (["0", "0", "0"], schema, "5")


def cut_after_the_commit(engine: sa.Engine, admin: sa.Engine) -> None:
    """Lose the connection of the next commit when it has been made and before that is told."""

    def cut(connection: sa.Connection) -> None:
        driver = connection.connection.driver_connection
        assert driver is not None
        driver.commit()
        with driver.cursor() as cursor:
            cursor.execute("SELECT pg_backend_pid()")  # a new transaction, whose commit fails
            ((number,),) = cursor.fetchall()
        with admin.begin() as other:
            other.execute(sa.select(sa.func.pg_terminate_backend(number)))

    sa.event.listen(engine, "commit", cut, once=True)


def test_a_number_whose_commit_was_not_heard_of_is_found_by_its_key(postgres: PostgresServer) -> None:
    url = postgres.new_schema()
    migrate(url)
    engine, admin = open_database(url), open_database(url)
    house = house_on(engine, SteppingClock())
    house.draw()
    cut_after_the_commit(engine, admin)
    given = house.draw(key="k1")
    assert given.number == "A002"
    assert house.draw(key="k1") == given
    assert written(house)[:2] == (2, 2)
    for each in (engine, admin):
        each.dispose()


def test_whether_a_number_was_given_is_not_said_where_it_cannot_be_known(
    postgres: PostgresServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = postgres.new_schema()
    migrate(url)
    engine, admin = open_database(url), open_database(url)
    house = house_on(engine, SteppingClock())
    house.draw()
    cut_after_the_commit(engine, admin)
    with pytest.raises(OutcomeUnknown, match="Chưa rõ số đã được cấp hay chưa"):
        house.draw()

    def gone() -> Any:
        raise QueueUnavailable

    cut_after_the_commit(engine, admin)
    with monkeypatch.context() as patch:
        patch.setattr(house.repository, "reading", gone)
        with pytest.raises(OutcomeUnknown):
            house.draw(key="k1")
    assert written(house)[:2] == (3, 3)
    assert house.draw(key="k1").number == "A003"
    for each in (engine, admin):
        each.dispose()


def test_who_is_just_being_called_is_passed_over_with_every_number_on_postgresql(
    postgres: PostgresServer,
) -> None:
    url = postgres.new_schema()
    migrate(url)
    engine = open_database(url)
    house = house_on(engine, SteppingClock())
    mine = [house.draw(group, conversation_id="c_1") for group in ("ho-tich", "chung-thuc")]
    with house.repository.writing() as session:
        assert session.first_in_line("thu", mine[0].service_day, ["ho-tich"]) == mine[0]
        assert house.call("2") is None
        other = house.draw("chung-thuc")
        assert house.call("2").id == other.id
    engine.dispose()


def test_who_was_called_since_the_line_was_read_is_passed_over_on_postgresql(
    postgres: PostgresServer,
) -> None:
    url = postgres.new_schema()
    migrate(url)
    engine, other = open_database(url), open_database(url)
    house, elsewhere = (house_on(each, SteppingClock()) for each in (engine, other))
    for group in ("chung-thuc", "ho-tich"):
        house.draw(group, conversation_id="c_1")
    called = []

    def call_first(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        if "pg_try_advisory" in statement and not called:
            called.append(elsewhere.call("1").number)

    sa.event.listen(engine, "before_cursor_execute", call_first)
    assert house.call("2") is None
    assert called == ["A001"]
    for each in (engine, other):
        each.dispose()
