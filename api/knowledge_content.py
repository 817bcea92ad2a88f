"""The content of an entry in JSON: an answer of the FAQ or a procedure, as the knowledge files have them."""

import unicodedata
from collections.abc import Iterator, Mapping
from typing import Annotated, Any

from fastapi import Depends
from pydantic import RootModel, TypeAdapter, WithJsonSchema

from assistant.catalog.faq import faq_key
from assistant.knowledge.checking import FieldProblem, InvalidEntry, parsed
from assistant.knowledge.version import Content, UnknownEntry

_LONGEST_KEY = 80
_KEPT = "\t\n"


def _inlined(part: Any, definitions: Mapping[str, Any]) -> Any:
    """A schema without references: some parts of entries have names that models of the API have too."""
    if isinstance(part, list):
        return [_inlined(each, definitions) for each in part]
    if not isinstance(part, dict):
        return part
    whole = part | definitions[part["$ref"].rpartition("/")[2]] if "$ref" in part else part
    return {
        name: _inlined(value, definitions) for name, value in whole.items() if name not in {"$ref", "$defs"}
    }


_SCHEMA = TypeAdapter(Content).json_schema()


class EntryContent(
    RootModel[Annotated[dict[str, Any], WithJsonSchema(_inlined(_SCHEMA, _SCHEMA.get("$defs", {})))]]
):
    """An entry's content: with `slug` an answer of the FAQ, with `code` a procedure."""


def content_of(sent: EntryContent, key: str = "") -> Content:
    """What was sent, in NFC, as the content of the entry `key`, or of the one that it names itself.

    Raises:
        InvalidEntry: a field does not fit, or holds a control character.
    """
    data = sent.root
    if not key:
        key = str(data["code"]) if "code" in data else faq_key(str(data.get("slug")))
    # Read twice: only what a model has taken is of a bounded depth.
    read = parsed(key, data).model_dump(mode="json")
    if odd := [
        FieldProblem(path, "Có ký tự không dùng được") for path, text in _texts(read) if _is_odd(text)
    ]:
        raise InvalidEntry(odd)
    return parsed(key, _composed(read))


def _texts(part: Any, path: str = "") -> Iterator[tuple[str, str]]:
    """Every text in the data with the path of its field."""
    if isinstance(part, str):
        yield path, part
    elif isinstance(part, dict | list):
        for name, value in part.items() if isinstance(part, dict) else enumerate(part):
            yield from _texts(value, f"{path}.{name}" if path else str(name))


def _is_odd(text: str) -> bool:
    return any(unicodedata.category(char) == "Cc" and char not in _KEPT for char in text)


def _composed(part: Any) -> Any:
    if isinstance(part, str):
        return unicodedata.normalize("NFC", part)
    if isinstance(part, list):
        return [_composed(each) for each in part]
    return {name: _composed(value) for name, value in part.items()} if isinstance(part, dict) else part


def entry_key(key: str) -> str:
    """The key of the path; raises UnknownEntry for one that none can have."""
    if len(key) > _LONGEST_KEY or not key.isprintable():
        raise UnknownEntry
    return key


KeyDependency = Annotated[str, Depends(entry_key)]
