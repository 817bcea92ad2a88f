import importlib
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.lean_imports import without

HEAVY, LIGHT = "letan_heavy_module", "letan_light_module"


@pytest.fixture(autouse=True)
def modules(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Two modules that nobody has imported yet."""
    for name in (HEAVY, LIGHT):
        (tmp_path / f"{name}.py").write_text("")
    monkeypatch.syspath_prepend(tmp_path)
    yield
    for name in (HEAVY, LIGHT):
        sys.modules.pop(name, None)


def test_a_named_module_is_as_if_not_installed() -> None:
    with without(HEAVY), pytest.raises(ModuleNotFoundError, match=HEAVY) as caught:
        importlib.import_module(HEAVY)
    assert caught.value.name == HEAVY


def test_other_modules_are_imported_as_ever() -> None:
    with without(HEAVY):
        assert importlib.import_module(LIGHT).__name__ == LIGHT


def test_after_the_block_the_module_can_be_imported() -> None:
    with without(HEAVY), pytest.raises(ModuleNotFoundError):
        importlib.import_module(HEAVY)
    assert importlib.import_module(HEAVY).__name__ == HEAVY


def test_a_module_that_is_there_already_stays() -> None:
    module = importlib.import_module(HEAVY)
    with without(HEAVY):
        assert importlib.import_module(HEAVY) is module


def test_an_error_in_the_block_leaves_nothing_behind() -> None:
    finders = list(sys.meta_path)
    with pytest.raises(ZeroDivisionError), without(HEAVY, LIGHT):
        _ = 1 / 0
    assert sys.meta_path == finders


def test_blocks_may_stand_within_each_other() -> None:
    with without(HEAVY):
        with without(LIGHT), pytest.raises(ModuleNotFoundError):
            importlib.import_module(LIGHT)
        assert importlib.import_module(LIGHT).__name__ == LIGHT
        with pytest.raises(ModuleNotFoundError):
            importlib.import_module(HEAVY)
