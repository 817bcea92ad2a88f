from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.catalog.holidays import public_holiday


@pytest.mark.parametrize(
    ("day", "name"),
    [
        (date(2026, 9, 2), "Quốc khánh"),
        (date(2026, 9, 1), "Quốc khánh"),
        (date(2027, 1, 1), "Tết Dương lịch"),
        (date(2026, 2, 17), "Tết Nguyên Đán"),
        (date(2026, 4, 26), "Ngày Giỗ Tổ Hùng Vương"),
        (date(2026, 4, 27), "Ngày Giỗ Tổ Hùng Vương (nghỉ bù)"),
        (date(2027, 5, 3), "Ngày Quốc tế Lao động (nghỉ bù)"),
        (date(2026, 9, 3), None),
        (date(2026, 11, 23), None),
        (date(2026, 11, 22), None),
    ],
    ids=str,
)
def test_a_day_is_a_public_holiday_or_none(day: date, name: str | None) -> None:
    assert public_holiday(day) == name


@given(st.integers(2025, 2060))
def test_each_year_has_the_eleven_days_of_the_law(year: int) -> None:
    days = [date(year, 1, 1) + timedelta(days=n) for n in range(365)]
    assert sum(public_holiday(day) is not None for day in days) >= 11
    assert {public_holiday(date(year, month, day)) for month, day in ((1, 1), (4, 30), (5, 1), (9, 2))} == {
        "Tết Dương lịch",
        "Ngày Chiến thắng",
        "Ngày Quốc tế Lao động",
        "Quốc khánh",
    }
