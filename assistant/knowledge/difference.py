"""What differs between two versions of an entry, field by field, in words."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from pydantic import BaseModel

from assistant.catalog.entry import Voice
from assistant.knowledge.field_names import FIELD_NAMES, PART_NAMES, VALUE_NAMES, field_name
from assistant.knowledge.version import Content


@dataclass(frozen=True)
class Difference:
    """One field that differs: its name, and what it says before and after, one line for each item."""

    field: str
    name: str
    before: tuple[str, ...]
    after: tuple[str, ...]

    @property
    def removed(self) -> tuple[str, ...]:
        """The lines that are there no more."""
        return tuple(line for line in self.before if line not in self.after)

    @property
    def added(self) -> tuple[str, ...]:
        """The lines that were not there."""
        return tuple(line for line in self.after if line not in self.before)


def differences(before: Content | None, after: Content | None) -> tuple[Difference, ...]:
    """The fields that differ, in the order of a form; beside nothing, all that are filled in."""
    old, new = (_fields(content) if content else {} for content in (before, after))
    paths = sorted({**old, **new}, key=_place)
    both = [(path, old.get(path, ()), new.get(path, ())) for path in paths]
    return tuple(Difference(path, field_name(path), was, now) for path, was, now in both if was != now)


def _place(path: str) -> tuple[int, int]:
    head, _, voice = path.partition(".")
    order = list(FIELD_NAMES)
    return order.index(head) if head in order else len(order), list(Voice).index(Voice(voice)) if voice else 0


def _fields(content: Content) -> dict[str, tuple[str, ...]]:
    """The lines of each field; examples are a field for each voice."""
    found: dict[str, tuple[str, ...]] = {}
    for name in type(content).model_fields:
        value = getattr(content, name)
        if name == "examples":
            found |= {f"examples.{voice.value}": tuple(questions) for voice, questions in value.items()}
        else:
            found[name] = tuple(_lines(value))
    return {path: lines for path, lines in found.items() if lines}


def _lines(value: Any) -> Iterator[str]:
    if value is None or value is False or value == "":
        return
    if isinstance(value, tuple):
        for item in value:
            yield from _lines(item)
    elif isinstance(value, BaseModel):
        parts = [(PART_NAMES.get(name, name), getattr(value, name)) for name in type(value).model_fields]
        filled = [(name, part) for name, part in parts if part is not None and part is not False]
        yield "; ".join(f"{name}: {_word(part)}" for name, part in filled)
    else:
        yield _word(value)


def _word(value: Any) -> str:
    if isinstance(value, date):
        return f"{value:%d/%m/%Y}"
    if isinstance(value, int) and not isinstance(value, bool):
        return f"{value:,}".replace(",", ".")
    # An unknown fact goes by the name of its field.
    said = str(value)
    return VALUE_NAMES.get(said) or FIELD_NAMES.get(
        {"fee": "fees", "time_limit": "time_limits"}.get(said, said), said
    )
