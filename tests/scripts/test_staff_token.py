from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.clock import Clock
from assistant.settings import Settings
from assistant.staff.member import Grant, Member, NotStaff
from assistant.staff.roles import Role
from assistant.staff.tokens import Tokens
from assistant.store.database import open_database
from assistant.store.tokens import SqlTokens
from scripts.staff_token import main


@pytest.fixture
def config(tmp_path: Path) -> Settings:
    return Settings(database_url=f"sqlite:///{tmp_path / 'letan.db'}")


@pytest.fixture
def tokens(config: Settings) -> Iterator[Tokens]:
    main(["list"], config)
    engine = open_database(config.sqlalchemy_url)
    yield Tokens(SqlTokens(engine), Clock().now)
    engine.dispose()


def printed(capsys: pytest.CaptureFixture[str]) -> list[str]:
    return capsys.readouterr().out.splitlines()


def test_a_token_is_printed_once_and_is_good(
    config: Settings, tokens: Tokens, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["make", "Quầy 3", "--centre", "trieu-son"], config) == 0
    (token,) = printed(capsys)
    assert tokens.member(token) == Member("Quầy 3", (Grant(Role.CLERK, "trieu-son"),))
    assert main(["list"], config) == 0
    assert printed(capsys) == ["Quầy 3\tclerk\ttrieu-son"]


def test_a_name_that_is_too_long_is_refused_in_words(
    config: Settings, tokens: Tokens, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["make", "ữ" * 81], config) == 1
    assert "từ 1 đến 80 ký tự" in capsys.readouterr().err
    assert tokens.all() == []


def test_without_a_centre_it_is_good_at_all(
    config: Settings, tokens: Tokens, capsys: pytest.CaptureFixture[str]
) -> None:
    main(["make", "Tỉnh"], config)
    (token,) = printed(capsys)
    assert tokens.member(token) == Member("Tỉnh", (Grant(Role.CLERK),))
    main(["list"], config)
    assert printed(capsys) == ["Tỉnh\tclerk\tmọi trung tâm"]


def test_it_may_have_another_role(
    config: Settings, tokens: Tokens, capsys: pytest.CaptureFixture[str]
) -> None:
    main(["make", "Báo cáo", "--role", "viewer"], config)
    (token,) = printed(capsys)
    assert tokens.member(token) == Member("Báo cáo", (Grant(Role.VIEWER),))
    main(["list"], config)
    assert printed(capsys) == ["Báo cáo\tviewer\tmọi trung tâm"]


def test_a_name_can_be_revoked_once(
    config: Settings, tokens: Tokens, capsys: pytest.CaptureFixture[str]
) -> None:
    main(["make", "Quầy 3"], config)
    (token,) = printed(capsys)
    assert main(["revoke", "Quầy 3"], config) == 0
    assert printed(capsys) == ["Đã thu hồi 1 mã của “Quầy 3”"]
    with pytest.raises(NotStaff):
        tokens.member(token)
    assert main(["revoke", "Quầy 3"], config) == 1
    assert main(["list"], config) == 0


def test_an_unknown_centre_makes_no_token(
    config: Settings, tokens: Tokens, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["make", "Quầy 3", "--centre", "paris"], config) == 1
    told = capsys.readouterr()
    assert told.out == ""
    assert "paris" in told.err
    assert tokens.all() == []


@pytest.mark.parametrize("wrong", [[], ["make"], ["revoke"], ["unknown"], ["make", "A", "--role", "king"]])
def test_without_a_command_the_usage_is_shown(
    config: Settings, wrong: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        main(wrong, config)
    assert ended.value.code == 2
    assert "usage" in capsys.readouterr().err
