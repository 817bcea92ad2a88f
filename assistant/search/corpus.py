"""The texts that the search learns from: a procedure's names and questions, and questions that mean none."""

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import yaml

from assistant.catalog.catalog import Catalog
from assistant.catalog.entry import Entry, Voice
from assistant.text.normal_form import normalise

_ENTITY = re.compile(r"\[([^\]]+)\](?:\{[^}]*\}|\([^)]*\))")
_NAMING_NONE = ("topics_alone.yml", "social.yml", "guard.yml", "lacking.yml")


@dataclass(frozen=True)
class Document:
    """A text of an entry, by its position in the catalog; `voice` for example questions."""

    position: int
    text: str
    voice: Voice | None = None


def documents(catalog: Catalog) -> list[Document]:
    """Names, plain names, aliases and example questions, in the catalog's order."""
    return [
        document for position, entry in enumerate(catalog.entries) for document in _documents(position, entry)
    ]


def held_out_questions(nlu_folder: Path) -> list[dict[str, str]]:
    """Rows of code, voice, topic and text by an author of their own.

    The decision is calibrated on them before they are learned.
    """
    with (nlu_folder / "held_out" / "questions.tsv").open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))


def held_out(catalog: Catalog, nlu_folder: Path) -> list[Document]:
    """The held-out author's questions as documents."""
    positions = {entry.key: position for position, entry in enumerate(catalog.entries)}
    return [
        Document(positions[row["code"]], normalise(row["text"]), Voice(row["voice"]))
        for row in held_out_questions(nlu_folder)
        if row["code"] in positions
    ]


def learned(catalog: Catalog, nlu_folder: Path) -> list[Document]:
    """All documents, those of one entry together, entries in the catalog's order."""
    both = [*documents(catalog), *held_out(catalog, nlu_folder)]
    return sorted(both, key=lambda document: document.position)


def texts_of(entry: Entry) -> list[str]:
    """Names and example questions of one entry, in the order in which they are indexed."""
    return [document.text for document in _documents(0, entry)]


def _documents(position: int, entry: Entry) -> Iterator[Document]:
    for name in entry.names:
        yield Document(position, normalise(name))
    for voice, questions in entry.examples.items():
        for question in questions:
            yield Document(position, normalise(question), voice)


def prose(catalog: Catalog) -> Iterator[str]:
    """Running text with diacritics, from which restoration learns beside the documents."""
    for procedure in catalog:
        yield procedure.summary
        yield from procedure.steps
        yield from procedure.conditions
        yield from (d.name for d in procedure.documents)
    yield from (entry.answer for entry in catalog.faq)


def nlu_examples(file: Path) -> Iterator[str]:
    """The training examples of one of Rasa's files, entity marks taken off."""
    for block in yaml.load(file.read_text("utf-8"), yaml.CSafeLoader).get("nlu", ()):
        for line in block.get("examples", "").splitlines() if "intent" in block else ():
            if text := _ENTITY.sub(r"\1", line.removeprefix("- ").strip()):
                yield normalise(text)


def texts_of_no_procedure(nlu_folder: Path) -> list[str]:
    """Small talk, foreign questions, and questions of a topic alone ("còn lệ phí?")."""
    return [text for name in _NAMING_NONE for text in nlu_examples(nlu_folder / "train" / name)]
