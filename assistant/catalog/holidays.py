"""Vietnam's public holidays and the days off in lieu of them."""

from datetime import date
from functools import lru_cache

import holidays


def public_holiday(day: date) -> str | None:
    """The name of the holiday that falls on a day; absent on all other days.

    The days come from the law and the lunar calendar. What the government decides for one year, a
    working day exchanged for a Saturday or a new holiday, may not be among them: a centre puts it into
    its own days.
    """
    return _holidays_of(day.year).get(day)


@lru_cache(maxsize=32)
def _holidays_of(year: int) -> dict[date, str]:
    return dict(holidays.country_holidays("VN", years=year, language="vi"))
