"""The test questions: the project's own, and those of others where shared/ is present."""

import csv
from dataclasses import dataclass
from pathlib import Path

import yaml

from assistant.settings import ROOT
from assistant.text.folding import fold

OWN = ROOT / "tests" / "eval" / "data"
SHARED = ROOT.parent / "shared" / "eval"

FRESH_INTENTS = ROOT / "nlu_data" / "test" / "fresh_intents.yml"

FRESH = ("short", "long", "hard")
"""Sets of authors who saw names and summaries alone, opened only after the last choice was made."""


@dataclass(frozen=True)
class Question:
    """A question with the codes that count as right; no topics where the set gives none."""

    set: str
    style: str
    topics: tuple[str, ...]
    codes: tuple[str, ...]
    text: str


def fresh_questions() -> list[Question]:
    """The questions that figures are told of."""
    return [_question(name, row) for name in FRESH for row in read_tsv(OWN / f"fresh_{name}.tsv")]


def own_questions() -> list[Question]:
    """Earlier questions of authors who saw names and summaries alone; choices were compared on them."""
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
        Question("shared", "public-nodiac", (), question.codes, fold(question.text)) for question in public
    ]
    styled = [_question("shared", row) for row in read_tsv(SHARED / "style_questions_dev.tsv")]
    return [*styled, *public, *bare]


def refusals(prefix: str = "") -> list[tuple[str, str]]:
    """(kind, text) of messages that no procedure answers; `prefix` "fresh_" for the later set."""
    return [(row["kind"], row["text"]) for row in read_tsv(OWN / f"{prefix}refusals.tsv")]


def faq_questions() -> list[tuple[str, tuple[str, ...], str]]:
    """(style, slugs that count as right, text) of questions to the FAQ."""
    rows = read_tsv(OWN / "fresh_faq.tsv")
    return [(row["style"], tuple(row["slug"].split(",")), row["text"]) for row in rows]


def intent_messages() -> list[tuple[str, str]]:
    """(intent, text) of messages that are no questions on procedures."""
    blocks = yaml.load(FRESH_INTENTS.read_text("utf-8"), yaml.CSafeLoader)["nlu"]
    return [(b["intent"], line.removeprefix("- ")) for b in blocks for line in b["examples"].splitlines()]


def desk_messages(file: str = "desk_messages") -> list[tuple[str, str, str]]:
    """(expected, style, text) of messages at the desk, by an author who saw nothing that is learned.

    Rules were mended on the first set; "fresh_desk" was written after, and nothing was mended on it.
    Expected is "take:" with the service group if one is named, "priority", "queue", "cancel", "lost",
    "dossier", "commune", or "none" for what only looks like one of them.
    """
    rows = read_tsv(OWN / f"{file}.tsv")
    return [(row["expected"], row["style"], row["text"]) for row in rows]


def read_tsv(file: Path) -> list[dict[str, str]]:
    """The rows of a tab-separated file with a header."""
    with file.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))


def _question(name: str, row: dict[str, str]) -> Question:
    topic = row.get("topic", "-")
    topics = () if topic == "-" else tuple(topic.split("+"))
    return Question(name, row["style"], topics, tuple(row["codes"].split(",")), row["text"])
