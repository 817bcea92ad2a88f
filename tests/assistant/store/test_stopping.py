from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from threading import Barrier

import pytest
import sqlalchemy as sa

from assistant.clock import VIETNAM
from assistant.staff.audit import Deed, Record, Wanted
from assistant.staff.stopping import AnswerSwitch, NotStopped, Stop
from assistant.store.audit import SqlAudit
from assistant.store.database import open_database
from assistant.store.stopping import SqlStops

NOW = datetime(2026, 11, 23, 8, 30, tzinfo=VIETNAM)
MINH = "Minh (minh)"


@pytest.fixture
def switch(database: sa.Engine) -> AnswerSwitch:
    moments = (NOW + timedelta(minutes=minute) for minute in range(60))
    return AnswerSwitch(SqlStops(database), lambda: next(moments))


def test_stops_are_kept_and_taken_back(switch: AnswerSwitch, database: sa.Engine, url: str) -> None:
    switch.stop("trieu-son", "lệ phí đã đổi", MINH)
    switch.stop(None, "luật mới", "Lan (lan)")
    engine = open_database(url)
    other = AnswerSwitch(SqlStops(engine), lambda: NOW)
    assert other.stops() == switch.stops()
    assert switch.stops() == [
        Stop(None, "luật mới", "Lan (lan)", NOW + timedelta(minutes=1)),
        Stop("trieu-son", "lệ phí đã đổi", MINH, NOW),
    ]
    other.resume(None, "đã cập nhật", MINH)
    engine.dispose()
    assert [stop.centre for stop in SqlStops(database).all()] == ["trieu-son"]


def test_each_is_noted_with_the_stop_before_it(switch: AnswerSwitch, database: sa.Engine) -> None:
    switch.stop("trieu-son", "lệ phí đã đổi", MINH)
    switch.stop("trieu-son", "lệ phí và mẫu đơn đã đổi", "Lan (lan)")
    switch.resume("trieu-son", "đã sửa", MINH)
    with pytest.raises(NotStopped):
        switch.resume("trieu-son", "đã sửa", MINH)
    records = [record for _, record in reversed(SqlAudit(database).records(Wanted(), 10))]
    assert [(r.deed, r.who, r.subject, r.centre, r.reason) for r in records] == [
        (Deed.ANSWERS_STOPPED, MINH, "trieu-son", "trieu-son", "lệ phí đã đổi"),
        (Deed.ANSWERS_STOPPED, "Lan (lan)", "trieu-son", "trieu-son", "lệ phí và mẫu đơn đã đổi"),
        (Deed.ANSWERS_RESUMED, MINH, "trieu-son", "trieu-son", "đã sửa"),
    ]
    assert [r.before.get("reason") for r in records] == [
        None,
        "lệ phí đã đổi",
        "lệ phí và mẫu đơn đã đổi",
    ]


def test_who_stop_at_once_all_have_their_word_in_the_record(database: sa.Engine) -> None:
    stops = SqlStops(database)
    together = Barrier(6)

    def stop(number: int) -> None:
        together.wait()
        record = Record(NOW, MINH, Deed.ANSWERS_STOPPED, "trieu-son", reason=str(number))
        stops.stop(Stop("trieu-son", str(number), MINH, NOW), record)

    with ThreadPoolExecutor(6) as crowd:
        list(crowd.map(stop, range(6)))
    (standing,) = stops.all()
    last, *earlier = [record for _, record in SqlAudit(database).records(Wanted(), 99)]
    assert last.reason == standing.reason
    assert [last.before["reason"], *(r.before.get("reason") for r in earlier)] == [
        *(r.reason for r in earlier),
        None,
    ]


def test_of_those_who_resume_at_once_one_has_done_it(database: sa.Engine) -> None:
    stops = SqlStops(database)
    together = Barrier(6)

    def resume(_: int) -> bool:
        together.wait()
        return stops.resume("trieu-son", Record(NOW, MINH, Deed.ANSWERS_RESUMED, "trieu-son"))

    for _ in range(5):
        stops.stop(
            Stop("trieu-son", "lệ phí", MINH, NOW), Record(NOW, MINH, Deed.ANSWERS_STOPPED, "trieu-son")
        )
        with ThreadPoolExecutor(6) as crowd:
            assert sum(crowd.map(resume, range(6))) == 1
    deeds = [record.deed for _, record in SqlAudit(database).records(Wanted(), 99)]
    assert deeds.count(Deed.ANSWERS_RESUMED) == 5


def test_a_lost_database_leaves_what_stood(switch: AnswerSwitch, database: sa.Engine) -> None:
    switch.stop(None, "luật mới", MINH)

    def gone(*_: object) -> None:
        raise sa.exc.OperationalError("SELECT", {}, Exception("gone"))

    sa.event.listen(database, "begin", gone)
    switch._look()
    assert switch.stopped("trieu-son")
