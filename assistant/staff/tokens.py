"""Tokens for programs: keypads at counters, scripts. Shown once, and kept as their digest alone."""

import secrets
from collections.abc import Callable
from datetime import datetime
from typing import Protocol

from assistant.errors import LetanError
from assistant.staff.audit import Deed, Record
from assistant.staff.member import Grant, Member, NotStaff
from assistant.staff.sessions import digest

_LONGEST_NAME = 80


class TokenRefused(LetanError):
    """A name that the histories have no room for, or that cannot be read."""

    status = 422
    slug = "token-refused"
    title = f"Tên của mã nhân viên cần từ 1 đến {_LONGEST_NAME} ký tự đọc được"


class TokenRepository(Protocol):
    """Keeps tokens by their digest. Every method raises StaffUnavailable."""

    def add(self, digest: str, name: str, grant: Grant, record: Record) -> None:
        """Keep a new token."""

    def member(self, digest: str) -> Member | None:
        """Whose token it is, unless it was revoked."""

    def revoke(self, name: str, record: Record) -> int:
        """End every token of that name; returns how many."""

    def all(self) -> list[tuple[str, Grant]]:
        """The name and the role of each token that is good."""


class Tokens:
    """Makes tokens and knows their holders."""

    def __init__(self, repository: TokenRepository, now: Callable[[], datetime]) -> None:
        self._repository = repository
        self._now = now

    def make(self, name: str, grant: Grant, by: str) -> str:
        """A new token; it can be shown this once. Raises TokenRefused."""
        if not 0 < len(name.strip()) <= len(name) <= _LONGEST_NAME or not name.isprintable():
            raise TokenRefused
        token = secrets.token_urlsafe(24)
        after = {"role": grant.role.value, "centre": grant.centre}
        record = Record(self._now(), by, Deed.TOKEN_MADE, name, grant.centre, after=after)
        self._repository.add(digest(token), name, grant, record)
        return token

    def revoke(self, name: str, by: str) -> int:
        """End every token of that name; returns how many."""
        return self._repository.revoke(name, Record(self._now(), by, Deed.TOKEN_REVOKED, name))

    def all(self) -> list[tuple[str, Grant]]:
        """The name and the role of each token that is good."""
        return self._repository.all()

    def member(self, token: str) -> Member:
        """The holder of a token; raises NotStaff."""
        found = self._repository.member(digest(token)) if token else None
        if found is None:
            raise NotStaff
        return found
