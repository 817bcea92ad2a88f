from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from assistant.dossier.secret import keyed_hash, load_secret


def test_a_key_is_made_once_for_its_owner_alone(tmp_path: Path) -> None:
    file = tmp_path / "var" / "dossier.key"
    with ThreadPoolExecutor(8) as pool:
        keys = set(pool.map(lambda _: load_secret(file), range(8)))
    assert keys == {load_secret(file)}
    assert file.stat().st_mode & 0o777 == 0o600
    assert list(file.parent.iterdir()) == [file]


def test_a_broken_key_is_not_used(tmp_path: Path) -> None:
    file = tmp_path / "dossier.key"
    file.write_bytes(b"short")
    with pytest.raises(ValueError, match="5 bytes"):
        load_secret(file)


def test_a_hash_hangs_on_the_key_and_every_part() -> None:
    parts = (("ab", "c"), ("a", "bc"), ("abc",))
    assert len({keyed_hash(key, *each) for key in (b"k", b"q") for each in parts}) == 6
