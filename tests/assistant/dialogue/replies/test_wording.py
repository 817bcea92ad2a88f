from datetime import date, datetime, time

import pytest

from assistant.catalog.catalog import Catalog
from assistant.catalog.centre import Centre, Period
from assistant.catalog.procedure import TimeLimit
from assistant.clock import VIETNAM
from assistant.dialogue.replies import wording

MORNING = Period(opens=time(7, 30), closes=time(11, 30))


@pytest.mark.parametrize(
    ("items", "told"), [([], ""), (["a"], "a"), (["a", "b"], "a và b"), (["a", "b", "c"], "a, b và c")]
)
def test_items_in_a_sentence(items: list[str], told: str) -> None:
    assert wording.listed(items) == told


@pytest.mark.parametrize(
    ("amount", "told"),
    [(0, "0 đồng"), (500, "500 đồng"), (20000, "20.000 đồng"), (10**6, "1.000.000 đồng")],
)
def test_money_is_written_with_points(amount: int, told: str) -> None:
    assert wording.money(amount) == told


@pytest.mark.parametrize(
    ("limit", "told"),
    [
        ({"unit": "same_day"}, "ngay trong ngày"),
        ({"unit": "hour", "value": 2}, "2 giờ"),
        ({"unit": "day", "value": 3}, "3 ngày"),
        ({"unit": "working_day", "value": 7}, "7 ngày làm việc"),
    ],
)
def test_a_time_limit_in_words(limit: dict[str, object], told: str) -> None:
    assert wording.duration(TimeLimit.model_validate(limit)) == told


@pytest.mark.parametrize(
    ("text", "within"),
    [
        ("Tờ khai", "tờ khai"),
        ("Ảnh", "ảnh"),
        ("CCCD", "CCCD"),
        ("Ở xã", "ở xã"),
        ("VNeID", "VNeID"),
        ("", ""),
    ],
)
def test_within_a_sentence_only_abbreviations_keep_their_capital(text: str, within: str) -> None:
    assert wording.lower_first(text) == within


@pytest.mark.parametrize(("text", "first"), [("ảnh thẻ", "Ảnh thẻ"), ("đơn", "Đơn"), ("", "")])
def test_a_sentence_begins_with_a_capital(text: str, first: str) -> None:
    assert wording.upper_first(text) == first


def test_times_of_day() -> None:
    assert wording.clock(datetime(2026, 11, 23, 7, 5, tzinfo=VIETNAM)) == "7:05"
    assert (wording.clock(MORNING), wording.clock(MORNING, closing=True)) == ("7:30", "11:30")


def test_a_month_is_told_without_its_day() -> None:
    assert wording.month(date(2026, 7, 1)) == "7/2026"


@pytest.mark.parametrize(
    ("day", "name"), [(23, "thứ Hai"), (25, "thứ Tư"), (28, "thứ Bảy"), (29, "Chủ nhật")]
)
def test_the_name_of_a_day(day: int, name: str) -> None:
    assert wording.weekday(datetime(2026, 11, day, tzinfo=VIETNAM)) == name


def test_days_with_the_same_hours_are_told_together(centre: Centre) -> None:
    assert wording.week(centre) == (
        "thứ Hai đến thứ Sáu: 7:30 đến 11:30 và 13:30 đến 17:00; thứ Bảy: 7:30 đến 11:30; Chủ nhật nghỉ"
    )


def test_counters_are_told_by_the_way_to_them(centre: Centre) -> None:
    assert wording.way_to(centre.counters[:2]) == (
        "quầy số 1, ngay bên trái cửa vào hoặc quầy số 2, bên trái cửa vào"
    )


def test_a_source_is_told_with_its_decision_where_it_has_one(catalog: Catalog) -> None:
    with_decision = wording.source_line(catalog.procedure("1.001193"))
    assert with_decision == ("Nguồn: Quyết định 163/QĐ-BTP, Cổng Dịch vụ công quốc gia (đọc tháng 7/2026).")
    without = next(p for p in catalog if not p.source.decision_no)
    assert "Quyết định" not in wording.source_line(without)
