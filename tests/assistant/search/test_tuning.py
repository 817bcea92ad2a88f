from pathlib import Path

import numpy as np
import pytest
import torch
from transformers import BertConfig, BertModel, BertTokenizerFast

from assistant.search import tuning
from assistant.search.tuning import TunedLayers, tune

TUNED = 4
WORDS = ["khai", "sinh", "cho", "con", "kết", "hôn", "cưới", "vợ", "căn", "cước", "mất", "thẻ", "ạ", "em"]
ENTRIES = [WORDS[:4], WORDS[4:8], WORDS[8:12]]


def test_texts_of_one_entry_come_together_by_the_last_layers_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in (("_BATCH", 8), ("_EPOCHS", 25), ("_RATE", 3e-3)):
        monkeypatch.setattr(tuning, name, value)
    random = np.random.default_rng(0)
    owners = np.arange(48) % len(ENTRIES)
    words = [[*random.choice(ENTRIES[owner], 2), *random.choice(WORDS, 2)] for owner in owners]
    texts = [" ".join(random.permutation(chosen)[: random.integers(3, 5)]) for chosen in words]
    _write_bert(tmp_path)
    layers = TunedLayers(tmp_path, "", texts)
    before = {name: value.clone() for name, value in layers.model.state_dict().items()}
    start = layers.vectors(np.arange(len(texts))).detach()
    torch.testing.assert_close(start, _whole_model(tmp_path, texts), atol=2e-3, rtol=0)

    tune(layers, owners)

    after = layers.model.state_dict()
    moved = {name for name in before if not torch.equal(after[name], before[name])}
    assert {name.split(".")[2] for name in moved} == {str(number) for number in range(1, 1 + TUNED)}
    tuned = layers.vectors(np.arange(len(texts))).detach()
    assert _closeness(tuned, owners) > _closeness(start, owners) + 0.2


def _write_bert(folder: Path) -> None:
    (folder / "vocab.txt").write_text(
        "\n".join(["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", *WORDS]), "utf-8"
    )
    tokenizer = BertTokenizerFast(str(folder / "vocab.txt"), do_lower_case=False)
    torch.manual_seed(0)
    config = BertConfig(
        vocab_size=len(tokenizer),
        hidden_size=16,
        num_hidden_layers=1 + TUNED,
        num_attention_heads=2,
        intermediate_size=32,
        hidden_dropout_prob=0.0,
        attention_probs_dropout_prob=0.0,
        initializer_range=0.3,
    )
    BertModel(config).save_pretrained(folder)
    tokenizer.save_pretrained(folder)


def _whole_model(folder: Path, texts: list[str]) -> torch.Tensor:
    """The mean-pooled vectors of the model that nobody has cut in two."""
    tokenizer, model = BertTokenizerFast.from_pretrained(folder), BertModel.from_pretrained(folder).eval()
    encoded = tokenizer(texts, padding=True, return_tensors="pt")
    with torch.no_grad():
        hidden = model(**encoded).last_hidden_state
    mask = encoded["attention_mask"][:, :, None]
    return torch.nn.functional.normalize((hidden * mask).sum(1) / mask.sum(1), dim=1)


def _closeness(vectors: torch.Tensor, owners: np.ndarray[tuple[int], np.dtype[np.int64]]) -> float:
    """By how much texts of one entry are nearer to each other than to those of others."""
    centred = torch.nn.functional.normalize(vectors - vectors.mean(0), dim=1)
    cosines = centred @ centred.T
    same = torch.tensor(owners[:, None] == owners)
    return float(cosines[same].mean() - cosines[~same].mean())
