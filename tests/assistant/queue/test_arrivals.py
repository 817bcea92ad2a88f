from datetime import UTC, date, datetime

import pytest

from assistant.catalog.catalog import Catalog
from assistant.catalog.centre import Centre
from assistant.clock import VIETNAM
from assistant.queue.arrivals import arrivals, opening_hours

MONDAY, TUESDAY, SUNDAY = date(2026, 11, 23), date(2026, 11, 24), date(2026, 11, 22)


@pytest.fixture
def centre(catalog: Catalog) -> Centre:
    return catalog.centre("trieu-son")


def test_the_hours_of_a_day_leave_lunch_out(centre: Centre) -> None:
    assert opening_hours(centre, MONDAY) == [7, 8, 9, 10, 13, 14, 15, 16]
    assert opening_hours(centre, SUNDAY) == []


def test_people_are_counted_by_day_group_and_hour_of_vietnam(centre: Centre) -> None:
    drawn = [
        (datetime(2026, 11, 23, 8, 5, tzinfo=VIETNAM), "ho-tich"),
        (datetime(2026, 11, 23, 1, 40, tzinfo=UTC), "ho-tich"),  # 8:40 in Vietnam
        (datetime(2026, 11, 24, 9, 0, tzinfo=VIETNAM), "chung-thuc"),
    ]
    counted = arrivals(centre, drawn, [MONDAY, TUESDAY])
    assert counted["ho-tich", 8] == [2, 0]
    assert counted["chung-thuc", 9] == [0, 1]
    assert counted["ho-tich", 16] == [0, 0]


def test_a_day_without_anyone_was_no_working_day(centre: Centre) -> None:
    drawn = [(datetime(2026, 11, 23, 8, 5, tzinfo=VIETNAM), "ho-tich")]
    assert arrivals(centre, drawn, [MONDAY, SUNDAY])["ho-tich", 8] == [1]
    assert arrivals(centre, [], [MONDAY]) == {}
