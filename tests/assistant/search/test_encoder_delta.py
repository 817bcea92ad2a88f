from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch

from assistant.search.encoder_delta import Arrays, apply_delta, low_rank

RANK = 32
State = dict[str, torch.Tensor]


def module(seed: int) -> torch.nn.Sequential:
    torch.manual_seed(seed)
    return torch.nn.Sequential(torch.nn.Linear(60, 48), torch.nn.BatchNorm1d(48), torch.nn.Linear(48, 5))


def state_of(model: torch.nn.Module) -> State:
    return {name: value.clone() for name, value in model.state_dict().items()}


def changed(before: State, rank: int) -> State:
    """The state after a tuning that moved the first matrix in so many directions, and a vector."""
    generator = torch.Generator().manual_seed(rank)
    after = {name: value.clone() for name, value in before.items()}
    left, right = (torch.randn(size, rank, generator=generator) for size in (48, 60))
    after["0.weight"] += left @ right.T / 10
    after["0.bias"] += torch.randn(48, generator=generator) / 10
    after["1.num_batches_tracked"] += 7
    return after


def put_onto(model: torch.nn.Module, arrays: Arrays, folder: Path) -> State:
    named: dict[str, Any] = {**arrays}
    np.savez_compressed(folder / "delta.npz", **named)
    apply_delta(model, folder / "delta.npz")
    return state_of(model)


@pytest.mark.parametrize("rank", [1, 7, RANK])
def test_a_change_of_low_rank_comes_back(rank: int, tmp_path: Path) -> None:
    before = state_of(module(0))
    after = changed(before, rank)
    restored = put_onto(module(0), low_rank(before, after), tmp_path)
    for name in ("0.weight", "0.bias"):
        torch.testing.assert_close(restored[name], after[name], atol=5e-3, rtol=0)


def test_of_a_richer_change_the_strongest_directions_come_back(tmp_path: Path) -> None:
    before = state_of(module(0))
    after = changed(before, 45)
    arrays = low_rank(before, after)
    assert arrays["0.weight:left"].shape == (48, RANK)
    assert arrays["0.weight:right"].shape == (RANK, 60)
    change = after["0.weight"] - before["0.weight"]
    lost = torch.linalg.matrix_norm(after["0.weight"] - put_onto(module(0), arrays, tmp_path)["0.weight"])
    assert lost.item() == pytest.approx(torch.linalg.svdvals(change)[RANK:].norm().item(), rel=0.01)


def test_what_did_not_change_is_not_stored_and_not_touched(tmp_path: Path) -> None:
    before = state_of(module(0))
    arrays = low_rank(before, changed(before, 2))
    assert set(arrays) == {"0.weight:left", "0.weight:right", "0.bias"}
    assert {array.dtype for array in arrays.values()} == {np.dtype(np.float16)}
    restored = put_onto(module(0), arrays, tmp_path)
    for name in set(before) - {"0.weight", "0.bias"}:
        torch.testing.assert_close(restored[name], before[name], atol=0, rtol=0)


def test_the_model_itself_computes_with_the_change(tmp_path: Path) -> None:
    tuned, fresh = module(0), module(0)
    tuned.load_state_dict(changed(state_of(tuned), 3))
    put_onto(fresh, low_rank(state_of(fresh), state_of(tuned)), tmp_path)
    rows = torch.randn(4, 60)
    with torch.no_grad():
        torch.testing.assert_close(fresh.eval()(rows), tuned.eval()(rows), atol=0.02, rtol=0)
