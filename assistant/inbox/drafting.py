"""From questions asked in vain to a draft: more examples for an entry, or the beginning of a new one."""

from collections.abc import Iterable
from typing import Any, TypeVar

from assistant.catalog.entry import Entry, Voice
from assistant.inbox.groups import Group
from assistant.inbox.own_words import without_marks
from assistant.text.folding import has_diacritics, same_wording

_Entry = TypeVar("_Entry", bound=Entry)
_LONGEST_QUESTION = 160


def examples_added(entry: _Entry, wordings: Iterable[str]) -> _Entry:
    """The entry with these wordings among its examples, but for those it has; raises ValidationError."""
    there = [*entry.names, *entry.questions]
    examples = {voice: list(questions) for voice, questions in entry.examples.items()}
    for voice, questions in _by_voice(wordings, there).items():
        examples.setdefault(voice, []).extend(questions)
    return type(entry).model_validate(entry.model_dump(exclude_unset=True) | {"examples": examples})


def draft_of(group: Group, wordings: Iterable[str] = ()) -> dict[str, Any]:
    """The question and the examples of a new FAQ entry: from those wordings of a group, or from all."""
    question = _as_question(without_marks(group.text))
    chosen = tuple(wordings) or tuple(wording.text for wording in group.wordings)
    examples = {voice.value: texts for voice, texts in _by_voice(chosen, [question]).items()}
    return {"question": question, "examples": examples}


def _by_voice(wordings: Iterable[str], there: Iterable[str]) -> dict[Voice, list[str]]:
    """The wordings that are not there, each once."""
    seen = {same_wording(text) for text in there}
    found: dict[Voice, list[str]] = {}
    for text in map(without_marks, wordings):
        if (wording := same_wording(text)) and wording not in seen:
            seen.add(wording)
            voice = Voice.COLLOQUIAL if has_diacritics(text) else Voice.NODIAC
            found.setdefault(voice, []).append(text)
    return found


def _as_question(text: str) -> str:
    """The text as a sentence, cut at a word where it is too long for a title."""
    shown = text.rstrip("?!., ")
    if len(shown) >= _LONGEST_QUESTION:
        shown = shown[:_LONGEST_QUESTION].rpartition(" ")[0] or shown[: _LONGEST_QUESTION - 1]
    return f"{shown[:1].upper()}{shown[1:]}?"
