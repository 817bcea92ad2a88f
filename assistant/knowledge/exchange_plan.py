"""What an import would do, row by row: to see before it is done, and exactly what is then done."""

import hashlib
import json
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cached_property

from assistant.catalog.faq import FaqEntry
from assistant.knowledge.checking import FieldProblem
from assistant.knowledge.difference import Difference
from assistant.knowledge.exchange_columns import header_of
from assistant.text.folding import same_wording


class Result(StrEnum):
    """What becomes of a row."""

    ADDED = "added"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    REFUSED = "refused"


@dataclass(frozen=True)
class PlannedRow:
    """A row of the file, by its number there: which entry, and what becomes of it.

    `content` is what would be saved as the version after `based_on`, or what stays; of a row that is
    refused it is there if it could be read.
    """

    row: int
    slug: str
    question: str
    result: Result
    problems: tuple[FieldProblem, ...] = ()
    differences: tuple[Difference, ...] = ()
    content: FaqEntry | None = None
    based_on: int = 0

    @property
    def reasons(self) -> tuple[str, ...]:
        """Why it is refused, by column."""
        return tuple(
            f"{header_of(problem.field)}: {problem.message}" if problem.field else problem.message
            for problem in self.problems
        )

    def refused(self, *problems: FieldProblem) -> "PlannedRow":
        """The row, refused for these too."""
        return replace(self, result=Result.REFUSED, problems=(*self.problems, *problems), differences=())


@dataclass(frozen=True)
class Plan:
    """What becomes of each row: all that are added or changed are saved, or none if any is refused."""

    rows: tuple[PlannedRow, ...]

    @property
    def counts(self) -> Counter[Result]:
        """How many rows there are of each result."""
        return Counter(row.result for row in self.rows)

    @property
    def to_save(self) -> list[tuple[FaqEntry, int]]:
        """What would be saved, each with the number of the version that it is based on."""
        saved = {Result.ADDED, Result.CHANGED}
        return [(row.content, row.based_on) for row in self.rows if row.content and row.result in saved]

    @cached_property
    def digest(self) -> str:
        """Names the plan: another one is of another file, or of entries that somebody changed since."""
        told = [(row.row, row.slug, row.result, row.reasons) for row in self.rows]
        saved = [(content.model_dump(mode="json"), based_on) for content, based_on in self.to_save]
        return hashlib.sha256(json.dumps([told, saved], sort_keys=True).encode()).hexdigest()


def settled(rows: Sequence[PlannedRow]) -> Plan:
    """The plan of rows that are each in order, held against each other."""
    return Plan(tuple(_one_owner_of_each_question(_one_row_for_each_entry(rows))))


def _one_row_for_each_entry(rows: Sequence[PlannedRow]) -> list[PlannedRow]:
    first: dict[str, int] = {}
    checked = []
    for row in rows:
        earlier = first.setdefault(row.slug, row.row)
        twice = bool(row.slug) and earlier != row.row
        checked.append(row.refused(FieldProblem("slug", f"Đã có ở dòng {earlier}")) if twice else row)
    return checked


def _one_owner_of_each_question(rows: Sequence[PlannedRow]) -> Iterator[PlannedRow]:
    """Refuse the examples that another row has; those that are there already have them first."""
    owners: dict[str, PlannedRow] = {}
    for row in sorted(rows, key=lambda row: row.result is not Result.UNCHANGED):
        for question in row.content.questions if row.content else ():
            owners.setdefault(same_wording(question), row)
    for row in rows:
        taken = _taken(row, owners) if row.result is not Result.UNCHANGED else ()
        yield row.refused(*taken) if taken else row


def _taken(row: PlannedRow, owners: dict[str, PlannedRow]) -> list[FieldProblem]:
    if row.content is None:
        return []
    return [
        FieldProblem(f"examples.{voice.value}.{number}", f"Câu này đã có ở dòng {owner.row}")
        for voice, questions in row.content.examples.items()
        for number, question in enumerate(questions)
        if (owner := owners[same_wording(question)]).slug != row.slug
    ]
