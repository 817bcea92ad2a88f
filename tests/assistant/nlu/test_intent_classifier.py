from pathlib import Path
from typing import Any

import pytest
import yaml
from rasa.engine.graph import ExecutionContext, GraphSchema
from rasa.engine.storage.local_model_storage import LocalModelStorage
from rasa.engine.storage.resource import Resource
from rasa.shared.nlu.constants import INTENT, TEXT
from rasa.shared.nlu.training_data.loading import load_data
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from assistant.dialogue.acts import TOPIC_OF_INTENT
from assistant.nlu import intent_classifier
from assistant.nlu.intent_classifier import TOPIC_INTENTS, TopicIntentClassifier
from assistant.nlu.language import Language
from assistant.search.encoder import Encoder
from assistant.settings import ROOT, settings
from assistant.text.preparation import Preparer

CONTEXT = ExecutionContext(GraphSchema({}), node_name="classifier")
RESOURCE = Resource("classifier")
NAME = f"{TopicIntentClassifier.__module__}.{TopicIntentClassifier.__name__}"
FILES = ("social.yml", "topics_named.yml", "topics_alone.yml", "two_topics.yml")
RANKED = 3


@pytest.fixture(scope="module")
def config() -> dict[str, Any]:
    """The component's part of config.yml."""
    whole = yaml.safe_load((ROOT / "config.yml").read_text("utf-8"))
    (own,) = [component for component in whole["pipeline"] if component["name"] == NAME]
    return TopicIntentClassifier.get_default_config() | own


@pytest.fixture(scope="module")
def data() -> TrainingData:
    """Some of the examples that the dialogue model was trained on."""
    files = [load_data(str(settings().nlu_dir / "train" / name)) for name in FILES]
    return files[0].merge(*files[1:])


@pytest.fixture(scope="module")
def encoder_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The prepared encoder with the vectors that it has kept, where new ones do no harm."""
    folder: Path = tmp_path_factory.mktemp("encoder")
    for file in settings().encoder_dir.iterdir():
        (folder / file.name).symlink_to(file)
    return folder


@pytest.fixture(scope="module")
def storage(
    tmp_path_factory: pytest.TempPathFactory,
    encoder_folder: Path,
    preparer: Preparer,
    config: dict[str, Any],
    data: TrainingData,
) -> LocalModelStorage:
    """Where a component that was trained has left its model."""
    storage = LocalModelStorage(tmp_path_factory.mktemp("model"))
    own = Language(preparer, Encoder(encoder_folder))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(intent_classifier, "language", lambda: own)
        TopicIntentClassifier.create(config, storage, RESOURCE, CONTEXT).train(data)
    return storage


@pytest.fixture(scope="module")
def component(config: dict[str, Any], storage: LocalModelStorage) -> TopicIntentClassifier:
    return TopicIntentClassifier.load(config, storage, RESOURCE, CONTEXT)


def parsed(component: TopicIntentClassifier, text: str) -> Message:
    (message,) = component.process([Message({TEXT: text})])
    return message


def test_the_topics_of_the_configuration_are_those_of_the_dialogue(config: dict[str, Any]) -> None:
    assert config["topics"] == list(TOPIC_OF_INTENT)


@pytest.mark.parametrize(
    ("text", "intents"),
    [
        ("chào em", {"greet"}),
        ("Cảm ơn em nhiều nhé!", {"thanks"}),
        ("thế lệ phí bao nhiêu", {"ask_fee"}),
        ("can mang giay to gi", {"ask_documents"}),
        ("cần giấy tờ gì và hết bao nhiêu tiền", {"ask_documents", "ask_fee"}),
        ("nộp ở đâu, bao lâu thì xong", {"ask_place", "ask_time_limit"}),
    ],
)
def test_a_message_gets_its_intent_and_all_its_topics(
    component: TopicIntentClassifier, text: str, intents: set[str]
) -> None:
    message = parsed(component, text)
    assert set(message.get(TOPIC_INTENTS)) == intents
    assert message.get(TOPIC_INTENTS)[0] == message.get(INTENT)["name"]


def test_the_intent_is_the_first_of_a_short_ranking(component: TopicIntentClassifier) -> None:
    message = parsed(component, "lệ phí bao nhiêu")
    ranking = message.get("intent_ranking")
    confidences = [entry["confidence"] for entry in ranking]
    assert message.get(INTENT) == ranking[0]
    assert len(ranking) == RANKED
    assert confidences == sorted(confidences, reverse=True)
    assert 0.5 < confidences[0] <= 1


def test_what_was_understood_is_told(component: TopicIntentClassifier) -> None:
    told = parsed(component, "lệ phí bao nhiêu").as_dict(only_output_properties=True)
    assert {INTENT, "intent_ranking", TOPIC_INTENTS} <= set(told)


@pytest.mark.parametrize("text", ["", "   ", "[sđt]", "😀"])
def test_a_message_without_words_gets_no_intent(component: TopicIntentClassifier, text: str) -> None:
    message = parsed(component, text)
    assert message.get(INTENT) == {"name": None, "confidence": 0.0}
    assert message.get("intent_ranking") == message.get(TOPIC_INTENTS) == []


def test_a_message_without_text_gets_no_intent(component: TopicIntentClassifier) -> None:
    (message,) = component.process([Message({"action_text": "chào"})])
    assert message.get(INTENT)["name"] is None


def test_messages_are_understood_each_for_itself(component: TopicIntentClassifier) -> None:
    texts = ["chào em", "", "lệ phí bao nhiêu"]
    together = component.process([Message({TEXT: text}) for text in texts])
    alone = [parsed(component, text) for text in texts]
    assert [m.get("intent_ranking") for m in together] == [m.get("intent_ranking") for m in alone]


def test_before_training_nothing_is_understood(config: dict[str, Any], tmp_path: Path) -> None:
    component = TopicIntentClassifier.create(config, LocalModelStorage(tmp_path), RESOURCE, CONTEXT)
    assert parsed(component, "chào em").get(INTENT) == {"name": None, "confidence": 0.0}


def test_an_intent_of_two_names_is_learned_as_two(
    component: TopicIntentClassifier, data: TrainingData
) -> None:
    assert component.model is not None
    assert any("+" in intent for intent in data.intents)
    assert set(component.model.intents) == {intent for intent in data.intents if "+" not in intent}
