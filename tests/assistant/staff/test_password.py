from concurrent.futures import ThreadPoolExecutor
from threading import current_thread

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.staff import password
from assistant.staff.password import WeakPassword, check_strength, hashed, right, temporary


@settings(max_examples=8, deadline=None)
@given(st.text(min_size=1, max_size=60), st.text(min_size=1, max_size=60))
def test_a_password_is_right_for_its_own_hash_alone(one: str, other: str) -> None:
    stored = hashed(one)
    assert stored.startswith("$argon2id$")
    assert one not in stored or len(one) < 8
    assert right(stored, one)
    assert right(stored, other) == (one == other)


def test_the_same_password_has_another_hash_each_time() -> None:
    assert hashed("một hai ba bốn") != hashed("một hai ba bốn")


def test_without_an_account_a_hash_is_looked_at_all_the_same(checks: list[str]) -> None:
    assert not right(None, "bất kỳ")
    assert not right(hashed("khác"), "bất kỳ")
    (nobodys, somebodys) = checks
    assert nobodys.split("$")[3] == somebodys.split("$")[3]  # memory, passes and lanes


def test_temporary_passwords_differ_and_can_be_typed() -> None:
    made = {temporary() for _ in range(50)}
    assert len(made) == 50
    assert all(word.isascii() and word.isalpha() for each in made for word in each.split("-"))


@pytest.mark.parametrize(
    "weak",
    [
        "",
        "ngắn",
        "x" * 9,
        "aaaaaaaaaaaa",
        "x" * 201,
        "nguyenlanoday",
        "LAN.NT-mat-khau",
        "Nguyễn 123456",
        "0912345678",
    ],
)
def test_weak_passwords_are_refused(weak: str) -> None:
    with pytest.raises(WeakPassword):
        check_strength(weak, "lan.nt", "Nguyễn Lan")


def test_a_sentence_will_do() -> None:
    check_strength("hôm nay trời đẹp", "lan.nt", "Nguyễn Lan")


def test_however_many_ask_the_memory_is_that_of_one(monkeypatch: pytest.MonkeyPatch) -> None:
    threads: set[str] = set()

    class Noting:
        def verify(self, _stored: str, _password: str) -> bool:
            threads.add(current_thread().name)
            return True

    stored = hashed("trời hôm nay đẹp")
    monkeypatch.setattr(password, "_HASHER", Noting())
    with ThreadPoolExecutor(20) as crowd:
        assert all(crowd.map(lambda _: right(stored, "bất kỳ"), range(60)))
    assert threads == {"password_0"}  # none of those who asked
