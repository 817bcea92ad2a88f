from assistant.queue.repository import Change
from tests.assistant.queue.small_centre import CENTRE, House


def test_the_histories_of_some_tickets_in_the_order_of_time(house: House) -> None:
    first, other, second = house.draw(), house.draw("cong-an"), house.draw()
    house.call("1")
    house.counters.hold(CENTRE, "1", "Mai", note="thiếu ảnh")
    with house.repository.reading() as session:
        told = session.histories([second.id, first.id])
        assert session.histories([]) == []
    assert [(ticket_id, change.change) for ticket_id, change in told] == [
        (first.id, "issued"),
        (second.id, "issued"),
        (first.id, "called"),
        (first.id, "held"),
    ]
    assert other.id not in dict(told)
    held = told[-1][1]
    assert held == Change("held", held.at, "Mai", "1", "thiếu ảnh")
    assert held.at > first.issued_at
