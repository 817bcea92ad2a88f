"""Any sequence of what citizens and clerks do, and of time passing, keeps what the queue promises."""

from collections import Counter as Tally
from collections import defaultdict
from typing import Any

import pytest
import sqlalchemy as sa
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from assistant.catalog.centre import Centre
from assistant.queue.counters import CounterNotReady
from assistant.queue.desk import CentreClosed, KeyReused
from assistant.queue.ticket import (
    ALLOWED,
    AT_COUNTER,
    CALLABLE,
    ENDED,
    ChangeRefused,
    CounterState,
    Ticket,
    TicketStatus,
)
from assistant.store.database import open_database
from assistant.store.queue_tables import number_series, ticket_change
from assistant.store.tables import metadata
from tests.assistant.queue.small_centre import (
    CENTRE,
    GREEN,
    OTHER_CENTRE,
    House,
    SteppingClock,
    asking,
    house_on,
)

CENTRES = st.sampled_from([CENTRE, CENTRE, CENTRE, OTHER_CENTRE])
GROUPS = st.sampled_from([group.slug for group in CENTRE.service_groups])
COUNTERS = st.sampled_from([counter.number for counter in CENTRE.counters])
KEYS = st.sampled_from([None, None, None, "k1", "k2", "k3"])
PROCEDURES = st.sampled_from([None, GREEN, "1.001193"])
REASONS = st.sampled_from([None, None, "nguoi-cao-tuoi"])
VISITS = st.sampled_from([None, None, "v1", "v2"])
PICKS = st.integers(0, 99)
ALL = (CENTRE, OTHER_CENTRE)
GROUPS_OF = {counter.number: set(counter.service_groups) for counter in CENTRE.counters}


