"""What the database must guarantee, on both: nobody and no number twice, all or nothing."""

from collections import Counter as Tally
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from threading import Barrier
from time import monotonic
from typing import Any

import pytest
import sqlalchemy as sa

from assistant.queue.counters import CounterNotReady
from assistant.queue.desk import KeyReused
from assistant.queue.repository import Change, Conflict, OutcomeUnknown, QueueUnavailable
from assistant.queue.ticket import CounterState, Ticket, TicketStatus
from assistant.store import queue as store
from assistant.store.database import for_listening, migrate, open_database
from assistant.store.queue import SqlQueueSession
from assistant.store.queue_tables import number_series, ticket, ticket_change
from scripts.postgres_server import PostgresServer
from tests.assistant.queue.small_centre import CENTRE, OTHER_CENTRE, House, SteppingClock, asking, house_on

MANY = 12


@pytest.fixture
def house(database: sa.Engine) -> House:
    return house_on(database, SteppingClock())


@pytest.fixture
def houses(url: str, database: sa.Engine) -> Iterator[list[House]]:
    """Two processes' queues on one database: nothing but the database is between them."""
    second = open_database(url)
    yield [house_on(database, SteppingClock()), house_on(second, SteppingClock())]
    second.dispose()


def at_once(work: Callable[[int], Any], times: int = MANY) -> list[Any]:
    """What each of many threads got that began together; an error is given back as it is."""
    start = Barrier(times)

    def one(number: int) -> Any:
        start.wait()
        try:
            return work(number)
        except (Conflict, CounterNotReady, KeyReused) as error:
            return error

    with ThreadPoolExecutor(times) as pool:
        return list(pool.map(one, range(times)))


def drawn(house: House, count: int, group: str = "ho-tich") -> list[Ticket]:
    return [house.draw(group) for _ in range(count)]


def written(house: House) -> tuple[int, int, list[Any]]:
    """How many tickets and lines of history there are, and the series."""
    with house.engine.connect() as connection:
        counts = [
            connection.scalar(sa.select(sa.func.count()).select_from(t)) for t in (ticket, ticket_change)
        ]
        return counts[0], counts[1], list(connection.execute(sa.select(number_series)))


def test_a_ticket_comes_back_as_it_was_kept(house: House) -> None:
    given = house.draw(procedure="1.001193", priority_reason="nguoi-cao-tuoi", conversation_id="c_1", key="k")
    assert house.desk.ticket(given.id) == given
    assert house.desk.given("k") == given
    assert house.desk.of_conversation("c_1") == [given]
    assert house.desk.numbered(CENTRE, "A001") == given


def test_a_whole_visit_comes_back_with_its_times(house: House) -> None:
    house.draw()
    for action in ("call_next", "recall", "start", "finish"):
        ticket = getattr(house.counters, action)(CENTRE, "1", "Lan").ticket
        assert house.desk.ticket(ticket.id) == ticket
    assert ticket.status is TicketStatus.DONE
    assert [line[0] for line in house.history(ticket)] == [
        "issued",
        "called",
        "recalled",
        "started",
        "finished",
    ]
    with house.repository.reading() as session:
        ((group, minutes),) = session.visits("thu", ticket.called_at)
    assert (group, minutes) == ("ho-tich", (ticket.ended_at - ticket.called_at).total_seconds() / 60)


def test_many_at_once_get_numbers_without_gap_or_double(houses: list[House]) -> None:
    tickets = at_once(lambda n: [houses[n % 2].draw() for _ in range(8)])
    serials = [ticket.serial for some in tickets for ticket in some]
    assert sorted(serials) == list(range(1, 8 * MANY + 1))
    assert written(houses[0])[:2] == (8 * MANY, 8 * MANY)


def test_many_at_once_with_one_key_get_one_ticket(houses: list[House]) -> None:
    tickets = at_once(lambda n: houses[n % 2].draw(key="k1"))
    assert len({ticket.id for ticket in tickets}) == 1
    assert written(houses[0])[:2] == (1, 1)
    assert houses[1].draw().number == "A002"


