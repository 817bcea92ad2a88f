"""docs/evaluation.md: the figures, the risk–coverage curve as a picture, and the worst questions with why."""

from collections.abc import Sequence
from datetime import date
from typing import Any

import matplotlib as mpl
import numpy as np

from assistant.catalog.catalog import Catalog
from assistant.settings import ROOT
from scripts.outcome import Outcome
from scripts.question_sets import FRESH

mpl.use("Agg")
from matplotlib import pyplot as plt

REPORT = ROOT / "docs" / "evaluation.md"
CURVE = ROOT / "docs" / "evaluation.svg"
_WORST = 50


def write_report(
    figures: dict[str, Any], outcomes: Sequence[Outcome], unanswerable: Sequence[float], catalog: Catalog
) -> None:
    """Write the page and the picture. `unanswerable` are the probabilities of messages of no procedure."""
    fresh = [o for o in outcomes if o.question.set in FRESH]
    _draw_curve(fresh, unanswerable)
    faq, intents = figures["faq"], figures["intents"]
    REPORT.write_text(
        f"""# What it understands

Measured on {date.today().isoformat()} by `make eval`, which writes this page: each question is put in a
conversation of its own and goes through a whole turn. Catalog: {len(catalog)} procedures, {len(catalog.faq)}
FAQ entries.

**Sets.** `short`, `long` and `hard` (`tests/eval/data/fresh_*.tsv`) were written by authors who saw names
and summaries alone, and were first opened after the last choice had been made. `own` is the first session's
set, on which choices have been compared since; `shared` the development questions of shared/eval, where
present. A test proves that no test question, normalised, is learned.

R@1, R@3: the right procedure first, among the first three. Topic: what is asked about it; both topics: of
questions that ask two things, all and only these. Answered: at once, with a procedure. Wrong: of those
answered. All in percent.

{_markdown(figures["table"])}

## Messages that no procedure answers

{_markdown(figures["refusals"])}

“Elsewhere” is what other levels of government do, “lacking” what the catalog lacks or is too vague.
A FAQ entry may rightly answer some of them. The earlier set, known since the first session:

{_markdown(figures["earlier refusals"])}

## FAQ and intents

- {faq[0]} questions to the FAQ: {faq[1]} % answered by the right entry, {faq[2]} % by a wrong entry or by a
  procedure.
- {intents[0]} messages that are no questions on procedures: {intents[1]} % got their intent.
  Missed: {intents[2]}.

## Risk and coverage

![The share of wrong answers against the share of questions answered](evaluation.svg)

The fresh procedure questions and refusals in the order of the decision's probability, the surest first:
were the first so many answered, how many of the answers would be wrong. The ring is where it stands.

## The fifty worst questions

Fresh questions whose procedure did not come first, by how sure the search was.

{_markdown(_worst(fresh, catalog))}
""",
        "utf-8",
    )


def _markdown(rows: Sequence[Sequence[str]]) -> str:
    lines = ["| " + " | ".join(cell.replace("|", "/") for cell in row) + " |" for row in rows]
    return "\n".join([lines[0], "|" + "---|" * len(rows[0]), *lines[1:]])


def _worst(fresh: Sequence[Outcome], catalog: Catalog) -> list[list[str]]:
    missed = sorted((o for o in fresh if not o.first), key=lambda o: -o.probability)[:_WORST]
    rows = [["style", "question", "meant", "first", "status", "why"]]
    for outcome in missed:
        meant = catalog.procedure(next(code for code in outcome.question.codes if code in catalog))
        first = catalog.procedure(outcome.ranked[0]) if outcome.ranked else None
        near = first is not None and (first.field == meant.field or first.code in meant.related)
        place = next((i for i, c in enumerate(outcome.ranked, 1) if c in outcome.question.codes), None)
        why = "a neighbour" if near else "another field: the words point elsewhere"
        rows.append(
            [
                outcome.question.style,
                outcome.question.text,
                f"{meant.code} {meant.plain_name}",
                f"{first.code} {first.plain_name}" if first else "–",
                outcome.status,
                f"{why}; right one at place {place}" if place else f"{why}; right one not among five",
            ]
        )
    return rows


def _draw_curve(fresh: Sequence[Outcome], unanswerable: Sequence[float]) -> None:
    probabilities = np.array([o.probability for o in fresh] + list(unanswerable))
    wrong = np.array([not o.first for o in fresh] + [True] * len(unanswerable))
    order = np.argsort(-probabilities, kind="stable")
    count = np.arange(1, len(order) + 1)
    risk = 100 * np.cumsum(wrong[order]) / count
    coverage = 100 * count / len(order)
    stands = sum(o.answered is not None for o in fresh)
    figure, axes = plt.subplots(figsize=(7, 4))
    axes.plot(coverage, risk)
    axes.plot(coverage[stands - 1 : stands], risk[stands - 1 : stands], "o", markersize=9, fillstyle="none")
    axes.set_xlabel("answered, % of questions")
    axes.set_ylabel("wrong, % of answers")
    axes.grid(alpha=0.3)
    figure.tight_layout()
    mpl.rcParams["svg.hashsalt"] = "letan"
    figure.savefig(CURVE, metadata={"Date": None})
    plt.close(figure)