class QueueMachine(RuleBasedStateMachine):
    """The real desk and counters on SQLite in memory, beside what was promised to whom."""

    def __init__(self) -> None:
        super().__init__()
        self.engine = open_database("sqlite://")
        metadata.create_all(self.engine)
        self.house: House = house_on(self.engine, SteppingClock())
        self.acknowledged: dict[str, str] = {}
        self.keys: dict[str, tuple[str, Any]] = {}
        self.visits: dict[str, str | None] = {}

    def teardown(self) -> None:
        self.engine.dispose()

    @rule(centre=CENTRES, group=GROUPS, key=KEYS, procedure=PROCEDURES, reason=REASONS, visit=VISITS)
    def issue(self, centre, group, key, procedure, reason, visit) -> None:
        asked = asking(group, procedure=procedure, priority_reason=reason, key=key, conversation_id=visit)
        request = (centre.slug, group, procedure, reason)
        try:
            given = self.house.desk.issue(centre, asked)
        except CentreClosed:
            assert not centre.is_open(self.house.clock.at)
            assert key not in self.keys
        except KeyReused:
            assert self.keys[key][1] != request
        else:
            if key in self.keys:
                assert self.keys[key] == (given.id, request)
            else:
                assert given.id not in self.acknowledged
                assert centre.is_open(self.house.clock.at)
                self.visits[given.id] = visit
            self.acknowledged[given.id] = given.number
            if key:
                self.keys[key] = (given.id, request)

    @rule(group=GROUPS, people=st.integers(2, 5))
    def many_come(self, group, people) -> None:
        for _ in range(people):
            self.issue(CENTRE, group, None, None, None, None)

    @precondition(lambda self: self.acknowledged)
    @rule(pick=PICKS, where=st.sampled_from(["line", "at_counters", "on_hold", None]))
    def cancel(self, pick, where) -> None:
        before = (where and self.of_today(pick, where)) or self.picked(pick)
        past = before.service_day < self.house.clock.at.date()
        try:
            after = self.house.desk.cancel(before.id)
        except ChangeRefused:
            assert past or TicketStatus.CANCELLED not in ALLOWED[before.status]
        else:
            assert after.status is TicketStatus.CANCELLED

    @precondition(lambda self: self.of_today(0, "line"))
    @rule(pick=PICKS, finish=st.booleans())
    def call_where_somebody_waits(self, pick, finish) -> None:
        waiting = self.of_today(pick, "line")
        taking = [number for number, groups in GROUPS_OF.items() if waiting.service_group in groups]
        self.call_next(self.centre_of(waiting), taking[pick % len(taking)], finish)

    @rule(centre=CENTRES, counter=COUNTERS, finish=st.booleans())
    def call_next(self, centre, counter, finish) -> None:
        day = self.house.clock.at.date()
        with self.house.repository.reading() as session:
            line = [t for t in session.line(centre.slug, day) if t.service_group in GROUPS_OF[counter]]
            all_there = session.at_counters(centre.slug, day)
            state = session.counters(centre.slug).get(counter)
        there = [t for t in all_there if t.counter == counter]
        elsewhere = {self.visits[t.id] for t in all_there if t.counter != counter} - {None}
        line = [t for t in line if self.visits[t.id] not in elsewhere]
        try:
            called = self.house.counters.call_next(centre, counter, "Lan", finish_current=finish).ticket
        except CounterNotReady:
            shut = state and state[0] is not CounterState.OPEN and state[1].date() == day
            assert shut or (there and not finish)
        else:
            assert (called.id if called else None) == (line[0].id if line else None)
            if called:
                assert (called.place, called.seat) == min((t.place, t.seat) for t in line)

    @precondition(lambda self: self.of_today(0, "at_counters"))
    @rule(pick=PICKS)
    def absent(self, pick) -> None:
        self.act(pick, "no_show")

    @precondition(lambda self: self.of_today(0, "at_counters"))
    @rule(pick=PICKS, action=st.sampled_from(["hold", "finish", "recall", "start"]))
    def act(self, pick, action) -> None:
        there = self.of_today(pick, "at_counters")
        centre = self.centre_of(there)
        try:
            after = getattr(self.house.counters, action)(centre, there.counter, "Lan", there.number).ticket
        except ChangeRefused:
            assert there.status is TicketStatus.SERVING
            assert action in {"recall", "start", "no_show"}
        else:
            assert after.id == there.id
            if after.status is TicketStatus.WAITING:
                with self.house.repository.reading() as session:
                    line = session.line(centre.slug, after.service_day)
                own = [t.id for t in line if t.service_group == after.service_group]
                assert own.index(after.id) == min(centre.queue.no_show_goes_back, len(own) - 1)

    @precondition(lambda self: self.of_today(0, "at_counters"))
    @rule(pick=PICKS, group=GROUPS)
    def transfer(self, pick, group) -> None:
        there = self.of_today(pick, "at_counters")
        centre = self.centre_of(there)
        try:
            sent = self.house.counters.transfer(centre, there.counter, "Lan", group).ticket
        except ChangeRefused:
            assert there.service_group == group
        else:
            assert (sent.id, sent.place, sent.seat) == (there.id, there.place, there.seat)
            assert (sent.status, sent.service_group) == (TicketStatus.TRANSFERRED, group)

    @precondition(lambda self: self.of_today(0, "on_hold"))
    @rule(counter=COUNTERS, pick=PICKS)
    def come_back(self, counter, pick) -> None:
        held = self.of_today(pick, "on_hold")
        back = self.house.counters.resume(self.centre_of(held), counter, "Lan", held.number).ticket
        assert (back.id, back.status) == (held.id, TicketStatus.WAITING)
        assert (back.place, back.seat) == (held.place, held.seat)

    @precondition(lambda self: self.acknowledged)
    @rule(pick=PICKS)
    def only_who_is_on_hold_comes_back(self, pick) -> None:
        chosen = self.picked(pick)
        today = chosen.service_day == self.house.clock.at.date()
        if today and chosen.status is not TicketStatus.ON_HOLD:
            with pytest.raises(ChangeRefused):
                self.house.counters.resume(self.centre_of(chosen), "1", "Lan", chosen.number)

    @rule(centre=CENTRES, counter=COUNTERS, state=st.sampled_from([CounterState.OPEN, *CounterState]))
    def set_state(self, centre, counter, state) -> None:
        assert self.house.counters.set_state(centre, counter, "Lan", state).state is state

    @rule(minutes=st.integers(0, 15))
    def wait(self, minutes) -> None:
        self.house.clock.forward(minutes=minutes)

    @precondition(lambda self: not CENTRE.is_open(self.house.clock.at))
    @rule()
    def wait_for_the_doors(self) -> None:
        self.house.clock.at = CENTRE.next_opening(self.house.clock.at)

    @rule(rarely=st.integers(0, 5), hour=st.sampled_from([7.4, 7.5, 9, 13.5]))
    def next_day(self, rarely, hour) -> None:
        if not rarely:
            self.house.clock.at = self.house.clock.at.replace(hour=0, minute=0, second=0, microsecond=0)
            self.house.clock.forward(days=1, hours=hour)

    @rule()
    def close_past_days(self) -> None:
        self.house.desk.close_past_days()
        with self.house.repository.reading() as session:
            assert session.active_before(self.house.clock.at.date()) == []

    @rule()
    def restart(self) -> None:
        """Nothing that the queue knows is in the process."""
        self.house = house_on(self.engine, self.house.clock)

    def of_today(self, pick: int, where: str) -> Ticket | None:
        day = self.house.clock.at.date()
        with self.house.repository.reading() as session:
            found = [t for centre in ALL for t in getattr(session, where)(centre.slug, day)]
        return found[pick % len(found)] if found else None

    def centre_of(self, ticket: Ticket) -> Centre:
        return next(centre for centre in ALL if centre.slug == ticket.centre)

    def picked(self, pick: int) -> Ticket:
        ids = list(self.acknowledged)
        with self.house.repository.reading() as session:
            found = session.ticket(ids[pick % len(ids)])
        assert found is not None
        return found

    @invariant()
    def every_number_given_is_there_and_nobody_elses(self) -> None:
        rows = self.house.tickets()
        assert {row.id: f"{row.prefix}{row.serial:03}" for row in rows} == self.acknowledged
        serials = defaultdict(list)
        for row in rows:
            serials[row.centre, row.service_day, row.prefix].append(row.serial)
        for series in serials.values():
            assert sorted(series) == list(range(1, len(series) + 1))
        with self.engine.connect() as connection:
            last = connection.execute(sa.select(number_series)).all()
        assert {row[:3]: row.last for row in last} == {key: len(s) for key, s in serials.items()}

    @invariant()
    def every_state_is_what_its_history_tells(self) -> None:
        with self.engine.connect() as connection:
            lines = connection.execute(sa.select(ticket_change).order_by(ticket_change.c.number)).all()
        histories = defaultdict(list)
        for line in lines:
            histories[line.ticket].append(line)
        rows = self.house.tickets()
        assert histories.keys() == {row.sequence for row in rows}
        for row in rows:
            history = histories[row.sequence]
            states = [TicketStatus(line.status) for line in history]
            assert (history[0].change, states[0]) == ("issued", TicketStatus.WAITING)
            assert states[-1] == row.status
            assert [line.at for line in history] == sorted(line.at for line in history)
            for before, line, after in zip(states, history[1:], states[1:], strict=False):
                assert after in ALLOWED[before] or (line.change == "recalled" and after is before)
            assert (row.ended_at is not None) == (row.status in ENDED)
            assert row.no_shows == sum(line.change == "missed" for line in history)
            assert row.no_shows <= CENTRE.queue.no_show_ends_at

    @invariant()
    def a_counter_has_one_person_and_that_person_is_in_no_line(self) -> None:
        day = self.house.clock.at.date()
        for centre in ALL:
            with self.house.repository.reading() as session:
                line = session.line(centre.slug, day)
                there = session.at_counters(centre.slug, day)
                held = session.on_hold(centre.slug, day)
            assert all(n == 1 for n in Tally(t.counter for t in there).values())
            assert all(n == 1 for n in Tally(filter(None, (self.visits[t.id] for t in there))).values())
            assert all(t.counter in GROUPS_OF and t.status in AT_COUNTER for t in there)
            assert all(t.counter is None and t.status in CALLABLE for t in line)
            assert all(t.service_day == day and t.centre == centre.slug for t in [*line, *there, *held])
            ids = [t.id for t in [*line, *there, *held]]
            assert len(ids) == len(set(ids))
            places = [(t.place, t.seat) for t in line]
            assert places == sorted(places)
            assert len(set(places)) == len(places)


TestQueue = QueueMachine.TestCase
TestQueue.settings = settings(max_examples=30, stateful_step_count=50)
