import ast
import importlib
import re

import pytest

from assistant import errors
from assistant.errors import LetanError
from assistant.settings import ROOT

ROOMS = ("assistant", "actions", "api", "scripts")


def errors_in_the_source() -> dict[str, str]:
    """Every class that descends from LetanError, and its module, as the files have them."""
    classes: dict[str, tuple[str, set[str]]] = {}
    for path in (path for room in ROOMS for path in (ROOT / room).rglob("*.py")):
        module = ".".join(path.relative_to(ROOT).with_suffix("").parts)
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.ClassDef):
                classes[node.name] = (module, {ast.unparse(base).split(".")[-1] for base in node.bases})
    found = {"LetanError"}
    while more := {name for name, (_, bases) in classes.items() if bases & found} - found:
        found |= more
    return {name: classes[name][0] for name in found - {"LetanError"}}


def errors_in_the_tree() -> dict[str, str]:
    """The errors that the docstring's tree names, and the module it says of each."""
    return dict(re.findall(r"^[│ ]*[├└]── (\w+) .*\(([\w.]+)\)$", errors.__doc__ or "", re.MULTILINE))


def test_the_tree_names_every_error_and_its_module() -> None:
    assert errors_in_the_tree() == errors_in_the_source()


@pytest.mark.parametrize(("name", "module"), sorted(errors_in_the_source().items()))
def test_every_error_can_be_told_to_a_client(name: str, module: str) -> None:
    error = getattr(importlib.import_module(module), name)
    assert issubclass(error, LetanError)
    assert 400 <= error.status <= 599
    assert re.fullmatch(r"[a-z]+(-[a-z]+)*", error.slug)
    assert error.title


def test_every_error_has_a_slug_of_its_own() -> None:
    found = [
        getattr(importlib.import_module(module), name) for name, module in errors_in_the_source().items()
    ]
    slugs = [error.slug for error in found if "slug" in vars(error)]
    assert len(set(slugs)) == len(slugs)


@pytest.mark.parametrize(("given", "told"), [("", LetanError.title), ("Hết giấy", "Hết giấy")])
def test_an_error_without_detail_says_its_title(given: str, told: str) -> None:
    assert (LetanError(given).detail, str(LetanError(given))) == (told, told)
