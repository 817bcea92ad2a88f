from datetime import UTC, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest

from assistant.clock import VIETNAM, Clock

START = datetime(2026, 11, 23, 8, 0, tzinfo=VIETNAM)


def test_the_clock_tells_the_present_in_vietnam() -> None:
    before = datetime.now(UTC)
    told = Clock().now()
    assert before <= told <= datetime.now(UTC)
    assert told.utcoffset() == timedelta(hours=7)


def test_a_clock_started_elsewhere_runs_on_from_there() -> None:
    clock = Clock(START)
    first, second = clock.now(), clock.now()
    assert START <= first <= second < START + timedelta(hours=1)


@pytest.mark.parametrize(
    "zone", [UTC, timezone(timedelta(hours=-8)), ZoneInfo("Europe/Paris")], ids=["UTC", "-08:00", "Paris"]
)
def test_a_start_in_another_zone_is_the_same_moment_told_in_vietnams(zone: timezone | ZoneInfo) -> None:
    told = Clock(START.astimezone(zone)).now()
    assert START <= told < START + timedelta(hours=1)
    assert told.utcoffset() == timedelta(hours=7)


def test_a_clock_may_start_in_the_past() -> None:
    assert Clock(datetime(2020, 1, 1, tzinfo=VIETNAM)).now().year == 2020
