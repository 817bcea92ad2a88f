"""The fields of the desk's forms: each shows again what was typed, and gives what the models are to take."""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any, ClassVar, NamedTuple

from wtforms import (
    BooleanField,
    FieldList,
    Form,
    FormField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)

from assistant.dialogue.replies.wording import lower_first

_DAY = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})", re.ASCII)
_GROUPED = re.compile(r"\d{1,3}(?:[. ]\d{3})+", re.ASCII)
_CURRENCY = re.compile(r"\s*(?:đồng|đ|vnđ|vnd)\.?$", re.IGNORECASE)


class Place(NamedTuple):
    """Where a problem is shown: the field's name in the page, and which of its lines, if it has lines."""

    name: str
    line: int | None = None


class Field:
    """What the fields have in common. `kind` says how the templates show one."""

    kind: ClassVar[str]
    name: str
    short_name: str
    data: Any

    def given(self) -> Any:
        """What the model is to take; absent if nothing was filled in."""
        return self.data or None

    def words(self) -> str:
        """What is filled in, as it reads."""
        return str(self.given() or "")

    def place(self, path: Sequence[str]) -> Place:
        """Where a problem with a part of the field is shown."""
        return Place(self.name)


class OneLine(Field, StringField):
    """A short text."""

    kind = "line"
    suggestions: Sequence[str] = ()
    """What others have put there, offered while one types."""

    def given(self) -> str | None:
        """The text without the blanks around it."""
        return (self.data or "").strip() or None


class Paragraph(Field, TextAreaField):
    """A longer text."""

    kind = "paragraph"

    def given(self) -> str | None:
        """The text without the blanks around it."""
        return (self.data or "").strip() or None


class Lines(Field, TextAreaField):
    """A list, one item a line."""

    kind = "lines"

    def process_data(self, value: Iterable[str] | None) -> None:
        """Show the items of a list."""
        self.data = "\n".join(" ".join(item.split("\n")) for item in value or ())

    @property
    def _filled(self) -> list[tuple[int, str]]:
        """The lines that are not blank, with their numbers from 1."""
        lines = enumerate((self.data or "").split("\n"), 1)
        return [(number, line.strip()) for number, line in lines if line.strip()]

    def given(self) -> list[str] | None:
        """The lines that are not blank."""
        return [line for _, line in self._filled] or None

    def place(self, path: Sequence[str]) -> Place:
        """The line that holds the item."""
        filled = self._filled
        item = int(path[0]) if path and path[0].isdigit() else len(filled)
        return Place(self.name, filled[item][0] if item < len(filled) else None)


class Day(OneLine):
    """A day, typed as 23/11/2026."""

    kind = "day"

    def process_data(self, value: date | None) -> None:
        """Show a day."""
        self.data = f"{value:%d/%m/%Y}" if value else ""

    def given(self) -> str | None:
        """The day as the models read it; of what is none, something that they refuse."""
        typed = super().given()
        if typed is None:
            return None
        day = _DAY.fullmatch(typed)
        # A number alone they would take for a time in seconds.
        return f"{day[3]}-{day[2]:0>2}-{day[1]:0>2}" if day else f"“{typed}”"


class Count(OneLine):
    """A whole number, typed as 1.500.000."""

    kind = "count"

    def __init__(self, label: str, *, counted: str = "", **options: Any) -> None:
        super().__init__(label, **options)
        self._counted = counted

    def words(self) -> str:
        """The number as it was typed, and of what."""
        return " ".join(filter(None, (self.data.strip(), self._counted))) if self.given() else ""

    def process_data(self, value: int | None) -> None:
        """Show a number."""
        self.data = "" if value is None else f"{value:,}".replace(",", ".")

    def given(self) -> str | None:
        """The digits; of what is no number, something that the models refuse."""
        typed = super().given()
        if typed is None:
            return None
        number = _CURRENCY.sub("", typed)
        digits = re.sub(r"\D", "", number) if _GROUPED.fullmatch(number) else number
        return digits if digits.isascii() and digits.isdigit() else f"“{typed}”"


