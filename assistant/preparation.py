"""Making what the server loads: `python -m assistant.preparation`. What is up to date is left alone."""

import logging
import os
import sys
import time
from collections.abc import Callable

from assistant.catalog.catalog import Catalog
from assistant.settings import Settings, settings


def prepare(config: Settings, say: Callable[[str], None] = print) -> None:
    """Make the encoder folder, the index, the dialogue model and the database schema."""
    steps: tuple[tuple[str, Callable[[Settings], bool]], ...] = (
        ("Encoder folder", _encoder),
        ("Search index (about a minute when made anew)", _index),
        ("Dialogue model (about a minute when trained anew)", _dialogue_model),
        ("Database schema", _database),
    )
    for number, (name, step) in enumerate(steps, 1):
        say(f"[{number}/{len(steps)}] {name} …")
        started = time.perf_counter()
        made = step(config)
        took = f"made in {time.perf_counter() - started:.1f} s" if made else "up to date"
        say(f"[{number}/{len(steps)}] {name.split(' (')[0]}: {took}")


def _encoder(config: Settings) -> bool:
    from assistant.search.bundled_model import model_id
    from assistant.search.encoder import META, read_meta

    made = (config.encoder_dir / META).is_file()
    if made and read_meta(config.encoder_dir)["model_id"] == model_id(config.encoder):
        return False
    from assistant.search.encoder_export import export_encoder

    export_encoder(config.encoder, config.encoder_dir)
    return True


def _index(config: Settings) -> bool:
    from assistant.search.encoder import Encoder, read_meta
    from assistant.search.index import build_index, expected_meta, stored_meta

    catalog = Catalog.load(config.knowledge_dir)
    expected = expected_meta(catalog, read_meta(config.encoder_dir), config.lexicon_dir, config.nlu_dir)
    if stored_meta(config.index_dir) == expected:
        return False
    encoder = Encoder(config.encoder_dir, os.cpu_count() or 1)
    build_index(config.index_dir, catalog, encoder, config.lexicon_dir, config.nlu_dir)
    return True


def _dialogue_model(config: Settings) -> bool:
    from assistant.dialogue.rasa_engine.training import train_if_changed

    return train_if_changed(config)


def _database(config: Settings) -> bool:
    from assistant.store.database import migrate

    return migrate(config.sqlalchemy_url)


def main() -> int:
    """Prepare for the settings of the environment."""
    logging.basicConfig(level=logging.WARNING, format="      %(message)s")
    logging.getLogger("assistant").setLevel(logging.INFO)
    prepare(settings(), lambda line: print(line, flush=True))
    return 0


if __name__ == "__main__":
    sys.exit(main())
