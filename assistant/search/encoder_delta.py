"""What fine-tuning changed of the bundled encoder, at low rank, beside the code."""

from collections.abc import Mapping
from pathlib import Path

import numpy as np
import numpy.typing as npt
import torch

_RANK = 32
_LEFT, _RIGHT = ":left", ":right"

Arrays = dict[str, npt.NDArray[np.float16]]


def low_rank(before: Mapping[str, torch.Tensor], after: Mapping[str, torch.Tensor]) -> Arrays:
    """The difference of two states: of each changed matrix two thin factors, of each vector the whole."""
    arrays: Arrays = {}
    for name, old in before.items():
        change = after[name] - old
        if not change.is_floating_point() or not change.any():
            continue
        if change.ndim == 2:
            left, sizes, right = torch.linalg.svd(change, full_matrices=False)
            arrays[name + _LEFT] = (left[:, :_RANK] * sizes[:_RANK].sqrt()).half().numpy()
            arrays[name + _RIGHT] = (sizes[:_RANK].sqrt()[:, None] * right[:_RANK]).half().numpy()
        else:
            arrays[name] = change.half().numpy()
    return arrays


def apply_delta(model: torch.nn.Module, file: Path) -> None:
    """Put the stored difference onto a freshly loaded bundled model."""
    state = model.state_dict()
    with np.load(file) as arrays, torch.no_grad():
        for key in arrays.files:
            name = key.removesuffix(_LEFT)
            if key.endswith(_LEFT):
                left, right = arrays[key].astype(np.float32), arrays[name + _RIGHT].astype(np.float32)
                state[name] += torch.from_numpy(left @ right)
            elif not key.endswith(_RIGHT):
                state[name] += torch.from_numpy(arrays[key].astype(np.float32))
