from pathlib import Path

import numpy as np
import pytest
from rasa.engine.graph import ExecutionContext, GraphSchema
from rasa.engine.storage.local_model_storage import LocalModelStorage
from rasa.engine.storage.resource import Resource
from rasa.shared.nlu.constants import INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from assistant.nlu.encoder_featurizer import SentenceEncoderFeaturizer
from assistant.search.corpus import nlu_examples
from assistant.search.encoder import Encoder
from assistant.settings import settings
from assistant.text.preparation import Preparer

CONTEXT = ExecutionContext(GraphSchema({}), node_name="featurizer")
RESOURCE = Resource("featurizer")
SCALE = 4.0


@pytest.fixture
def storage(tmp_path: Path) -> LocalModelStorage:
    return LocalModelStorage(tmp_path)


@pytest.fixture
def data() -> TrainingData:
    """Examples whose vectors are kept since the model was trained."""
    texts = list(nlu_examples(settings().nlu_dir / "train" / "social.yml"))[:40]
    return TrainingData([Message({TEXT: text, INTENT: "greet"}) for text in texts])


def features(message: Message) -> np.ndarray[tuple[int], np.dtype[np.float32]]:
    sequence, sentence = message.get_dense_features(TEXT)
    assert sequence is None
    assert sentence.features.shape[0] == 1
    return sentence.features[0]


def trained(data: TrainingData, storage: LocalModelStorage) -> SentenceEncoderFeaturizer:
    config = SentenceEncoderFeaturizer.get_default_config()
    component = SentenceEncoderFeaturizer.create(config, storage, RESOURCE, CONTEXT)
    component.train(data)
    return component


def test_every_example_gets_a_sentence_vector_of_the_set_length(
    data: TrainingData, storage: LocalModelStorage
) -> None:
    trained(data, storage).process_training_data(data)
    lengths = [np.linalg.norm(features(message)) for message in data.training_examples]
    np.testing.assert_allclose(lengths, SCALE, rtol=1e-5)


def test_a_question_gets_nearly_what_the_same_text_got_in_training(
    data: TrainingData, storage: LocalModelStorage
) -> None:
    component = trained(data, storage)
    component.process_training_data(data)
    asked = [Message({TEXT: message.get(TEXT)}) for message in data.training_examples]
    component.process(asked)
    for old, new in zip(data.training_examples, asked, strict=True):
        cosine = features(old) @ features(new) / SCALE**2
        assert cosine > 0.9, old.get(TEXT)


def test_the_training_mean_is_taken_out_and_survives_loading(
    data: TrainingData, storage: LocalModelStorage, encoder: Encoder, preparer: Preparer
) -> None:
    trained(data, storage)
    config = SentenceEncoderFeaturizer.get_default_config()
    loaded = SentenceEncoderFeaturizer.load(config, storage, RESOURCE, CONTEXT)
    texts = [preparer.prepare(message.get(TEXT)) for message in data.training_examples]
    moved = encoder.encode(texts[0]) - encoder.encode_all(texts).mean(axis=0)
    (message,) = loaded.process([Message({TEXT: data.training_examples[0].get(TEXT)})])
    np.testing.assert_allclose(features(message), SCALE * moved / np.linalg.norm(moved), atol=1e-4)


def test_a_message_without_text_gets_no_features(data: TrainingData, storage: LocalModelStorage) -> None:
    (message,) = trained(data, storage).process([Message({INTENT: "greet"})])
    assert message.get_dense_features(TEXT) == (None, None)
