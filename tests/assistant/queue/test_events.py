import json

import pytest

from assistant.queue.counters import CounterNotReady
from assistant.queue.events import QueueEvent
from assistant.queue.ticket import CounterState
from tests.assistant.queue.small_centre import CENTRE, House


@pytest.fixture
def heard(house: House) -> list[QueueEvent]:
    events: list[QueueEvent] = []
    house.events.subscribe(events.append)
    return events


def test_an_event_survives_the_journey_through_json(house: House, heard: list[QueueEvent]) -> None:
    house.draw()
    (event,) = heard
    assert QueueEvent.from_json(event.to_json()) == event


def test_an_event_names_the_ticket_by_its_number_alone(house: House, heard: list[QueueEvent]) -> None:
    ticket = house.draw(key="bí mật", priority_reason="nguoi-cao-tuoi", conversation_id="c_1")
    told = json.dumps(heard[0].to_dict(), ensure_ascii=False)
    assert "A001" in told
    for private in (ticket.id, "bí mật", "nguoi-cao-tuoi", "c_1"):
        assert private not in told


def test_each_change_is_told_in_its_order_with_its_counter(house: House, heard: list[QueueEvent]) -> None:
    house.draw()
    house.call()
    house.counters.recall(CENTRE, "1", "Lan")
    house.counters.transfer(CENTRE, "1", "Lan", "cong-an")
    house.call("3")
    house.counters.hold(CENTRE, "3", "Lan")
    house.counters.set_state(CENTRE, "1", "Lan", CounterState.PAUSED)
    assert [(e.change, e.number, e.service, e.status, e.counter) for e in heard] == [
        ("issued", "A001", "ho-tich", "waiting", None),
        ("counter_open", None, None, None, "1"),
        ("called", "A001", "ho-tich", "called", "1"),
        ("recalled", "A001", "ho-tich", "called", "1"),
        ("transferred", "A001", "cong-an", "transferred", "1"),
        ("counter_open", None, None, None, "3"),
        ("called", "A001", "cong-an", "called", "3"),
        ("held", "A001", "cong-an", "on_hold", "3"),
        ("counter_paused", None, None, None, "1"),
    ]
    assert {event.centre for event in heard} == {"thu"}


def test_what_is_refused_and_what_was_done_before_is_not_told(house: House, heard: list[QueueEvent]) -> None:
    ticket = house.draw(key="k1")
    house.draw(key="k1")
    house.desk.cancel(ticket.id)
    house.desk.cancel(ticket.id)
    with pytest.raises(CounterNotReady):
        house.counters.finish(CENTRE, "1", "Lan")
    assert [event.change for event in heard] == ["issued", "cancelled"]


def test_a_listener_sees_what_it_is_told_of(house: House) -> None:
    """It is told after the commit, so that looking up shows the change."""
    seen = []
    house.events.subscribe(lambda event: seen.append(house.desk.numbered(CENTRE, event.number)))
    ticket = house.draw()
    assert seen == [ticket]


def test_one_who_ends_listening_hears_no_more(house: House, heard: list[QueueEvent]) -> None:
    more: list[QueueEvent] = []
    stop = house.events.subscribe(more.append)
    house.draw()
    stop()
    stop()
    house.draw()
    assert len(more) == 1
    assert len(heard) == 2


def test_a_listener_that_fails_harms_neither_the_ticket_nor_the_other_listeners(
    house: House, heard: list[QueueEvent]
) -> None:
    def broken(event: QueueEvent) -> None:
        raise RuntimeError("the page was closed")

    house.events.subscribe(broken)
    more: list[QueueEvent] = []
    house.events.subscribe(more.append)
    assert house.draw().number == "A001"
    assert len(heard) == len(more) == 1
