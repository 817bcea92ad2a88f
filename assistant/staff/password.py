"""Passwords: hashed by Argon2id, checked at the same cost whether or not there is such an account."""

import secrets
from functools import cache
from threading import BoundedSemaphore

from argon2 import PasswordHasher
from argon2.exceptions import VerificationError

from assistant.errors import LetanError

SHORTEST = 10
LONGEST = 200
_TEMPORARY_WORDS = 4
_SYLLABLES = tuple(
    head + tail for head in "bcdghklmnprstvx" for tail in ("a", "e", "i", "o", "u", "an", "en", "in")
)
# What OWASP advises for Argon2id: 19 MiB, twice over. A server has some hundred MiB to spare: two at once.
_HASHER = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)
_AT_ONCE = BoundedSemaphore(2)


class WeakPassword(LetanError):
    """A password that is too short or too easily guessed."""

    status = 422
    slug = "weak-password"
    title = f"Mật khẩu cần ít nhất {SHORTEST} ký tự"


def hashed(password: str) -> str:
    """The hash to keep of a password."""
    with _AT_ONCE:
        return _HASHER.hash(password)


def right(stored: str | None, password: str) -> bool:
    """Whether the password is the one; without a stored hash it takes as long, and is not."""
    with _AT_ONCE:
        try:
            return _HASHER.verify(stored or _nobodys(), password[:LONGEST]) and stored is not None
        except VerificationError:
            return False


def temporary() -> str:
    """A password to be read out once and changed at the first login: 55 bits, easily typed."""
    words = ("".join(secrets.choice(_SYLLABLES) for _ in range(2)) for _ in range(_TEMPORARY_WORDS))
    return "-".join(words)[:LONGEST]


def check_strength(password: str, login: str, name: str) -> None:
    """Raise WeakPassword if it is too short or long, has few characters, or holds the own name."""
    if not SHORTEST <= len(password) <= LONGEST:
        raise WeakPassword(f"Mật khẩu cần từ {SHORTEST} đến {LONGEST} ký tự")
    if len(set(password)) < SHORTEST // 2:
        raise WeakPassword("Mật khẩu có quá ít ký tự khác nhau, dễ bị đoán")
    own = [word for word in (login, *name.split()) if len(word) > 2]
    if any(word.casefold() in password.casefold() for word in own):
        raise WeakPassword("Mật khẩu không nên chứa tên hay tên đăng nhập của anh/chị")


@cache
def _nobodys() -> str:
    return _HASHER.hash(secrets.token_urlsafe())
