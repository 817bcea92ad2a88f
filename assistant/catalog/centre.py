"""A service centre: where it is, when it is open, which counter serves what."""

from datetime import date, datetime, time, timedelta
from enum import StrEnum
from itertools import pairwise
from typing import Annotated, Self

from pydantic import Field, StringConstraints, model_validator

from assistant.catalog.commune import CommuneCode
from assistant.catalog.entry import Code, Line, Record, Title
from assistant.catalog.geography import Latitude, Longitude
from assistant.catalog.holidays import public_holiday
from assistant.clock import VIETNAM

Slug = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=60)]
_DAYS_AHEAD = 30


class Weekday(StrEnum):
    """Days as the files name them."""

    MON = "mon"
    TUE = "tue"
    WED = "wed"
    THU = "thu"
    FRI = "fri"
    SAT = "sat"
    SUN = "sun"


_WEEKDAYS = tuple(Weekday)


class Period(Record):
    """A stretch of the day in which the centre receives people; `closes` is exclusive."""

    opens: time
    closes: time

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.opens >= self.closes:
            raise ValueError("opens must be before closes")
        return self


class ServiceGroup(Record):
    """A kind of service, as people are sorted to counters; `prefix` begins its numbers.

    `typical_minutes` is how long one visit takes, until the day's own visits tell better.
    """

    slug: Slug
    name: Title
    prefix: Annotated[str, StringConstraints(pattern=r"^[A-Z]$")]
    typical_minutes: Annotated[float, Field(gt=0, le=240)] = 10


class QueueRules(Record):
    """The centre's rules of turn.

    A head start is how many minutes earlier a ticket counts as drawn: whoever has waited longer than
    the largest one is overtaken by nobody. `green_lane` names the procedures of the express class.
    """

    priority_head_start: Annotated[int, Field(ge=0, le=480)] = 60
    green_head_start: Annotated[int, Field(ge=0, le=480)] = 20
    green_lane: tuple[Code, ...] = ()
    no_show_goes_back: Annotated[int, Field(ge=1, le=50)] = 3
    no_show_ends_at: Annotated[int, Field(ge=1, le=9)] = 3


class Counter(Record):
    """A desk, the service groups it takes, and the way to it in words."""

    number: Annotated[str, StringConstraints(pattern=r"^\d{1,2}$")]
    name: Title
    service_groups: tuple[Slug, ...]
    way: Line


class Centre(Record):
    """One centre. `sample` marks values that were made up to show how a centre is described.

    Its own days go before the calendar: `open_on` tells when it opens on a day it would else be closed,
    `closed_on` why it is closed on a day that is no public holiday.
    """

    slug: Slug
    name: Title
    address: Line
    sample: bool = False
    commune: CommuneCode | None = None
    phone: Title | None = None
    latitude: Latitude | None = None
    longitude: Longitude | None = None
    help_desk: Line
    hours: dict[Weekday, tuple[Period, ...]]
    closed_on: dict[date, Title] = Field(default_factory=dict)
    open_on: dict[date, Annotated[tuple[Period, ...], Field(min_length=1)]] = Field(default_factory=dict)
    service_groups: tuple[ServiceGroup, ...]
    counters: tuple[Counter, ...]
    queue: QueueRules = QueueRules()
    note: Line | None = None

    @model_validator(mode="after")
    def _periods_follow_each_other(self) -> Self:
        for day, periods in (*self.hours.items(), *self.open_on.items()):
            if any(earlier.closes > later.opens for earlier, later in pairwise(periods)):
                raise ValueError(f"hours of {day}: each period must open after the one before it has closed")
        return self

    @model_validator(mode="after")
    def _each_group_has_a_counter(self) -> Self:
        known = {group.slug for group in self.service_groups}
        served = {slug for counter in self.counters for slug in counter.service_groups}
        if known != served:
            raise ValueError(f"service groups without counter, or unknown: {sorted(known ^ served)}")
        return self

    def counters_for(self, service_group: str) -> tuple[Counter, ...]:
        """The counters that take a service group, in the order of the file."""
        return tuple(c for c in self.counters if service_group in c.service_groups)

    def closed_because(self, day: date) -> str | None:
        """The reason or the holiday for which a day is off; a weekday without hours has none."""
        if day in self.open_on:
            return None
        return self.closed_on.get(day) or public_holiday(day)

    def periods_on(self, day: date) -> tuple[Period, ...]:
        """The opening periods of a day; none on days off."""
        if day in self.open_on:
            return self.open_on[day]
        return () if self.closed_because(day) else self.hours.get(_WEEKDAYS[day.weekday()], ())

    def is_open(self, moment: datetime) -> bool:
        """Whether people are received at that moment."""
        local = moment.astimezone(VIETNAM)
        return any(p.opens <= local.time() < p.closes for p in self.periods_on(local.date()))

    def next_opening(self, moment: datetime) -> datetime | None:
        """When the doors next open after that moment; absent if not within 30 days."""
        local = moment.astimezone(VIETNAM)
        for offset in range(_DAYS_AHEAD):
            day = local.date() + timedelta(days=offset)
            for period in self.periods_on(day):
                opening = datetime.combine(day, period.opens, VIETNAM)
                if opening > local:
                    return opening
        return None