def test_many_at_once_with_one_key_in_two_lines_get_one_ticket_or_are_refused(houses: list[House]) -> None:
    results = at_once(lambda n: houses[n % 2].draw(("ho-tich", "chung-thuc")[n % 2], key="k1"))
    refused = [result for result in results if isinstance(result, KeyReused)]
    given = {result.id for result in results if isinstance(result, Ticket)}
    assert len(given) == 1
    assert len(refused) == MANY // 2
    tickets, lines, series = written(houses[0])
    assert (tickets, lines) == (1, 1)
    assert [row.last for row in series] == [1]


def test_the_database_itself_refuses_a_number_twice(house: House) -> None:
    house.draw()
    row = house.tickets()[0]._asdict() | {"id": "t_2", "sequence": 99}
    with house.engine.begin() as connection, pytest.raises(sa.exc.IntegrityError):
        connection.execute(ticket.insert().values(row))


def test_the_database_itself_refuses_two_people_at_a_counter(house: House) -> None:
    first, second = drawn(house, 2)
    house.call("1")
    change = Change("called", house.clock(), "Lan", "1")
    called = replace(second, status=TicketStatus.CALLED, counter="1", called_at=house.clock())
    with pytest.raises(Conflict), house.repository.writing() as session:
        session.update(second, called, change)
    assert house.desk.ticket(second.id) == second
    assert house.desk.ticket(first.id).counter == "1"


def test_two_counters_at_once_never_get_the_same_person(houses: list[House]) -> None:
    """Each counter belongs to a process, and each is pressed by several fingers."""
    drawn(houses[0], 30)

    def press(number: int) -> list[str]:
        house, counter = houses[number % 2], ("1", "2")[number % 2]
        called = []
        for _ in range(8):
            result = at_counter(house, counter)
            called += [result.number] if result else []
        return called

    def at_counter(house: House, counter: str) -> Ticket | None:
        return house.counters.call_next(CENTRE, counter, "Lan", finish_current=True).ticket

    called = [number for some in at_once(press, 4) for number in some]
    assert sorted(called) == [f"A{n:03}" for n in range(1, 31)]
    histories = [
        [change for change, _ in houses[0].history(houses[0].desk.ticket(row.id))]
        for row in houses[0].tickets()
    ]
    assert all(history.count("called") == 1 for history in histories)


def test_one_counter_pressed_by_many_at_once_calls_one_person(houses: list[House]) -> None:
    drawn(houses[0], MANY)
    results = at_once(lambda n: houses[n % 2].counters.call_next(CENTRE, "1", "Lan").ticket)
    called = [result for result in results if isinstance(result, Ticket)]
    assert [ticket.number for ticket in called] == ["A001"]
    assert sum(isinstance(result, CounterNotReady) for result in results) == MANY - 1


def test_a_person_called_while_cancelling_is_either_and_not_both(houses: list[House]) -> None:
    for _ in range(6):
        mine = houses[0].draw()

        def act(number: int, mine: Ticket = mine) -> Any:
            if number % 2:
                return houses[0].desk.cancel(mine.id)
            return houses[1].counters.call_next(CENTRE, "1", "Lan").ticket

        at_once(act, 2)
        history = [status for _, status in houses[0].history(mine)]
        assert history in (["waiting", "cancelled"], ["waiting", "called", "cancelled"])


def test_a_day_closed_by_two_processes_at_once_is_closed_once(houses: list[House]) -> None:
    tickets = drawn(houses[0], 20)
    for house in houses:
        house.clock.set("2026-11-24T00:00:01")
    results = at_once(lambda n: houses[n % 2].desk.close_past_days(), 6)
    assert sorted(results) == [0, 0, 0, 0, 0, 20]
    for each in tickets:
        assert houses[1].history(each) == [("issued", "waiting"), ("closed", "closed")]


def test_a_counter_touched_for_the_first_time_by_many_at_once_is_there_once(houses: list[House]) -> None:
    states = [CounterState.OPEN, CounterState.PAUSED]
    at_once(lambda n: houses[n % 2].counters.set_state(CENTRE, "1", "Lan", states[n % 2]))
    with houses[0].repository.reading() as session:
        counters = session.counters("thu")
    assert counters.keys() == {"1"}


def test_a_reading_is_one_moment_though_numbers_are_drawn_meanwhile(houses: list[House]) -> None:
    day = houses[0].draw().service_day
    with houses[0].repository.reading() as session:
        before = session.states("thu", day, day)
        houses[1].draw()
        assert {step.ticket for step in session.steps("thu", day, day)} == before.keys()
        assert session.states("thu", day, day) == before
    with houses[0].repository.reading() as session:
        assert len(session.states("thu", day, day)) == 2


