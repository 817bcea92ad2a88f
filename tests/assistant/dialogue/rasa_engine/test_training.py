import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml
from rasa.shared.nlu.constants import INTENT, TEXT
from rasa.shared.nlu.training_data.loading import load_data

from assistant.catalog.catalog import Catalog
from assistant.dialogue.rasa_engine.training import _knowledge_examples, model_path, train_if_changed
from assistant.search.corpus import held_out_questions
from assistant.settings import ROOT, Settings, settings


@pytest.fixture
def config(tmp_path: Path) -> Settings:
    """Settings whose inputs may be changed."""
    here = settings()
    shutil.copytree(here.nlu_dir, tmp_path / "nlu")
    shutil.copytree(here.knowledge_dir, tmp_path / "knowledge")
    for file in (here.index_dir / "restorer.json", here.encoder_dir / "encoder.json"):
        copy = tmp_path / file.relative_to(here.data_dir)
        copy.parent.mkdir(parents=True)
        shutil.copy(file, copy)
    return Settings(data_dir=tmp_path, knowledge_dir=tmp_path / "knowledge", nlu_dir=tmp_path / "nlu")


def test_the_same_inputs_have_the_same_model(config: Settings) -> None:
    assert model_path(config).name == model_path(settings()).name


@pytest.mark.parametrize(
    "changed",
    [
        lambda c: c.nlu_dir / "train" / "social.yml",
        lambda c: c.nlu_dir / "held_out" / "questions.tsv",
        lambda c: c.knowledge_dir / "faq" / "tai-trung-tam.yaml",
        lambda c: c.lexicon_dir / "dialect.yaml",
        lambda c: c.index_dir / "restorer.json",
        lambda c: c.encoder_dir / "encoder.json",
    ],
    ids=["NLU data", "held-out questions", "FAQ", "lexicon", "restorer", "encoder"],
)
def test_a_changed_input_needs_another_model(config: Settings, changed: Callable[[Settings], Path]) -> None:
    before = model_path(config)
    with changed(config).open("a", encoding="utf-8") as file:
        file.write("\n")
    assert model_path(config) != before


def test_a_model_that_is_there_is_not_trained_again(config: Settings) -> None:
    model = model_path(config)
    model.parent.mkdir()
    model.write_bytes(b"trained")
    assert train_if_changed(config) is False
    assert model.read_bytes() == b"trained"


@pytest.fixture(scope="module")
def examples(tmp_path_factory: pytest.TempPathFactory) -> set[tuple[str, str]]:
    """(intent, text) of the examples that stand outside the NLU data, as Rasa reads them."""
    folder: Path = tmp_path_factory.mktemp("examples")
    read = load_data(str(_knowledge_examples(settings(), folder)))
    return {(message.get(INTENT), message.get(TEXT)) for message in read.training_examples}


def test_every_question_of_the_faq_is_an_example(catalog: Catalog, examples: set[tuple[str, str]]) -> None:
    asked = {question for entry in catalog.faq for question in entry.questions}
    assert {text for intent, text in examples if intent == "ask_faq"} == asked


def test_every_question_of_the_held_out_author_is_an_example_of_its_topics(
    examples: set[tuple[str, str]],
) -> None:
    rows = held_out_questions(settings().nlu_dir)
    assert [row for row in rows if (_intent(row["topic"]), row["text"]) not in examples] == []


def test_the_intents_are_those_of_the_domain(examples: set[tuple[str, str]]) -> None:
    domain = yaml.safe_load((ROOT / "domain.yml").read_text("utf-8"))
    named = {part for intent, _ in examples for part in intent.split("+")}
    assert named <= set(domain["intents"])
    assert any("+" in intent for intent, _ in examples)


def _intent(topics: str) -> str:
    return "+".join("ask_procedure" if topic == "general" else f"ask_{topic}" for topic in topics.split("+"))
