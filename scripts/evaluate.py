"""Measure understanding through whole turns: `make eval`."""

import asyncio
import logging
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from assistant.assembly import assemble
from assistant.dialogue.acts import TOPIC_OF_INTENT
from assistant.dialogue.brain import Brain, Request
from assistant.settings import settings
from scripts.question_sets import Question, own_questions, refusals, shared_questions


@dataclass(frozen=True)
class Outcome:
    """What a turn made of a question."""

    question: Question
    ranked: tuple[str, ...]
    answered: str | None
    topic: str | None

    @property
    def first(self) -> bool:
        """The right procedure came first."""
        return self.ranked[:1] != () and self.ranked[0] in self.question.codes

    @property
    def among_three(self) -> bool:
        """The right procedure was among the first three."""
        return any(code in self.question.codes for code in self.ranked[:3])

    @property
    def wrong(self) -> bool:
        """A procedure was answered that is not the right one."""
        return self.answered is not None and self.answered not in self.question.codes


async def ask(brain: Brain, question: Question) -> Outcome:
    """Put a question in a conversation of its own."""
    turn = await brain.handle(Request(question.text))
    ranked = tuple(procedure["code"] for procedure in turn["understanding"]["procedures"])
    answer = turn["answer"] or {}
    topic = TOPIC_OF_INTENT.get(turn["understanding"]["intent"])
    return Outcome(question, ranked, answer.get("procedure_code"), topic)


def table(outcomes: Iterable[Outcome]) -> str:
    """Figures by set and style."""
    groups: defaultdict[tuple[str, str], list[Outcome]] = defaultdict(list)
    for outcome in outcomes:
        groups[outcome.question.set, outcome.question.style].append(outcome)
        groups[outcome.question.set, "all"].append(outcome)
    head = f"{'set':8}{'style':15}{'n':>5}{'R@1':>8}{'R@3':>8}{'topic':>8}{'answered':>10}{'wrong':>8}"
    lines = [head]
    for (name, style), group in groups.items():
        answered = [o for o in group if o.answered]
        topical = [o for o in group if o.question.topic]
        lines.append(
            f"{name:8}{style:15}{len(group):5}"
            f"{_percent(sum(o.first for o in group), len(group))}"
            f"{_percent(sum(o.among_three for o in group), len(group))}"
            f"{_percent(sum(o.topic == o.question.topic for o in topical), len(topical))}"
            f"{_percent(len(answered), len(group)):>10}"
            f"{_percent(sum(o.wrong for o in answered), len(answered))}"
        )
    return "\n".join(lines)


def _percent(part: int, whole: int) -> str:
    return f"{100 * part / whole:7.1f}%" if whole else f"{'–':>8}"


async def _measure() -> None:
    assistant = assemble(settings())
    brain = assistant.brain
    known = [q for q in [*own_questions(), *shared_questions()] if any(c in brain.catalog for c in q.codes)]
    print(f"{len(known)} questions …", flush=True)
    outcomes = [await ask(brain, question) for question in known]
    print(table(outcomes))
    print("\nR@1, R@3: right procedure first, among the first three; wrong: of those answered")
    print("\nMessages that no procedure answers")
    by_kind: defaultdict[str, list[str]] = defaultdict(list)
    for kind, text in refusals():
        turn = await brain.handle(Request(text))
        answer = turn["answer"] or {}
        by_kind[kind].append("answered" if answer.get("procedure_code") else turn["status"])
    for kind, statuses in by_kind.items():
        counts = {status: statuses.count(status) for status in sorted(set(statuses))}
        print(f"  {kind:12}{len(statuses):4}  {counts}")
    assistant.close()


if __name__ == "__main__":
    logging.basicConfig(level=logging.ERROR)
    asyncio.run(_measure())
