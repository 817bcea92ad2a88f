import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from assistant.catalog.centre import Centre
from assistant.catalog.loading import KnowledgeError, load_file
from assistant.catalog.procedure import ProcedureFile
from assistant.settings import ROOT

HEAD = "field: Hộ tịch\nservice_group: ho-tich\nprocedures:\n"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "ho-tich.yaml"


@pytest.fixture
def entry(minimal: dict[str, Any]) -> str:
    """A procedure as it stands in a file, from line 4 on: its code there, its source last."""
    shown = {key: value for key, value in minimal.items() if key not in ("field", "service_group")}
    text = yaml.safe_dump(shown, allow_unicode=True, sort_keys=False)
    return "- " + text.replace("\n", "\n  ").rstrip() + "\n"


def problems_of(file: Path, model: type[ProcedureFile] | type[Centre] = ProcedureFile) -> tuple[str, ...]:
    with pytest.raises(KnowledgeError) as caught:
        load_file(file, model)
    return caught.value.problems


def test_a_file_is_read(file: Path, entry: str) -> None:
    file.write_text(HEAD + entry, "utf-8")
    (procedure,) = load_file(file, ProcedureFile).procedures
    assert (procedure.code, procedure.field) == ("1.000001", "Hộ tịch")


def test_a_wrong_value_is_told_with_file_line_and_field(file: Path, entry: str) -> None:
    file.write_text(HEAD + entry.replace("1.000001", "mã 1"), "utf-8")
    (problem,) = problems_of(file)
    assert problem.startswith(f"{file}:4: procedures.0.code: ")


def test_the_line_is_that_of_the_value_in_the_second_entry(file: Path, entry: str) -> None:
    text = HEAD + entry + entry.replace("2026-07-01", "hôm qua")
    file.write_text(text, "utf-8")
    line = next(n for n, content in enumerate(text.splitlines(), 1) if "hôm qua" in content)
    (problem,) = problems_of(file)
    assert problem.startswith(f"{file}:{line}: procedures.1.source.read_on: ")


def test_a_missing_field_is_told_at_the_entry_that_lacks_it(file: Path, entry: str) -> None:
    file.write_text(HEAD + entry + re.sub(r"  summary: .*\n", "", entry), "utf-8")
    (problem,) = problems_of(file)
    second = HEAD.count("\n") + entry.count("\n") + 1
    assert problem == f"{file}:{second}: procedures.1.summary: Field required"


def test_a_misspelt_key_is_told_at_its_line(file: Path, entry: str) -> None:
    text = HEAD + entry + "  lephi: 8000\n"
    file.write_text(text, "utf-8")
    (problem,) = problems_of(file)
    assert problem.startswith(f"{file}:{text.count(chr(10))}: procedures.0.lephi: ")


def test_a_fact_both_given_and_unknown_is_told(file: Path, entry: str) -> None:
    file.write_text(HEAD + entry + "  steps: [Nộp hồ sơ.]\n", "utf-8")
    (problem,) = problems_of(file)
    assert problem.startswith(f"{file}:4: procedures.0: ")
    assert "steps: give it, or name it in unknown" in problem


def test_every_problem_of_a_file_is_told_at_once(file: Path, entry: str) -> None:
    file.write_text(HEAD + entry.replace("1.000001", "x") + entry.replace("2026-07-01", "x"), "utf-8")
    assert [problem.split(": ")[1] for problem in problems_of(file)] == [
        "procedures.0.code",
        "procedures.1.source.read_on",
    ]


def test_broken_yaml_is_told_with_file_and_line(file: Path) -> None:
    file.write_text(HEAD + "- code: [1\n  name: x\n", "utf-8")
    (problem,) = problems_of(file)
    assert re.search(rf"^{re.escape(str(file))}:[45]: not YAML: ", problem)


@pytest.mark.parametrize(
    "content",
    [
        "field: Hộ tịch\nread_on: 2026-13-01\n".encode(),
        "field: Hộ tịch".encode("utf-16"),
        b"field: H\xf4\n",
        b"field: !!python/object:os.system {}\n",
        b"a: 1\n---\nb: 2\n",
        b"field: \x00\n",
    ],
    ids=["no such month", "UTF-16", "Latin-1", "code", "two documents", "NUL"],
)
def test_what_cannot_be_read_as_yaml_names_the_file(file: Path, content: bytes) -> None:
    file.write_bytes(content)
    (problem,) = problems_of(file)
    assert problem.startswith(f"{file}:")
    assert "not YAML" in problem


@pytest.mark.parametrize("content", ["", "# only a comment\n", "just words", "[1, 2]", "procedures: 3"])
def test_yaml_of_another_shape_names_the_file(file: Path, content: str) -> None:
    file.write_text(content, "utf-8")
    assert all(problem.startswith(f"{file}:1: ") for problem in problems_of(file))


def test_a_period_out_of_order_is_told_at_the_centres_line(tmp_path: Path) -> None:
    shipped = (ROOT / "knowledge/centres/trieu-son.yaml").read_text("utf-8")
    text = shipped.replace('opens: "13:30", closes: "17:00"', 'opens: "13:30", closes: "12:00"')
    file = tmp_path / "centre.yaml"
    file.write_text(text, "utf-8")
    line = next(n for n, content in enumerate(text.splitlines(), 1) if "12:00" in content)
    assert problems_of(file, Centre)[0].startswith(f"{file}:{line}: hours.mon.1: ")


def test_the_error_is_one_that_a_client_may_be_told() -> None:
    error = KnowledgeError(["a.yaml:1: x", "b.yaml:2: y"])
    assert (error.status, error.slug, error.detail) == (500, "knowledge-error", "a.yaml:1: x\nb.yaml:2: y")
