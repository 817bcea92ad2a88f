"""Vietnamese words as Rasa tokens: true offsets, standard wording as the lemma."""

import unicodedata
from collections.abc import Iterator
from typing import Any

from rasa.engine.graph import ExecutionContext
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.tokenizers.tokenizer import Token, Tokenizer
from rasa.shared.nlu.training_data.message import Message

from assistant.lean_imports import without
from assistant.nlu.language import language
from assistant.text.folding import fold
from assistant.text.masking import without_masks

with without("torch", "transformers"):
    from underthesea import word_tokenize


def word_spans(text: str) -> Iterator[tuple[int, int]]:
    """(start, end) of each word in the text as it stands; a word may hold blanks ("căn cước").

    Found syllable by syllable, since the segmenter changes blanks, case and Unicode form.
    """
    pairs = [(fold(char), at) for at, char in enumerate(text) if not char.isspace()]
    spread = [(letter, at) for letters, at in pairs for letter in letters]
    visible = "".join(letter for letter, _ in spread)
    cursor = 0
    for word in word_tokenize(unicodedata.normalize("NFC", text).lower()):
        wanted = "".join(fold(char) for char in word if not char.isspace())
        found = visible.find(wanted, cursor) if wanted else -1
        if found < 0:
            continue
        last = found + len(wanted) - 1
        end = spread[last][1] + 1
        while end < len(text) and unicodedata.combining(text[end]):
            end += 1
        yield spread[found][1], end
        cursor = last + 1


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_TOKENIZER, is_trainable=False)
class VietnameseTokenizer(Tokenizer):  # type: ignore[misc]
    """One token per word by underthesea; its lemma is folded standard wording ("mô" is "dau")."""

    @staticmethod
    def supported_languages() -> list[str]:
        """Vietnamese alone."""
        return ["vi"]

    @staticmethod
    def required_packages() -> list[str]:
        """What must be installed."""
        return ["underthesea"]

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """Intents are not split into parts."""
        return {
            "intent_tokenization_flag": False,
            "intent_split_symbol": "_",
            "token_pattern": None,
            "prefix_separator_symbol": None,
        }

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> "VietnameseTokenizer":
        """Make the component; Rasa's signature."""
        return cls(config)

    def tokenize(self, message: Message, attribute: str) -> list[Token]:
        """The words of one attribute; a text without any word is one token."""
        text = message.get(attribute) or ""
        preparer = language().preparer
        tokens = [
            Token(text[a:b], a, b, lemma=fold(preparer.standard(text[a:b])) or fold(text[a:b]))
            for a, b in word_spans(without_masks(text))
        ]
        return tokens or [Token(text, 0, len(text))]
