"""The search index: made from the catalog, stored with what it was made from, loaded at start-up."""

import hashlib
import json
import logging
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypedDict

import faiss
import numpy as np
from scipy import sparse

from assistant import text as text_room
from assistant.catalog.catalog import Catalog
from assistant.catalog.entry import Voice
from assistant.search.artefacts import NotPrepared
from assistant.search.classifier import EntryClassifier
from assistant.search.corpus import learned, nlu_examples, prose, texts_of_no_procedure
from assistant.search.encoder import Encoder, EncoderMeta
from assistant.search.lexical import LexicalFeatures, LexicalIndex
from assistant.search.ranker import Ranker
from assistant.search.semantic import SemanticIndex
from assistant.text.diacritics import DiacriticRestorer
from assistant.text.preparation import Preparer

_LOG = logging.getLogger(__name__)

_FORMAT = 3
_ROWS = ("data", "indices", "indptr")
_META, _VECTORS, _ARRAYS, _TERMS, _RESTORER = (
    "index.json",
    "vectors.faiss",
    "arrays.npz",
    "terms.json",
    "restorer.json",
)


class IndexMeta(TypedDict):
    """What an index was made from; when one differs, it is made anew."""

    format: int
    model_id: str
    dimension: int
    catalog: str
    language: str


@dataclass(frozen=True)
class Index:
    """The loaded index: wording first, then ranking; `keys` names the ranker's positions."""

    preparer: Preparer
    ranker: Ranker
    keys: tuple[str, ...]


def expected_meta(catalog: Catalog, model: EncoderMeta, lexicons: Path, nlu_folder: Path) -> IndexMeta:
    """The meta of an index that fits these inputs."""
    digest = hashlib.sha256()
    wording = Path(text_room.__file__).parent.glob("*.py")
    data = [*lexicons.glob("*.yaml"), *nlu_folder.glob("train/*.yml"), *nlu_folder.glob("held_out/*")]
    for file in sorted([*wording, *data]):
        digest.update(file.read_bytes())
    return {
        "format": _FORMAT,
        "model_id": model["model_id"],
        "dimension": model["dimension"],
        "catalog": catalog.fingerprint,
        "language": digest.hexdigest(),
    }


def trained_preparer(catalog: Catalog, lexicons: Path, nlu_folder: Path) -> Preparer:
    """A preparer whose diacritic restoration has read the catalog and the NLU examples."""
    lines = [d.text for d in learned(catalog, nlu_folder) if d.voice is not Voice.TYPOS]
    # The catalog's questions labelled by topic are the documents again, mistyped ones included.
    files = [f for f in sorted(nlu_folder.glob("train/*.yml")) if not f.name.startswith("catalog_questions")]
    lines += [text for file in files for text in nlu_examples(file)]
    return Preparer.trained(lexicons, [*lines, *prose(catalog)])


def build_index(folder: Path, catalog: Catalog, encoder: Encoder, lexicons: Path, nlu_folder: Path) -> None:
    """Make the index and put it in the folder's place at once."""
    preparer = trained_preparer(catalog, lexicons, nlu_folder)
    entries = learned(catalog, nlu_folder)
    texts = [preparer.prepare(entry.text) for entry in entries]
    nones = [preparer.prepare(text) for text in texts_of_no_procedure(nlu_folder)]
    owners = np.array([entry.position for entry in entries])
    vectors = encoder.encode_all(texts + nones)
    features = LexicalFeatures.fit(texts)
    _LOG.info("training the classifier of %d texts to %d entries", len(texts), len(catalog.entries))
    rows = features.transform(texts + nones)
    classifier = EntryClassifier.fit(
        rows,
        vectors,
        np.concatenate([owners, np.full(len(nones), len(catalog.entries))]),
    )
    terms, weights = features.to_data()

    partial = folder.with_name(f"{folder.name}.partial")
    shutil.rmtree(partial, ignore_errors=True)
    partial.mkdir(parents=True)
    SemanticIndex.build(vectors[: len(texts)]).save(partial / _VECTORS)
    keys = np.array([entry.key for entry in catalog.entries])
    arrays: dict[str, Any] = {"owners": owners, "keys": keys, **classifier._asdict()}
    arrays |= {f"idf_{i}": idf for i, idf in enumerate(weights)}
    arrays |= {f"rows_{part}": getattr(rows[: len(texts)], part) for part in _ROWS}
    np.savez(partial / _ARRAYS, **arrays)
    restorer = preparer.restorer.to_data()
    meta = expected_meta(catalog, encoder.meta, lexicons, nlu_folder)
    for name, content in ((_TERMS, terms), (_RESTORER, restorer), (_META, meta)):
        (partial / name).write_text(json.dumps(content, ensure_ascii=False), "utf-8")
    shutil.rmtree(folder, ignore_errors=True)
    partial.rename(folder)


def stored_meta(folder: Path) -> IndexMeta | None:
    """What the stored index was made from; absent if there is none."""
    file = folder / _META
    return json.loads(file.read_text("utf-8")) if file.is_file() else None


def load_preparer(folder: Path, lexicons: Path) -> Preparer:
    """The wording part alone, which the NLU pipeline shares."""
    if stored_meta(folder) is None:
        raise NotPrepared("Chưa có chỉ mục tìm kiếm, hãy chạy `make prepare`")
    data = json.loads((folder / _RESTORER).read_text("utf-8"))
    return Preparer.from_lexicons(lexicons, DiacriticRestorer.from_data(data))


def load_index(folder: Path, preparer: Preparer) -> Index:
    """Load what `build_index` stored."""
    terms = json.loads((folder / _TERMS).read_text("utf-8"))
    with np.load(folder / _ARRAYS) as arrays:
        weights = [arrays[f"idf_{i}"] for i in range(len(terms))]
        classifier = EntryClassifier(*(arrays[name] for name in EntryClassifier._fields))
        rows = sparse.csr_matrix(
            tuple(arrays[f"rows_{part}"] for part in _ROWS),
            shape=(len(arrays["owners"]), sum(map(len, terms))),
        )
        owners, keys = arrays["owners"], tuple(map(str, arrays["keys"]))
    features = LexicalFeatures.from_data(terms, weights)
    faiss.omp_set_num_threads(1)
    ranker = Ranker(
        features,
        LexicalIndex(rows),
        SemanticIndex.load(folder / _VECTORS),
        classifier,
        owners,
    )
    return Index(preparer, ranker, keys)
