"""Keeping a library's optional imports out of the process."""

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from importlib.machinery import ModuleSpec
from types import ModuleType


class _Refusal:
    """An import finder that says of some modules that they are not installed."""

    def __init__(self, names: Sequence[str]) -> None:
        self._names = frozenset(names)

    def find_spec(
        self, name: str, path: Sequence[str] | None = None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        if name in self._names:
            raise ModuleNotFoundError(f"{name} is kept out here", name=name)
        return None


@contextmanager
def without(*modules: str) -> Iterator[None]:
    """Within the block these modules cannot be imported, unless they are already.

    skops and underthesea import torch and transformers where they find them, for parts that are
    not used here: four seconds and 250 MB at every start.
    """
    refusal = _Refusal(modules)
    sys.meta_path.insert(0, refusal)
    try:
        yield
    finally:
        sys.meta_path.remove(refusal)
