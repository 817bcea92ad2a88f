"""The mends and settings that Rasa 3.6.21 needs on Python 3.11 without TensorFlow.

Rasa Open Source ended at this version. Each mend below has a test in
tests/assistant/dialogue/rasa_engine/test_boot.py that fails when it no longer works or is no longer needed.
"""

import functools
import logging
import os
import sys
import types
import warnings
from typing import Any

# Telemetry is on by default and calls out.
os.environ.setdefault("RASA_TELEMETRY_ENABLED", "false")
# A progress bar for every step of training that takes a millisecond.
os.environ.setdefault("TQDM_DISABLE", "1")

import numpy

from assistant.lean_imports import without

WITHOUT_TENSORFLOW = {
    "rasa.nlu.classifiers.diet_classifier": ("DIETClassifier",),
    "rasa.nlu.selectors.response_selector": ("ResponseSelector",),
    "rasa.nlu.featurizers.dense_featurizer.convert_featurizer": ("ConveRTFeaturizer",),
    "rasa.nlu.featurizers.dense_featurizer.lm_featurizer": ("LanguageModelFeaturizer",),
    "rasa.core.policies.ted_policy": ("TEDPolicy",),
    "rasa.core.policies.unexpected_intent_policy": ("UnexpecTEDIntentPolicy",),
    "rasa.utils.tensorflow.callback": ("RasaTrainingLogger", "RasaModelCheckpoint"),
    "rasa.utils.tensorflow.data_generator": ("RasaBatchDataGenerator",),
}
"""Modules that need TensorFlow, which Rasa imports at every training. Empty classes stand in: a
config.yml that names one of them is refused with Rasa's own message."""


def _stand_in_for_tensorflow() -> None:
    for name, classes in WITHOUT_TENSORFLOW.items():
        module = types.ModuleType(name)
        for class_name in classes:
            setattr(module, class_name, type(class_name, (), {"__module__": name}))
        sys.modules.setdefault(name, module)


def _numpy_2() -> None:
    """Rasa names a warning where numpy 1 had it."""
    if not hasattr(numpy, "VisibleDeprecationWarning"):
        numpy.VisibleDeprecationWarning = numpy.exceptions.VisibleDeprecationWarning  # type: ignore[attr-defined]


def _quiet() -> None:
    """Rasa prints a debug line for every step of every turn unless structlog is told not to."""
    from rasa.utils.log_utils import configure_structlog

    configure_structlog(logging.WARNING)
    logging.getLogger("rasa").setLevel(logging.WARNING)


def _walk_graphs_ourselves() -> None:
    """Rasa hands each small graph to dask's scheduler, three times a turn; walking it takes no time."""
    from rasa.engine.runner import dask as runner

    runner.dask = types.SimpleNamespace(get=_evaluate)


def _evaluate(graph: dict[str, tuple[Any, ...]], targets: list[str]) -> list[Any]:
    """The outputs of the targets. A node is `(function, *names)`, an input is `(name, value)`."""
    outputs: dict[str, Any] = {}

    def output(name: str) -> Any:
        if name not in outputs:
            head, *needs = graph[name]
            is_input = not callable(head)
            outputs[name] = graph[name] if is_input else head(*(output(need) for need in needs))
        return outputs[name]

    return [output(target) for target in targets]


def _silence_old_dependencies() -> None:
    """Warnings to Rasa's authors, whom they no longer reach. Last, since sanic turns them on again."""
    for module in ("rasa", "pkg_resources", "apscheduler", "sanic", "pykwalify", "importlib", "sklearn"):
        warnings.filterwarnings("ignore", module=rf"(<frozen )?{module}.*")


def _trust_our_actions() -> None:
    """Rasa checks its own schema of the answer at every custom action, which takes 20 to 40 ms."""
    from rasa.core.actions.action import RemoteAction

    RemoteAction._validate_action_result = lambda self, result: True


def _resolve_events_once() -> None:
    """Rasa walks all event classes for every stored event of a conversation."""
    from rasa.shared.core.events import Event

    resolve = functools.cache(Event.resolve_by_type)
    Event.resolve_by_type = staticmethod(lambda name, default=None: resolve(name, default))


_numpy_2()
_stand_in_for_tensorflow()
with without("torch"):
    import skops.io  # noqa: F401  first: it looks through every module that is loaded

_quiet()
_trust_our_actions()
_resolve_events_once()
_walk_graphs_ourselves()
_silence_old_dependencies()
