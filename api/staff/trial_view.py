"""A trial of a question in words: what is told now and what the draft would tell, and why."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.assembly import Assistant
from assistant.catalog.catalog import Catalog
from assistant.catalog.centre import Centre
from assistant.dialogue.rehearsal import rehearsed
from assistant.dialogue.replies.wording import upper_first
from assistant.knowledge.checking import FieldProblem, problems_of
from assistant.knowledge.field_names import field_name
from assistant.knowledge.handle import Knowledge
from assistant.knowledge.trial import Outcome
from assistant.knowledge.version import Content
from assistant.search.decision import Decision
from assistant.search.ranker import Evidence

_DECISIONS = {
    Decision.ANSWER: ("Trả lời luôn", "good"),
    Decision.ASK_BACK: ("Hỏi lại cho chắc", "wait"),
    Decision.DONT_KNOW: ("Chưa có câu trả lời", "bad"),
}
_CLEAR_LEAD = 2.0


@dataclass(frozen=True)
class Found:
    """An entry that may be meant; `likely` in percent, best first."""

    key: str
    name: str
    likely: float
    is_draft: bool


@dataclass(frozen=True)
class Side:
    """What comes of a question on one side: now, or with the draft; `look` is the class of its mark."""

    title: str
    decision: str
    look: str
    found: tuple[Found, ...]
    example: str
    reasons: tuple[str, ...]
    answer: str


@dataclass(frozen=True)
class Tried:
    """A question, and both sides of it."""

    question: str
    sides: tuple[Side, Side]


@dataclass(frozen=True)
class Near:
    """A text of another entry that may be taken for one of the draft's; `alike` from 0 to 1."""

    key: str
    name: str
    text: str
    alike: float


@dataclass(frozen=True)
class Checked:
    """What an editor should know of a draft before saving it; empty if all is well.

    `answered` are other entries, by key and name, that answer the draft's own name as things are.
    """

    problems: tuple[tuple[str, str], ...] = ()
    near: tuple[Near, ...] = ()
    answered: tuple[tuple[str, str], ...] = ()


def checked(assistant: Assistant, draft: Content) -> Checked:
    """The rules that a draft breaks, and the entries that it is near to."""
    desk = assistant.knowledge
    catalog = desk.knowledge.catalog
    duplicates = desk.trials.near_duplicates(draft)
    near = tuple(Near(key, _name(catalog, key), text, alike) for key, text, alike in duplicates)
    return Checked(tuple(map(_said, problems_of(draft, catalog))), near, _answered(assistant, draft))


def _answered(assistant: Assistant, draft: Content) -> tuple[tuple[str, str], ...]:
    snapshot, day = assistant.knowledge.knowledge.snapshot, assistant.clock.now().date()
    result = snapshot.search(draft.short_name, snapshot.catalog.in_force(day))
    if result.decision is not Decision.ANSWER or result.best.key == draft.key:
        return ()
    return ((result.best.key, _name(snapshot.catalog, result.best.key)),)


def tried(assistant: Assistant, draft: Content, question: str, centre: Centre) -> Tried:
    """Put a question to what is told now, and to what would be told with the draft."""
    desk, now = assistant.knowledge, assistant.clock.now
    trial = desk.trials.try_question(question, draft, now().date())

    def side(title: str, outcome: Outcome, knowledge: Knowledge) -> Side:
        decision, look = _DECISIONS[outcome.decision]
        found = [
            Found(c.key, _name(knowledge.catalog, c.key), round(c.score * 100, 1), c.key == draft.key)
            for c in outcome.candidates
        ]
        answer = rehearsed(question, knowledge, centre, now).text
        return Side(title, decision, look, tuple(found), outcome.example, reasons(outcome), answer)

    return Tried(
        question,
        (
            side("Đang trả lời", trial.live, desk.knowledge.snapshot),
            side("Nếu đăng bản này", trial.with_draft, desk.knowledge.with_draft(draft)),
        ),
    )


def reasons(outcome: Outcome) -> tuple[str, ...]:
    """Why the decision is what it is, in plain sentences."""
    if not outcome.candidates:
        return ("Không mục nào đang hiệu lực gần với câu này.",)
    told: Sequence[str] = (
        f"Giống câu mẫu gần nhất về nghĩa: {_figure(outcome.similarity, 2)} (1 là như nhau).",
        *_evidence(outcome.evidence),
    )
    none = ("Câu này giống câu không hỏi việc gì trong danh mục.",) if outcome.names_none else ()
    return (*told, *none)


def _evidence(evidence: Evidence) -> tuple[str, ...]:
    if evidence.lead < 0:
        clear = "thua một mục không được nói"
    else:
        clear = "cách rõ" if evidence.lead >= _CLEAR_LEAD else "còn sát nhau"
    return (
        f"Trùng chữ với câu mẫu: {_figure(evidence.lexical, 2)} (cao nhất là 2).",
        f"Máy phân loại tin là mục này: {_figure(_percent(evidence.log_odds), 0)}%.",
        f"Hơn mục đứng sau: {_figure(evidence.lead, 1)} ({clear}).",
        f"Khả năng không mục nào đúng: {_figure(_percent(evidence.none), 0)}%.",
    )


def _percent(log_odds: float) -> float:
    return 100 / (1 + math.exp(-log_odds))


def _figure(value: float, places: int) -> str:
    return f"{value:.{places}f}".replace(".", ",")


def _name(catalog: Catalog, key: str) -> str:
    """What an entry is called; the key of one that was published since the catalog was taken."""
    return upper_first(catalog.entry(key).short_name) if catalog.has(key) else key


def _said(problem: FieldProblem) -> tuple[str, str]:
    return field_name(problem.field), problem.message
