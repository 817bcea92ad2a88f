"""Looking a dossier up: only with its factor, and only so many wrong tries."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil
from typing import Protocol

from assistant.dossier.code import DossierCode, dossier_code
from assistant.dossier.dossier import (
    Dossier,
    DossierNotFound,
    DossierSource,
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
_PER_CLIENT = 20
_CLIENT_WINDOW = timedelta(hours=1)


@dataclass(frozen=True)
class Attempt:
    """A try that was noted, and when the earlier ones were, the oldest first."""

    id: int
    of_code: Sequence[datetime]
    of_client: Sequence[datetime]


class Attempts(Protocol):
    """Remembers wrong tries, over all processes."""

    def add(self, code: DossierCode, client: str, at: datetime, since: datetime) -> Attempt:
        """Note a try, forget those before `since`, and tell all others of this code and this client."""
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

    def find(self, code: str, factor: str, client: str) -> Dossier:
        """The dossier; `client` is what wrong tries are counted by, an address or a conversation.

        Waits for a database or the network: call it from a thread.

        Raises:
            InvalidDossierCode, InvalidDossierFactor: not a code, not four digits; counts as no try.
            TooManyAttempts: five wrong tries of this code, or twenty within an hour of this client.
            DossierNotFound: no such dossier, or not with this factor.
            DossierUnavailable: the source gives no trustworthy answer; counts as no try.
        """
        if len(code) > _LONGEST or not (parsed := dossier_code(code)):
            raise InvalidDossierCode
        if len(factor) > _LONGEST or not (digits := factor_digits(factor)):
            raise InvalidDossierFactor
        # Noted before the look and taken back after a right one: tries at the same moment all count.
        now = self._now()
        attempt = self._attempts.add(parsed, client, now, now - _CODE_MEMORY)
        wrong = False
        try:
            if wait := _wait(attempt, now):
                raise TooManyAttempts(ceil(wait.total_seconds()))
            found = self.source.find(parsed, digits)
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
    recent = [at for at in attempt.of_client if at > now - _CLIENT_WINDOW]
    if len(recent) >= _PER_CLIENT:
        until = max(until, recent[-_PER_CLIENT] + _CLIENT_WINDOW)
    return until - now
