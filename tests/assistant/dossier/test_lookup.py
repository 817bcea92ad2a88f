import logging
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import datetime, timedelta
from threading import Event, Semaphore

import pytest

from assistant.clock import VIETNAM
from assistant.dossier.code import DossierCode
from assistant.dossier.dossier import (
    Dossier,
    DossierNotFound,
    DossierStatus,
    DossierUnavailable,
    InvalidDossierCode,
    InvalidDossierFactor,
    TooManyAttempts,
)
from assistant.dossier.lookup import Attempt, DossierLookup

CODE = DossierCode("H56.12.34-261101-0012")
START = datetime(2026, 11, 23, 8, 0, tzinfo=VIETNAM)
FOUND = Dossier(CODE, "Đăng ký khai sinh", DossierStatus.RECEIVED, START.date())


class Source:
    def __init__(self) -> None:
        self.asked: list[tuple[str, str]] = []
        self.broken = False

    def find(self, code: DossierCode, factor: str) -> Dossier | None:
        self.asked.append((code, factor))
        if self.broken:
            raise DossierUnavailable
        return FOUND if (code, factor) == (CODE, "1234") else None


class Memory:
    """Attempts in a list."""

    def __init__(self) -> None:
        self.tries: list[tuple[str, str, str | None, datetime] | None] = []

    def add(
        self, code: DossierCode, client: str, channel: str | None, at: datetime, since: datetime
    ) -> Attempt:
        others = [each for each in self.tries if each and each[3] >= since]
        self.tries.append((code, client, channel, at))
        keys = (code, client, channel or "none of them")
        same = [[e[3] for e in others if e[i] == key] for i, key in enumerate(keys)]
        return Attempt(len(self.tries) - 1, *same, [each[3] for each in others])

    def withdraw(self, attempt_id: int) -> None:
        self.tries[attempt_id] = None


class World:
    def __init__(self) -> None:
        self.now = START
        self.source = Source()
        self.attempts = Memory()
        self.lookup = self.process()

    def process(self) -> DossierLookup:
        return DossierLookup(self.source, self.attempts, lambda: self.now)

    def wrong(self, code: str = CODE, client: str = "a", channel: str | None = None) -> None:
        with pytest.raises(DossierNotFound):
            self.lookup.find(code, "9999", client, channel)

    def wait_told(self, code: str = CODE, client: str = "a", channel: str | None = None) -> int:
        with pytest.raises(TooManyAttempts) as refused:
            self.lookup.find(code, "1234", client, channel)
        return refused.value.retry_after


@pytest.fixture
def world() -> World:
    return World()


def test_code_and_factor_are_read_before_they_are_asked_for(world: World) -> None:
    assert world.lookup.find("h56 12 34 261101 0012", "0912 341 234", "a") == FOUND
    assert world.source.asked == [(CODE, "1234")]


@pytest.mark.parametrize(
    ("code", "factor", "error"),
    [
        ("H56.12.34", "1234", InvalidDossierCode),
        ("", "1234", InvalidDossierCode),
        (CODE + " " * 500, "1234", InvalidDossierCode),
        (CODE, "12", InvalidDossierFactor),
        (CODE, "", InvalidDossierFactor),
    ],
)
def test_what_cannot_be_right_is_refused_and_not_counted(
    world: World, code: str, factor: str, error: type[Exception]
) -> None:
    with pytest.raises(error):
        world.lookup.find(code, factor, "a")
    assert world.attempts.tries == []


def test_an_unknown_code_and_a_wrong_factor_are_one_error(world: World) -> None:
    errors = []
    for code, factor in ((CODE, "9999"), ("H56.12.34-261101-9999", "1234")):
        with pytest.raises(DossierNotFound) as error:
            world.lookup.find(code, factor, "a")
        errors.append((error.value.status, error.value.slug, error.value.detail))
    assert errors[0] == errors[1]
    assert len(world.source.asked) == 2


def test_the_sixth_try_waits_and_each_wrong_one_after_it_waits_longer(world: World) -> None:
    for _ in range(5):
        world.wrong()
    waits = []
    for _ in range(4):
        waits.append(world.wait_told())
        world.now += timedelta(seconds=waits[-1])
        world.wrong()
    assert waits == [60, 120, 240, 480]


def test_the_lock_is_the_codes_whoever_asks_and_unknown_codes_lock_too(world: World) -> None:
    unknown = "H56.12.34-261101-7777"
    for number in range(5):
        world.wrong(unknown, f"client {number}")
    assert world.wait_told(unknown, "another") == 60
    assert world.lookup.find(CODE, "1234", "another") == FOUND


