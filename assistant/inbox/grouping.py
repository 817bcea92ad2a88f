"""Which group a question belongs to: that of the nearest leader, the question that began it."""

from collections.abc import Iterable

import numpy as np

from assistant.search.encoder import Vector
from assistant.text.folding import syllables

_NEAR = 0.90
"""From this cosine on, two questions are one matter.

Of 151 wordings of 50 matters, many of them neighbours on purpose, 80 % of the pairs put together were of
one matter, and 53 % of those of one matter were put together; clerks look over what is put together.
"""
_SURE = 0.93
"""From here on 92 % are right: for what follows its leader out of sight, where nobody looks it over."""
_SHORT = 5
"""Questions of so few syllables must be sure too: "giá vàng bao nhiêu" is near to any "bao nhiêu"."""


def least_cosine(text: str) -> float:
    """How near to a leader a question must be to join its group."""
    return _SURE if len(syllables(text)) <= _SHORT else _NEAR


class Leaders:
    """The leaders of all groups, with their vectors. A group keeps its leader, and stays what it is."""

    def __init__(self) -> None:
        self._ids: list[int] = []
        self._vectors: list[Vector] = []
        self._matrix: Vector | None = None

    @property
    def last(self) -> int:
        """The greatest id, 0 before the first."""
        return max(self._ids, default=0)

    def add(self, leader: int, vector: Vector) -> None:
        """Add a group."""
        self._ids.append(leader)
        self._vectors.append(vector)
        self._matrix = None

    def nearest(self, vector: Vector, least: float, hidden: Iterable[int] = ()) -> tuple[float, int] | None:
        """The cosine and id of the group that a question joins, if any; surely so if it is `hidden`."""
        if not self._ids:
            return None
        if self._matrix is None:
            self._matrix = np.stack(self._vectors)
        cosines = self._matrix @ vector
        cosines[np.isin(self._ids, list(hidden)) & (cosines < _SURE)] = -1.0
        best = int(cosines.argmax())
        return (float(cosines[best]), self._ids[best]) if cosines[best] >= least else None
