"""Reading knowledge files: an error names the file, the line and the field."""

from collections.abc import Sequence
from pathlib import Path
from typing import TypeVar

import yaml
from pydantic import BaseModel, ValidationError

from assistant.errors import LetanError

_Model = TypeVar("_Model", bound=BaseModel)


class KnowledgeError(LetanError):
    """A knowledge file that breaks its schema or its rules."""

    slug = "knowledge-error"
    title = "Dữ liệu tri thức có lỗi"

    def __init__(self, problems: Sequence[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = tuple(problems)


def load_file(file: Path, model: type[_Model]) -> _Model:
    """Read one YAML file as a model.

    Raises:
        KnowledgeError: the file is no YAML or does not fit; each problem as `file:line: field: why`.
    """
    try:
        text = file.read_text("utf-8")
        data = yaml.load(text, yaml.CSafeLoader)
    except (yaml.YAMLError, ValueError) as error:  # ValueError: no UTF-8, or a date like 2026-13-01
        mark = getattr(error, "problem_mark", None)
        line = mark.line + 1 if mark else 1
        raise KnowledgeError([f"{file}:{line}: not YAML: {getattr(error, 'problem', error)}"]) from error
    try:
        return model.model_validate(data)
    except ValidationError as error:
        root = yaml.compose(text, yaml.CSafeLoader)
        raise KnowledgeError(
            [
                f"{file}:{_line(root, problem['loc'])}: "
                f"{'.'.join(map(str, problem['loc'])) or 'file'}: {problem['msg']}"
                for problem in error.errors()
            ]
        ) from error


def _line(node: yaml.Node | None, path: tuple[int | str, ...]) -> int:
    """The line of the deepest node on the path that is there."""
    line = 1
    for key in (None, *path):
        if key is not None:
            node = _child(node, key)
        if node is None:
            break
        line = node.start_mark.line + 1
    return line


def _child(node: yaml.Node | None, key: int | str) -> yaml.Node | None:
    if isinstance(node, yaml.SequenceNode) and isinstance(key, int) and key < len(node.value):
        child: yaml.Node = node.value[key]
        return child
    if isinstance(node, yaml.MappingNode):
        return next((value for name, value in node.value if name.value == str(key)), None)
    return None
