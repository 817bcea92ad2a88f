"""Small pieces of Vietnamese wording that several replies share."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from assistant.catalog.centre import Centre, Counter, Period, Weekday
from assistant.catalog.entry import Source
from assistant.catalog.procedure import Channel, Procedure, TimeLimit, TimeUnit

CHANNEL_NAMES = {
    Channel.IN_PERSON: "nộp trực tiếp",
    Channel.ONLINE: "nộp trực tuyến",
    Channel.POST: "gửi qua bưu chính",
}
_UNITS = {TimeUnit.HOUR: "giờ", TimeUnit.DAY: "ngày", TimeUnit.WORKING_DAY: "ngày làm việc"}
_DAYS = {
    Weekday.MON: "thứ Hai",
    Weekday.TUE: "thứ Ba",
    Weekday.WED: "thứ Tư",
    Weekday.THU: "thứ Năm",
    Weekday.FRI: "thứ Sáu",
    Weekday.SAT: "thứ Bảy",
    Weekday.SUN: "Chủ nhật",
}


def lower_first(text: str) -> str:
    """The text as it stands within a sentence; abbreviations keep their capitals."""
    return text[:1].lower() + text[1:] if text[1:2].islower() or text[1:2] == " " else text


def upper_first(text: str) -> str:
    """The text as it begins a sentence."""
    return text[:1].upper() + text[1:]


def listed(items: Sequence[str]) -> str:
    """Items in a sentence: "a, b và c"."""
    return " và ".join([", ".join(items[:-1]), items[-1]]) if len(items) > 1 else "".join(items)


def money(amount: int) -> str:
    """An amount in đồng as it is written: 20.000 đồng."""
    return f"{amount:,}".replace(",", ".") + " đồng"


def duration(limit: TimeLimit) -> str:
    """A time limit in words: 7 ngày làm việc."""
    if limit.unit is TimeUnit.SAME_DAY:
        return "ngay trong ngày"
    return f"{limit.value} {_UNITS[limit.unit]}"


def month(day: date) -> str:
    """The month of a day: 7/2026."""
    return f"{day.month}/{day.year}"


def source_line(procedure: Procedure) -> str:
    """Where the facts come from and when they were read."""
    source = procedure.source
    decision = f"Quyết định {source.decision_no}, " if source.decision_no else ""
    return f"Nguồn: {decision}{source.title}{read_in(source)}."


def read_in(source: Source) -> str:
    """When a source was read, in brackets; nothing where it is cited unread."""
    return f" (đọc tháng {month(source.read_on)})" if source.read_on else ""


def desk_source_line(centre: Centre) -> str:
    """Where the way to a counter comes from: the centre itself."""
    sample = " (giá trị mẫu, trung tâm sẽ cập nhật)" if centre.sample else ""
    return f"Nguồn: sơ đồ quầy của {centre.name}{sample}."


def own_word(centre: Centre) -> list[dict[str, Any]]:
    """The centre as the source of what it says of itself."""
    return [{"title": centre.name, "decision_no": None, "url": None, "read_on": None}]


def clock(moment: datetime | Period, *, closing: bool = False) -> str:
    """A time of day: 7:30."""
    if isinstance(moment, Period):
        at = moment.closes if closing else moment.opens
        return f"{at.hour}:{at.minute:02}"
    return f"{moment.hour}:{moment.minute:02}"


def periods(day: Sequence[Period]) -> str:
    """Opening periods in words: 7:30 đến 11:30 và 13:30 đến 17:00."""
    return listed([f"{clock(p)} đến {clock(p, closing=True)}" for p in day])


def week(centre: Centre) -> str:
    """The opening hours of a week, days with the same hours together."""
    groups: list[tuple[list[Weekday], tuple[Period, ...]]] = []
    for day in Weekday:
        hours = centre.hours.get(day, ())
        if groups and groups[-1][1] == hours:
            groups[-1][0].append(day)
        else:
            groups.append(([day], hours))
    return "; ".join(
        f"{_span(days)}: {periods(hours)}" if hours else f"{_span(days)} nghỉ" for days, hours in groups
    )


def weekday(moment: datetime) -> str:
    """The day's name: thứ Hai."""
    return _DAYS[tuple(Weekday)[moment.weekday()]]


def way_to(counters: Sequence[Counter]) -> str:
    """The way to the counters that serve a thing."""
    return " hoặc ".join(counter.way for counter in counters)


def _span(days: Sequence[Weekday]) -> str:
    if len(days) == 1:
        return _DAYS[days[0]]
    return f"{_DAYS[days[0]]} đến {_DAYS[days[-1]]}"
