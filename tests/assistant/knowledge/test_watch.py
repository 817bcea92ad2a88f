import time
from collections.abc import Callable

import pytest

from assistant.knowledge.repository import KnowledgeUnavailable
from assistant.knowledge.watch import Watch

SOON = 10.0


class Knowledge:
    """Counts how often it is refreshed, and fails at first."""

    def __init__(self, failures: int = 0) -> None:
        self.failures = failures
        self.looked = 0
        self.index = self

    def warm_up(self) -> None:
        pass

    def refresh(self) -> bool:
        self.looked += 1
        if self.looked <= self.failures:
            raise KnowledgeUnavailable
        return False


class HandBell:
    def __init__(self) -> None:
        self.closed = False

    def listen(self, ring: Callable[[], None]) -> None:
        self.ring = ring

    def close(self) -> None:
        self.closed = True


def wait_for(happens: Callable[[], bool]) -> bool:
    until = time.monotonic() + SOON
    while not happens() and time.monotonic() < until:
        time.sleep(0.005)
    return happens()


def test_it_looks_again_and_again_though_looking_fails(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr("assistant.knowledge.watch._LOOK_EVERY_S", 0.01)
    knowledge = Knowledge(failures=3)
    watch = Watch(knowledge)
    assert wait_for(lambda: knowledge.looked > 5)
    watch.close()
    assert [record.levelname for record in caplog.records] == ["ERROR"]


def test_the_bell_makes_it_look_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("assistant.knowledge.watch._LOOK_EVERY_S", SOON)
    knowledge, bell = Knowledge(), HandBell()
    watch = Watch(knowledge, bell)
    assert wait_for(lambda: knowledge.looked == 1)
    bell.ring()
    assert wait_for(lambda: knowledge.looked == 2)
    watch.close()
    assert bell.closed
    assert not watch._thread.is_alive()
