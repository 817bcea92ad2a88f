"""Measure understanding through whole turns: `make eval` prints the figures and writes docs/evaluation.md."""

import asyncio
import logging
from collections import Counter, defaultdict
from collections.abc import Iterable
from typing import Any

from assistant.assembly import Assistant, assemble
from assistant.catalog.faq import is_faq
from assistant.dialogue.brain import Brain, Request
from assistant.settings import settings
from scripts.evaluation_report import write_report
from scripts.outcome import Outcome
from scripts.question_sets import (
    Question,
    faq_questions,
    fresh_questions,
    intent_messages,
    own_questions,
    refusals,
    shared_questions,
)


async def ask(assistant: Assistant, question: Question) -> Outcome:
    """Put a question in a conversation of its own."""
    turn = await assistant.brain.handle(Request(question.text))
    ranked = tuple(procedure["code"] for procedure in turn["understanding"]["procedures"])
    return Outcome(
        question,
        ranked,
        (turn["answer"] or {}).get("procedure_code"),
        tuple(turn["understanding"]["topics"]),
        turn["status"],
        assistant.brain.policy.search(question.text).best.score,
    )


def table(outcomes: Iterable[Outcome]) -> list[list[str]]:
    """Figures by set and style, a header first."""
    groups: defaultdict[tuple[str, str], list[Outcome]] = defaultdict(list)
    for outcome in outcomes:
        groups[outcome.question.set, outcome.question.style].append(outcome)
        groups[outcome.question.set, "all"].append(outcome)
    rows = [["set", "style", "n", "R@1", "R@3", "topic", "both topics", "answered", "wrong"]]
    for (name, style), group in groups.items():
        answered = [o for o in group if o.answered]
        topical = [o for o in group if o.question.topics]
        double = [o for o in topical if len(o.question.topics) > 1]
        rows.append(
            [
                name,
                style,
                str(len(group)),
                percent(sum(o.first for o in group), len(group)),
                percent(sum(o.among_three for o in group), len(group)),
                percent(sum(o.topic for o in topical), len(topical)),
                percent(sum(o.all_topics for o in double), len(double)),
                percent(len(answered), len(group)),
                percent(sum(o.wrong for o in answered), len(answered)),
            ]
        )
    return rows


def percent(part: int, whole: int) -> str:
    """A share in percent with one place; a dash of nothing."""
    return f"{100 * part / whole:.1f}" if whole else "–"


async def refused(brain: Brain, messages: Iterable[tuple[str, str]]) -> list[list[str]]:
    """By kind: how many were answered with a procedure, and how the turns ended."""
    statuses: defaultdict[str, Counter[str]] = defaultdict(Counter)
    answered: Counter[str] = Counter()
    for kind, text in messages:
        turn = await brain.handle(Request(text))
        statuses[kind][turn["status"]] += 1
        answered[kind] += bool((turn["answer"] or {}).get("procedure_code"))
    rows = [["kind", "n", "answered with a procedure", "statuses"]]
    for kind, counts in statuses.items():
        ended = ", ".join(f"{status} {n}" for status, n in counts.most_common())
        rows.append([kind, str(counts.total()), str(answered[kind]), ended])
    return rows


async def of_the_faq(brain: Brain) -> list[str]:
    """How many FAQ questions were answered by the right entry, and by a wrong one."""
    right = wrong = 0
    questions = faq_questions()
    for _, slugs, text in questions:
        turn = await brain.handle(Request(text))
        told = [card["slug"] for card in turn["cards"] if card["type"] == "faq"]
        right += bool(told) and told[0] in slugs
        wrong += bool(told) and told[0] not in slugs
        wrong += bool((turn["answer"] or {}).get("procedure_code"))
    return [str(len(questions)), percent(right, len(questions)), percent(wrong, len(questions))]


async def of_intents(brain: Brain) -> list[str]:
    """How many messages got the intent that their author gave them, and what became of the others."""
    missed: Counter[str] = Counter()
    messages = intent_messages()
    for intent, text in messages:
        turn = await brain.handle(Request(text))
        understood = turn["understanding"]["intent"]
        if understood != intent:
            missed[f"{intent} → {understood}"] += 1
    share = percent(len(messages) - missed.total(), len(messages))
    return [str(len(messages)), share, ", ".join(f"{pair} {n}" for pair, n in missed.most_common(12))]


def _aligned(rows: list[list[str]]) -> str:
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return "\n".join("  ".join(cell.ljust(w) for cell, w in zip(row, widths, strict=True)) for row in rows)


async def _measure() -> None:
    assistant = assemble(settings())
    brain = assistant.brain
    questions = [*fresh_questions(), *own_questions(), *shared_questions()]
    known = [q for q in questions if any(c in brain.catalog for c in q.codes)]
    print(f"{len(known)} questions …", flush=True)
    outcomes = [await ask(assistant, question) for question in known]
    figures: dict[str, Any] = {
        "table": table(outcomes),
        "refusals": await refused(brain, refusals("fresh_")),
        "earlier refusals": await refused(brain, refusals()),
        "faq": await of_the_faq(brain),
        "intents": await of_intents(brain),
    }
    print(_aligned(figures["table"]))
    print("\nMessages that no procedure answers\n" + _aligned(figures["refusals"]))
    print("\nThe same, earlier set\n" + _aligned(figures["earlier refusals"]))
    print("\nFAQ questions: n, right, wrong:", *figures["faq"])
    print("Intents: n, right, missed:", *figures["intents"])
    found = [brain.policy.search(text) for _, text in refusals("fresh_")]
    # To a FAQ entry, or to none, such a message may rightly lead: only a procedure would be wrong.
    unanswerable = [0.0 if r.names_none or is_faq(r.best.key) else r.best.score for r in found]
    write_report(figures, outcomes, unanswerable, brain.catalog)
    assistant.close()


if __name__ == "__main__":
    logging.basicConfig(level=logging.ERROR)
    asyncio.run(_measure())
