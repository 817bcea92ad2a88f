import json
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
import yaml

from assistant.catalog.catalog import Catalog
from assistant.preparation import _index as make_index
from assistant.search.artefacts import NotPrepared
from assistant.search.encoder import META, Encoder, read_meta
from assistant.search.index import (
    expected_meta,
    load_index,
    load_preparer,
    stored_meta,
    trained_preparer,
)
from assistant.settings import Settings, settings

CODES = ("1.001193", "1.000894", "1.004884", "1.001022", "1.000656", "1.004873")
SLUGS = ("cach-lay-so", "lo-so")
HELD_OUT = "code\tvoice\ttopic\ttext\n1.001193\tsituation\tgeneral\tcháu mới sinh tuần trước\n"
TYPOS = "1.001193\ttypos\tgeneral\tđăng kyý khai sihn cho chasu\n"
NLU = "version: '3.1'\nnlu:\n- intent: greet\n  examples: |\n    - chào em\n    - em ơi cho hỏi\n"


@dataclass(frozen=True)
class Inputs:
    """A small knowledge folder and NLU data, with the settings that name them."""

    config: Settings

    @property
    def catalog(self) -> Catalog:
        return Catalog.load(self.config.knowledge_dir)

    @property
    def procedures(self) -> Path:
        return self.config.knowledge_dir / "procedures" / "ho-tich.yaml"

    @property
    def faq(self) -> Path:
        return self.config.knowledge_dir / "faq" / "lay-so-cho-doi.yaml"

    @property
    def held_out(self) -> Path:
        return self.config.nlu_dir / "held_out" / "questions.tsv"

    def change_encoder(self, **meta: object) -> None:
        file = self.config.encoder_dir / META
        content = json.loads(file.read_text("utf-8")) | meta
        file.unlink()
        file.write_text(json.dumps(content), "utf-8")

    def edit(self, file: Path, old: str, new: str) -> None:
        text = file.read_text("utf-8")
        assert old in text
        file.write_text(text.replace(old, new, 1), "utf-8")


@pytest.fixture(scope="module")
def made(encoder_folder: Path) -> Inputs:
    """An index of six procedures and two FAQ entries, made over the half-made one of a crash.

    To be left as it is.
    """
    data = encoder_folder.parent.parent
    knowledge, nlu = data / "knowledge", data / "nlu"
    shutil.copytree(settings().lexicon_dir, knowledge / "lexicons")
    _copy_some(knowledge, "procedures/ho-tich.yaml", "procedures", "code", CODES)
    _copy_some(knowledge, "faq/lay-so-cho-doi.yaml", "entries", "slug", SLUGS)
    (nlu / "train").mkdir(parents=True)
    for name in ("topics_alone.yml", "social.yml", "guard.yml", "lacking.yml"):
        (nlu / "train" / name).write_text(NLU, "utf-8")
    (nlu / "held_out").mkdir()
    (nlu / "held_out" / "questions.tsv").write_text(HELD_OUT, "utf-8")
    (data / "index.partial").mkdir()
    (data / "index.partial" / "junk").touch()
    config = Settings(data_dir=data, knowledge_dir=knowledge, nlu_dir=nlu, encoder="")
    assert make_index(config)
    return Inputs(config)


def _copy_some(knowledge: Path, name: str, entries: str, key: str, wanted: tuple[str, ...]) -> None:
    """Copy some entries of a knowledge file, with one example in each voice."""
    whole = yaml.safe_load((settings().knowledge_dir / name).read_text("utf-8"))
    kept = [
        {k: v for k, v in entry.items() if k not in ("related", "procedures")}
        | {"examples": {voice: texts[:1] for voice, texts in entry["examples"].items()}}
        for entry in whole[entries]
        if entry[key] in wanted
    ]
    (knowledge / name).parent.mkdir()
    (knowledge / name).write_text(yaml.safe_dump(whole | {entries: kept}, allow_unicode=True), "utf-8")


@pytest.fixture
def inputs(made: Inputs, tmp_path: Path) -> Inputs:
    """A copy, to be changed."""
    data = tmp_path / "data"
    shutil.copytree(made.config.data_dir, data, symlinks=True)
    config = Settings(data_dir=data, knowledge_dir=data / "knowledge", nlu_dir=data / "nlu", encoder="")
    return Inputs(config)


def test_an_index_is_made_anew_only_when_its_inputs_differ(inputs: Inputs) -> None:
    assert not make_index(inputs.config)
    inputs.edit(inputs.procedures, "summary: ", "summary: Nay ")
    assert make_index(inputs.config)
    assert not make_index(inputs.config)


def test_meta_of_a_fresh_index_is_the_expected_one(made: Inputs) -> None:
    assert stored_meta(made.config.index_dir) == _meta(made)


