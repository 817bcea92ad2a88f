"""One test for each mend: it shows the trouble without the mend, and that it is gone with it.

The trouble is shown by two interpreters: `plain` runs nothing of ours, `unmended` runs boot.py with the
calls of some mends cut out. That it is gone is shown in this process, where boot.py has run.
"""

import importlib
import inspect
import io
import json
import os
import subprocess
import sys
import warnings
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import dask
import numpy as np
import pytest
import rasa.core.actions.action
import rasa.engine.runner.dask
import rasa.shared.utils.common
import rasa.telemetry
import structlog
import threadpoolctl
import yaml
from hypothesis import given
from hypothesis import strategies as st
from rasa.core.actions.action import RemoteAction
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.shared.core.events import Event
from rasa.shared.exceptions import InvalidConfigException
from tqdm import tqdm

from assistant.dialogue.rasa_engine import boot
from assistant.settings import ROOT

CUT = (
    "_quiet",
    "_trust_our_actions",
    "_resolve_events_once",
    "_walk_graphs_ourselves",
    "_silence_old_dependencies",
)
SETTINGS = ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "RASA_TELEMETRY_ENABLED", "TQDM_DISABLE")
TORCH_CAME_ALONG = "torch" in sys.modules
"""Asked before any test runs: one of them loads it."""

PLAIN = """
import importlib, io, json, sys
facts = {"missing": {}}
import numpy, threadpoolctl
facts["threads"] = [pool["num_threads"] for pool in threadpoolctl.threadpool_info()]
from tqdm import tqdm
facts["bar_is_off"] = tqdm(range(1), file=io.StringIO()).disable
try:
    import rasa.utils.common
except AttributeError as error:
    facts["numpy"] = str(error)
numpy.VisibleDeprecationWarning = numpy.exceptions.VisibleDeprecationWarning
for name in sys.argv[1:]:
    try:
        importlib.import_module(name)
    except ModuleNotFoundError as error:
        facts["missing"][name] = error.name
import rasa.telemetry
facts["telemetry"] = rasa.telemetry.initialize_telemetry()
print(json.dumps(facts))
"""

UNMENDED = """
import contextlib, io, json, sys
from assistant import lean_imports

facts = {"kept_out": []}

class Watch:
    def __init__(self, names):
        self.names = names
    def find_spec(self, name, path=None, target=None):
        if name in self.names:
            facts["kept_out"].append(name)
            raise ModuleNotFoundError(name=name)

@contextlib.contextmanager
def watched(*names):
    facts["named"] = names
    sys.meta_path.insert(0, watch := Watch(names))
    yield
    sys.meta_path.remove(watch)

lean_imports.without = watched
source = open("assistant/dialogue/rasa_engine/boot.py", encoding="utf-8").read()
for mend in sys.argv[1:]:
    assert source.count(f"\\n{mend}()\\n") == 1, mend
    source = source.replace(f"\\n{mend}()\\n", "\\n")
exec(compile(source, "boot.py", "exec"), {"__name__": "boot"})

import rasa.core.agent, structlog
from rasa.core.actions.action import RemoteAction
from rasa.engine.runner import dask as runner
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import Event
Domain.load("domain.yml")
with contextlib.redirect_stdout(io.StringIO()) as printed:
    structlog.get_logger("rasa.core").debug("a step of a turn")
facts["printed"] = printed.getvalue()
try:
    RemoteAction("a", None)._validate_action_result({"events": "none"})
except Exception as error:
    facts["checked"] = type(error).__name__
walks, walk = [], rasa.shared.utils.common.all_subclasses
rasa.shared.utils.common.all_subclasses = lambda cls: walks.append(cls) or walk(cls)
for _ in range(3):
    Event.resolve_by_type("slot")
facts["walks"] = walks.count(Event)
facts["graph_walker"] = runner.dask.get.__module__
print(json.dumps(facts))
"""


@pytest.fixture(scope="module")
def interpreters(tmp_path_factory: pytest.TempPathFactory) -> SimpleNamespace:
    """What both interpreters told; they run side by side."""
    home = tmp_path_factory.mktemp("home")
    runs = {
        "plain": _start(home, PLAIN, *boot.WITHOUT_TENSORFLOW),
        "unmended": _start(home, UNMENDED, *CUT),
    }
    told = SimpleNamespace()
    for name, run in runs.items():
        out, errors = run.communicate()
        assert run.returncode == 0, errors
        setattr(told, name, SimpleNamespace(**json.loads(out.splitlines()[-1]), stderr=errors))
    return told


