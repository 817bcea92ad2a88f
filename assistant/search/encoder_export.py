"""Preparing the encoder folder: sentence-transformers loads the model, ONNX files of it are what serves.

Serving from ONNX Runtime starts in a second where sentence-transformers takes seven, needs half the memory,
and with 8-bit weights takes half the time for a question.
"""

import json
import logging
import shutil
import warnings
from pathlib import Path

import onnx
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from sentence_transformers import SentenceTransformer
from transformers.utils.logging import disable_progress_bar

from assistant.search.bundled_model import DELTA, model_id, write_bundled_model
from assistant.search.encoder import FULL, META, QUANTISED, TOKENIZER, EncoderMeta
from assistant.search.encoder_delta import apply_delta

_PROBE = ["đăng ký khai sinh", "em chào anh chị ạ"]


class _Sentence(torch.nn.Module):  # type: ignore[misc]
    """A whole sentence-transformers model as one graph: token ids in, one unit vector out."""

    def __init__(self, model: SentenceTransformer) -> None:
        super().__init__()
        self.model = model

    def forward(self, input_ids: torch.Tensor, attention_mask: torch.Tensor) -> torch.Tensor:
        out = self.model({"input_ids": input_ids, "attention_mask": attention_mask})
        return torch.nn.functional.normalize(out["sentence_embedding"], dim=1)


def export_encoder(name: str, folder: Path, delta: Path = DELTA) -> None:
    """Write the encoder folder of a model: hub name, folder, or "" for the bundled one with its tuning."""
    partial = folder.with_name(f"{folder.name}.partial")
    shutil.rmtree(partial, ignore_errors=True)
    partial.mkdir(parents=True)
    disable_progress_bar()
    model = _load(name, partial / "sentence-transformers", delta)
    _write_onnx(model, partial)
    meta: EncoderMeta = {
        "model_id": model_id(name, delta),
        "dimension": int(model.get_embedding_dimension() or 0),
        "query_prompt": str(model.prompts.get("query", "")),
        "max_tokens": int(model.max_seq_length or 512),
    }
    (partial / META).write_text(json.dumps(meta), "utf-8")
    shutil.rmtree(folder, ignore_errors=True)
    partial.rename(folder)


def _load(name: str, bundled: Path, delta: Path) -> SentenceTransformer:
    arguments = {"model_kwargs": {"attn_implementation": "eager"}, "device": "cpu"}
    if name:
        return SentenceTransformer(name, **arguments)
    write_bundled_model(bundled)
    model = SentenceTransformer(str(bundled.resolve()), local_files_only=True, **arguments)
    apply_delta(model[0].auto_model, delta)
    return model


def _write_onnx(model: SentenceTransformer, folder: Path) -> None:
    model.tokenizer.backend_tokenizer.save(str(folder / TOKENIZER))
    features = model.tokenizer(_PROBE, padding=True, return_tensors="pt")
    axes = {0: "batch", 1: "tokens"}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # tracer warnings about shapes that the dynamic axes cover
        torch.onnx.export(
            _Sentence(model.eval().float()),
            (features["input_ids"], features["attention_mask"]),
            str(folder / FULL),
            input_names=["input_ids", "attention_mask"],
            output_names=["embedding"],
            dynamic_axes={"input_ids": axes, "attention_mask": axes, "embedding": {0: "batch"}},
            opset_version=17,
            dynamo=False,
        )
    # Per channel and MatMul alone keeps the cosine to the full model at 0.996; quantising the
    # embedding table as well brings it down to 0.986.
    logging.disable(logging.WARNING)  # its advice to pre-process fits no model that is exported here
    quantize_dynamic(
        folder / FULL,
        folder / QUANTISED,
        weight_type=QuantType.QInt8,
        per_channel=True,
        reduce_range=True,
        op_types_to_quantize=["MatMul"],
    )
    logging.disable(logging.NOTSET)
    _halve_embeddings(folder / QUANTISED)


def _halve_embeddings(file: Path) -> None:
    """Keep the embedding table in half precision and widen the rows that a text needs."""
    model = onnx.load(file)
    tables = {t.name: t for t in model.graph.initializer}
    lookups = [n for n in model.graph.node if n.op_type == "Gather" and n.input[0] in tables]
    lookup = max(lookups, key=lambda node: len(tables[node.input[0]].raw_data))
    table = tables[lookup.input[0]]
    half = onnx.numpy_helper.to_array(table).astype("float16")
    table.CopyFrom(onnx.numpy_helper.from_array(half, table.name))
    wide, lookup.output[0] = lookup.output[0], f"{lookup.output[0]}_half"
    widen = onnx.helper.make_node(
        "Cast", [lookup.output[0]], [wide], name="widen_embeddings", to=onnx.TensorProto.FLOAT
    )
    model.graph.node.insert(list(model.graph.node).index(lookup) + 1, widen)
    onnx.save(model, file)
