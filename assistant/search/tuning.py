"""Fine-tuning the bundled encoder's last layers: `make tune`, a quarter of an hour on 2 cores.

The layers below are run once. The tuned ones learn to put the catalog's questions beside those of their own
entry; what changes is kept at low rank (`encoder_delta.npz`, 2 MB) and put onto the bundled weights when the
encoder folder is made. New entries need no new tuning: nearness is learned, not the entries (ADR 6).
"""

import logging
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import torch
from torch.nn.functional import cross_entropy, normalize
from transformers import AutoModel, AutoTokenizer

from assistant.catalog.catalog import Catalog
from assistant.search.bundled_model import DELTA, write_bundled_model
from assistant.search.corpus import Document, learned, texts_of_no_procedure
from assistant.search.encoder_delta import low_rank
from assistant.search.index import trained_preparer
from assistant.settings import settings

_LOG = logging.getLogger(__name__)

_LAYERS = 4
_EPOCHS = 4
_RATE = 3e-4
_HEAD_RATE = 5 * _RATE
_WARM_UP = 60
_BATCH = 48
_SORTED_TOGETHER = 20
_SCALE = 16.0
_SMOOTHING = 0.02
_LONGEST = 80
_PROMPT = "query: "

Positions = npt.NDArray[np.int64]


class TunedLayers:
    """The last layers over the kept outputs of those below, for a fixed list of texts."""

    def __init__(self, folder: Path, prompt: str, texts: Sequence[str]) -> None:
        tokenizer = AutoTokenizer.from_pretrained(folder)
        self.model = AutoModel.from_pretrained(folder, attn_implementation="sdpa").float()
        layers = self.model.encoder.layer
        self._below = layers[: len(layers) - _LAYERS]
        self.tuned = layers[len(layers) - _LAYERS :]
        self._ids = [tokenizer(prompt + t, truncation=True, max_length=_LONGEST)["input_ids"] for t in texts]
        self.lengths = np.array([len(ids) for ids in self._ids])
        self._kept: dict[int, torch.Tensor] = {}
        with torch.no_grad():
            for rows in self.batches(np.arange(len(texts)), 64):
                self._keep(rows)

    def batches(
        self, rows: Positions, size: int, random: np.random.Generator | None = None
    ) -> Iterator[Positions]:
        """Batches of texts of like length; shuffled, if a generator is given."""
        if random is None:
            ordered = rows[np.argsort(self.lengths[rows], kind="stable")]
            yield from (ordered[at : at + size] for at in range(0, len(ordered), size))
            return
        rows = random.permutation(rows)
        chunks = [
            rows[at : at + size * _SORTED_TOGETHER] for at in range(0, len(rows), size * _SORTED_TOGETHER)
        ]
        made = [batch for chunk in chunks for batch in self.batches(chunk, size)]
        yield from (made[at] for at in random.permutation(len(made)))

    def vectors(self, rows: Positions) -> torch.Tensor:
        """Unit vectors (rows, dimension) by the present weights."""
        hidden = torch.zeros(len(rows), int(self.lengths[rows].max()), self.model.config.hidden_size)
        mask = torch.zeros(hidden.shape[:2])
        for at, row in enumerate(rows):
            hidden[at, : self.lengths[row]] = self._kept[int(row)].float()
            mask[at, : self.lengths[row]] = 1
        hidden = _run(self.tuned, hidden, mask)
        pooled = (hidden * mask[:, :, None]).sum(1) / mask.sum(1, keepdim=True)
        return normalize(pooled, dim=1)

    def _keep(self, rows: Positions) -> None:
        ids = torch.ones(len(rows), int(self.lengths[rows].max()), dtype=torch.long)
        mask = torch.zeros(ids.shape)
        for at, row in enumerate(rows):
            ids[at, : self.lengths[row]] = torch.tensor(self._ids[row])
            mask[at, : self.lengths[row]] = 1
        hidden = _run(self._below, self.model.embeddings(ids), mask)
        for at, row in enumerate(rows):
            self._kept[int(row)] = hidden[at, : self.lengths[row]].half()


def tune(layers: TunedLayers, owners: Positions) -> None:
    """Train the layers on the owner of each text, by cosines to one learned vector for each owner."""
    torch.manual_seed(0)
    random = np.random.default_rng(0)
    everything = np.arange(len(owners))
    with torch.no_grad():
        start = torch.cat([layers.vectors(rows) for rows in layers.batches(everything, 64)])
        order = np.concatenate(list(layers.batches(everything, 64)))
        mean = start.mean(0)
        sums = torch.zeros(int(owners.max()) + 1, start.shape[1])
        sums.index_add_(0, torch.tensor(owners[order]), normalize(start - mean, dim=1))
    head = torch.nn.Parameter(normalize(sums, dim=1))
    groups = [{"params": layers.tuned.parameters(), "lr": _RATE}, {"params": [head], "lr": _HEAD_RATE}]
    optimiser = torch.optim.AdamW(groups, weight_decay=0.01)
    steps = _EPOCHS * -(-len(owners) // _BATCH)
    pace = torch.optim.lr_scheduler.LambdaLR(
        optimiser, lambda step: min(1.0, (step + 1) / _WARM_UP) * max(0.02, 1 - step / steps)
    )
    target = torch.tensor(owners)
    layers.tuned.train()
    for epoch in range(_EPOCHS):
        losses = []
        for rows in layers.batches(everything, _BATCH, random):
            cosines = normalize(layers.vectors(rows) - mean, dim=1) @ normalize(head, dim=1).T
            loss = cross_entropy(_SCALE * cosines, target[rows], label_smoothing=_SMOOTHING)
            optimiser.zero_grad()
            loss.backward()
            torch.nn.utils.clip_grad_norm_(layers.tuned.parameters(), 1.0)
            optimiser.step()
            pace.step()
            losses.append(loss.item())
            if len(losses) % 50 == 0:
                _LOG.info("epoch %d, batch %d: loss %.3f", epoch + 1, len(losses), np.mean(losses))


def _run(layers: torch.nn.ModuleList, hidden: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
    hidden_from = (1 - mask[:, None, None, :]) * torch.finfo(torch.float32).min
    for layer in layers:
        output = layer(hidden, attention_mask=hidden_from)
        hidden = output[0] if isinstance(output, tuple) else output
    return hidden


def learn_delta(
    catalog: Catalog, nlu_folder: Path, lexicons: Path, entries: Sequence[Document], file: Path
) -> None:
    """Tune on documents and the texts of no entry, and write the difference."""
    preparer = trained_preparer(catalog, lexicons, nlu_folder)
    nones = texts_of_no_procedure(nlu_folder)
    texts = [preparer.prepare(text) for text in (*(entry.text for entry in entries), *nones)]
    owners = np.array([*(entry.position for entry in entries), *(len(catalog.entries) for _ in nones)])
    with tempfile.TemporaryDirectory() as folder:
        write_bundled_model(Path(folder))
        layers = TunedLayers(Path(folder), _PROMPT, texts)
    before = {name: value.clone() for name, value in layers.model.state_dict().items()}
    tune(layers, owners)
    change: dict[str, Any] = {**low_rank(before, layers.model.state_dict())}
    np.savez_compressed(file, **change)


def main() -> None:
    """Tune on everything that the settings' catalog teaches, and write the difference beside the code."""
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    config = settings()
    catalog = Catalog.load(config.knowledge_dir)
    learn_delta(catalog, config.nlu_dir, config.lexicon_dir, learned(catalog, config.nlu_dir), DELTA)


if __name__ == "__main__":
    main()
