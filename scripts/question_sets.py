"""The test questions: the project's own, and those of others where shared/ is present."""

import csv
from dataclasses import dataclass
from pathlib import Path

from assistant.settings import ROOT
from assistant.text.folding import fold

OWN = ROOT / "tests" / "eval" / "data"
SHARED = ROOT.parent / "shared" / "eval"


@dataclass(frozen=True)
class Question:
    """A question with the codes that count as right; no topic where the set gives none."""

    set: str
    style: str
    topic: str | None
    codes: tuple[str, ...]
    text: str


def own_questions() -> list[Question]:
    """Questions of authors who saw the procedures' names and summaries alone."""
    return [_question("own", row) for file in sorted(OWN.glob("questions_*.tsv")) for row in read_tsv(file)]


def shared_questions() -> list[Question]:
    """The development questions of shared/eval; public ones also without diacritics."""
    if not SHARED.is_dir():
        return []
    public = [
        _question("shared", row | {"style": "public"})
        for row in read_tsv(SHARED / "public_questions_dev.tsv")
    ]
    bare = [
        Question("shared", "public-nodiac", None, question.codes, fold(question.text)) for question in public
    ]
    styled = [_question("shared", row) for row in read_tsv(SHARED / "style_questions_dev.tsv")]
    return [*styled, *public, *bare]


def refusals() -> list[tuple[str, str]]:
    """(kind, text) of messages that no procedure answers."""
    return [(row["kind"], row["text"]) for row in read_tsv(OWN / "refusals.tsv")]


def read_tsv(file: Path) -> list[dict[str, str]]:
    """The rows of a tab-separated file with a header."""
    with file.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))


def _question(name: str, row: dict[str, str]) -> Question:
    topic = row.get("topic", "-")
    codes = tuple(row["codes"].split(","))
    return Question(name, row["style"], None if topic == "-" else topic, codes, row["text"])
