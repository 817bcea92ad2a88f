from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from assistant.catalog.catalog import Catalog
from assistant.catalog.centre import Centre, Period, Weekday
from assistant.clock import VIETNAM

HALVES = [{"opens": "07:30", "closes": "11:30"}, {"opens": "13:30", "closes": "17:00"}]
WORKDAYS = ("mon", "tue", "wed", "thu", "fri")


def centre(**changes: Any) -> Centre:
    """A centre that works from Monday to Saturday noon and rests on Thursday 3 September 2026 too."""
    data: dict[str, Any] = {
        "slug": "xa-mau",
        "name": "Trung tâm mẫu",
        "address": "Xã mẫu",
        "help_desk": "Bàn hướng dẫn",
        "hours": dict.fromkeys(WORKDAYS, HALVES) | {"sat": HALVES[:1]},
        "closed_on": {"2026-09-03": "Tập huấn"},
        "service_groups": [{"slug": "ho-tich", "name": "Hộ tịch", "prefix": "A"}],
        "counters": [
            {"number": "1", "name": "Quầy 1", "service_groups": ["ho-tich"], "way": "quầy số 1"},
            {"number": "2", "name": "Quầy 2", "service_groups": ["ho-tich"], "way": "quầy số 2"},
        ],
    }
    return Centre.model_validate(data | changes)


def at(moment: str) -> datetime:
    return datetime.fromisoformat(moment).replace(tzinfo=VIETNAM)


@pytest.mark.parametrize(
    ("moment", "is_open"),
    [
        ("2026-08-31T07:29:59", False),
        ("2026-08-31T07:30", True),
        ("2026-08-31T11:29:59", True),
        ("2026-08-31T11:30", False),
        ("2026-08-31T12:15", False),
        ("2026-08-31T13:29:59", False),
        ("2026-08-31T13:30", True),
        ("2026-08-31T16:59:59", True),
        ("2026-08-31T17:00", False),
        ("2026-08-31T00:00", False),
        ("2026-09-05T08:00", True),
        ("2026-09-05T14:00", False),
        ("2026-09-06T09:00", False),
        ("2026-09-02T09:00", False),
        ("2026-09-03T09:00", False),
    ],
    ids=[
        "a second early",
        "doors open",
        "last second before lunch",
        "lunch begins",
        "lunch",
        "lunch ends soon",
        "afternoon",
        "last second",
        "closing time",
        "midnight",
        "Saturday morning",
        "Saturday afternoon",
        "Sunday",
        "public holiday",
        "day off",
    ],
)
def test_open_from_the_first_minute_to_before_the_last(moment: str, is_open: bool) -> None:
    assert centre().is_open(at(moment)) is is_open


@pytest.mark.parametrize(
    ("moment", "opens"),
    [
        ("2026-08-31T06:00", "2026-08-31T07:30"),
        ("2026-08-31T07:29:59", "2026-08-31T07:30"),
        ("2026-08-31T07:30", "2026-08-31T13:30"),
        ("2026-08-31T12:00", "2026-08-31T13:30"),
        ("2026-08-24T17:00", "2026-08-25T07:30"),
        ("2026-08-31T17:00", "2026-09-04T07:30"),
        ("2026-04-25T11:30", "2026-04-28T07:30"),
        ("2026-09-05T11:30", "2026-09-07T07:30"),
        ("2026-09-06T09:00", "2026-09-07T07:30"),
    ],
    ids=[
        "morning",
        "a second early",
        "just opened",
        "lunch",
        "evening",
        "eve of holidays and a day off",
        "holiday on a Sunday, with its day in lieu",
        "Saturday noon",
        "Sunday",
    ],
)
def test_the_next_opening(moment: str, opens: str) -> None:
    assert centre().next_opening(at(moment)) == at(opens)


def test_a_moment_of_another_time_zone_is_taken_in_vietnams() -> None:
    assert centre().is_open(datetime(2026, 8, 31, 0, 30, tzinfo=UTC))
    assert not centre().is_open(datetime(2026, 8, 31, 10, 0, tzinfo=UTC))
    assert centre().next_opening(datetime(2026, 8, 24, 10, 0, tzinfo=UTC)) == at("2026-08-25T07:30")


@pytest.mark.parametrize(
    ("day", "reason"),
    [
        ("2026-09-01", "Quốc khánh"),
        ("2026-09-03", "Tập huấn"),
        ("2026-04-26", "Ngày Giỗ Tổ Hùng Vương"),
        ("2026-04-27", "Ngày Giỗ Tổ Hùng Vương (nghỉ bù)"),
        ("2026-09-04", None),
        ("2026-09-06", None),
    ],
)
def test_a_day_off_has_its_reason(day: str, reason: str | None) -> None:
    assert centre().closed_because(date.fromisoformat(day)) == reason


def test_the_centres_own_reason_goes_before_the_holidays() -> None:
    own = centre(closed_on={"2026-09-02": "Nghỉ lễ, trực qua điện thoại"})
    assert own.closed_because(date(2026, 9, 2)) == "Nghỉ lễ, trực qua điện thoại"


@pytest.mark.parametrize(
    "day",
    ["2026-09-02", "2026-09-03", "2026-09-05", "2026-09-06"],
    ids=["public holiday", "day off", "Saturday", "Sunday"],
)
def test_a_day_of_its_own_opens_a_centre_whatever_closes_it(day: str) -> None:
    place = centre(open_on={day: [{"opens": "14:00", "closes": "16:00"}]})
    assert place.closed_because(date.fromisoformat(day)) is None
    assert [place.is_open(at(f"{day}T{hour}")) for hour in ("09:00", "13:59", "14:00", "15:59", "16:00")] == [
        False,
        False,
        True,
        True,
        False,
    ]
    assert place.next_opening(at(f"{day}T00:00")) == at(f"{day}T14:00")


