"""The real adapter against a real server that behaves in all the ways that servers do."""

import logging
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import replace
from datetime import date, datetime, timedelta, tzinfo
from threading import Barrier
from typing import Any

import pybreaker
import pytest

from assistant.dossier.code import DossierCode
from assistant.dossier.dossier import Dossier, DossierStatus, DossierUnavailable
from assistant.dossier.province import Patience, ProvinceSource
from assistant.dossier.province_answer import ProvinceFormat
from tests.assistant.dossier.province_server import (
    Answer,
    Handler,
    ProvinceServer,
    drips,
    hangs_up,
    huge,
    says,
    slow,
)

CODE = DossierCode("H56.12.34-261101-0012")
TODAY = date(2026, 11, 23)
RECORD = {
    "code": "h56.12.34-261101-0012",
    "procedure": "Đăng ký khai sinh",
    "status": "Đang giải quyết",
    "received_on": "2026-11-01T08:00:00+07:00",
    "due_on": "20/11/2026",
    "finished_on": None,
    "phone": "0912345678",
    "personal_number": "038090001234",
    "name": "Nguyễn Văn A",
}
TOLD = Dossier(
    CODE,
    "Đăng ký khai sinh",
    DossierStatus.IN_PROGRESS,
    date(2026, 11, 1),
    date(2026, 11, 20),
    source=ProvinceFormat().name,
    as_of=TODAY,
)
QUICK = Patience(connect=0.5, read=0.25, whole=1, longest_pause=0.01)
Connect = Callable[..., ProvinceSource]


@pytest.fixture
def connect(province: ProvinceServer) -> Iterator[Connect]:
    sources = []

    def make(form: ProvinceFormat | None = None, url: str = "", **patience: Any) -> ProvinceSource:
        source = ProvinceSource(
            url or province.url, "s3cret", form or ProvinceFormat(), lambda: TODAY, replace(QUICK, **patience)
        )
        sources.append(source)
        return source

    yield make
    for source in sources:
        source.close()


@pytest.mark.parametrize("factor", ["5678", "1234"])
def test_a_dossier_is_told_to_who_knows_a_number(
    province: ProvinceServer, connect: Connect, factor: str
) -> None:
    province.answers = [says(RECORD)]
    assert connect().find(CODE, factor) == TOLD
    ((path, headers),) = province.asked
    assert path == f"/api/dossiers/{CODE}"
    assert headers["Authorization"] == "Bearer s3cret"
    assert factor not in str(headers)


def test_a_wrong_factor_and_an_unknown_dossier_are_nothing(
    province: ProvinceServer, connect: Connect
) -> None:
    province.answers = [says(RECORD), says({"detail": "not found"}, 404)]
    source = connect()
    assert source.find(CODE, "0000") is None
    assert source.find(CODE, "1234") is None


def test_the_system_may_verify_the_factor_itself(province: ProvinceServer, connect: Connect) -> None:
    province.answers = [says({k: v for k, v in RECORD.items() if k != "phone"})]
    form = ProvinceFormat(factor_header="X-Factor", factor_fields=())
    assert connect(form).find(CODE, "5678") == TOLD
    path, headers = province.asked[0]
    assert headers["X-Factor"] == "5678"
    assert "5678" not in path


@pytest.mark.parametrize(
    "failure",
    [says(b"", 502), says(b"", 503), says(b"", 504), hangs_up, slow(0.5, says(RECORD))],
    ids=["502", "503", "504", "hangs up", "too slow"],
)
def test_what_may_pass_is_asked_again(province: ProvinceServer, connect: Connect, failure: Answer) -> None:
    province.answers = [failure, says(RECORD)]
    assert connect().find(CODE, "1234") == TOLD
    assert len(province.asked) == 2


@pytest.mark.parametrize(
    "failure",
    [
        says(b"", 500),
        says({"error": "token"}, 401),
        says(RECORD, 201),
        says(b"", 302, Location="https://example.com/"),
        says(b"\x1f\x8b", Content_Encoding="gzip"),
        huge,
    ],
    ids=["500", "401", "201", "redirect", "packed", "huge"],
)
def test_what_will_not_pass_is_not_asked_again(
    province: ProvinceServer, connect: Connect, failure: Answer
) -> None:
    province.answers = [failure]
    with pytest.raises(DossierUnavailable):
        connect().find(CODE, "1234")
    assert len(province.asked) == 1


