from pathlib import Path

import pytest

from assistant.clock import Clock
from assistant.queue.clerks import Clerk, Clerks, NotStaff
from assistant.settings import Settings
from assistant.store.database import open_database
from assistant.store.staff_tokens import SqlTokens
from scripts.staff_token import main


@pytest.fixture
def config(tmp_path: Path) -> Settings:
    return Settings(database_url=f"sqlite:///{tmp_path / 'letan.db'}")


@pytest.fixture
def clerks(config: Settings):
    main(["list"], config)
    engine = open_database(config.sqlalchemy_url)
    yield Clerks(SqlTokens(engine), Clock().now)
    engine.dispose()


def printed(capsys: pytest.CaptureFixture[str]) -> list[str]:
    return capsys.readouterr().out.splitlines()


def test_a_token_is_printed_once_and_is_good(
    config: Settings, clerks: Clerks, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["make", "Quầy 3", "--centre", "trieu-son"], config) == 0
    (token,) = printed(capsys)
    assert clerks.clerk(token, "trieu-son") == Clerk("Quầy 3", "trieu-son")
    assert main(["list"], config) == 0
    listed = printed(capsys)
    assert listed == ["Quầy 3\ttrieu-son"]


def test_without_a_centre_it_is_good_at_all(
    config: Settings, clerks: Clerks, capsys: pytest.CaptureFixture[str]
) -> None:
    main(["make", "Tỉnh"], config)
    (token,) = printed(capsys)
    assert clerks.clerk(token, "hac-thanh") == Clerk("Tỉnh", None)
    main(["list"], config)
    assert printed(capsys) == ["Tỉnh\tmọi trung tâm"]


def test_a_name_can_be_revoked_once(
    config: Settings, clerks: Clerks, capsys: pytest.CaptureFixture[str]
) -> None:
    main(["make", "Quầy 3"], config)
    (token,) = printed(capsys)
    assert main(["revoke", "Quầy 3"], config) == 0
    assert printed(capsys) == ["Đã thu hồi 1 mã của “Quầy 3”"]
    with pytest.raises(NotStaff):
        clerks.clerk(token, "trieu-son")
    assert main(["revoke", "Quầy 3"], config) == 1
    assert main(["list"], config) == 0


def test_an_unknown_centre_makes_no_token(
    config: Settings, clerks: Clerks, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["make", "Quầy 3", "--centre", "paris"], config) == 1
    told = capsys.readouterr()
    assert told.out == ""
    assert "paris" in told.err
    assert clerks.tokens.names() == []


@pytest.mark.parametrize("wrong", [[], ["make"], ["revoke"], ["unknown"]])
def test_without_a_command_the_usage_is_shown(
    config: Settings, wrong: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        main(wrong, config)
    assert ended.value.code == 2
    assert "usage" in capsys.readouterr().err
