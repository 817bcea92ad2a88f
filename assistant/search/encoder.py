"""Sentence vectors: unit length, one for a text, kept for texts that come again."""

import json
import logging
import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import lru_cache
from pathlib import Path
from typing import TypedDict

import numpy as np
import numpy.typing as npt
import onnxruntime as ort
from tokenizers import Tokenizer

from assistant.search.artefacts import NotPrepared

_LOG = logging.getLogger(__name__)

Vector = npt.NDArray[np.float32]
FULL, QUANTISED, TOKENIZER, META = "model.onnx", "model-int8.onnx", "tokenizer.json", "encoder.json"
_BATCH = 32
_BATCHES_PER_REPORT = 50
_KEPT = "kept.npz"
_REMEMBERED = 4096


class EncoderMeta(TypedDict):
    """What the folder says of its model; `query_prompt` goes before every text."""

    model_id: str
    dimension: int
    query_prompt: str
    max_tokens: int


def read_meta(folder: Path) -> EncoderMeta:
    """What a prepared folder says of its model; raises NotPrepared if there is none."""
    if not (folder / META).is_file():
        raise NotPrepared(f"Chưa có bộ mã hóa câu trong {folder.name}, hãy chạy `make prepare`")
    meta: EncoderMeta = json.loads((folder / META).read_text("utf-8"))
    return meta


class Encoder:
    """A prepared encoder folder. Texts should be in the wording of `Preparer.prepare`."""

    def __init__(self, folder: Path, threads: int = 1) -> None:
        """Load the 8-bit model; raises NotPrepared if the folder is not there."""
        self.meta = read_meta(folder)
        self._folder = folder
        self._threads = threads
        self._tokenizer = Tokenizer.from_file(str(folder / TOKENIZER))
        self._tokenizer.enable_truncation(self.meta["max_tokens"])
        self._questions = self._session(QUANTISED, threads)
        self.encode = lru_cache(_REMEMBERED)(self._encode_one)

    def encode_all(self, texts: Sequence[str]) -> Vector:
        """Vectors (n, dimension) by the full-precision model: for what is indexed or trained on.

        They are kept in the encoder's folder: after an edit only new texts are encoded.
        """
        kept = self._load_kept()
        missing = sorted({text for text in texts if text not in kept}, key=len)
        if missing:
            # A batch on each thread: many small products gain little from two threads for one.
            session = self._session(FULL, threads=1)
            batches = [missing[start : start + _BATCH] for start in range(0, len(missing), _BATCH)]
            with ThreadPoolExecutor(self._threads) as pool:
                made = pool.map(lambda batch: self._run(session, batch), batches)
                for number, (batch, vectors) in enumerate(zip(batches, made, strict=True)):
                    kept.update(zip(batch, vectors, strict=True))
                    if number % _BATCHES_PER_REPORT == 0:
                        _LOG.info("encoded %d of %d new texts", number * _BATCH + len(batch), len(missing))
            self._store_kept(kept)
        return np.stack([kept[text] for text in texts])

    def _load_kept(self) -> dict[str, Vector]:
        file = self._folder / _KEPT
        if not file.is_file():
            return {}
        with np.load(file) as stored:
            return dict(zip(map(str, stored["texts"]), stored["vectors"], strict=True))

    def _store_kept(self, kept: dict[str, Vector]) -> None:
        partial = self._folder / f"{os.getpid()}-{_KEPT}"
        np.savez(partial, texts=np.array(list(kept)), vectors=np.stack(list(kept.values())))
        partial.replace(self._folder / _KEPT)

    def _encode_one(self, text: str) -> Vector:
        vector: Vector = self._run(self._questions, [text])[0]
        vector.flags.writeable = False
        return vector

    def _run(self, session: ort.InferenceSession, texts: Sequence[str]) -> Vector:
        encoded = self._tokenizer.encode_batch([self.meta["query_prompt"] + text for text in texts])
        feed = {
            "input_ids": np.array([e.ids for e in encoded], np.int64),
            "attention_mask": np.array([e.attention_mask for e in encoded], np.int64),
        }
        vectors: Vector = session.run(None, feed)[0]
        return vectors

    def _session(self, file: str, threads: int) -> ort.InferenceSession:
        options = ort.SessionOptions()
        options.intra_op_num_threads = threads
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")
        return ort.InferenceSession(str(self._folder / file), options, ["CPUExecutionProvider"])


def centred(vectors: Vector, mean: Vector, length: float) -> Vector:
    """Vectors (n, dimension) of that length with the mean taken out.

    Those of e5 all point one way, which drowns what tells them apart.
    """
    moved = vectors - mean
    result: Vector = length * moved / np.linalg.norm(moved, axis=1, keepdims=True)
    return result