def test_nobody_is_called_to_two_counters_at_once(houses: list[House]) -> None:
    """The second counter takes both lines, so that only the first number being held may bring it there."""
    for turn in range(8):
        mine = [houses[0].draw(group, conversation_id=f"c_{turn}") for group in ("ho-tich", "chung-thuc")]
        at_once(lambda n: houses[n].call(str(n + 1)), 2)
        with houses[0].repository.reading() as session:
            (there,) = session.at_counters("thu", mine[0].service_day)
        (waits,) = (t for t in mine if t.id != there.id)
        assert houses[1].desk.ticket(waits.id) == waits
        houses[0].counters.finish(CENTRE, there.counter, "Lan")
        assert houses[1].call("2").id == waits.id
        houses[1].counters.finish(CENTRE, "2", "Lan")


def test_who_is_at_a_counter_is_passed_over_with_another_number_and_keeps_the_place(house: House) -> None:
    mine = [house.draw(conversation_id="c_1") for _ in range(2)]
    other = house.draw()
    assert house.call("1").id == mine[0].id
    house.counters.start(CENTRE, "1", "Lan")
    assert house.call("2").id == other.id
    house.counters.finish(CENTRE, "2", "Lan")
    later = house.draw()
    with house.repository.reading() as session:
        assert [t.id for t in session.line("thu", later.service_day)] == [mine[1].id, later.id]
    called = house.counters.call_next(CENTRE, "1", "Lan", finish_current=True).ticket
    assert (called.id, called.place) == (mine[1].id, mine[1].place)


def test_a_visit_at_another_centre_or_another_day_holds_nobody_up(house: House) -> None:
    house.desk.issue(OTHER_CENTRE, asking(conversation_id="c_1"))
    house.counters.call_next(OTHER_CENTRE, "1", "Lan")
    house.draw(conversation_id="c_1")
    assert house.call("1").number == "A001"
    house.clock.set("2026-11-24T08:00:00")
    house.draw(conversation_id="c_1")
    assert house.call("2").number == "A001"


@pytest.mark.parametrize("fails_at", ["add", "_write", "by_key"])
def test_what_fails_midway_leaves_nothing(
    house: House, monkeypatch: pytest.MonkeyPatch, fails_at: str
) -> None:
    house.draw()
    before = written(house)
    real = getattr(SqlQueueSession, fails_at)

    def broken(*arguments: Any) -> None:
        real(*arguments)
        raise RuntimeError("the power is off")

    with monkeypatch.context() as patch:
        patch.setattr(SqlQueueSession, fails_at, broken)
        with pytest.raises(RuntimeError):
            house.draw(key="k1")
    assert written(house) == before
    assert house.draw(key="k1").number == "A002"


