import pytest

from assistant.catalog.centre import Centre
from assistant.catalog.loading import load_file
from assistant.queue.ticket import ServiceClass
from assistant.settings import settings
from scripts.simulate_day import main, overtaken_unfairly, simulate
from scripts.simulated_centre import Visitor

CENTRE = load_file(settings().knowledge_dir / "centres" / "trieu-son.yaml", Centre)


def test_promised_waits_are_mostly_kept_and_nobody_is_passed_against_the_rules() -> None:
    trials, silent, unfair, seconds = simulate(CENTRE, range(2), 60)
    assert len(trials) + silent == 120
    assert silent < 12
    assert unfair == 0
    assert 0.6 <= sum(t.kept for t in trials) / len(trials) <= 0.98  # few visitors: many free counters
    assert len(seconds) == 120


def visitor(arrival: float, called: float, kind: ServiceClass = ServiceClass.ORDINARY) -> Visitor:
    return Visitor(arrival, arrival, "ho-tich", kind, arrival, 0, called=called)


def test_overtaking_beyond_the_head_start_is_found() -> None:
    head_start = CENTRE.queue.priority_head_start
    first = visitor(480, 600)
    assert overtaken_unfairly([first, visitor(490, 700)], CENTRE) == 0
    assert overtaken_unfairly([first, visitor(490, 500)], CENTRE) == 1
    priority = ServiceClass.PRIORITY
    assert overtaken_unfairly([first, visitor(480 + head_start - 1, 590, priority)], CENTRE) == 0
    assert overtaken_unfairly([first, visitor(480 + head_start + 1, 590, priority)], CENTRE) == 1


def test_it_prints_a_table(capsys: pytest.CaptureFixture[str]) -> None:
    main(["--days", "1", "--visitors", "40"])
    printed = capsys.readouterr().out
    assert "trieu-son" in printed
    assert "kept %" in printed
