"""Training the dialogue model when its inputs have changed."""

import hashlib
import tempfile
from collections import defaultdict
from importlib.metadata import version
from pathlib import Path

import yaml

from assistant.catalog.catalog import Catalog
from assistant.dialogue.acts import INTENT_OF_TOPIC, Topic
from assistant.search.corpus import held_out_questions
from assistant.settings import ROOT, Settings

_INPUTS = ("config.yml", "domain.yml")
_KEPT = 2


def model_path(config: Settings) -> Path:
    """The model file for the present inputs: its name holds their hash."""
    digest = hashlib.sha256(version("rasa").encode())
    files = [ROOT / name for name in _INPUTS] + sorted(config.nlu_dir.glob("train/*.yml"))
    files += [
        *sorted((ROOT / "assistant" / "nlu").glob("*.py")),
        *sorted(config.knowledge_dir.glob("faq/*.yaml")),
        *sorted(config.nlu_dir.glob("held_out/*")),
        config.index_dir / "restorer.json",
    ]
    files += [*sorted(config.lexicon_dir.glob("*.yaml")), config.encoder_dir / "encoder.json"]
    for file in files:
        digest.update(file.read_bytes())
    return config.model_dir / f"letan-{digest.hexdigest()[:16]}.tar.gz"


def train_if_changed(config: Settings) -> bool:
    """Train unless the model is there; returns whether it was trained."""
    model = model_path(config)
    if model.is_file():
        return False
    from assistant.dialogue.rasa_engine import boot  # noqa: F401  before Rasa

    from rasa.model_training import train  # isort: skip

    with tempfile.TemporaryDirectory() as folder:
        train(
            domain=str(ROOT / "domain.yml"),
            config=str(ROOT / "config.yml"),
            training_files=[str(config.nlu_dir / "train"), str(_knowledge_examples(config, Path(folder)))],
            output=str(config.model_dir),
            fixed_model_name=model.name.removesuffix(".tar.gz"),
        )
    older = sorted(config.model_dir.glob("letan-*.tar.gz"), key=lambda f: f.stat().st_mtime)
    for stale in older[:-_KEPT]:
        stale.unlink()
    return True


def _knowledge_examples(config: Settings, folder: Path) -> Path:
    """Examples that stand elsewhere: the FAQ's questions, and the labelled ones of the held-out author."""
    examples: defaultdict[str, list[str]] = defaultdict(list)
    for entry in Catalog.load(config.knowledge_dir).faq:
        examples["ask_faq"] += entry.questions
    for question in held_out_questions(config.nlu_dir):
        examples["+".join(INTENT_OF_TOPIC[Topic(t)] for t in question["topic"].split("+"))].append(
            question["text"]
        )
    file = folder / "knowledge.yml"
    blocks = [{"intent": k, "examples": "".join(f"- {t}\n" for t in texts)} for k, texts in examples.items()]
    file.write_text(yaml.safe_dump({"version": "3.1", "nlu": blocks}, allow_unicode=True), "utf-8")
    return file
