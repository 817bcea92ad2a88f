from collections.abc import Callable

import pytest

from assistant.queue.counters import UnknownCounter
from assistant.queue.ticket import CounterState, Ticket
from assistant.queue.workplace import Workplace
from tests.assistant.queue.small_centre import CENTRE, House

Act = Callable[..., Ticket]


def at(house: House, counter: str = "2") -> Workplace:
    return house.workplaces.at(CENTRE, counter)


def coming(seen: Workplace) -> list[str]:
    return [person.ticket.number for person in seen.coming]


def test_a_counter_that_nobody_has_touched_today_waits_to_be_opened(house: House) -> None:
    seen = at(house)
    assert (seen.state, seen.untouched, seen.there) == (CounterState.CLOSED, True, None)
    house.call("2")
    assert (at(house).state, at(house).untouched) == (CounterState.OPEN, False)
    house.counters.set_state(CENTRE, "2", "Lan", CounterState.CLOSED)
    assert (at(house).state, at(house).untouched) == (CounterState.CLOSED, False)
    house.clock.forward(days=1)
    assert (at(house).state, at(house).untouched) == (CounterState.CLOSED, True)


def test_its_lines_are_counted_by_group_and_shown_in_the_order_of_calling(house: House) -> None:
    house.draw("cong-an")
    for group in ("chung-thuc", "ho-tich", "chung-thuc"):
        house.draw(group)
    house.draw("ho-tich", priority_reason="nguoi-cao-tuoi")
    seen = at(house)
    assert seen.waiting == {"ho-tich": 2, "chung-thuc": 2}
    assert coming(seen) == ["A002", "B001", "A001", "B002"]
    assert at(house, "1").waiting == {"ho-tich": 2}


def test_of_a_long_line_the_first_are_shown_and_all_counted(house: House) -> None:
    for _ in range(9):
        house.draw()
    seen = at(house, "1")
    assert coming(seen) == ["A001", "A002", "A003", "A004", "A005", "A006"]
    assert seen.waiting == {"ho-tich": 9}


def test_whoever_is_at_the_counter_is_shown_there_and_nowhere_else(house: House) -> None:
    house.draw()
    house.draw()
    house.call("1")
    seen = at(house, "1")
    assert seen.there
    assert seen.there.ticket.number == "A001"
    assert coming(seen) == ["A002"]
    assert at(house, "2").there is None


def test_how_often_and_by_whom_they_were_called_counts_from_the_last_time_in_line(
    house: House, act: Act
) -> None:
    house.draw()
    house.call("1")
    act("recall")
    house.counters.recall(CENTRE, "1", "Mai")
    there = at(house, "1").there
    assert there
    assert (there.calls, there.called_by) == (3, "Mai")
    act("no_show")
    house.call("1")
    there = at(house, "1").there
    assert there
    assert (there.calls, there.called_by, there.ticket.no_shows) == (1, "Lan", 1)


def test_nobody_has_called_who_still_waits(house: House) -> None:
    house.draw()
    (person,) = at(house, "1").coming
    assert (person.calls, person.called_by, person.notes) == (0, None, ())


def test_who_is_on_hold_is_shown_with_the_word_that_was_left(house: House, act: Act) -> None:
    house.draw()
    house.call("1")
    act("hold", note="thiếu giấy chứng sinh")
    (held,) = at(house, "1").on_hold
    assert held.ticket.number == "A001"
    assert [(note.change, note.counter, note.note) for note in held.notes] == [
        ("held", "1", "thiếu giấy chứng sinh")
    ]
    assert at(house, "2").on_hold == (held,)
    assert at(house, "3").on_hold == ()
    house.counters.resume(CENTRE, "2", "Mai", "A001")
    assert at(house, "1").on_hold == ()
    (back,) = at(house, "1").coming
    assert back.notes == held.notes


def test_a_word_goes_along_to_the_next_counter(house: House, act: Act) -> None:
    house.draw(priority_reason="nguoi-cao-tuoi")
    house.call("1")
    act("transfer", "cong-an", note="đã có bản chính")
    (person,) = at(house, "3").coming
    assert [note.note for note in person.notes] == ["đã có bản chính"]


def test_an_unknown_counter_is_none(house: House) -> None:
    with pytest.raises(UnknownCounter):
        at(house, "9")


def test_of_all_counters_it_is_told_whether_they_are_open_and_whom_they_have(house: House) -> None:
    drawn = house.draw()
    house.call("1")
    house.counters.set_state(CENTRE, "3", "Lan", CounterState.PAUSED)
    seen = house.workplaces.overview(CENTRE)
    assert {number: state for number, (state, _) in seen.items()} == {
        "1": CounterState.OPEN,
        "2": CounterState.CLOSED,
        "3": CounterState.PAUSED,
    }
    assert [there.id for _, there in seen.values() if there] == [drawn.id]
