"""Looking a dossier up: only with its factor, and only so many wrong tries."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil
from threading import BoundedSemaphore
from typing import Protocol

from assistant.dossier.code import DossierCode, dossier_code
from assistant.dossier.dossier import (
    Dossier,
    DossierNotFound,
    DossierSource,
    DossierUnavailable,
    InvalidDossierCode,
    InvalidDossierFactor,
    TooManyAttempts,
)
from assistant.dossier.factor import factor_digits

_LONGEST = 500
_FREE_PER_CODE = 5
_FIRST_LOCK = timedelta(minutes=1)
_LONGEST_LOCK = timedelta(hours=6)
_DOUBLINGS = 9
_CODE_MEMORY = timedelta(days=1)
_WINDOW = timedelta(hours=1)
_PER_CLIENT = 20
_PER_CHANNEL = 100
PER_INSTALLATION = 300
"""Wrong tries an hour, whoever makes them: names that callers choose for themselves cannot evade it.

More than citizens should mistype; with one or two numbers in ten thousand right, who uses them all needs
a day or so for one dossier, and must know real codes.
"""
_AT_ONCE = 3  # half the threads that conversations have on two cores: a slow source must leave them some


@dataclass(frozen=True)
class Attempt:
    """A try that was noted, and when the earlier ones were: the latest PER_INSTALLATION, oldest first."""

    id: int
    of_code: Sequence[datetime]
    of_client: Sequence[datetime]
    of_channel: Sequence[datetime]
    of_all: Sequence[datetime]


class Attempts(Protocol):
    """Remembers wrong tries, over all processes."""

    def add(
        self, code: DossierCode, client: str, channel: str | None, at: datetime, since: datetime
    ) -> Attempt:
        """Note a try, forget those before `since`, tell the others: of this code, client, channel; of all."""
        ...

    def withdraw(self, attempt_id: int) -> None:
        """Forget a try."""
        ...


class DossierLookup:
    """Gives a dossier to whoever knows its code and its factor.

    An unknown code and a wrong factor take the same way and count the same.
    """

    def __init__(self, source: DossierSource, attempts: Attempts, now: Callable[[], datetime]) -> None:
        self.source = source
        self._attempts = attempts
        self._now = now
        self._places = BoundedSemaphore(_AT_ONCE)

    def find(self, code: str, factor: str, client: str, channel: str | None = None) -> Dossier:
        """The dossier; `client` is what wrong tries are counted by, an address or a conversation.

        `channel` is given for a caller without an address, who may be a new client at every try: all of
        a channel share its count. Beyond a limit every try is refused, right ones too: which it is cannot
        be told without looking. Waits for a database or the network: call it from a thread.

        Raises:
            InvalidDossierCode, InvalidDossierFactor: not a code, not four digits; counts as no try.
            TooManyAttempts: five wrong tries of this code; or within an hour twenty of this client, a
                hundred of this channel, three hundred of all.
            DossierNotFound: no such dossier, or not with this factor.
            DossierUnavailable: the source gives no trustworthy answer, or three are being looked up in
                this process; counts as no try.
        """
        if len(code) > _LONGEST or not (parsed := dossier_code(code)):
            raise InvalidDossierCode
        if len(factor) > _LONGEST or not (digits := factor_digits(factor)):
            raise InvalidDossierFactor
        if not self._places.acquire(blocking=False):
            raise DossierUnavailable
        try:
            return self._look(parsed, digits, client, channel)
        finally:
            self._places.release()

    def _look(self, code: DossierCode, digits: str, client: str, channel: str | None) -> Dossier:
        # Noted before the look and taken back after a right one: tries at the same moment all count.
        now = self._now()
        attempt = self._attempts.add(code, client, channel, now, now - _CODE_MEMORY)
        wrong = False
        try:
            if wait := _wait(attempt, now):
                raise TooManyAttempts(ceil(wait.total_seconds()))
            found = self.source.find(code, digits)
            wrong = found is None
        finally:
            if not wrong:
                self._attempts.withdraw(attempt.id)
        if found is None:
            raise DossierNotFound
        return found


def _wait(attempt: Attempt, now: datetime) -> timedelta:
    """How long this try comes too early; zero when it may be made."""
    until = now
    if (over := len(attempt.of_code) - _FREE_PER_CODE) >= 0:
        until = max(until, attempt.of_code[-1] + min(_FIRST_LOCK * 2 ** min(over, _DOUBLINGS), _LONGEST_LOCK))
    for tries, most in (
        (attempt.of_client, _PER_CLIENT),
        (attempt.of_channel, _PER_CHANNEL),
        (attempt.of_all, PER_INSTALLATION),
    ):
        if len(tries) >= most:
            until = max(until, tries[-most] + _WINDOW)
    return until - now
