"""Training the dialogue model when its inputs have changed."""

import hashlib
from importlib.metadata import version
from pathlib import Path

from assistant.settings import ROOT, Settings

_INPUTS = ("config.yml", "domain.yml")
_KEPT = 2


def model_path(config: Settings) -> Path:
    """The model file for the present inputs: its name holds their hash."""
    digest = hashlib.sha256(version("rasa").encode())
    files = [ROOT / name for name in _INPUTS] + sorted(config.nlu_dir.glob("train/*.yml"))
    files += [
        *sorted((ROOT / "assistant" / "nlu").glob("*.py")),
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

    train(
        domain=str(ROOT / "domain.yml"),
        config=str(ROOT / "config.yml"),
        training_files=str(config.nlu_dir / "train"),
        output=str(config.model_dir),
        fixed_model_name=model.name.removesuffix(".tar.gz"),
    )
    older = sorted(config.model_dir.glob("letan-*.tar.gz"), key=lambda f: f.stat().st_mtime)
    for stale in older[:-_KEPT]:
        stale.unlink()
    return True
