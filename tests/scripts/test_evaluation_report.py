from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

from assistant.catalog.catalog import Catalog
from scripts import evaluation_report
from scripts.evaluate import table
from scripts.evaluation_report import write_report
from scripts.outcome import Outcome
from scripts.question_sets import Question

BIRTH, MARRIAGE, COPY = "1.001193", "1.000894", "2.000815"
FIGURES: dict[str, Any] = {
    "refusals": [["kind", "n"], ["elsewhere", "41"]],
    "earlier refusals": [["kind", "n"], ["foreign", "42"]],
    "faq": ["43", "44.4", "5.5"],
    "intents": ["46", "47.7", "greet → thanks 8"],
}


def outcome(text: str, *ranked: str, set_: str = "short", probability: float = 0.5) -> Outcome:
    """Of a question on registering a birth; what comes first is answered."""
    answered = ranked[0] if ranked else None
    question = Question(set_, "formal", ("fee",), (BIRTH,), text)
    return Outcome(question, ranked, answered, ("fee",), "answered", probability)


OUTCOMES = [
    outcome("câu đúng", BIRTH, COPY, probability=0.95),
    outcome("câu sai | ít chắc", COPY, MARRIAGE, BIRTH, probability=0.3),
    outcome("câu sai rất chắc", MARRIAGE, COPY, set_="hard", probability=0.8),
    outcome("câu không thấy gì", set_="long", probability=0.1),
    outcome("câu cũ", COPY, set_="own", probability=0.99),
]


@pytest.fixture
def written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[Path, Path]:
    """Where page and picture are written to."""
    places = tmp_path / "evaluation.md", tmp_path / "evaluation.svg"
    monkeypatch.setattr(evaluation_report, "REPORT", places[0])
    monkeypatch.setattr(evaluation_report, "CURVE", places[1])
    return places


def write(catalog: Catalog, outcomes: list[Outcome], unanswerable: tuple[float, ...] = (0.05, 0.4)) -> None:
    write_report(FIGURES | {"table": table(outcomes)}, outcomes, unanswerable, catalog)


def test_the_page_has_all_figures(catalog: Catalog, written: tuple[Path, Path]) -> None:
    write(catalog, OUTCOMES)
    page = written[0].read_text("utf-8")
    for row in table(OUTCOMES):
        assert f"| {' | '.join(row)} |" in page
    assert f"Catalog: {len(catalog)} procedures, {len(catalog.faq)}\nFAQ entries." in page
    assert "| elsewhere | 41 |" in page
    assert "| foreign | 42 |" in page
    assert "- 43 questions to the FAQ: 44.4 % answered by the right entry, 5.5 % by a wrong entry" in page
    assert "- 46 messages that are no questions on procedures: 47.7 % got their intent." in page
    assert "Missed: greet → thanks 8." in page


def test_the_worst_are_the_fresh_ones_that_were_missed_the_surest_first(
    catalog: Catalog, written: tuple[Path, Path]
) -> None:
    write(catalog, OUTCOMES)
    worst = written[0].read_text("utf-8").split("## The fifty worst questions")[1]
    rows = [line for line in worst.splitlines() if line.startswith("| formal |")]
    assert [row.split(" | ")[1] for row in rows] == [
        "câu sai rất chắc",
        "câu sai / ít chắc",
        "câu không thấy gì",
    ]
    assert {row.count(" | ") for row in rows} == {5}


def test_each_of_the_worst_is_explained(catalog: Catalog, written: tuple[Path, Path]) -> None:
    write(catalog, OUTCOMES)
    page = written[0].read_text("utf-8")
    name = {code: f"{code} {catalog.procedure(code).plain_name}" for code in (BIRTH, MARRIAGE, COPY)}
    start = f"câu sai rất chắc | {name[BIRTH]} | {name[MARRIAGE]} | answered | "
    assert f"{start}a neighbour; right one not among five" in page
    start = f"câu sai / ít chắc | {name[BIRTH]} | {name[COPY]} | answered | "
    assert f"{start}another field: the words point elsewhere; right one at place 3" in page
    assert f"câu không thấy gì | {name[BIRTH]} | – | answered | " in page


def test_at_most_fifty_are_listed(catalog: Catalog, written: tuple[Path, Path]) -> None:
    write(catalog, [outcome(f"câu {number}", COPY) for number in range(60)])
    assert written[0].read_text("utf-8").count("| formal | câu ") == 50


@pytest.mark.parametrize(
    "outcomes",
    [OUTCOMES, OUTCOMES[:1], [outcome("câu không thấy gì")]],
    ids=["some answered", "all answered", "none answered"],
)
def test_the_curve_is_drawn_the_same_every_time(
    catalog: Catalog, written: tuple[Path, Path], outcomes: list[Outcome]
) -> None:
    write(catalog, outcomes)
    first = written[1].read_bytes()
    write(catalog, outcomes)
    assert ElementTree.fromstring(first).tag.endswith("svg")
    assert written[1].read_bytes() == first
