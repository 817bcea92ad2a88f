"""The difference between two contents as it is shown: line by line, and within a line word by word."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

from assistant.knowledge.difference import Difference

_ALIKE = 0.5
"""From this likeness on, the words that differ are marked; below it, the lines are simply others."""


class Sign(StrEnum):
    """What became of a line."""

    REMOVED = "removed"
    ADDED = "added"


@dataclass(frozen=True)
class ShownLine:
    """A line that went or came, as pieces of text with whether each differs."""

    sign: Sign
    pieces: tuple[tuple[str, bool], ...]


@dataclass(frozen=True)
class ShownDifference:
    """A field that differs; `same` counts the lines that do not."""

    name: str
    lines: tuple[ShownLine, ...]
    same: int


def shown(found: Iterable[Difference]) -> list[ShownDifference]:
    """Differences as they are shown."""
    return [_shown(difference) for difference in found]


def _shown(difference: Difference) -> ShownDifference:
    lines: list[ShownLine] = []
    same = 0
    matcher = SequenceMatcher(None, difference.before, difference.after, autojunk=False)
    for what, i, j, m, n in matcher.get_opcodes():
        if what == "equal":
            same += j - i
        else:
            lines += _changed(difference.before[i:j], difference.after[m:n])
    return ShownDifference(difference.name, tuple(lines), same)


def _changed(removed: Sequence[str], added: Sequence[str]) -> list[ShownLine]:
    """Lines in place of others: pairs one below the other, then those that are left over."""
    lines: list[ShownLine] = []
    both = min(len(removed), len(added))
    for before, after in zip(removed[:both], added[:both], strict=True):
        lines += _pair(before, after)
    lines += [ShownLine(Sign.REMOVED, ((line, False),)) for line in removed[both:]]
    return lines + [ShownLine(Sign.ADDED, ((line, False),)) for line in added[both:]]


def _pair(before: str, after: str) -> list[ShownLine]:
    old, new = (re.findall(r"\s+|[^\s]+", line) for line in (before, after))
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    if matcher.ratio() < _ALIKE:
        return [ShownLine(Sign.REMOVED, ((before, False),)), ShownLine(Sign.ADDED, ((after, False),))]
    codes = matcher.get_opcodes()
    went = [("".join(old[i:j]), what != "equal") for what, i, j, _, _ in codes]
    came = [("".join(new[m:n]), what != "equal") for what, _, _, m, n in codes]
    return [ShownLine(Sign.REMOVED, _joined(went)), ShownLine(Sign.ADDED, _joined(came))]


def _joined(pieces: Iterable[tuple[str, bool]]) -> tuple[tuple[str, bool], ...]:
    return tuple((text, differs) for text, differs in pieces if text)