def test_a_sunday_that_is_made_up_for_is_the_next_opening() -> None:
    place = centre(open_on={"2026-08-30": HALVES})
    assert place.next_opening(at("2026-08-29T11:30")) == at("2026-08-30T07:30")
    assert place.is_open(at("2026-08-30T11:29:59"))
    assert not place.is_open(at("2026-08-30T12:00"))


def test_a_centre_that_never_opens_has_no_next_opening() -> None:
    assert centre(hours={}).next_opening(at("2026-08-31T08:00")) is None


MINUTES = st.times().map(lambda moment: moment.replace(second=0, microsecond=0, tzinfo=None))


def _periods(moments: list[time]) -> tuple[Period, ...]:
    ordered = sorted(moments)
    pairs = zip(ordered[::2], ordered[1::2], strict=False)
    return tuple(Period(opens=opens, closes=closes) for opens, closes in pairs)


HOURS = st.dictionaries(
    st.sampled_from(Weekday), st.lists(MINUTES, max_size=6, unique=True).map(_periods), max_size=7
)
DAYS = st.dates(date(2026, 1, 1), date(2027, 12, 31))
MOMENTS = st.datetimes(datetime(2026, 1, 1), datetime(2027, 12, 31), timezones=st.just(VIETNAM))


@given(HOURS, st.lists(DAYS, max_size=5), st.lists(DAYS, max_size=5), MOMENTS)
def test_the_next_opening_is_ahead_and_the_centre_opens_then(
    hours: dict[Weekday, tuple[Period, ...]], off: list[date], on: list[date], moment: datetime
) -> None:
    place = centre(
        hours=hours, closed_on=dict.fromkeys(off, "nghỉ"), open_on=dict.fromkeys(on, (Period(**HALVES[0]),))
    )
    opening = place.next_opening(moment)
    if opening is None:
        assert not any(place.periods_on(moment.date() + timedelta(days=n)) for n in range(1, 30))
    else:
        assert opening > moment
        assert place.is_open(opening)


@given(HOURS, MOMENTS, st.floats(0, 1))
def test_a_closed_centre_stays_closed_until_its_next_opening(
    hours: dict[Weekday, tuple[Period, ...]], moment: datetime, part: float
) -> None:
    place = centre(hours=hours)
    opening = place.next_opening(moment)
    if opening is not None and not place.is_open(moment):
        between = moment + (opening - moment) * part
        assert between >= opening or not place.is_open(between)


@pytest.mark.parametrize(
    "wrong",
    [
        {"hours": {"mon": [{"opens": "11:30", "closes": "07:30"}]}},
        {"hours": {"mon": [{"opens": "07:30", "closes": "07:30"}]}},
        {"hours": {"mon": [{"opens": "25:00", "closes": "26:00"}]}},
        {"hours": {"mon": HALVES[::-1]}},
        {"hours": {"mon": [HALVES[0], {"opens": "11:00", "closes": "12:00"}]}},
        {"hours": {"monday": HALVES}},
        {"slug": "Xã Mẫu"},
        {"slug": "xa--mau"},
        {"closed_on": {"2 September": "Quốc khánh"}},
        {"open_on": {"2026-08-22": []}},
        {"open_on": {"2026-08-22": HALVES[::-1]}},
        {"commune": "Triệu Sơn"},
        {"latitude": 48.8},
        {"service_groups": []},
        {"counters": []},
        {"service_groups": [{"slug": "ho-tich", "name": "Hộ tịch", "prefix": "ab"}]},
        {"fax": "no such thing"},
    ],
    ids=str,
)
def test_what_no_centre_can_be_is_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        centre(**wrong)


def test_periods_may_meet() -> None:
    meeting = [{"opens": "07:30", "closes": "11:30"}, {"opens": "11:30", "closes": "17:00"}]
    assert centre(hours={"mon": meeting}).is_open(at("2026-08-31T11:30"))


def test_a_groups_counters_are_those_that_take_it_in_order() -> None:
    assert [counter.number for counter in centre().counters_for("ho-tich")] == ["1", "2"]
    assert centre().counters_for("dat-dai") == ()


def test_each_group_of_a_shipped_centre_has_a_counter_and_a_prefix_of_its_own(catalog: Catalog) -> None:
    for shipped in catalog.centres:
        prefixes = [group.prefix for group in shipped.service_groups]
        assert len(set(prefixes)) == len(prefixes)
        assert all(shipped.counters_for(group.slug) for group in shipped.service_groups)


def test_each_shipped_centre_is_a_sample_and_serves_every_procedure_of_its_commune(catalog: Catalog) -> None:
    names = {"trieu-son": "Xã Triệu Sơn", "hac-thanh": "Phường Hạc Thành", "muong-lat": "Xã Mường Lát"}
    for slug, name in names.items():
        shipped = catalog.centre(slug)
        assert shipped.sample
        assert "mẫu" in (shipped.note or "")
        assert shipped.commune
        commune = catalog.communes.commune(shipped.commune)
        assert (commune.name, commune.latitude, commune.longitude) == (
            name,
            shipped.latitude,
            shipped.longitude,
        )
        assert all(shipped.counters_for(procedure.service_group) for procedure in catalog)
        assert shipped.queue.green_lane


def test_the_samples_show_a_city_ward_and_a_mountain_commune(catalog: Catalog) -> None:
    city, mountain = catalog.centre("hac-thanh"), catalog.centre("muong-lat")
    assert [len(city.counters_for(group)) for group in ("chung-thuc", "ho-tich")] == [2, 2]
    assert len(mountain.counters) < len(mountain.service_groups)
    assert [place.is_open(at("2026-11-28T08:00")) for place in (city, mountain)] == [True, False]
