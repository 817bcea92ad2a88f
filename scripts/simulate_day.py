"""Try the promised waits in simulated days: `python -m scripts.simulate_day`.

Coverage is the share of visitors whose wait fell in the range they were promised (aim: 80 %).
`free` are those for whom a counter stood free; the figures beside are for all others.
"""

import argparse
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter

import numpy as np

from assistant.catalog.centre import Centre
from assistant.catalog.loading import load_file
from assistant.queue.ticket import ServiceClass
from assistant.queue.waiting import CounterNow, WaitModel, WaitRange
from assistant.settings import settings
from scripts.simulated_centre import Day, Visitor

FIRST_SEED = 100
_RECENT = 30
_MARGIN = 1e-6


@dataclass(frozen=True)
class Trial:
    """One promise kept or not: minutes; `free` when a counter stood free and nobody was ahead."""

    hour: int
    service_class: ServiceClass
    low: int
    high: int
    wait: float
    free: bool

    @property
    def kept(self) -> bool:
        """Whether the wait fell in the range."""
        return self.low <= self.wait <= self.high


class Promiser:
    """Asks the model as the product does: of the state at the issue of a number, and nothing else."""

    def __init__(self, centre: Centre, seed: int) -> None:
        self.model = WaitModel(centre, seed)
        self.seconds: list[float] = []
        self.free: set[int] = set()

    def __call__(self, day: Day, visitor: Visitor) -> tuple[int, int] | None:
        """The range that a visitor is promised now; absent where no counter takes the group."""
        counters = [
            CounterNow(
                d.number,
                d.groups,
                d.serving.group if d.serving else None,
                day.moment(d.since) if d.serving else None,
            )
            for d in day.desks
            if not d.paused
        ]
        ahead = [v.group for v in sorted(day.line, key=lambda v: v.turn) if v.turn < visitor.turn]
        recent: dict[str, list[float]] = {}
        for group, minutes in reversed(day.served):
            recent.setdefault(group, [])
            if len(recent[group]) < _RECENT:
                recent[group].append(minutes)
        sharing = {g for d in day.desks if visitor.group in d.groups for g in d.groups}
        rates = {
            kind.value: float(
                sum(
                    v.service_class is kind and v.group in sharing and v.arrival > day.now - 60
                    for v in day.visitors
                )
            )
            for kind in (ServiceClass.PRIORITY, ServiceClass.GREEN)
        }
        started = perf_counter()
        wait: WaitRange | None = self.model.estimate(
            visitor.group, ahead, counters, recent, day.moment(day.now), rates, day.now - visitor.place
        )
        self.seconds.append(perf_counter() - started)
        if not sharing & set(ahead) and any(
            visitor.group in c.service_groups and c.serving is None for c in counters
        ):
            self.free.add(id(visitor))
        return (wait.low, wait.high) if wait else None


def simulate(
    centre: Centre, seeds: Iterable[int], visitors: int
) -> tuple[list[Trial], int, int, list[float]]:
    """(trials, visitors without a promise, visitors overtaken against the rules, seconds per estimate)."""
    trials: list[Trial] = []
    silent = unfair = 0
    seconds: list[float] = []
    for seed in seeds:
        promiser = Promiser(centre, seed)
        day = Day(centre, seed, visitors, promiser)
        day.run()
        seconds += promiser.seconds
        unfair += overtaken_unfairly(day.visitors, centre)
        for v in day.visitors:
            if v.promised is None or v.called is None:
                silent += 1
                continue
            free = id(v) in promiser.free
            wait = v.called - v.arrival
            trials.append(Trial(int(v.arrival // 60), v.service_class, *v.promised, wait, free))
    return trials, silent, unfair, seconds


def overtaken_unfairly(visitors: Sequence[Visitor], centre: Centre) -> int:
    """How many were passed by someone of their group who was drawn later than the head starts allow."""
    starts = {
        ServiceClass.PRIORITY: centre.queue.priority_head_start,
        ServiceClass.GREEN: centre.queue.green_head_start,
        ServiceClass.ORDINARY: 0,
    }
    return sum(
        any(
            w.called < v.called
            and w.arrival > v.arrival
            and w.arrival - v.arrival > starts[w.service_class] - starts[v.service_class] + _MARGIN
            for w in visitors
            if w.group == v.group and w.called is not None
        )
        for v in visitors
        if v.called is not None
    )


def row(name: str, trials: Sequence[Trial]) -> str:
    """One line of the table: number, coverage, missed below and above, width, wait, bias."""
    if not trials:
        return f"{name:24}{0:7}"
    waits = np.array([t.wait for t in trials])
    lows, highs = (np.array([getattr(t, end) for t in trials]) for end in ("low", "high"))
    middle = (lows + highs) / 2
    return (
        f"{name:24}{len(trials):7}{100 * np.mean([t.kept for t in trials]):9.1f}"
        f"{100 * np.mean(waits < lows):8.1f}{100 * np.mean(waits > highs):8.1f}"
        f"{np.mean(highs - lows):9.1f}{waits.mean():9.1f}{np.mean(middle - waits):8.1f}"
    )


def main(arguments: Sequence[str] | None = None) -> None:
    """Print the table for each centre of the knowledge."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--days", type=int, default=40)
    parser.add_argument("--visitors", type=int, default=300)
    parser.add_argument("--first-seed", type=int, default=FIRST_SEED)
    options = parser.parse_args(arguments)
    files: list[Path] = sorted((settings().knowledge_dir / "centres").glob("*.yaml"))
    for file in files:
        centre = load_file(file, Centre)
        seeds = range(options.first_seed, options.first_seed + options.days)
        trials, silent, unfair, seconds = simulate(centre, seeds, options.visitors)
        waited = [t for t in trials if not t.free]
        total = len(trials) + silent
        print(f"{centre.slug}: {options.days} days, {total / options.days:.0f} visitors a day")
        print(f"{'minutes':24}{'n':>7}{'kept %':>9}{'under':>8}{'over':>8}{'width':>9}{'wait':>9}{'bias':>8}")
        print(row("all promises", trials))
        print(row("a counter stood free", [t for t in trials if t.free]))
        print(row("all others", waited))
        for kind in ServiceClass:
            print(row(f"  {kind.value}", [t for t in waited if t.service_class is kind]))
        for hour in sorted({t.hour for t in waited}):
            print(row(f"  {hour:02} h", [t for t in waited if t.hour == hour]))
        p50, p95 = (1000 * np.percentile(seconds, q) for q in (50, 95))
        print(f"no promise (counter shut): {silent}; overtaken against the rules: {unfair}")
        print(f"an estimate takes {p50:.2f} ms (p50), {p95:.2f} ms (p95)\n", flush=True)


if __name__ == "__main__":
    main()
