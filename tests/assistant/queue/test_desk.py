from dataclasses import replace

import pytest

from assistant.queue.desk import KeyReused, UnknownService
from assistant.queue.repository import Change, Conflict, KeyTaken
from assistant.queue.ticket import ChangeRefused, CounterState, ServiceClass, TicketStatus, UnknownTicket
from assistant.store.queue import SqlQueueSession
from tests.assistant.queue.small_centre import CENTRE, GREEN, OTHER_CENTRE, House, asking

OLD = "nguoi-cao-tuoi"


def test_numbers_of_a_series_are_dense_from_one(house: House) -> None:
    drawn = [house.draw(group).number for group in ("ho-tich", "chung-thuc", "ho-tich", "ho-tich")]
    assert drawn == ["A001", "B001", "A002", "A003"]


def test_each_centre_has_its_own_numbers(house: House) -> None:
    house.draw()
    assert house.desk.issue(OTHER_CENTRE, asking()).number == "A001"
    assert house.draw().number == "A002"


def test_a_ticket_comes_back_as_it_was_given(house: House) -> None:
    start = house.clock.at
    given = house.draw(procedure="1.001193", priority_reason=OLD, conversation_id="c_1")
    assert house.desk.ticket(given.id) == given
    assert house.desk.numbered(CENTRE, given.number) == given
    assert given.status is TicketStatus.WAITING
    assert start < given.issued_at < house.clock.at
    assert given.service_day == house.clock.at.date()
    assert house.history(given) == [("issued", "waiting")]


def test_ids_cannot_be_guessed_from_one_another(house: House) -> None:
    ids = [house.draw().id for _ in range(20)]
    assert len(set(ids)) == 20
    assert all(len(each) >= 20 for each in ids)


@pytest.mark.parametrize(
    ("more", "service_class"),
    [
        ({}, ServiceClass.ORDINARY),
        ({"procedure": "1.001193"}, ServiceClass.ORDINARY),
        ({"procedure": GREEN}, ServiceClass.GREEN),
        ({"procedure": GREEN, "priority_reason": OLD}, ServiceClass.PRIORITY),
        ({"priority_reason": OLD}, ServiceClass.PRIORITY),
    ],
)
def test_the_class_follows_the_reason_then_the_procedure(
    house: House, more: dict[str, str], service_class: ServiceClass
) -> None:
    assert house.draw(**more).service_class is service_class


def test_an_unknown_service_is_refused_and_takes_no_number(house: House) -> None:
    with pytest.raises(UnknownService):
        house.draw("xay-nha")
    assert house.tickets() == []
    assert house.draw().number == "A001"


def test_the_same_key_gives_the_same_ticket(house: House) -> None:
    first = house.draw(key="k1", procedure=GREEN)
    house.clock.forward(minutes=3)
    assert house.draw(key="k1", procedure=GREEN) == first
    assert house.desk.given("k1") == first
    assert house.desk.given("k2") is None
    assert house.draw(key="k2").number == "A002"
    assert len(house.tickets()) == 2


def test_a_retry_tells_the_state_the_ticket_has_now(house: House) -> None:
    first = house.draw(key="k1")
    house.call()
    again = house.draw(key="k1")
    assert (again.id, again.status) == (first.id, TicketStatus.CALLED)


def test_a_retry_may_come_from_another_conversation(house: House) -> None:
    first = house.draw(key="k1", conversation_id="c_1")
    assert house.draw(key="k1", conversation_id="c_2") == first


def test_without_a_key_each_request_gets_its_own_ticket(house: House) -> None:
    assert house.draw() != house.draw()


@pytest.mark.parametrize(
    "other",
    [
        {"group": "chung-thuc"},
        {"procedure": "1.001193"},
        {"priority_reason": OLD},
    ],
)
def test_another_request_under_a_key_is_refused_and_changes_nothing(
    house: House, other: dict[str, str]
) -> None:
    first = house.draw(key="k1")
    before = house.tickets()
    with pytest.raises(KeyReused):
        house.draw(**other, key="k1")
    assert house.tickets() == before
    assert house.history(first) == [("issued", "waiting")]
    assert house.last_serial("B") == 0
    assert house.draw().number == "A002"


def test_a_key_used_at_another_centre_is_refused(house: House) -> None:
    house.draw(key="k1")
    with pytest.raises(KeyReused):
        house.desk.issue(OTHER_CENTRE, asking(key="k1"))
    assert house.desk.issue(OTHER_CENTRE, asking()).number == "A001"