def _start(home: Path, script: str, *arguments: str) -> subprocess.Popen[str]:
    environment = {name: value for name, value in os.environ.items() if name not in SETTINGS}
    return subprocess.Popen(
        [sys.executable, "-c", script, *arguments],
        cwd=ROOT,
        env=environment | {"HOME": str(home), "PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


@pytest.mark.skipif(os.cpu_count() == 1, reason="one core: one thread in any case")
def test_linear_algebra_keeps_to_one_thread(interpreters: SimpleNamespace) -> None:
    assert max(interpreters.plain.threads) > 1
    pools = threadpoolctl.threadpool_info()
    assert {pool["num_threads"] for pool in pools if pool["user_api"] == "blas"} == {1}


def test_telemetry_is_off(interpreters: SimpleNamespace) -> None:
    assert interpreters.plain.telemetry is True
    assert rasa.telemetry.is_telemetry_enabled() is False


def test_no_progress_bar_is_drawn(interpreters: SimpleNamespace) -> None:
    assert interpreters.plain.bar_is_off is False
    assert tqdm(range(1), file=io.StringIO()).disable is True


def test_rasa_finds_the_warning_that_numpy_moved(interpreters: SimpleNamespace) -> None:
    assert "VisibleDeprecationWarning" in interpreters.plain.numpy
    common = importlib.import_module("rasa.utils.common")
    categories = [category for category, _ in common.EXPECTED_WARNINGS]
    assert np.exceptions.VisibleDeprecationWarning in categories


@pytest.mark.parametrize("module", boot.WITHOUT_TENSORFLOW)
def test_what_needs_tensorflow_has_a_stand_in(interpreters: SimpleNamespace, module: str) -> None:
    assert interpreters.plain.missing.get(module) == "tensorflow"
    for name in boot.WITHOUT_TENSORFLOW[module]:
        assert inspect.isclass(getattr(importlib.import_module(module), name))


@pytest.mark.parametrize(
    ("section", "name"),
    [("pipeline", "DIETClassifier"), ("pipeline", "ResponseSelector"), ("policies", "TEDPolicy")],
)
def test_a_configuration_that_needs_tensorflow_is_refused_with_rasas_message(section: str, name: str) -> None:
    config = yaml.safe_load((ROOT / "config.yml").read_text("utf-8"))
    config[section].append({"name": name, "epochs": 1})
    with pytest.raises(InvalidConfigException, match=f"Can't load class for name '{name}'"):
        DefaultV1Recipe().graph_config_for_recipe(config, {})


def test_skops_does_not_bring_torch_along(interpreters: SimpleNamespace) -> None:
    assert sorted(set(interpreters.unmended.kept_out)) == sorted(interpreters.unmended.named)
    assert "torch" in interpreters.unmended.named
    assert not TORCH_CAME_ALONG


def test_no_step_of_a_turn_is_printed(
    interpreters: SimpleNamespace, capsys: pytest.CaptureFixture[str]
) -> None:
    assert "a step of a turn" in interpreters.unmended.printed
    structlog.get_logger("rasa.core").debug("a step of a turn")
    assert capsys.readouterr() == ("", "")


@pytest.mark.parametrize(
    "module", ["rasa.core.tracker_store", "sanic_cors.extension", "<frozen importlib.x>"]
)
def test_old_dependencies_do_not_warn(interpreters: SimpleNamespace, module: str) -> None:
    assert "DeprecationWarning" in interpreters.unmended.stderr
    assert "Slot auto-fill" in interpreters.unmended.stderr
    with warnings.catch_warnings(record=True) as given:
        warnings.simplefilter("always")
        boot._silence_old_dependencies()
        warnings.warn_explicit("old", UserWarning, "file.py", 1, module=module)
        assert given == []
        warnings.warn_explicit("ours", UserWarning, "file.py", 1, module="assistant.search")
        assert len(given) == 1


def test_what_our_actions_answer_is_not_checked(interpreters: SimpleNamespace) -> None:
    assert interpreters.unmended.checked == "ValidationError"
    assert "self._validate_action_result(response)" in inspect.getsource(RemoteAction.run)
    assert RemoteAction("a", None)._validate_action_result({"events": "none"}) is True


def test_event_classes_are_looked_up_once(
    interpreters: SimpleNamespace, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert interpreters.unmended.walks == 3
    expected = Event.resolve_by_type("slot")
    monkeypatch.setattr(rasa.shared.utils.common, "all_subclasses", None)
    assert Event.resolve_by_type("slot") is expected


def test_every_event_is_still_found_by_its_name() -> None:
    for event in rasa.shared.utils.common.all_subclasses(Event):
        found = Event.resolve_by_type(event.type_name)
        assert found is not None
        assert found.type_name == event.type_name
    assert Event.resolve_by_type("no such event", Event) is Event
    with pytest.raises(ValueError, match="no such event"):
        Event.resolve_by_type("no such event")


def test_graphs_are_walked_without_dask(interpreters: SimpleNamespace) -> None:
    assert interpreters.unmended.graph_walker.startswith("dask.")
    assert rasa.engine.runner.dask.dask.get is boot._evaluate
    assert "dask.get(" in inspect.getsource(rasa.engine.runner.dask.DaskGraphRunner.run)


@st.composite
def graphs(draw: st.DrawFn) -> dict[str, tuple[Any, ...]]:
    """A graph as Rasa makes it: nodes that need earlier ones, and inputs by their names."""
    names = [f"node_{number}" for number in range(draw(st.integers(1, 6)))]
    graph: dict[str, tuple[Any, ...]] = {"__message__": ("__message__", draw(st.integers()))}
    for number, name in enumerate(names):
        needs = draw(st.lists(st.sampled_from(["__message__", *names[:number]]), max_size=3))
        graph[name] = (_labelled(name), *needs)
    return graph


def _labelled(name: str) -> Callable[..., tuple[object, ...]]:
    return lambda *needs: (name, *needs)


@given(graphs())
def test_a_graph_gives_what_dask_gives(graph: dict[str, tuple[Any, ...]]) -> None:
    targets = list(graph)
    assert list(boot._evaluate(graph, targets)) == list(dask.get(graph, targets))


def test_a_node_that_two_need_runs_once_and_one_that_none_needs_not_at_all() -> None:
    ran: list[str] = []
    graph = {
        "shared": (lambda: ran.append("shared"),),
        "left": (lambda shared: ran.append("left"), "shared"),
        "right": (lambda shared: ran.append("right"), "shared"),
        "idle": (lambda: ran.append("idle"),),
    }
    boot._evaluate(graph, ["left", "right"])
    assert ran == ["shared", "left", "right"]
