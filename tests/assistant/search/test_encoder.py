import shutil
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.search.artefacts import NotPrepared
from assistant.search.encoder import FULL, Encoder, Vector

QUESTIONS = [
    "đăng ký khai sinh cho con cần giấy tờ gì",
    "lệ phí chứng thực bản sao",
    "cấp lại căn cước bị mất",
    "bao lâu thì có kết quả",
    "tui muốn hỏi chuyện sang tên sổ đỏ cho con trai",
]
KEPT = "kept.npz"


def test_a_folder_that_was_not_prepared_is_refused(tmp_path: Path) -> None:
    with pytest.raises(NotPrepared, match="make prepare"):
        Encoder(tmp_path)


def test_a_text_that_comes_again_is_not_encoded_again(encoder: Encoder) -> None:
    assert encoder.encode("một câu hỏi mới tinh") is encoder.encode("một câu hỏi mới tinh")


def test_a_remembered_vector_cannot_be_changed(encoder: Encoder) -> None:
    with pytest.raises(ValueError, match="read-only"):
        encoder.encode(QUESTIONS[0])[0] = 1.0


@settings(max_examples=40)
@given(st.text("aàảãáạăâđeêioôơuưyknhgt 0123456789.,?!/-😀", max_size=60))
def test_every_vector_has_unit_length(encoder: Encoder, text: str) -> None:
    vector = encoder.encode(text)
    assert vector.shape == (encoder.meta["dimension"],)
    assert np.linalg.norm(vector) == pytest.approx(1.0, abs=1e-3)


def test_a_text_beyond_the_models_length_is_cut(encoder: Encoder) -> None:
    long = encoder.encode("giấy tờ " * 1000)
    assert np.linalg.norm(long) == pytest.approx(1.0, abs=1e-3)


@pytest.fixture(scope="module")
def full(encoder_folder: Path) -> Vector:
    """The vectors of QUESTIONS by the full model, which keeps them in the folder."""
    return Encoder(encoder_folder).encode_all(QUESTIONS)


@pytest.fixture
def folder(full: Vector, encoder_folder: Path, tmp_path: Path) -> Path:
    """A copy of the folder in which the vectors of QUESTIONS are kept."""
    return Path(shutil.copytree(encoder_folder, tmp_path / "bundled", symlinks=True))


def test_the_8_bit_model_is_close_to_the_full_one(encoder: Encoder, full: Vector) -> None:
    quantised = np.stack([encoder.encode(text) for text in QUESTIONS])
    own = (full * quantised).sum(axis=1)
    others = (full @ quantised.T)[~np.eye(len(QUESTIONS), dtype=bool)]
    assert own.min() > 0.99
    assert own.min() > others.max() + 0.03


def test_rows_stand_in_the_order_of_the_texts(folder: Path, full: Vector) -> None:
    mixed = Encoder(folder).encode_all([QUESTIONS[4], QUESTIONS[0], QUESTIONS[4]])
    np.testing.assert_array_equal(mixed, full[[4, 0, 4]])


def test_only_a_new_text_is_encoded_and_alone_as_it_was_among_others(folder: Path, full: Vector) -> None:
    marked = _mark_kept(folder, forget=QUESTIONS[3])
    vectors = Encoder(folder).encode_all(QUESTIONS)
    np.testing.assert_array_equal(vectors[[0, 1, 2, 4]], [marked] * 4)
    np.testing.assert_allclose(vectors[3], full[3], atol=1e-5)


def test_with_nothing_new_the_full_model_is_not_loaded(folder: Path, full: Vector) -> None:
    (folder / FULL).unlink()
    np.testing.assert_array_equal(Encoder(folder).encode_all(QUESTIONS), full)


def _mark_kept(folder: Path, forget: str) -> Vector:
    """Put a vector in place of each kept one, by which it is known again; drop that of one text."""
    with np.load(folder / KEPT) as stored:
        texts, vectors = stored["texts"], stored["vectors"]
    vectors[:] = mark = np.arange(vectors.shape[1], dtype=np.float32)
    others = texts != forget
    np.savez(folder / KEPT, texts=texts[others], vectors=vectors[others])
    return mark
