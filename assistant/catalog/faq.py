"""What the FAQ is: answers to what people ask at a centre that is no single procedure."""

from typing import Annotated, Self

from pydantic import StringConstraints, model_validator

from assistant.catalog.entry import Code, Entry, Heading, Record, Source, Title

_PREFIX = "faq:"

Slug = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=60)]
AnswerText = Annotated[str, StringConstraints(strip_whitespace=True, min_length=20, max_length=500)]


class FaqEntry(Entry):
    """A question with its answer, from a source or by the centre's own practice.

    `procedures` are codes that it leads to; `elsewhere` says that the matter is not done at the centre.
    """

    slug: Slug
    theme: Heading = ""
    question: Title
    answer: AnswerText
    procedures: tuple[Code, ...] = ()
    source: Source | None = None
    own_practice: bool = False
    elsewhere: bool = False

    @model_validator(mode="after")
    def _source_or_own_practice(self) -> Self:
        if (self.source is None) != self.own_practice:
            raise ValueError("give a source, or own_practice: true, not both")
        return self

    @property
    def key(self) -> str:
        """The slug, told apart from the codes of procedures."""
        return faq_key(self.slug)

    @property
    def short_name(self) -> str:
        """The standard question."""
        return self.question

    @property
    def names(self) -> tuple[str, ...]:
        """The standard question and the aliases."""
        return (self.question, *self.aliases)


class FaqFile(Record):
    """One file of `knowledge/faq/`: the entries of one theme."""

    theme: Title
    entries: tuple[FaqEntry, ...]

    @model_validator(mode="before")
    @classmethod
    def _theme_from_the_file(cls, data: object) -> object:
        if not isinstance(data, dict) or not isinstance(data.get("entries"), list):
            return data
        inherited = {"theme": data["theme"]} if "theme" in data else {}
        return data | {"entries": [inherited | e if isinstance(e, dict) else e for e in data["entries"]]}


def faq_key(slug: str) -> str:
    """The key of the entry of a slug."""
    return _PREFIX + slug


def is_faq(key: str) -> bool:
    """Whether the key is of an entry of the FAQ, not the code of a procedure."""
    return key.startswith(_PREFIX)