@pytest.mark.parametrize(
    ("key", "change"),
    [
        ("model_id", lambda i: i.change_encoder(model_id="another/model")),
        ("dimension", lambda i: i.change_encoder(dimension=768)),
        ("catalog", lambda i: i.edit(i.procedures, "plain_name: ", "plain_name: việc ")),
        ("catalog", lambda i: i.edit(i.procedures, "summary: ", "summary: Nay ")),
        ("catalog", lambda i: i.edit(i.faq, "answer: ", "answer: Dạ ")),
        (
            "language",
            lambda i: (i.config.lexicon_dir / "dialect.yaml").write_text("mô: đâu\n", "utf-8"),
        ),
        (
            "language",
            lambda i: i.edit(i.config.nlu_dir / "train" / "social.yml", "chào em", "chào chị"),
        ),
        ("language", lambda i: i.edit(i.held_out, "tuần trước", "hôm qua")),
    ],
    ids=[
        "model id",
        "dimension",
        "a name",
        "a summary",
        "a FAQ answer",
        "a lexicon",
        "an NLU example",
        "a held-out question",
    ],
)
def test_a_changed_input_changes_its_part_of_the_meta(
    inputs: Inputs, key: str, change: Callable[[Inputs], object]
) -> None:
    change(inputs)
    stored = dict(stored_meta(inputs.config.index_dir) or {})
    assert [name for name, value in _meta(inputs).items() if stored[name] != value] == [key]


def test_what_the_index_is_not_made_from_leaves_the_meta_alone(inputs: Inputs) -> None:
    (inputs.config.nlu_dir / "test").mkdir()
    (inputs.config.nlu_dir / "test" / "test_nlu.yml").write_text(NLU, "utf-8")
    (inputs.config.knowledge_dir / "emergencies.yaml").write_text("'113': [cướp]\n", "utf-8")
    assert _meta(inputs) == stored_meta(inputs.config.index_dir)


def test_a_stored_index_finds_each_entry_by_its_name(made: Inputs, encoder: Encoder) -> None:
    preparer = load_preparer(made.config.index_dir, made.config.lexicon_dir)
    index = load_index(made.config.index_dir, preparer)
    assert index.keys == tuple(entry.key for entry in made.catalog.entries)
    assert set(index.keys) == {*CODES, *(f"faq:{slug}" for slug in SLUGS)}
    for position, entry in enumerate(made.catalog.entries):
        text = preparer.prepare(entry.short_name)
        assert index.ranker.rank(text, encoder.encode(text)).order[0] == position, entry.short_name


def test_a_held_out_question_is_in_the_index(made: Inputs, encoder: Encoder) -> None:
    preparer = load_preparer(made.config.index_dir, made.config.lexicon_dir)
    index = load_index(made.config.index_dir, preparer)
    text = preparer.prepare("cháu mới sinh tuần trước")
    ranking = index.ranker.rank(text, encoder.encode(text))
    assert index.keys[ranking.order[0]] == "1.001193"
    assert ranking.evidence.lexical == pytest.approx(2.0, abs=1e-5)


def test_typing_slips_teach_no_diacritics(inputs: Inputs) -> None:
    before = _trained_restorer(inputs)
    inputs.edit(inputs.held_out, HELD_OUT, HELD_OUT + TYPOS)
    assert _trained_restorer(inputs) == before
    inputs.edit(inputs.held_out, "typos", "letter")
    assert _trained_restorer(inputs) != before


def test_the_stored_wording_is_the_trained_one(made: Inputs) -> None:
    config = made.config
    trained = trained_preparer(made.catalog, config.lexicon_dir, config.nlu_dir)
    stored = load_preparer(config.index_dir, config.lexicon_dir)
    for text in ("dang ky khai sinh cho con", "em oi cho hoi", "Đăng ký KẾT HÔN?"):
        assert stored.prepare(text) == trained.prepare(text)
    assert stored.prepare("dang ky khai sinh") == "đăng ký khai sinh"


@pytest.mark.parametrize(("name", "teaches"), [("catalog_questions_first.yml", False), ("more.yml", True)])
def test_the_catalogs_questions_do_not_teach_diacritics_again(
    inputs: Inputs, name: str, teaches: bool
) -> None:
    before = _trained_restorer(inputs)
    (inputs.config.nlu_dir / "train" / name).write_text(NLU.replace("chào em", "chào quý bạnn"), "utf-8")
    assert (_trained_restorer(inputs) != before) is teaches


def test_nothing_half_made_is_left_or_used(made: Inputs) -> None:
    assert not made.config.index_dir.with_name("index.partial").exists()
    assert not (made.config.index_dir / "junk").exists()


def test_a_missing_index_is_not_prepared(tmp_path: Path) -> None:
    assert stored_meta(tmp_path) is None
    with pytest.raises(NotPrepared, match="make prepare"):
        load_preparer(tmp_path, settings().lexicon_dir)


def _trained_restorer(inputs: Inputs) -> object:
    preparer = trained_preparer(inputs.catalog, inputs.config.lexicon_dir, inputs.config.nlu_dir)
    return preparer.restorer.to_data()


def _meta(inputs: Inputs) -> dict[str, object]:
    config = inputs.config
    return dict(
        expected_meta(inputs.catalog, read_meta(config.encoder_dir), config.lexicon_dir, config.nlu_dir)
    )
