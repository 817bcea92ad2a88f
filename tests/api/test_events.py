"""Streams of events over a real socket: who listens, who is told what, who has gone."""

import json
import socket
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Thread
from typing import Any

import httpx
import pytest
import uvicorn

from api import events as events_route
from api.app import create_app
from assistant.queue.events import QueueEvent
from assistant.settings import Settings

MORNING = "2026-11-23T08:00:00+07:00"
EVENTS = "/v1/centres/trieu-son/events"
SOON_S = 5.0

Read = Callable[[], tuple[str, dict[str, Any]]]


@pytest.fixture
def desk(desk_at: Callable[[str], Any]) -> Any:
    return desk_at(MORNING)


@pytest.fixture
def url(desk: Any) -> Iterator[str]:
    """A server in a thread, over the queue alone."""
    app = create_app(Settings())
    app.state.assistant = desk
    config = uvicorn.Config(app, lifespan="off", ws="wsproto", timeout_graceful_shutdown=1)
    config.log_config = None
    server = uvicorn.Server(config)
    with socket.socket() as bound:
        bound.bind(("127.0.0.1", 0))
        thread = Thread(target=server.run, kwargs={"sockets": [bound]})
        thread.start()
        yield f"http://127.0.0.1:{bound.getsockname()[1]}"
        server.should_exit = True
        thread.join(SOON_S)
    assert not thread.is_alive()


@contextmanager
def reading(url: str) -> Iterator[Read]:
    """Reads a stream event by event: its name and its data."""
    with httpx.stream("GET", url + EVENTS, timeout=SOON_S) as response:
        assert response.headers["content-type"].startswith("text/event-stream")
        lines = response.iter_lines()

        def following() -> tuple[str, dict[str, Any]]:
            fields = dict(line.split(": ", 1) for line in iter(lambda: next(lines), "") if line[0] != ":")
            return fields["event"], json.loads(fields["data"])

        yield following


def _happened(serial: int = 1, centre: str = "trieu-son") -> QueueEvent:
    return QueueEvent(centre, "issued", MORNING, f"A{serial:03}", "ho-tich", "waiting")


def _until(condition: Callable[[], bool]) -> None:
    deadline = time.monotonic() + SOON_S
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.01)


def test_first_the_whole_queue_then_each_change_of_that_centre(desk: Any, url: str) -> None:
    with reading(url) as one, reading(url) as other:
        first = one()
        assert other()[0] == first[0] == "queue"
        assert first[1]["centre"] == "trieu-son"
        assert {"waiting", "services", "counters"} <= first[1].keys()

        desk.events.after([_happened(1, "hac-thanh"), _happened(2), _happened(3)])

        for read in (one, other):
            told = [read(), read()]
            assert [(name, change["number"]) for name, change in told] == [
                ("change", "A002"),
                ("change", "A003"),
            ]
            assert told[0][1].keys() == _happened().to_dict().keys()


def test_whoever_goes_away_is_told_nothing_more(desk: Any, url: str) -> None:
    with reading(url) as stays:
        stays()
        with reading(url) as leaves:
            leaves()
            assert len(desk.events._listeners) == 2
        _until(lambda: len(desk.events._listeners) == 1)

        desk.events.after([_happened()])
        assert stays()[0] == "change"
    _until(lambda: not desk.events._listeners)


def test_whoever_fell_behind_is_shown_the_whole_queue_anew(
    desk: Any, url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(events_route, "_BEHIND", 3)
    with reading(url) as read:
        read()
        desk.events.after([_happened(serial) for serial in range(1, 101)])
        told = [read() for _ in range(4)]

    assert [name for name, _ in told[:2]] == ["change", "queue"]


def test_whoever_may_have_missed_something_is_shown_the_whole_queue_anew(desk: Any, url: str) -> None:
    with reading(url) as read:
        read()
        desk.events._tell_missed()
        assert read()[0] == "queue"
        desk.events.after([_happened()])
        assert read()[0] == "change"


def test_a_change_while_the_queue_is_looked_at_is_not_missed(
    desk: Any, url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    board = desk.queue.outlook.board

    def board_then_change(centre: Any) -> Any:
        seen = board(centre)
        desk.events.after([_happened()])
        return seen

    monkeypatch.setattr(desk.queue.outlook, "board", board_then_change)
    with reading(url) as read:
        assert [read()[0], read()[0]] == ["queue", "change"]


def test_an_unknown_centre_has_no_stream(url: str) -> None:
    response = httpx.get(f"{url}/v1/centres/khong-co/events")

    assert (response.status_code, response.json()["type"]) == (404, "/problems/unknown-centre")


def test_nobody_is_kept_subscribed_by_a_response_that_never_began(desk: Any, url: str) -> None:
    with desk.database.begin() as connection:
        connection.exec_driver_sql("ALTER TABLE ticket RENAME TO away")

    assert httpx.get(url + EVENTS).status_code == 503
    assert not desk.events._listeners
