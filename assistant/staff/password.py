"""Passwords: hashed by Argon2id, checked at the same cost whether or not there is such an account."""

import secrets
from concurrent.futures import ThreadPoolExecutor
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import VerificationError

from assistant.errors import LetanError

SHORTEST = 10
LONGEST = 200
_TEMPORARY_WORDS = 4
_SYLLABLES = tuple(
    head + tail for head in "bcdghklmnprstvx" for tail in ("a", "e", "i", "o", "u", "an", "en", "in")
)
# What OWASP advises for Argon2id: 19 MiB, twice over.
_HASHER = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)
# A thread of its own: each that ever hashed keeps that memory for the next time, and a server has forty.
_THREAD = ThreadPoolExecutor(1, "password")


class WeakPassword(LetanError):
    """A password that is too short or too easily guessed."""

    status = 422
    slug = "weak-password"
    title = f"Mật khẩu cần ít nhất {SHORTEST} ký tự"


def hashed(password: str) -> str:
    """The hash to keep of a password."""
    return _THREAD.submit(_HASHER.hash, password).result()


def right(stored: str | None, password: str) -> bool:
    """Whether the password is the one; without a stored hash it takes as long, and is not."""
    return _THREAD.submit(_verified, stored or _nobodys(), password).result() and stored is not None


def _verified(stored: str, password: str) -> bool:
    try:
        return _HASHER.verify(stored, password[:LONGEST])
    except VerificationError:
        return False


def temporary() -> str:
    """A password to be read out once and changed at the first login: 55 bits, easily typed."""
    words = ("".join(secrets.choice(_SYLLABLES) for _ in range(2)) for _ in range(_TEMPORARY_WORDS))
    return "-".join(words)[:LONGEST]


def check_strength(password: str, login: str, name: str) -> None:
    """Raise WeakPassword if it is too short or long, is easily guessed, or holds the own name."""
    if not SHORTEST <= len(password) <= LONGEST:
        raise WeakPassword(f"Mật khẩu cần từ {SHORTEST} đến {LONGEST} ký tự")
    if len(set(password)) < SHORTEST // 2:
        raise WeakPassword("Mật khẩu có quá ít ký tự khác nhau, dễ bị đoán")
    if password.isdigit():
        raise WeakPassword("Mật khẩu chỉ có chữ số dễ bị đoán, anh/chị thêm chữ")
    own = [word for word in (login, *name.split()) if len(word) > 2]
    if any(word.casefold() in password.casefold() for word in own):
        raise WeakPassword("Mật khẩu không nên chứa tên hay tên đăng nhập của anh/chị")


@cache
def _nobodys() -> str:
    return hashed(secrets.token_urlsafe())