class Flag(Field, BooleanField):
    """Something that is so, or not."""

    kind = "flag"

    def words(self) -> str:
        """Its label, if it is so."""
        return lower_first(self.label.text) if self.data else ""


class OneOf(Field, SelectField):
    """One of several choices."""

    kind = "choice"

    def words(self) -> str:
        """What the chosen one is called."""
        choices: Iterable[Any] = self.iter_choices()
        return next((choice.label for choice in choices if choice.selected and choice.value), "")


class YesOrNo(OneOf):
    """Yes, no, or nothing said."""

    def __init__(self, label: str, **options: Any) -> None:
        choices = {"": "— chưa ghi —", "true": "có", "false": "không"}
        super().__init__(label, choices=choices, **options)

    def process_data(self, value: bool | None) -> None:
        """Show what is said."""
        self.data = "" if value is None else str(value).lower()


class SomeOf(Field, SelectMultipleField):
    """Some of several choices, in an order: those that are chosen stand first."""

    kind = "choices"

    def __init__(self, label: str, choices: Mapping[str, str], **options: Any) -> None:
        super().__init__(label, choices=dict(choices), **options)

    def iter_choices(self) -> Iterator[Any]:
        """The chosen ones in their order, then the others."""
        chosen = list(self.data or ())
        choices: list[Any] = list(super().iter_choices())
        yield from sorted(choices, key=lambda c: chosen.index(c.value) if c.selected else len(chosen))


class Part(Field, FormField):  # type: ignore[type-arg]
    """A form within the form; nothing if nothing of it is filled in."""

    kind = "part"
    form: Form

    def given(self) -> dict[str, Any] | None:
        """What is filled in."""
        return given(self.form) or None

    def told(self) -> str:
        """What is filled in, on one line; empty if nothing is."""
        words = (field.words() for field in fields_of(self.form))
        return " · ".join(filter(None, words))

    def has_problem(self, problems: Collection[str]) -> bool:
        """Whether any of the problems, by the name of their field, is here."""
        return any(name == self.name or name.startswith(f"{self.name}-") for name in problems)

    def place(self, path: Sequence[str]) -> Place:
        """The field within."""
        return place(self.form, path) or Place(self.name)


class Parts(Field, FieldList):  # type: ignore[type-arg]
    """Forms within the form, as many as are needed; those of which nothing is filled in do not count."""

    kind = "parts"
    entries: list[Part]

    def __init__(self, form: type[Form], label: str, **options: Any) -> None:
        super().__init__(Part(form), label, min_entries=1, **options)

    @property
    def _filled(self) -> list[Part]:
        return [entry for entry in self.entries if entry.given()]

    def given(self) -> list[dict[str, Any]] | None:
        """Those that are filled in."""
        return [given(entry.form) for entry in self._filled] or None

    def blank(self) -> Part:
        """One more, to make further ones of in the browser; it is no part of the list."""
        entry: Part = self.append_entry()
        self.pop_entry()
        return entry

    def drop(self, number: int) -> None:
        """Take one out, by its number from 0; one that is not there is no matter."""
        if number < len(self.entries):
            self.pop_entry(number)  # type: ignore[call-arg]
        if not self.entries:
            self.append_entry()

    def place(self, path: Sequence[str]) -> Place:
        """The field within the one of that number."""
        filled = self._filled
        if path and path[0].isdigit() and int(path[0]) < len(filled):
            return filled[int(path[0])].place(path[1:])
        return Place(self.name)


def fields_of(form: Form) -> list[Field]:
    """The fields of a form, in their order."""
    return [field for field in form if isinstance(field, Field)]


def given(form: Form, without: frozenset[str] = frozenset()) -> dict[str, Any]:
    """What is filled in, by field."""
    told = {field.short_name: field.given() for field in fields_of(form) if field.short_name not in without}
    return {name: value for name, value in told.items() if value is not None}


def place(form: Form, path: Sequence[str]) -> Place | None:
    """Where a problem is shown; nowhere if the form has no such field."""
    field = next((field for field in fields_of(form) if path and field.short_name == path[0]), None)
    return field.place(path[1:]) if field else None
