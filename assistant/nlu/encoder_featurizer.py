"""The sentence vector as Rasa features, centred on the training data."""

from typing import Any

import numpy as np
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.featurizers.dense_featurizer.dense_featurizer import DenseFeaturizer
from rasa.nlu.tokenizers.tokenizer import Tokenizer
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from assistant.nlu.language import language
from assistant.search.encoder import Vector

_MEAN = "mean.npy"


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER, is_trainable=True)
class SentenceEncoderFeaturizer(DenseFeaturizer, GraphComponent):  # type: ignore[misc]
    """Sentence features only: Rasa's LogisticRegressionClassifier reads no others.

    `scale` is the length of the vector beside the n-gram counts; small, it would weigh nothing.
    """

    def __init__(self, config: dict[str, Any], name: str, storage: ModelStorage, resource: Resource) -> None:
        super().__init__(name, config)
        self._storage = storage
        self._resource = resource
        self._mean: Vector = np.zeros(0, np.float32)

    @classmethod
    def required_components(cls) -> list[type]:
        """Runs after a tokenizer, as featurizers do."""
        return [Tokenizer]

    @staticmethod
    def required_packages() -> list[str]:
        """What must be installed."""
        return ["onnxruntime"]

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """The scale found best by cross-validation of the training data."""
        return {**DenseFeaturizer.get_default_config(), "scale": 4.0}

    @classmethod
    def validate_config(cls, config: dict[str, Any]) -> None:
        """Nothing to refuse."""

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> "SentenceEncoderFeaturizer":
        """Make the untrained component; Rasa's signature."""
        return cls(config, execution_context.node_name, model_storage, resource)

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> "SentenceEncoderFeaturizer":
        """Load the mean that training stored."""
        component = cls(config, execution_context.node_name, model_storage, resource)
        with model_storage.read_from(resource) as folder:
            component._mean = np.load(folder / _MEAN)
        return component

    def train(self, training_data: TrainingData) -> Resource:
        """Store the mean vector of the training examples."""
        vectors = self._training_vectors([m for m in training_data.training_examples if m.get(TEXT)])
        self._mean = vectors.mean(axis=0)
        with self._storage.write_to(self._resource) as folder:
            np.save(folder / _MEAN, self._mean)
        return self._resource

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Give every training example its features, all encoded together."""
        messages = [m for m in training_data.training_examples if m.get(TEXT)]
        for message, vector in zip(messages, self._training_vectors(messages), strict=True):
            self._add(message, vector)
        return training_data

    def process(self, messages: list[Message]) -> list[Message]:
        """Give every message with a text its features."""
        preparer, encoder = language()
        for message in messages:
            if text := message.get(TEXT):
                self._add(message, encoder.encode(preparer.prepare(text)))
        return messages

    def _add(self, message: Message, vector: Vector) -> None:
        moved = vector - self._mean
        scaled = self._config["scale"] * moved / np.linalg.norm(moved)
        self.add_features_to_message(None, scaled.astype(np.float32).reshape(1, -1), TEXT, message)

    @staticmethod
    def _training_vectors(messages: list[Message]) -> Vector:
        preparer, encoder = language()
        return encoder.encode_all([preparer.prepare(message.get(TEXT)) for message in messages])
