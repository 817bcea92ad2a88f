"""The encoder and wording that NLU shares with the search, loaded once for the process."""

from functools import cache
from typing import NamedTuple

from assistant.search.encoder import Encoder
from assistant.search.index import load_preparer
from assistant.settings import settings
from assistant.text.preparation import Preparer


class Language(NamedTuple):
    """What turns a text into a vector. The encoder remembers texts: search and NLU pay once."""

    preparer: Preparer
    encoder: Encoder


@cache
def language() -> Language:
    """The process's language, from the folders of the settings; raises NotPrepared."""
    config = settings()
    encoder = Encoder(config.encoder_dir, config.encoder_threads)
    return Language(load_preparer(config.index_dir, config.lexicon_dir), encoder)
