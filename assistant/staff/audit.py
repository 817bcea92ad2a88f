"""The record of what staff did: added to in the transaction of the deed itself, and never changed."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from types import MappingProxyType
from typing import Any, Protocol


class Deed(StrEnum):
    """What was done."""

    LOGGED_IN = "logged_in"
    LOGGED_OUT = "logged_out"
    REFUSED = "login_refused"
    ACCOUNT_MADE = "account_made"
    ACCOUNT_CHANGED = "account_changed"
    PASSWORD_CHANGED = "password_changed"
    SESSIONS_ENDED = "sessions_ended"
    TOKEN_MADE = "token_made"
    TOKEN_REVOKED = "token_revoked"
    DRAFTED = "drafted"
    SUBMITTED = "submitted"
    PUBLISHED = "published"
    ROLLED_BACK = "rolled_back"
    SWITCHED_OFF = "switched_off"
    SWITCHED_ON = "switched_on"
    QUESTION_KEPT = "question_kept"
    QUESTION_DROPPED = "question_dropped"
    INBOX_SORTED = "inbox_sorted"
    IMPORTED = "imported"
    ANSWERS_STOPPED = "answers_stopped"
    ANSWERS_RESUMED = "answers_resumed"


@dataclass(frozen=True)
class Record:
    """One deed: `who` by signature, on what (`subject`), at which centre if at one, and what it changed.

    `before` and `after` hold the fields that changed as JSON; no password, no secret, nothing of citizens.
    """

    at: datetime
    who: str
    deed: Deed
    subject: str
    centre: str | None = None
    before: Mapping[str, Any] = field(default_factory=lambda: MappingProxyType({}))
    after: Mapping[str, Any] = field(default_factory=lambda: MappingProxyType({}))
    reason: str = ""


@dataclass(frozen=True)
class Wanted:
    """Which records to read; what is empty filters nothing. `who` and `subject` are parts of the words."""

    who: str = ""
    subject: str = ""
    deed: Deed | None = None
    since: datetime | None = None
    until: datetime | None = None
    centres: frozenset[str] | None = None


class Audit(Protocol):
    """Reads the record; only the store's transactions write it."""

    def records(self, wanted: Wanted, limit: int, before: int | None = None) -> list[tuple[int, Record]]:
        """The newest records with their numbers, newest first; with `before`, those of smaller numbers."""
