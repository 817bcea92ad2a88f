"""Who may be called earlier: the closed list of reasons, and when somebody says to have one."""

from datetime import date
from pathlib import Path
from typing import Annotated, Self

from pydantic import Field, model_validator

from assistant.catalog.centre import Slug
from assistant.catalog.entry import Line, Record, Source, Title
from assistant.catalog.loading import load_file
from assistant.errors import LetanError
from assistant.queue.spoken_age import ages
from assistant.queue.statement import Statement


class UnknownPriorityReason(LetanError):
    """The closed list has no such reason."""

    status = 422
    slug = "unknown-priority-reason"
    title = "Không có diện ưu tiên này"


class PriorityReason(Record):
    """One reason and the ways of saying it.

    `being` counts where a person is said to be so, `saying` by itself; `marked` like it, but only with
    its marks. `basis` gives priority, `definition` tells who counts; `proof` is what to show, if anything.
    """

    slug: Slug
    name: Title
    min_age: Annotated[int, Field(ge=18, le=120)] | None = None
    being: tuple[Line, ...] = ()
    saying: tuple[Line, ...] = ()
    marked: tuple[Line, ...] = ()
    basis: Source | None
    definition: Source | None = None
    own_practice: bool
    proof: Line | None = None
    note: Line | None = None

    @model_validator(mode="after")
    def _grounded(self) -> Self:
        if self.basis is None and not self.own_practice:
            raise ValueError("a reason without basis is the centre's own_practice")
        return self

    def said_in(self, statement: Statement, today: date | None = None) -> bool:
        """Whether somebody there is said to have this reason."""
        if self.min_age is not None:
            for age, start in ages(statement, today):
                if self.min_age <= age <= 120 and self._said_of_age(statement, start):
                    return True
        for phrases, marks in ((self.saying, False), (self.marked, True)):
            for phrase in phrases:
                if any(
                    statement.of_a_person(s) is not False for s, _ in statement.spans(phrase, marks=marks)
                ):
                    return True
        return any(statement.of_a_person(s) for phrase in self.being for s, _ in statement.spans(phrase))

    def _said_of_age(self, statement: Statement, start: int) -> bool:
        said = statement.of_a_person(start, grown=True)
        return said is True or (said is None and "roi" in statement.folded[start + 1 : start + 5])


class PriorityReasons(Record):
    """The closed list; `wishes` are ways of asking for an earlier turn without a reason."""

    wishes: tuple[Line, ...]
    reasons: tuple[PriorityReason, ...]

    @model_validator(mode="after")
    def _each_once(self) -> Self:
        slugs = [reason.slug for reason in self.reasons]
        if len(slugs) != len(set(slugs)):
            raise ValueError("a slug stands twice")
        return self

    @classmethod
    def load(cls, path: Path) -> Self:
        """Read the list; raises KnowledgeError, which names file, line and field."""
        return load_file(path, cls)

    def get(self, slug: str) -> PriorityReason:
        """The reason of that slug; raises UnknownPriorityReason."""
        for reason in self.reasons:
            if reason.slug == slug:
                return reason
        known = ", ".join(r.slug for r in self.reasons)
        raise UnknownPriorityReason(f"Không có diện ưu tiên “{slug}”; các diện: {known}")

    def said_in(self, text: str, today: date | None = None) -> PriorityReason | None:
        """The first reason that somebody there is said to have; birth years need `today`."""
        statement = Statement(text)
        return next((r for r in self.reasons if r.said_in(statement, today)), None)

    def wants_priority(self, text: str) -> bool:
        """Whether an earlier turn is asked for, with or without a reason."""
        statement = Statement(text)
        return any(statement.spans(wish) for wish in self.wishes)
