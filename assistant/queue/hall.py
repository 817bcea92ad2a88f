"""When each counter is free next, in many replicates of the day at once."""

from datetime import datetime, time
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from assistant.catalog.centre import Centre
from assistant.queue.service_time import Minutes

Numbers = NDArray[np.intp]


def minute_of(moment: time) -> float:
    """Minutes since midnight."""
    return moment.hour * 60 + moment.minute + moment.second / 60 + moment.microsecond / 60e6


class Hall:
    """The counters of a centre on the day of `now` (Vietnam's time); minutes are those since midnight.

    Nobody is called in a break: whoever is being served is served to the end, the next is called when
    the doors open again. After the last closing those who wait are served on.
    """

    def __init__(self, centre: Centre, now: datetime, counters: int, replicates: int) -> None:
        periods = centre.periods_on(now.date())
        breaks = [(minute_of(a.closes), minute_of(b.opens)) for a, b in pairwise(periods)]
        first = [(0.0, minute_of(periods[0].opens))] if periods else []
        self.now = minute_of(now.time())
        self._breaks = [(begin, end) for begin, end in (*first, *breaks) if end > self.now]
        self._free = np.full((counters, replicates), self.now)
        self._everywhere = np.arange(replicates)
        self._flat = self._free.reshape(-1)
        for begin, end in self._breaks:
            if begin <= self.now:
                self._free[:] = end

    def occupy(self, counter: int, minutes: Minutes) -> None:
        """Whoever is at that counter leaves it in so many minutes from now."""
        self._free[counter] = np.maximum(self._free[counter], self._open(self.now + minutes))

    def serve(self, counters: Numbers, minutes: Minutes) -> None:
        """Call one person to the first of these counters that is free; 0 minutes: nobody comes."""
        if counters.size == 1:
            row = self._free[counters[0]]
            row[:] = self._open(row + minutes)
            return
        first = counters.take(self._of(counters).argmin(axis=0))
        at = first * self._everywhere.size + self._everywhere
        self._flat[at] = self._open(self._flat.take(at) + minutes)

    def call(self, counters: Numbers) -> Minutes:
        """When the next person for these counters is called, in each replicate."""
        rows = self._of(counters)
        first: Minutes = rows[0] if counters.size == 1 else rows.min(axis=0)
        return first

    def is_open(self, moments: Minutes) -> NDArray[np.bool_]:
        """Whether the doors are open; after the last closing they count as open."""
        unmoved: NDArray[np.bool_] = self._open(moments) == moments
        return unmoved

    def _of(self, counters: Numbers) -> Minutes:
        return self._free if counters.size == len(self._free) else self._free.take(counters, axis=0)

    def _open(self, moments: Minutes) -> Minutes:
        for begin, end in self._breaks:
            moments = np.where((moments >= begin) & (moments < end), end, moments)
        return moments
