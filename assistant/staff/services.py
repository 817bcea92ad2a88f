"""All that concerns staff, as the rooms above are handed it."""

from dataclasses import dataclass

from assistant.staff.accounts import Accounts
from assistant.staff.audit import Audit
from assistant.staff.sessions import Sessions
from assistant.staff.tokens import Tokens


@dataclass(frozen=True)
class Staff:
    """Accounts, sessions, tokens, and the record of what was done."""

    accounts: Accounts
    sessions: Sessions
    tokens: Tokens
    audit: Audit
