"""Leaving a counter without being done: on hold, sent on, not there when called."""

from collections.abc import Callable

import pytest

from assistant.queue.desk import UnknownService
from assistant.queue.ticket import ChangeRefused, Ticket, TicketStatus, UnknownTicket
from tests.assistant.queue.small_centre import CENTRE, House

OLD = "nguoi-cao-tuoi"


def called(house: House, counter: str = "1") -> list[str]:
    """The numbers that a counter calls until nobody is left."""
    numbers = []
    while ticket := house.counters.call_next(CENTRE, counter, "Lan", finish_current=True).ticket:
        numbers.append(ticket.number)
    return numbers


def test_who_is_on_hold_comes_back_with_the_same_number_to_the_old_place(
    house: House, act: Callable[..., Ticket]
) -> None:
    first = house.draw()
    house.draw()
    house.call()
    held = act("hold", note="thiếu bản sao")
    assert held.status is TicketStatus.ON_HOLD
    assert [ticket.number for ticket in house.outlook.board(CENTRE).on_hold] == ["A001"]
    assert house.call().number == "A002"
    back = act("resume", "A001")
    assert (back.status, back.counter, back.place, back.seat) == (
        TicketStatus.WAITING,
        None,
        first.place,
        first.seat,
    )
    house.draw()
    assert called(house) == ["A001", "A003"]
    assert house.history(first) == [
        ("issued", "waiting"),
        ("called", "called"),
        ("held", "on_hold"),
        ("returned", "waiting"),
        ("called", "called"),
        ("finished", "done"),
    ]


def test_who_is_served_can_be_put_on_hold_and_any_counter_takes_them_back(
    house: House, act: Callable[..., Ticket]
) -> None:
    house.draw()
    house.call()
    act("start")
    act("hold")
    assert act("resume", "A001", counter="3").status is TicketStatus.WAITING
    again = house.call("2")
    assert (again.number, again.started_at) == ("A001", None)


def test_only_who_is_on_hold_can_come_back(house: House, act: Callable[..., Ticket]) -> None:
    house.draw()
    with pytest.raises(ChangeRefused):
        act("resume", "A001")
    with pytest.raises(UnknownTicket):
        act("resume", "A002")
    with pytest.raises(UnknownTicket):
        act("resume", "không có số")


def test_one_on_hold_is_called_by_nobody(house: House, act: Callable[..., Ticket]) -> None:
    house.draw()
    house.call()
    act("hold")
    assert called(house) == []


def test_who_is_sent_on_keeps_number_and_place(house: House, act: Callable[..., Ticket]) -> None:
    first = house.draw()
    house.draw("cong-an")
    house.call()
    act("start")
    sent = act("transfer", "cong-an")
    assert (sent.status, sent.service_group, sent.number) == (TicketStatus.TRANSFERRED, "cong-an", "A001")
    assert (sent.place, sent.seat, sent.counter, sent.started_at) == (first.place, first.seat, None, None)
    assert called(house, "1") == []
    assert called(house, "3") == ["A001", "C001"]
    assert house.history(first)[2:4] == [("started", "serving"), ("transferred", "transferred")]


def test_one_who_is_sent_on_twice_is_in_the_last_line(house: House, act: Callable[..., Ticket]) -> None:
    house.draw()
    house.call()
    act("transfer", "cong-an")
    house.call("3")
    act("transfer", "chung-thuc", counter="3")
    assert called(house, "3") == []
    assert called(house, "2") == ["A001"]


def test_nobody_is_sent_to_where_they_are_or_to_nowhere(house: House, act: Callable[..., Ticket]) -> None:
    ticket = house.draw()
    house.call()
    with pytest.raises(ChangeRefused):
        act("transfer", "ho-tich")
    with pytest.raises(UnknownService):
        act("transfer", "xay-nha")
    assert house.history(ticket)[-1] == ("called", "called")


def test_an_absent_one_goes_three_people_back_and_the_third_time_ends(
    house: House, act: Callable[..., Ticket]
) -> None:
    for _ in range(6):
        house.draw()
    absent = house.call()
    back = act("no_show")
    assert (back.status, back.no_shows, back.counter) == (TicketStatus.WAITING, 1, None)
    assert [ticket.number for ticket in line(house)] == ["A002", "A003", "A004", "A001", "A005", "A006"]
    for number in ("A002", "A003", "A004"):
        assert house.call().number == number
        act("finish")
    assert house.call().number == "A001"
    assert act("no_show").no_shows == 2
    assert [ticket.number for ticket in line(house)] == ["A005", "A006", "A001"]
    for _ in range(2):
        house.call()
        act("finish")
    assert house.call().id == absent.id
    ended = act("no_show")
    assert (ended.status, ended.no_shows) == (TicketStatus.NO_SHOW, 3)
    assert ended.ended_at is not None
    assert called(house) == []


def line(house: House) -> list[Ticket]:
    with house.repository.reading() as session:
        return session.line("thu", house.clock().date())


def test_only_people_of_the_same_line_count_as_places(house: House, act: Callable[..., Ticket]) -> None:
    house.draw()
    for group in ("chung-thuc", "cong-an", "chung-thuc", "cong-an", "ho-tich"):
        house.draw(group)
    house.call()
    act("no_show")
    assert [t.number for t in line(house) if t.service_group == "ho-tich"] == ["A002", "A001"]
    assert called(house, "1") == ["A002", "A001"]


def test_an_absent_one_whom_nobody_follows_is_called_again(house: House, act: Callable[..., Ticket]) -> None:
    house.draw()
    house.call()
    act("no_show")
    assert house.call().number == "A001"


def test_those_who_come_later_stay_behind_one_who_was_absent(
    house: House, act: Callable[..., Ticket]
) -> None:
    house.draw()
    house.draw()
    house.call()
    act("no_show")
    house.draw()
    assert called(house) == ["A002", "A001", "A003"]