def test_a_call_that_fails_midway_leaves_everybody_where_they_were(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn(house, 2)
    house.call()
    before = house.tickets()

    def broken(*_: Any) -> None:
        raise RuntimeError("the power is off")

    with monkeypatch.context() as patch:
        patch.setattr(SqlQueueSession, "first_in_line", broken)
        with pytest.raises(RuntimeError):
            house.counters.call_next(CENTRE, "1", "Lan", finish_current=True)
    assert house.tickets() == before


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


def refused(house: House) -> None:
    """Nothing can be written, and each says so."""
    waiting = house.desk.ticket(house.tickets()[0].id)
    for attempt in (
        lambda: house.draw(key="k9"),
        lambda: house.desk.issue(OTHER_CENTRE, asking()),
        lambda: house.desk.cancel(waiting.id),
        lambda: house.call("1"),
        lambda: house.counters.set_state(CENTRE, "1", "Lan", CounterState.PAUSED),
    ):
        with pytest.raises(QueueUnavailable):
            attempt()


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "letan.db"
    migrate(f"sqlite:///{path}")
    return path


def limited(file: Path, pragma: str) -> sa.Engine:
    engine = open_database(f"sqlite:///{file}")
    sa.event.listen(engine, "connect", lambda connection, _: connection.execute(f"PRAGMA {pragma}"))
    return engine


@pytest.mark.parametrize("pragma", ["query_only=ON", "busy_timeout=20"])
def test_a_file_that_cannot_be_written_gives_no_number(file: Path, pragma: str) -> None:
    """Read-only, or locked by another program for longer than one waits."""
    free = open_database(f"sqlite:///{file}")
    house = house_on(free, SteppingClock())
    house.draw()
    before = written(house)
    engine = limited(file, pragma)
    with free.connect() as other:
        if "busy" in pragma:
            other.exec_driver_sql("ROLLBACK")
            other.exec_driver_sql("BEGIN EXCLUSIVE")
        for _ in range(8):  # more often than there are connections
            refused(house_on(engine, SteppingClock()))
    assert written(house) == before
    assert house.draw().number == "A002"
    engine.dispose()
    free.dispose()


def test_a_full_disk_gives_no_number_and_half_of_none(file: Path) -> None:
    free = open_database(f"sqlite:///{file}")
    with free.connect() as connection:
        pages = connection.scalar(sa.text("PRAGMA page_count"))
    engine = limited(file, f"max_page_count={pages + 2}")
    house = house_on(engine, SteppingClock())
    given = []
    with suppress(QueueUnavailable):
        while len(given) < 2000:
            given.append(house.draw().number)
    assert 0 < len(given) < 2000
    count, lines, ((*_, last),) = written(house)
    assert count == lines == last == len(given)
    for _ in range(3):
        with pytest.raises(QueueUnavailable):
            house.draw()
    again = house_on(free, SteppingClock())
    assert again.draw().serial == written(again)[0]
    engine.dispose()
    free.dispose()


def test_a_file_that_is_no_database_gives_no_number(tmp_path: Path) -> None:
    (tmp_path / "letan.db").write_bytes(b"not a database" * 1000)
    engine = open_database(f"sqlite:///{tmp_path / 'letan.db'}")
    house = house_on(engine, SteppingClock())
    with pytest.raises(QueueUnavailable):
        house.draw()
    with pytest.raises(QueueUnavailable):
        house.outlook.board(CENTRE)
    engine.dispose()


def test_many_who_wait_for_a_locked_file_are_told_together_and_not_one_after_the_other(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(store, "_GATE_WAIT_S", 0.2)
    engine = limited(file, "busy_timeout=500")
    house = house_on(engine, SteppingClock())
    other = open_database(f"sqlite:///{file}")
    with other.connect() as connection:
        connection.exec_driver_sql("ROLLBACK")
        connection.exec_driver_sql("BEGIN EXCLUSIVE")
        with ThreadPoolExecutor(MANY) as pool:
            begun = monotonic()
            attempts = [pool.submit(house.draw) for _ in range(MANY)]
            assert all(isinstance(attempt.exception(), QueueUnavailable) for attempt in attempts)
            assert monotonic() - begun < 0.5 * MANY / 2
    assert house.draw().number == "A001"
    engine.dispose()
    other.dispose()


def test_a_server_that_stops_gives_no_number_and_goes_on_when_it_is_back(postgres: PostgresServer) -> None:
    url = postgres.new_schema()
    migrate(url)
    engine = open_database(url)
    house = house_on(engine, SteppingClock())
    house.draw()

    def stop_before_the_commit() -> None:
        with house.repository.writing() as session:
            session.advance("thu", house.clock.at.date(), "A")
            postgres.halt()

    for attempt in (stop_before_the_commit, house.draw, house.call, lambda: house.outlook.board(CENTRE)):
        with pytest.raises(QueueUnavailable):
            attempt()
    postgres.resume()
    assert house.draw().number == "A002"
    assert written(house)[:2] == (2, 2)
    engine.dispose()


def test_a_connection_that_is_cut_at_the_commit_leaves_nothing_half(postgres: PostgresServer) -> None:
    url = postgres.new_schema()
    migrate(url)
    engine = open_database(url)
    house = house_on(engine, SteppingClock())
    given = house.draw()
    admin = open_database(url)

    def cut_before_the_commit() -> None:
        with house.repository.writing() as session:
            assert session.ticket(given.id) == given
            session.advance("thu", house.clock.at.date(), "A")
            with admin.begin() as connection:
                cut = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid()"
                connection.exec_driver_sql(f"{cut} AND state = 'idle in transaction'")

    with pytest.raises(QueueUnavailable):
        cut_before_the_commit()
    assert house.draw().number == "A002"
    for each in (engine, admin):
        each.dispose()