def test_no_redirect_is_followed(province: ProvinceServer, connect: Connect) -> None:
    province.answers = [says(b"", 307, Location="/api/elsewhere"), says(RECORD)]
    with pytest.raises(DossierUnavailable):
        connect().find(CODE, "1234")


def test_it_is_asked_three_times_at_most(province: ProvinceServer, connect: Connect) -> None:
    province.answers = [says(b"", 503)]
    with pytest.raises(DossierUnavailable):
        connect().find(CODE, "1234")
    assert len(province.asked) == 3


@pytest.mark.parametrize("answer", [drips, slow(2, says(RECORD))], ids=["drips", "silent"])
def test_the_whole_never_takes_longer_than_it_may(
    province: ProvinceServer, connect: Connect, answer: Answer
) -> None:
    province.answers = [answer]
    started = time.monotonic()
    with pytest.raises(DossierUnavailable):
        connect(whole=0.3).find(CODE, "1234")
    assert time.monotonic() - started < 1.5


def test_nobody_there_is_no_answer(connect: Connect) -> None:
    with pytest.raises(DossierUnavailable):
        connect(url="http://127.0.0.1:1/").find(CODE, "1234")


def fail(source: ProvinceSource, times: int) -> None:
    for _ in range(times):
        with pytest.raises(DossierUnavailable):
            source.find(CODE, "1234")


@pytest.fixture
def pass_time(monkeypatch: pytest.MonkeyPatch) -> Callable[[float], None]:
    """Moves the breaker's clock on, in seconds."""
    ahead = timedelta()

    class Clock(datetime):
        @classmethod
        def now(cls, tz: tzinfo | None = None) -> datetime:
            return datetime.now(tz) + ahead

    def on(seconds: float) -> None:
        nonlocal ahead
        ahead += timedelta(seconds=seconds)

    monkeypatch.setattr(pybreaker, "datetime", Clock)
    return on


def test_five_failures_open_the_circuit_and_a_good_answer_closes_it(
    province: ProvinceServer, connect: Connect, pass_time: Callable[[float], None]
) -> None:
    province.answers = [says(b"", 500)]
    source = connect()
    fail(source, 5)
    province.answers = [says(RECORD)]
    fail(source, 3)
    assert len(province.asked) == 5
    pass_time(31)
    assert source.find(CODE, "1234") == TOLD
    assert source.find(CODE, "1234") == TOLD


def test_a_failed_trial_opens_it_again(
    province: ProvinceServer, connect: Connect, pass_time: Callable[[float], None]
) -> None:
    province.answers = [says(b"", 500)]
    source = connect()
    fail(source, 5)
    pass_time(31)
    fail(source, 3)
    assert len(province.asked) == 6


def test_flapping_and_unusable_answers_do_not_open_it(province: ProvinceServer, connect: Connect) -> None:
    source = connect()
    for _ in range(4):
        province.answers = [says(b"", 500)]
        fail(source, 4)
        province.answers = [says(RECORD | {"status": "???"})]
        fail(source, 1)
    province.answers = [says(RECORD)]
    assert source.find(CODE, "1234") == TOLD


def test_many_are_asked_for_at_once(province: ProvinceServer, connect: Connect) -> None:
    together = Barrier(4, timeout=5)

    def when_all_have_asked(handler: Handler) -> None:
        together.wait()
        says(RECORD)(handler)

    province.answers = [when_all_have_asked]
    source = connect(read=5, whole=5)
    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(lambda _: source.find(CODE, "1234"), range(4))) == [TOLD] * 4


@pytest.mark.parametrize("answer", [says(RECORD), says(b"", 500), says(b"<html>", 200), hangs_up, drips])
def test_neither_factor_nor_token_nor_name_is_logged(
    province: ProvinceServer, connect: Connect, caplog: pytest.LogCaptureFixture, answer: Answer
) -> None:
    province.answers = [answer]
    with caplog.at_level(logging.DEBUG):
        for factor in ("5678", "0000"):
            with suppress(DossierUnavailable):
                connect(ProvinceFormat(factor_header="X-Factor", factor_fields=()), whole=0.4).find(
                    CODE, factor
                )
    for secret in ("5678", "0000", "s3cret", "Nguyễn"):
        assert secret not in caplog.text


def test_plain_http_leaves_this_machine_never() -> None:
    with pytest.raises(ValueError, match="https"):
        ProvinceSource("http://dichvucong.example/", "", ProvinceFormat(), lambda: TODAY)
