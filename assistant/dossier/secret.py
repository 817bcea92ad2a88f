"""The installation's secret key, and hashes that are worth nothing without it."""

import hashlib
import hmac
import os
import secrets
import tempfile
from pathlib import Path

_BYTES = 32


def load_secret(file: Path) -> bytes:
    """The key in this file, which is made once, readable by its owner alone.

    Several processes may start at once: the first to put its file in place wins.
    """
    if not file.exists():
        file.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=file.parent)  # mode 600
        draft = Path(name)
        with os.fdopen(handle, "wb") as stream:
            stream.write(secrets.token_bytes(_BYTES))
        try:
            file.hardlink_to(draft)
        except FileExistsError:
            pass
        finally:
            draft.unlink()
    key = file.read_bytes()
    if len(key) != _BYTES:
        raise ValueError(f"{file}: {len(key)} bytes, a key has {_BYTES}")
    return key


def keyed_hash(key: bytes, *parts: str) -> str:
    """HMAC-SHA256 of the parts, in hexadecimal."""
    return hmac.new(key, "\0".join(parts).encode(), hashlib.sha256).hexdigest()
