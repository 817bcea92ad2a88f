"""The texts that the search learns from: a procedure's names and questions, and questions that mean none."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import yaml

from assistant.catalog.catalog import Catalog
from assistant.catalog.procedure import Procedure, Voice
from assistant.text.normal_form import normalise

_ENTITY = re.compile(r"\[([^\]]+)\](?:\{[^}]*\}|\([^)]*\))")
_NAMING_NONE = ("topics_alone.yml", "social.yml", "guard.yml")


@dataclass(frozen=True)
class Document:
    """A text of a procedure, by its position in the catalog; `voice` for example questions."""

    position: int
    text: str
    voice: Voice | None = None


def documents(catalog: Catalog) -> list[Document]:
    """Names, plain names, aliases and example questions, in the catalog's order."""
    return [
        document
        for position, code in enumerate(catalog.codes)
        for document in _documents(position, catalog.procedure(code))
    ]


def _documents(position: int, procedure: Procedure) -> Iterator[Document]:
    for name in (procedure.name, procedure.plain_name, *procedure.aliases):
        yield Document(position, normalise(name))
    for voice, questions in procedure.examples.items():
        for question in questions:
            yield Document(position, normalise(question), voice)


def prose(catalog: Catalog) -> Iterator[str]:
    """Running text with diacritics, from which restoration learns beside the documents."""
    for procedure in catalog:
        yield procedure.summary
        yield from procedure.steps
        yield from procedure.conditions
        yield from (d.name for d in procedure.documents)


def nlu_examples(file: Path) -> Iterator[str]:
    """The training examples of one of Rasa's files, entity marks taken off."""
    for block in yaml.load(file.read_text("utf-8"), yaml.CSafeLoader).get("nlu", ()):
        for line in block.get("examples", "").splitlines() if "intent" in block else ():
            if text := _ENTITY.sub(r"\1", line.removeprefix("- ").strip()):
                yield normalise(text)


def texts_of_no_procedure(nlu_folder: Path) -> list[str]:
    """Small talk, foreign questions, and questions of a topic alone ("còn lệ phí?")."""
    return [text for name in _NAMING_NONE for text in nlu_examples(nlu_folder / "train" / name)]
