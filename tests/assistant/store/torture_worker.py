"""Processes that issue and call as fast as they can, and are killed; test_torture runs it.

`python -m tests.assistant.store.torture_worker URL FOLDER SECONDS SEED` forks them, so that a new one is at
work as soon as the one before is dead, and prints how many it killed. Each keeps a diary in FOLDER, a line
per write: what it is about to ask for, what it was given, whom it was told that it called.
"""

import os
import random
import signal
import sys
import time
from collections.abc import Callable
from datetime import timedelta
from functools import partial
from pathlib import Path
from threading import Thread
from typing import Any

from assistant.catalog.centre import Centre
from assistant.clock import Clock
from assistant.queue.counters import CounterNotReady, Counters
from assistant.queue.desk import Desk, TicketRequest
from assistant.queue.repository import Conflict, QueueUnavailable
from assistant.queue.ticket import ChangeRefused, UnknownTicket
from assistant.store.database import open_database
from assistant.store.events import Events
from assistant.store.queue import SqlQueue
from tests.assistant.queue.small_centre import CENTRE, MONDAY, moment

PROCESSES = 4
THREADS = 50
GROUPS = [group.slug for group in CENTRE.service_groups]
COUNTERS = [str(number) for number in range(1, 13)]
LARGE: Centre = CENTRE.model_validate(
    CENTRE.model_dump()
    | {
        "counters": [
            {"number": number, "name": number, "service_groups": GROUPS[index % 3 :], "way": "lối vào"}
            for index, number in enumerate(COUNTERS)
        ]
    }
)
_REFUSED = (CounterNotReady, ChangeRefused, UnknownTicket, Conflict)


class Worker:
    """One process: its threads share a desk, counters and a diary."""

    def __init__(self, url: str, diary: Path, life: str, elapsed: float) -> None:
        self._life = life
        self._diary = diary
        self._open = os.open(diary, os.O_WRONLY | os.O_APPEND | os.O_CREAT)
        repository = SqlQueue(open_database(url), Events())
        now = Clock(moment(MONDAY) + timedelta(seconds=elapsed)).now
        self._desk, self._counters = Desk(repository, now), Counters(repository, now)

    def run(self) -> None:
        """Work until killed; first ask again for what the one before was not heard to get."""
        unheard = pending(self._diary)
        for number in range(THREADS):
            Thread(target=self._work, args=(number, unheard[number::THREADS]), daemon=True).start()
        while True:
            time.sleep(1)

    def _work(self, number: int, unheard: list[tuple[str, str]]) -> None:
        try:
            for key, group in unheard:
                self._issue(key, group)
            self._act_for_ever(number, random.Random(f"{self._life}.{number}"))
        except BaseException as error:  # noqa: BLE001  the test must know
            self._note("bug", repr(error))

    def _act_for_ever(self, number: int, chance: random.Random) -> None:
        turn = 0
        mine: list[str] = []
        while True:
            turn += 1
            choice = chance.random()
            counter = chance.choice(COUNTERS)
            if choice < 0.55:
                key, group = f"{self._life}.{number}.{turn}", chance.choice(GROUPS)
                self._note("try", key, group)
                mine.append(self._issue(key, group))
                if chance.random() < 0.1:
                    self._issue(key, group)
            elif choice < 0.85:
                self._call(counter)
            elif choice < 0.9 and mine:
                self._try(partial(self._desk.cancel, chance.choice(mine)))
            else:
                action = chance.choices(["start", "finish", "hold", "no_show", "recall"], [8, 8, 2, 1, 2])[0]
                self._try(partial(getattr(self._counters, action), LARGE, counter, "Lan"))

    def _issue(self, key: str, group: str) -> str:
        while True:
            if given := self._try(lambda: self._desk.issue(LARGE, TicketRequest(group, key=key))):
                self._note("got", key, given.id, given.number)
                return str(given.id)

    def _call(self, counter: str) -> None:
        result = self._try(lambda: self._counters.call_next(LARGE, counter, "Lan", finish_current=True))
        if result and result.ticket:
            self._note("called", result.ticket.id, counter)

    def _try(self, action: Callable[[], Any]) -> Any:
        try:
            return action()
        except _REFUSED:
            return None
        except QueueUnavailable as error:
            self._note("unavailable", repr(error.__cause__).replace("\n", " "))
            time.sleep(0.05)
            return None

    def _note(self, *words: str) -> None:
        os.write(self._open, (" ".join(words) + "\n").encode())


def pending(diary: Path) -> list[tuple[str, str]]:
    """(key, group) that was asked for and not heard to be given."""
    tried: dict[str, str] = {}
    for line in diary.read_text().splitlines() if diary.exists() else []:
        kind, *words = line.split()
        if kind == "try":
            tried[words[0]] = words[1]
        elif kind == "got":
            tried.pop(words[0], None)
    return list(tried.items())


def main(url: str, folder: Path, seconds: float, seed: int) -> int:
    """Fork, kill, fork again; at the end all are killed. Returns how many were killed at work."""
    chance = random.Random(seed)
    begun = time.monotonic()
    lives = 0

    def fork(number: int) -> int:
        nonlocal lives
        lives += 1
        elapsed = time.monotonic() - begun
        if not (child := os.fork()):
            try:
                Worker(url, folder / str(number), f"{number}.{lives}", elapsed).run()
            finally:
                os._exit(1)
        return child

    workers = [fork(number) for number in range(PROCESSES)]
    kills = 0
    while time.monotonic() - begun < seconds:
        time.sleep(chance.uniform(0.05, 0.7))
        number = chance.randrange(PROCESSES)
        bury(workers[number])
        kills += 1
        workers[number] = fork(number)
    for worker in workers:
        bury(worker)
    return kills + PROCESSES


def bury(worker: int) -> None:
    """Kill a process as a power cut does, and see that it died of that."""
    os.kill(worker, signal.SIGKILL)
    _, status = os.waitpid(worker, 0)
    assert os.WIFSIGNALED(status), "a worker ended by itself"


if __name__ == "__main__":
    print(main(sys.argv[1], Path(sys.argv[2]), float(sys.argv[3]), int(sys.argv[4])))
