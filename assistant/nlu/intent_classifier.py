"""The intent model as a component of Rasa's pipeline."""

from contextlib import suppress
from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.classifiers.classifier import IntentClassifier
from rasa.shared.nlu.constants import INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from assistant.nlu.intent_model import IntentModel
from assistant.nlu.language import language

TOPIC_INTENTS = "topic_intents"
"""Where a parsed message keeps the intents of all topics that it asks for."""

_TOGETHER = "+"
_RANKED = 3


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class TopicIntentClassifier(GraphComponent, IntentClassifier):  # type: ignore[misc]
    """Reads the text itself, not Rasa's features. An example of two topics has the intent "ask_fee+ask_form".

    `topics` names the intents that may be asked for together.
    """

    def __init__(self, config: dict[str, Any], storage: ModelStorage, resource: Resource) -> None:
        self._config = config
        self._storage = storage
        self._resource = resource
        self.model: IntentModel | None = None

    @staticmethod
    def required_packages() -> list[str]:
        """What must be installed."""
        return ["sklearn", "onnxruntime"]

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """No topics."""
        return {"topics": []}

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> "TopicIntentClassifier":
        """Make the untrained component; Rasa's signature."""
        return cls(config, model_storage, resource)

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> "TopicIntentClassifier":
        """Load the trained model; without one it understands nothing, which the engine notices."""
        component = cls(config, model_storage, resource)
        with suppress(ValueError), model_storage.read_from(resource) as folder:
            component.model = IntentModel.load(folder)
        return component

    def train(self, training_data: TrainingData) -> Resource:
        """Train on the examples that have an intent."""
        preparer, encoder = language()
        examples = [m for m in training_data.intent_examples if m.get(TEXT)]
        texts = [preparer.prepare(m.get(TEXT)) for m in examples]
        labels = [m.get(INTENT).split(_TOGETHER) for m in examples]
        model = IntentModel.fit(texts, encoder.encode_all(texts), labels, self._config["topics"])
        with self._storage.write_to(self._resource) as folder:
            model.save(folder)
        return self._resource

    def process(self, messages: list[Message]) -> list[Message]:
        """Add intent, ranking and topics to each message; one without text gets none."""
        preparer, encoder = language()
        for message in messages:
            ranking: list[dict[str, Any]] = []
            asked: tuple[str, ...] = ()
            if self.model and (text := preparer.prepare(message.get(TEXT) or "")):
                understood = self.model.understand(text, encoder.encode(text))
                ranking = [{"name": name, "confidence": p} for name, p in understood.ranking[:_RANKED]]
                asked = understood.asked
            first = ranking[0] if ranking else {"name": None, "confidence": 0.0}
            message.set(INTENT, first, add_to_output=True)
            message.set("intent_ranking", ranking, add_to_output=True)
            message.set(TOPIC_INTENTS, list(asked), add_to_output=True)
        return messages
