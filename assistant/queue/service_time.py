"""How long a visit takes, and how sure that is: lognormal times, learnt from the recent ones.

Each replicate draws its own parameters (normal-inverse-gamma posterior over log minutes), so few
data give wide ranges. The prior is the centre's own guess, worth a few visits.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from statistics import NormalDist

import numpy as np
from numpy.typing import NDArray

Minutes = NDArray[np.float64]

_UNKNOWN = 10.0
_VARIANCE = 0.3  # of log minutes within a group, before any visit is seen
_WORTH = 2.0  # visits that the guess of the middle is worth: it may well be off by a third
_DEGREES = 8.0  # visits that the guess of the variance is worth
_MOST = 12.0  # the hours differ: beyond these many, more visits make no surer
_LEAST = 0.2
_STEPS = 512
_QUANTILES = np.array([NormalDist().inv_cdf((i + 0.5) / _STEPS) for i in range(_STEPS)])


@dataclass(frozen=True)
class ServiceTime:
    """A group's lognormal: middle and spread of log minutes, one of each per replicate."""

    middle: Minutes
    spread: Minutes

    def minutes(self, scores: Minutes) -> Minutes:
        """Service times from standard normal scores, the replicates on the last axis."""
        drawn: Minutes = np.exp(self.middle + self.spread * scores)
        return drawn

    def remaining(self, elapsed: float, random: np.random.Generator) -> Minutes:
        """What is left of a visit that has lasted so many minutes already."""
        begun = max(elapsed, _LEAST)
        reached = (np.log(begun) - self.middle) / self.spread
        at = np.searchsorted(_QUANTILES, reached)
        picked = at + (random.random(at.size) * (_STEPS - at)).astype(np.intp)
        tail = reached + random.exponential(size=at.size) / np.maximum(reached, 1)
        scores = np.where(at < _STEPS - 4, _QUANTILES[np.minimum(picked, _STEPS - 1)], tail)
        left: Minutes = np.maximum(self.minutes(scores) - begun, 0)
        return left


class ServiceTimes:
    """The service times of a centre's groups, from its guesses in minutes."""

    def __init__(self, typical_minutes: Mapping[str, float]) -> None:
        self._typical = dict(typical_minutes)

    def draw(
        self,
        groups: Collection[str],
        recent: Mapping[str, Sequence[float]],
        replicates: int,
        random: np.random.Generator,
    ) -> dict[str, ServiceTime]:
        """Parameters for each group, given its recent minutes in any order."""
        return {
            g: _posterior(self._typical.get(g, _UNKNOWN), recent.get(g, ()), replicates, random)
            for g in sorted(groups)
        }


def _posterior(
    typical: float, recent: Sequence[float], replicates: int, random: np.random.Generator
) -> ServiceTime:
    guess = np.log(typical) - _VARIANCE / 2
    seen = np.log(np.maximum(recent, _LEAST)) if len(recent) else np.empty(0)
    count = min(float(seen.size), _MOST)
    mean = seen.mean() if count else guess
    worth = _WORTH + count
    middle = (_WORTH * guess + count * mean) / worth
    shape = (_DEGREES + count) / 2
    squares = count * seen.var() if count else 0.0
    between = _WORTH * count / worth * (mean - guess) ** 2
    scale = (_VARIANCE * _DEGREES + squares + between) / 2
    spread = np.sqrt(scale / random.gamma(shape, size=replicates))
    return ServiceTime(
        middle + spread / np.sqrt(worth) * random.standard_normal(replicates),
        spread,
    )
