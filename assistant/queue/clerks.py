"""Who may work at counters: whoever holds a token, which is shown once and kept as its digest alone."""

import hashlib
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from assistant.errors import LetanError


class NotStaff(LetanError):
    """No token, or one that is unknown or was revoked; which of these is not told."""

    status = 401
    slug = "staff-token-required"
    title = "Cần mã nhân viên hợp lệ"


class NotAtThisCentre(LetanError):
    """The token is good at another centre."""

    status = 403
    slug = "another-centre"
    title = "Mã nhân viên này không dùng được ở trung tâm này"


@dataclass(frozen=True)
class Clerk:
    """The holder of a token: a name for the history, and a centre, or none for all of them."""

    name: str
    centre: str | None


class TokenRepository(Protocol):
    """Keeps tokens by their digest."""

    def add(self, digest: str, clerk: Clerk, at: datetime) -> None:
        """Keep a new token."""
        ...

    def clerk(self, digest: str) -> Clerk | None:
        """Whose token it is, unless it was revoked. Raises QueueUnavailable."""
        ...

    def revoke(self, name: str, at: datetime) -> int:
        """End every token of that name; returns how many."""
        ...

    def names(self) -> list[tuple[str, str | None]]:
        """(name, centre) of the tokens that are good."""
        ...


class Clerks:
    """Makes tokens and knows their holders."""

    def __init__(self, tokens: TokenRepository, now: Callable[[], datetime]) -> None:
        self.tokens = tokens
        self._now = now

    def make(self, name: str, centre: str | None) -> str:
        """A new token; it can be shown this once."""
        token = secrets.token_urlsafe(24)
        self.tokens.add(_digest(token), Clerk(name, centre), self._now())
        return token

    def revoke(self, name: str) -> int:
        """End every token of that name; returns how many."""
        return self.tokens.revoke(name, self._now())

    def clerk(self, token: str, centre: str) -> Clerk:
        """The holder of a token, at a centre; raises NotStaff or NotAtThisCentre."""
        found = self.tokens.clerk(_digest(token)) if token else None
        if found is None:
            raise NotStaff
        if found.centre not in {None, centre}:
            raise NotAtThisCentre
        return found


def _digest(token: str) -> str:
    # A token has 192 random bits: it needs no slow hash, and looking it up tells nothing by its time.
    return hashlib.sha256(token.encode()).hexdigest()