def test_a_key_that_another_request_takes_in_the_same_moment_gives_its_ticket(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What PostgreSQL lets happen: the key was free when looked up, and is taken when written."""
    first = house.draw(key="k1")
    looked = []
    by_key = SqlQueueSession.by_key

    def late(session, key):
        looked.append(key)
        return None if len(looked) == 1 else by_key(session, key)

    monkeypatch.setattr(SqlQueueSession, "by_key", late)
    assert house.draw(key="k1") == first
    assert house.draw().number == "A002"


def test_what_fails_midway_leaves_nothing(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    heard = []
    house.events.subscribe(heard.append)

    def broken(*_: object) -> None:
        raise RuntimeError("the power is off")

    with monkeypatch.context() as patch:
        patch.setattr(SqlQueueSession, "_write", broken)
        with pytest.raises(RuntimeError):
            house.draw(key="k1")
    assert house.tickets() == []
    assert heard == []
    assert house.last_serial() == 0
    assert house.draw(key="k1").number == "A001"


def test_a_taken_key_that_cannot_be_found_is_not_hidden(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    house.draw(key="k1")
    monkeypatch.setattr(SqlQueueSession, "by_key", lambda *_: None)
    with pytest.raises(KeyTaken):
        house.draw(key="k1")


def test_one_who_waits_can_cancel_and_twice_is_once(house: House) -> None:
    ticket = house.draw()
    cancelled = house.desk.cancel(ticket.id)
    assert cancelled.status is TicketStatus.CANCELLED
    assert cancelled.ended_at == house.clock.at
    house.clock.forward(minutes=1)
    assert house.desk.cancel(ticket.id) == cancelled
    assert house.history(ticket) == [("issued", "waiting"), ("cancelled", "cancelled")]


def test_a_number_that_was_cancelled_is_not_given_again(house: House) -> None:
    house.desk.cancel(house.draw().id)
    assert house.draw().number == "A002"
    assert house.call().number == "A002"


def test_one_who_is_called_or_on_hold_can_cancel_and_frees_the_counter(house: House) -> None:
    first, second = house.draw(), house.draw()
    house.call()
    assert house.desk.cancel(first.id).status is TicketStatus.CANCELLED
    assert house.call().id == second.id
    house.counters.hold(CENTRE, "1", "Lan")
    assert house.desk.cancel(second.id).status is TicketStatus.CANCELLED


def test_one_who_is_served_or_done_cannot_cancel(house: House) -> None:
    ticket = house.draw()
    house.call()
    house.counters.start(CENTRE, "1", "Lan")
    with pytest.raises(ChangeRefused):
        house.desk.cancel(ticket.id)
    house.counters.finish(CENTRE, "1", "Lan")
    with pytest.raises(ChangeRefused):
        house.desk.cancel(ticket.id)
    assert house.desk.ticket(ticket.id).status is TicketStatus.DONE


@pytest.mark.parametrize("forged", ["", "t_1", "A001", "' OR 1=1 --", "số một"])
def test_a_forged_id_is_nobodys(house: House, forged: str) -> None:
    house.draw()
    with pytest.raises(UnknownTicket):
        house.desk.ticket(forged)
    with pytest.raises(UnknownTicket):
        house.desk.cancel(forged)


@pytest.mark.parametrize("number", ["A001", "a001", "A1", "a01"])
def test_a_number_is_found_as_people_write_it(house: House, number: str) -> None:
    ticket = house.draw()
    assert house.desk.numbered(CENTRE, number) == ticket


@pytest.mark.parametrize(
    "number", ["", "A", "1", "B001", "A002", "A-01", "A٠٠١", "A²", "A1.0", "A99999999999999999999", "ẞ1"]
)
def test_what_is_no_number_of_today_is_found_nowhere(house: House, number: str) -> None:
    house.draw()
    assert house.desk.numbered(CENTRE, number) is None
    assert house.desk.numbered(OTHER_CENTRE, "A001") is None


def test_tickets_of_a_conversation_come_the_latest_first(house: House) -> None:
    first = house.draw(conversation_id="c_1")
    house.draw(conversation_id="c_2")
    second = house.draw("chung-thuc", conversation_id="c_1")
    house.draw()
    assert house.desk.of_conversation("c_1") == [second, first]
    assert house.desk.of_conversation("c_3") == []


def test_a_thousand_and_first_number_has_four_digits(house: House) -> None:
    with house.repository.writing() as session:
        for _ in range(999):
            session.advance("thu", house.clock.at.date(), "A")
    ticket = house.draw()
    assert ticket.number == "A1000"
    assert house.desk.numbered(CENTRE, "A1000") == ticket


def test_a_clock_set_back_neither_loses_anyone_nor_gives_a_number_twice(house: House) -> None:
    """A machine without a clock of its own learns the time late."""
    drawn = [house.draw()]
    house.clock.forward(minutes=-10)
    drawn.append(house.draw())
    assert [ticket.number for ticket in drawn] == ["A001", "A002"]
    assert {house.call("1").id, house.call("2").id} == {ticket.id for ticket in drawn}


def test_a_closed_counter_does_not_keep_the_desk_from_giving_numbers(house: House) -> None:
    house.counters.set_state(CENTRE, "1", "Lan", CounterState.CLOSED)
    assert house.draw().number == "A001"


def test_a_ticket_is_not_changed_by_one_who_read_it_before(house: House) -> None:
    """The second of two changes made from the same reading is told so."""
    ticket = house.draw()
    house.call()
    changed = replace(ticket, status=TicketStatus.CANCELLED)
    with pytest.raises(Conflict), house.repository.writing() as session:
        session.update(ticket, changed, Change("cancelled", house.clock(), "citizen"))
    assert house.desk.ticket(ticket.id).status is TicketStatus.CALLED
    assert house.history(ticket) == [("issued", "waiting"), ("called", "called")]
