"""The switch that stops answers about procedures, at one centre or at all; numbers go on."""

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from threading import Event, Lock, Thread
from typing import Protocol

from assistant.errors import LetanError
from assistant.staff.audit import Deed, Record

EVERYWHERE = "*"
"""The subject, in the record, of what concerns all centres."""

_LOG = logging.getLogger(__name__)
_LOOK_EVERY_S = 0.5
_LONGEST_REASON = 400


class ReasonNeeded(LetanError):
    """No reason is given, or one that is too long."""

    status = 422
    slug = "reason-needed"
    title = f"Cần ghi lý do, tối đa {_LONGEST_REASON} ký tự"


class NotStopped(LetanError):
    """There is nothing to resume: somebody was quicker."""

    status = 409
    slug = "not-stopped"
    title = "Ở phạm vi này Lễ Tân đang trả lời bình thường, không có gì để mở lại"


@dataclass(frozen=True)
class Stop:
    """Answers are stopped at a centre, or at all (none): why, by whose signature, since when."""

    centre: str | None
    reason: str
    by: str
    at: datetime


class StopRepository(Protocol):
    """Keeps what is stopped, with the record of each change. Every method raises StaffUnavailable."""

    def all(self) -> list[Stop]:
        """Every stop that stands."""

    def stop(self, stop: Stop, record: Record) -> None:
        """Keep a stop in the place of an earlier one of the same centre, which the record then tells of."""

    def resume(self, centre: str | None, record: Record) -> bool:
        """Take a stop back; whether there was one."""


class AnswerSwitch:
    """Stops answers and lets them go on. Who may is for the caller to see to.

    What stands is looked up twice a second, so that asking costs nothing and all processes soon agree.
    """

    def __init__(self, repository: StopRepository, now: Callable[[], datetime]) -> None:
        """Begin with what stands, if it can be read."""
        self._repository = repository
        self._now = now
        self._stops: Mapping[str | None, Stop] = {}
        self._reading = Lock()
        self._failing = False
        self._closed = Event()
        self._thread: Thread | None = None
        self._look()

    def watch(self) -> None:
        """Look twice a second, in a thread, until it is closed."""
        self._thread = Thread(target=self._keep_looking, name="answer-switch", daemon=True)
        self._thread.start()

    def close(self) -> None:
        """Stop looking."""
        self._closed.set()
        if self._thread:
            self._thread.join()

    def stopped(self, centre: str) -> Stop | None:
        """What stops answers at a centre, if anything does, as of the last half second."""
        return self._stops.get(None) or self._stops.get(centre)

    def stops(self) -> list[Stop]:
        """Every stop that stands, as of the last half second; that of all centres comes first."""
        return sorted(self._stops.values(), key=lambda stop: stop.centre or "")

    def stop(self, centre: str | None, reason: str, by: str) -> None:
        """Answer no question about procedures at a centre, or at all.

        Raises:
            ReasonNeeded: there is no reason, or no room for it.
            StaffUnavailable: nothing is stopped.
        """
        stop = Stop(centre, _given(reason), by, self._now())
        self._repository.stop(stop, self._record(Deed.ANSWERS_STOPPED, stop))
        self._read()

    def resume(self, centre: str | None, reason: str, by: str) -> None:
        """Answer again, where no other stop stands in the way; raises as `stop`, and NotStopped."""
        stop = Stop(centre, _given(reason), by, self._now())
        done = self._repository.resume(centre, self._record(Deed.ANSWERS_RESUMED, stop))
        self._read()
        if not done:
            raise NotStopped

    @staticmethod
    def _record(deed: Deed, stop: Stop) -> Record:
        subject = stop.centre or EVERYWHERE
        return Record(stop.at, stop.by, deed, subject, stop.centre, reason=stop.reason)

    def _read(self) -> None:
        with self._reading:
            self._stops = {stop.centre: stop for stop in self._repository.all()}

    def _look(self) -> None:
        """Read what stands; if that cannot be, what stood stays."""
        try:
            self._read()
            self._failing = False
        except Exception as error:  # noqa: BLE001  the next look may succeed
            if not self._failing:
                _LOG.error("whether answers are stopped cannot be read: %s", error, exc_info=True)
            self._failing = True

    def _keep_looking(self) -> None:
        while not self._closed.wait(_LOOK_EVERY_S):
            self._look()


def _given(reason: str) -> str:
    reason = " ".join(reason.replace("\x00", " ").split())
    if not 0 < len(reason) <= _LONGEST_REASON:
        raise ReasonNeeded
    return reason
