"""Four processes of fifty threads issue and call, and are killed at random; nothing is lost nor given twice.

LETAN_TORTURE_SECONDS is how long they go on, on each database.
"""

import os
import subprocess
import sys
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from assistant.queue.ticket import ALLOWED, AT_COUNTER, ENDED, TicketStatus
from assistant.settings import ROOT
from assistant.store.queue_tables import number_series, ticket, ticket_change
from tests.assistant.queue.small_centre import SteppingClock, house_on

SECONDS = float(os.environ.get("LETAN_TORTURE_SECONDS", "6"))
SEED = os.environ.get("LETAN_TORTURE_SEED", "1")


@dataclass(frozen=True)
class Left:
    """What is in the database afterwards."""

    tickets: list[sa.Row[Any]]
    changes: list[sa.Row[Any]]
    series: list[sa.Row[Any]]


def tortured(url: str, folder: Path) -> int:
    """How many processes were killed."""
    worker = [sys.executable, "-m", "tests.assistant.store.torture_worker"]
    done = subprocess.run(
        [*worker, url, str(folder), str(SECONDS), SEED],
        cwd=ROOT,
        env=os.environ | {"OPENBLAS_NUM_THREADS": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return int(done.stdout)


def diaries(folder: Path) -> dict[str, list[list[str]]]:
    """What the processes wrote down, by kind."""
    notes: defaultdict[str, list[list[str]]] = defaultdict(list)
    for file in folder.iterdir():
        for line in file.read_text().splitlines():
            kind, *words = line.split()
            notes[kind].append(words)
    return notes


def test_numbers_outlive_processes_that_are_killed(url: str, database: sa.Engine, tmp_path: Path) -> None:
    database.dispose()
    folder = tmp_path / "diaries"
    folder.mkdir()
    kills = tortured(url, folder)
    notes = diaries(folder)
    with database.connect() as connection:
        left = Left(
            list(connection.execute(sa.select(ticket).order_by(ticket.c.sequence))),
            list(connection.execute(sa.select(ticket_change).order_by(ticket_change.c.number))),
            list(connection.execute(sa.select(number_series))),
        )
        if url.startswith("sqlite"):
            assert connection.scalar(sa.text("PRAGMA integrity_check")) == "ok"
            assert connection.execute(sa.text("PRAGMA foreign_key_check")).all() == []
    print(
        f"\n{database.dialect.name}: {kills} processes killed, {len(left.tickets)} tickets,"
        f" {len(notes['got'])} acknowledgements, {len(left.changes)} changes,"
        f" {len(notes['called'])} calls heard, {len(notes['unavailable'])} times unavailable"
    )
    assert notes["bug"] == []
    assert kills > SECONDS
    assert len(left.tickets) > 10
    nothing_acknowledged_is_lost_or_changed(notes, left)
    numbers_are_dense(left)
    nothing_is_half_made(left)
    nobody_was_in_two_places(notes, left)
    house = house_on(database, SteppingClock("2026-11-23T16:00:00"))
    last = {row.prefix: row.last for row in left.series}
    assert house.draw().serial == last["A"] + 1


def nothing_acknowledged_is_lost_or_changed(notes: dict[str, list[list[str]]], left: Left) -> None:
    kept = {row.id: f"{row.prefix}{row.serial:03}" for row in left.tickets}
    by_key = {row.idempotency_key: row.id for row in left.tickets}
    assert [words for words in notes["got"] if kept.get(words[1]) != words[2]] == []
    assert [words for words in notes["got"] if by_key.get(words[0]) != words[1]] == []
    given = {(ticket_id, number) for _, ticket_id, number in notes["got"]}
    assert len({ticket_id for ticket_id, _ in given}) == len({number for _, number in given}) == len(given)
    assert by_key.keys() <= {key for key, _ in notes["try"]}


def numbers_are_dense(left: Left) -> None:
    serials = defaultdict(list)
    for row in left.tickets:
        serials[row.centre, row.service_day, row.prefix].append(row.serial)
    for series in left.series:
        assert sorted(serials.pop(series[:3])) == list(range(1, series.last + 1))
    assert not serials


def nothing_is_half_made(left: Left) -> None:
    histories = defaultdict(list)
    for change in left.changes:
        histories[change.ticket].append(change)
    assert histories.keys() == {row.sequence for row in left.tickets}
    for row in left.tickets:
        history = histories[row.sequence]
        states = [TicketStatus(change.status) for change in history]
        assert (history[0].change, states[0], states[-1]) == ("issued", "waiting", row.status)
        for before, change, after in zip(states, history[1:], states[1:], strict=False):
            assert after in ALLOWED[before] or (change.change == "recalled" and after is before)
        assert (row.ended_at is not None) == (row.status in ENDED)


def nobody_was_in_two_places(notes: dict[str, list[list[str]]], left: Left) -> None:
    ids = {row.sequence: row.id for row in left.tickets}
    there: dict[str, int] = {}
    at: dict[int, str] = {}
    calls: defaultdict[tuple[str, str], int] = defaultdict(int)
    for change in left.changes:
        if change.change == "called":
            assert change.counter not in there
            assert change.ticket not in at
            there[change.counter], at[change.ticket] = change.ticket, change.counter
            calls[ids[change.ticket], change.counter] += 1
        elif change.status not in AT_COUNTER and change.ticket in at:
            del there[at.pop(change.ticket)]
    for words in notes["called"]:
        calls[words[0], words[1]] -= 1
    assert all(unheard >= 0 for unheard in calls.values())
    now = {row.counter: row.sequence for row in left.tickets if row.status in AT_COUNTER}
    assert now == there
