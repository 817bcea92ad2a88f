from pathlib import Path

import pytest

from assistant.catalog.catalog import Catalog
from assistant.catalog.entry import Voice
from assistant.search.corpus import (
    Document,
    documents,
    held_out,
    held_out_questions,
    learned,
    nlu_examples,
    prose,
    texts_of_no_procedure,
)
from assistant.settings import settings
from assistant.text.normal_form import normalise

NLU = """\
version: "3.1"
nlu:
- intent: check_dossier
  examples: |
    - tra [H56.12.34-260701-0012]{"entity": "dossier_code"} giúp
    - bên [hộ tịch](field) xong chưa
- regex: ticket_number
  examples: |
    - [A-Z]\\d{3}
- lookup: field
  examples: |
    - đất đai
"""


BIRTH = "1.001193"
HELD_OUT = f"""\
code\tvoice\ttopic\ttext
{BIRTH}\tletter\tdocuments\tCháu "bé"  nhà tôi hoà  giấy gì
9.999999\tsituation\tfee\tviệc không có trong danh mục
{BIRTH}\ttypos\tgeneral\tkhai snih
"""


@pytest.fixture
def nlu_folder(tmp_path: Path) -> Path:
    """NLU data of a held-out author alone."""
    (tmp_path / "held_out").mkdir()
    (tmp_path / "held_out" / "questions.tsv").write_text(HELD_OUT, "utf-8")
    return tmp_path


@pytest.mark.parametrize("key", [BIRTH, "faq:giup-nguoi-gia-yeu-khuyet-tat"])
def test_every_wording_of_an_entry_is_a_document_under_its_position(catalog: Catalog, key: str) -> None:
    entry = catalog.entry(key)
    position = catalog.entries.index(entry)
    expected = [
        *((normalise(name), None) for name in entry.names),
        *((normalise(q), voice) for voice, questions in entry.examples.items() for q in questions),
    ]
    assert len(expected) > len(entry.names)
    assert [(d.text, d.voice) for d in documents(catalog) if d.position == position] == expected


def test_documents_stand_in_the_order_of_the_catalog(catalog: Catalog) -> None:
    positions = [entry.position for entry in documents(catalog)]
    assert positions == sorted(positions)
    assert set(positions) == set(range(len(catalog.entries)))


def test_example_questions_carry_their_voice(catalog: Catalog) -> None:
    entries = documents(catalog)
    assert {entry.voice for entry in entries} == {None, *Voice}
    assert Document(entries[0].position, entries[0].text) == entries[0]


def test_held_out_questions_are_read_as_they_stand(nlu_folder: Path) -> None:
    assert held_out_questions(nlu_folder)[0] == {
        "code": BIRTH,
        "voice": "letter",
        "topic": "documents",
        "text": 'Cháu "bé"  nhà tôi hoà  giấy gì',
    }


def test_held_out_questions_are_documents_of_the_entries_there_are(
    catalog: Catalog, nlu_folder: Path
) -> None:
    position = catalog.entries.index(catalog.entry(BIRTH))
    assert held_out(catalog, nlu_folder) == [
        Document(position, 'Cháu "bé" nhà tôi hòa giấy gì', Voice.LETTER),
        Document(position, "khai snih", Voice.TYPOS),
    ]


def test_every_question_of_the_held_out_author_has_an_entry(catalog: Catalog) -> None:
    folder = settings().nlu_dir
    assert len(held_out(catalog, folder)) == len(held_out_questions(folder)) > 1000


def test_the_held_out_questions_are_learned_after_the_entrys_own(catalog: Catalog, nlu_folder: Path) -> None:
    own, other = documents(catalog), held_out(catalog, nlu_folder)
    all_learned = learned(catalog, nlu_folder)
    position = other[0].position
    assert [d for d in all_learned if d.position == position] == [
        *(d for d in own if d.position == position),
        *other,
    ]
    assert [d for d in all_learned if d.position != position] == [d for d in own if d.position != position]
    assert [d.position for d in all_learned] == sorted(d.position for d in [*own, *other])


def test_prose_is_what_a_citizen_may_read(catalog: Catalog) -> None:
    lines = set(prose(catalog))
    procedure = catalog.procedure(BIRTH)
    assert {procedure.summary, *procedure.steps, *(d.name for d in procedure.documents)} <= lines
    assert {entry.answer for entry in catalog.faq} <= lines


def test_examples_lose_their_entity_marks_and_patterns_are_none(tmp_path: Path) -> None:
    file = tmp_path / "nlu.yml"
    file.write_text(NLU, "utf-8")
    assert list(nlu_examples(file)) == ["tra H56.12.34-260701-0012 giúp", "bên hộ tịch xong chưa"]


@pytest.mark.parametrize("file", sorted(settings().nlu_dir.glob("train/*.yml")), ids=lambda f: f.name)
def test_no_mark_is_left_in_the_training_data(file: Path) -> None:
    assert [text for text in nlu_examples(file) if '"entity"' in text or "](" in text] == []


def test_texts_of_no_procedure_are_small_talk_foreign_matters_and_topics_alone() -> None:
    texts = texts_of_no_procedure(settings().nlu_dir)
    for name in ("topics_alone.yml", "social.yml", "guard.yml", "lacking.yml"):
        examples = list(nlu_examples(settings().nlu_dir / "train" / name))
        assert examples
        assert set(examples) <= set(texts)
