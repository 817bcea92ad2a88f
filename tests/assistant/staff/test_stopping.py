import time
from collections.abc import Callable
from datetime import datetime

import pytest

from assistant.clock import VIETNAM
from assistant.staff.audit import Deed, Record
from assistant.staff.repository import StaffUnavailable
from assistant.staff.stopping import AnswerSwitch, NotStopped, ReasonNeeded, Stop

NOW = datetime(2026, 11, 23, 8, 30, tzinfo=VIETNAM)
MINH = "Minh (minh)"


class Kept:
    """A repository in memory, which can be out of reach."""

    def __init__(self) -> None:
        self.stops: dict[str | None, Stop] = {}
        self.records: list[Record] = []
        self.gone = False

    def all(self) -> list[Stop]:
        if self.gone:
            raise StaffUnavailable
        return list(self.stops.values())

    def stop(self, stop: Stop, record: Record) -> None:
        self.stops[stop.centre] = stop
        self.records.append(record)

    def resume(self, centre: str | None, record: Record) -> bool:
        self.records.append(record)
        return self.stops.pop(centre, None) is not None


@pytest.fixture
def kept() -> Kept:
    return Kept()


@pytest.fixture
def switch(kept: Kept) -> AnswerSwitch:
    return AnswerSwitch(kept, lambda: NOW)


def test_a_centre_is_stopped_and_goes_on(switch: AnswerSwitch, kept: Kept) -> None:
    assert switch.stopped("trieu-son") is None
    switch.stop("trieu-son", " lệ phí \n đã đổi ", MINH)
    assert switch.stopped("trieu-son") == Stop("trieu-son", "lệ phí đã đổi", MINH, NOW)
    assert switch.stopped("tho-xuan") is None
    switch.resume("trieu-son", "đã sửa", MINH)
    assert switch.stopped("trieu-son") is None
    subject = ("trieu-son", "trieu-son")
    assert [(r.deed, (r.subject, r.centre), r.reason) for r in kept.records] == [
        (Deed.ANSWERS_STOPPED, subject, "lệ phí đã đổi"),
        (Deed.ANSWERS_RESUMED, subject, "đã sửa"),
    ]


def test_all_are_stopped_whatever_stands_at_one(switch: AnswerSwitch, kept: Kept) -> None:
    switch.stop("trieu-son", "máy hỏng", MINH)
    switch.stop(None, "luật mới", MINH)
    assert switch.stopped("tho-xuan") == switch.stopped("trieu-son") == Stop(None, "luật mới", MINH, NOW)
    assert [stop.centre for stop in switch.stops()] == [None, "trieu-son"]
    assert (kept.records[-1].subject, kept.records[-1].centre) == ("*", None)
    switch.resume(None, "đã cập nhật", MINH)
    assert switch.stopped("tho-xuan") is None
    assert switch.stopped("trieu-son") is not None


@pytest.mark.parametrize("reason", ["", "  \n", "\x00", "dài " * 101])
def test_a_reason_is_needed(switch: AnswerSwitch, kept: Kept, reason: str) -> None:
    acts: list[Callable[..., None]] = [switch.stop, switch.resume]
    for act in acts:
        with pytest.raises(ReasonNeeded):
            act("trieu-son", reason, MINH)
    assert kept.records == []


def test_what_is_not_stopped_cannot_be_resumed(switch: AnswerSwitch) -> None:
    switch.stop(None, "luật mới", MINH)
    with pytest.raises(NotStopped):
        switch.resume("trieu-son", "đã sửa", MINH)
    assert switch.stopped("trieu-son")


def test_what_another_process_stops_is_soon_known(
    kept: Kept, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr("assistant.staff.stopping._LOOK_EVERY_S", 0.01)
    switch = AnswerSwitch(kept, lambda: NOW)
    switch.watch()
    kept.stops["trieu-son"] = Stop("trieu-son", "máy hỏng", MINH, NOW)
    assert within_two_seconds(lambda: switch.stopped("trieu-son") is not None)
    kept.gone = True
    assert within_two_seconds(lambda: "cannot be read" in caplog.text)
    time.sleep(0.05)
    assert switch.stopped("trieu-son")
    assert caplog.text.count("cannot be read") == 1
    kept.gone, kept.stops = False, {}
    assert within_two_seconds(lambda: switch.stopped("trieu-son") is None)
    switch.close()


def test_a_database_that_is_gone_at_the_start_stops_nothing(kept: Kept) -> None:
    kept.gone = True
    switch = AnswerSwitch(kept, lambda: NOW)
    assert switch.stopped("trieu-son") is None
    switch.close()


def within_two_seconds(happens: Callable[[], bool]) -> bool:
    start = time.monotonic()
    while not happens() and time.monotonic() - start < 2:
        time.sleep(0.01)
    return happens()
