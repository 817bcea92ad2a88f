"""What became of a test question, for the figures and for the report."""

from dataclasses import dataclass

from scripts.question_sets import Question


@dataclass(frozen=True)
class Outcome:
    """What a turn made of a question. `probability` is that of the search's best entry."""

    question: Question
    ranked: tuple[str, ...]
    answered: str | None
    topics: tuple[str, ...]
    status: str
    probability: float

    @property
    def first(self) -> bool:
        """The right procedure came first."""
        return self.ranked[:1] != () and self.ranked[0] in self.question.codes

    @property
    def among_three(self) -> bool:
        """The right procedure was among the first three."""
        return any(code in self.question.codes for code in self.ranked[:3])

    @property
    def topic(self) -> bool:
        """The topic that was asked first was understood."""
        return self.topics[:1] == self.question.topics[:1]

    @property
    def all_topics(self) -> bool:
        """All topics were understood, whatever their order, and none besides."""
        return set(self.topics) == set(self.question.topics)

    @property
    def wrong(self) -> bool:
        """A procedure was answered that is not the right one."""
        return self.answered is not None and self.answered not in self.question.codes
