import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from assistant.dialogue.rasa_engine.training import model_path, train_if_changed
from assistant.settings import Settings, settings


@pytest.fixture
def config(tmp_path: Path) -> Settings:
    """Settings whose inputs may be changed."""
    here = settings()
    shutil.copytree(here.nlu_dir, tmp_path / "nlu")
    shutil.copytree(here.lexicon_dir, tmp_path / "knowledge" / "lexicons")
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
        lambda c: c.lexicon_dir / "dialect.yaml",
        lambda c: c.index_dir / "restorer.json",
        lambda c: c.encoder_dir / "encoder.json",
    ],
    ids=["NLU data", "lexicon", "restorer", "encoder"],
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