def test_no_lock_is_longer_than_six_hours_and_a_day_forgets(world: World) -> None:
    for _ in range(5):
        world.wrong()
    for _ in range(11):
        world.now += timedelta(seconds=(told := world.wait_told()))
        world.wrong()
        assert told <= 6 * 3600
    world.now += timedelta(days=1, seconds=1)
    assert world.lookup.find(CODE, "1234", "a") == FOUND


def test_a_locked_try_asks_nothing_and_does_not_lengthen_the_lock(world: World) -> None:
    for _ in range(5):
        world.wrong()
    asked = len(world.source.asked)
    assert [world.wait_told() for _ in range(10)] == [60] * 10
    assert len(world.source.asked) == asked


def test_a_client_has_twenty_wrong_tries_an_hour_and_a_right_one_gives_none_back(world: World) -> None:
    for number in range(20):
        assert world.lookup.find(CODE, "1234", "robber") == FOUND
        world.wrong(f"H56.12.34-261101-9{number:03}", "robber")
        world.now += timedelta(minutes=1)
    assert world.wait_told(client="robber") == 40 * 60
    assert world.lookup.find(CODE, "1234", "neighbour") == FOUND
    world.now += timedelta(minutes=40)
    assert world.lookup.find(CODE, "1234", "robber") == FOUND


def test_new_conversations_share_the_hundred_wrong_tries_of_their_channel(world: World) -> None:
    for number in range(100):
        world.wrong(f"H56.12.34-261101-9{number:03}", f"c:{number}", "web")
    assert world.wait_told(client="c:new", channel="web") == 3600
    assert world.lookup.find(CODE, "1234", "c:new", "kiosk") == FOUND
    assert world.lookup.find(CODE, "1234", "address") == FOUND
    world.now += timedelta(hours=1)
    assert world.lookup.find(CODE, "1234", "c:new", "web") == FOUND


def test_three_hundred_wrong_tries_in_an_hour_stop_everybody_whoever_made_them(world: World) -> None:
    for number in range(300):
        world.wrong(f"H56.12.34-261101-9{number:03}", f"address:{number}")
        world.now += timedelta(seconds=1)
    asked = len(world.source.asked)
    assert world.wait_told(client="another") == 3300
    assert world.wait_told("H56.12.34-261101-8888", "c:new", "kiosk") == 3300
    assert len(world.source.asked) == asked
    world.now += timedelta(seconds=3300)
    assert world.lookup.find(CODE, "1234", "another") == FOUND


def test_the_fourth_at_the_same_moment_is_told_at_once_that_there_is_no_answer(world: World) -> None:
    inside, go_on = Semaphore(0), Event()

    def slow(code: DossierCode, factor: str) -> Dossier | None:
        inside.release()
        assert go_on.wait(10)
        return FOUND

    world.source.find = slow
    with ThreadPoolExecutor(3) as pool:
        looking = [pool.submit(world.lookup.find, CODE, "1234", "a") for _ in range(3)]
        assert all(inside.acquire(timeout=10) for _ in range(3))
        with pytest.raises(DossierUnavailable):
            world.lookup.find(CODE, "9999", "b")
        assert len(world.attempts.tries) == 3
        go_on.set()
        assert [each.result() for each in looking] == [FOUND] * 3
    assert world.lookup.find(CODE, "1234", "a") == FOUND


def test_places_come_back_after_every_outcome(world: World) -> None:
    for number in range(4):
        world.wrong(f"H56.12.34-261101-9{number:03}")
    for broken in (True, False):
        world.source.broken = broken
        for _ in range(4):
            with suppress(DossierUnavailable):
                assert world.lookup.find(CODE, "1234", "a") == FOUND
    world.source.broken = False
    assert world.lookup.find(CODE, "1234", "a") == FOUND


def test_a_source_without_answer_counts_as_no_try(world: World) -> None:
    world.source.broken = True
    for _ in range(30):
        with pytest.raises(DossierUnavailable):
            world.lookup.find(CODE, "9999", "a")
    world.source.broken = False
    assert world.lookup.find(CODE, "1234", "a") == FOUND


def test_many_at_the_same_moment_all_count(world: World) -> None:
    seen: list[object] = []

    def nested(code: DossierCode, factor: str) -> Dossier | None:
        seen.append(factor)
        try:
            world.process().find(CODE, "9999", "b")
        except TooManyAttempts:
            seen.append("refused")
        return None

    world.source.find = nested
    with pytest.raises(DossierNotFound):
        world.lookup.find(CODE, "9999", "a")
    assert seen == ["9999"] * 5 + ["refused"]


def test_nothing_personal_is_logged(world: World, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG):
        for _ in range(5):
            world.wrong()
        world.wait_told()
    assert "9999" not in caplog.text
    assert "1234" not in caplog.text
