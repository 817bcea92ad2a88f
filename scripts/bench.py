"""Measure speed, start-up and memory: `make bench`. Every question is new, so nothing is remembered."""

import asyncio
import json
import logging
import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from http.client import HTTPConnection
from itertools import islice
from pathlib import Path

import numpy as np
import psutil

from assistant.assembly import Assistant, assemble
from assistant.dialogue.brain import Request
from assistant.settings import Settings, settings
from assistant.store.database import migrate
from scripts.question_sets import own_questions
from scripts.tenfold import tenfold_ranker

_WARM_UP = 20
_TURNS = 200
_LONG = 160
_SEARCHES = 200


def fresh_questions() -> Iterator[str]:
    """Questions of up to fourteen words, each unlike the ones before."""
    short = [q.text for q in own_questions() if len(q.text.split()) <= 14]
    number = 0
    while True:
        for text in short:
            yield f"{text} {number}" if number else text
        number += 1


def show(name: str, seconds: Sequence[float], beside: Sequence[float] | None = None) -> None:
    """One line: median and 95th percentile in milliseconds, and the ratio to another measure."""
    p50, p95 = (1000 * np.percentile(seconds, q) for q in (50, 95))
    line = f"{name:52}{p50:8.1f}{p95:8.1f} ms"
    if beside is not None:
        ratios = [np.percentile(seconds, q) / np.percentile(beside, q) for q in (50, 95)]
        line += f"   ×{ratios[0]:.2f} ×{ratios[1]:.2f}"
    print(line, flush=True)


async def in_process(assistant: Assistant, questions: Iterator[str]) -> None:
    """Turns in this process: short conversations, then one long one."""

    async def turns(texts: Iterator[str], per_conversation: int) -> list[float]:
        taken = []
        conversation = None
        for count, text in enumerate(texts):
            if count % per_conversation == 0:
                conversation = None
            started = time.perf_counter()
            turn = await assistant.brain.handle(Request(text, conversation))
            taken.append(time.perf_counter() - started)
            conversation = turn["conversation_id"]
        return taken

    await turns(islice(questions, _WARM_UP), 5)
    short = await turns(islice(questions, _TURNS), 5)
    show("turn in process, conversations of 5", short)
    long = await turns(islice(questions, _LONG), _LONG)
    show("  the 141st to 160th message of one conversation", long[-20:], beside=short)


def search_sizes(assistant: Assistant, questions: Iterator[str]) -> None:
    """Ranking alone, on the catalog and on one ten times as large, question by question."""
    search = assistant.brain.policy.searcher
    large = tenfold_ranker(search.index.ranker)
    once: list[float] = []
    tenfold: list[float] = []
    for text in islice(questions, _SEARCHES):
        prepared = search.index.preparer.prepare(text)
        vector = search.encoder.encode(prepared)
        for ranker, taken in ((search.index.ranker, once), (large, tenfold)):
            started = time.perf_counter()
            ranker.rank(prepared, vector)
            taken.append(time.perf_counter() - started)
    show("ranking, the catalog", once)
    show("  ten times the catalog", tenfold, beside=once)


@contextmanager
def server(config: Settings) -> Iterator[tuple[int, int, float]]:
    """A real server on a free port: (port, process id, seconds from start to ready)."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    environment = os.environ | {
        "LETAN_PORT": str(port),
        "LETAN_DATABASE_URL": config.sqlalchemy_url,
        "LETAN_LOG_LEVEL": "ERROR",
    }
    started = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, "-m", "api"], env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        while not _ready(port):
            time.sleep(0.05)
        yield port, process.pid, time.perf_counter() - started
    finally:
        process.terminate()
        process.wait()


def _ready(port: int) -> bool:
    try:
        connection = HTTPConnection("127.0.0.1", port, timeout=2)
        connection.request("GET", "/readyz")
        return connection.getresponse().status == 200
    except OSError:
        return False


def over_http(port: int, conversations: int, questions: Sequence[str]) -> tuple[list[float], float]:
    """(seconds of each turn, seconds in all) with so many conversations side by side."""

    def converse(texts: Sequence[str]) -> list[float]:
        connection = HTTPConnection("127.0.0.1", port)
        conversation = None
        taken = []
        for text in texts:
            body = json.dumps({"text": text} | ({"conversation_id": conversation} if conversation else {}))
            started = time.perf_counter()
            connection.request("POST", "/v1/messages", body, {"Content-Type": "application/json"})
            turn = json.loads(connection.getresponse().read())
            taken.append(time.perf_counter() - started)
            conversation = turn["conversation_id"]
        return taken

    shares = [questions[i::conversations] for i in range(conversations)]
    started = time.perf_counter()
    with ThreadPoolExecutor(conversations) as pool:
        taken = [seconds for share in pool.map(converse, shares) for seconds in share]
    return taken, time.perf_counter() - started


def main() -> None:
    """Run every measure, one after the other."""
    questions = fresh_questions()
    print(f"{'':52}{'p50':>8}{'p95':>8}      ratio of p50, p95", flush=True)
    with tempfile.TemporaryDirectory() as folder:
        config = settings().model_copy(update={"database_url": f"sqlite:///{Path(folder) / 'bench.db'}"})
        migrate(config.sqlalchemy_url)
        with server(config) as (port, pid, ready_s):
            over_http(port, 1, list(islice(questions, _WARM_UP)))
            taken, _ = over_http(port, 1, list(islice(questions, _TURNS)))
            show("turn over HTTP, one conversation at a time", taken)
            for conversations in (8, 32):
                taken, total = over_http(port, conversations, list(islice(questions, 12 * conversations)))
                show(f"turn over HTTP, {conversations} conversations side by side", taken)
                print(f"{'  turns per second':52}{len(taken) / total:8.0f}")
            memory = psutil.Process(pid).memory_info().rss / 2**20
        print(f"{'start to ready, warm':52}{ready_s:8.1f} s")
        print(f"{'memory, resident, after these turns':52}{memory:8.0f} MB", flush=True)
        assistant = assemble(config)
        asyncio.run(in_process(assistant, questions))
        search_sizes(assistant, questions)
        assistant.close()


if __name__ == "__main__":
    logging.basicConfig(level=logging.ERROR)
    main()
