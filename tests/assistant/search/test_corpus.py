from pathlib import Path

import pytest

from assistant.catalog.catalog import Catalog
from assistant.catalog.entry import Voice
from assistant.search.corpus import Document, documents, nlu_examples, prose, texts_of_no_procedure
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


def test_every_wording_of_a_procedure_is_a_document_under_its_position(catalog: Catalog) -> None:
    entries = documents(catalog)
    code = "1.001193"
    position = catalog.codes.index(code)
    procedure = catalog.procedure(code)
    expected = [
        *((normalise(name), None) for name in (procedure.name, procedure.plain_name, *procedure.aliases)),
        *((normalise(q), voice) for voice, questions in procedure.examples.items() for q in questions),
    ]
    assert [(e.text, e.voice) for e in entries if e.position == position] == expected


def test_documents_stand_in_the_order_of_the_catalog(catalog: Catalog) -> None:
    positions = [entry.position for entry in documents(catalog)]
    assert positions == sorted(positions)
    assert set(positions) == set(range(len(catalog)))


def test_example_questions_carry_their_voice(catalog: Catalog) -> None:
    entries = documents(catalog)
    assert {entry.voice for entry in entries} == {None, *Voice}
    assert Document(entries[0].position, entries[0].text) == entries[0]


def test_prose_is_what_a_citizen_may_read(catalog: Catalog) -> None:
    lines = set(prose(catalog))
    procedure = catalog.procedure("1.001193")
    assert {procedure.summary, *procedure.steps, *(d.name for d in procedure.documents)} <= lines


def test_examples_lose_their_entity_marks_and_patterns_are_none(tmp_path: Path) -> None:
    file = tmp_path / "nlu.yml"
    file.write_text(NLU, "utf-8")
    assert list(nlu_examples(file)) == ["tra H56.12.34-260701-0012 giúp", "bên hộ tịch xong chưa"]


@pytest.mark.parametrize("file", sorted(settings().nlu_dir.glob("train/*.yml")), ids=lambda f: f.name)
def test_no_mark_is_left_in_the_training_data(file: Path) -> None:
    assert [text for text in nlu_examples(file) if '"entity"' in text or "](" in text] == []


def test_texts_of_no_procedure_are_small_talk_foreign_matters_and_topics_alone() -> None:
    texts = texts_of_no_procedure(settings().nlu_dir)
    for name in ("topics_alone.yml", "social.yml", "guard.yml"):
        examples = list(nlu_examples(settings().nlu_dir / "train" / name))
        assert examples
        assert set(examples) <= set(texts)
