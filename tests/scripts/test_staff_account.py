from pathlib import Path

import pytest

from assistant.clock import Clock
from assistant.settings import Settings
from assistant.staff.sessions import Sessions
from assistant.store.accounts import SqlAccounts
from assistant.store.database import open_database
from assistant.store.sessions import SqlSessions
from scripts.staff_account import main


@pytest.fixture
def config(tmp_path: Path) -> Settings:
    return Settings(database_url=f"sqlite:///{tmp_path / 'letan.db'}")


@pytest.fixture
def sessions(config: Settings):
    main(["list"], config)
    engine = open_database(config.sqlalchemy_url)
    yield Sessions(SqlAccounts(engine), SqlSessions(engine), Clock().now)
    engine.dispose()


def test_an_account_is_made_and_its_password_is_good(
    config: Settings, sessions: Sessions, capsys: pytest.CaptureFixture[str]
) -> None:
    roles = ["--role", "administrator", "--role", "clerk", "--centre", "trieu-son"]
    assert main(["make", "lan.nt", "Nguyễn Thị Lan", *roles], config) == 0
    password = capsys.readouterr().out.strip()
    assert sessions.account(sessions.log_in("lan.nt", password)).temporary
    assert main(["password", "lan.nt"], config) == 0
    assert capsys.readouterr().out.strip() != password
    assert main(["list"], config) == 0
    listed = "lan.nt\tNguyễn Thị Lan\tadministrator@trieu-son, clerk@trieu-son\tmở\n"
    assert capsys.readouterr().out == listed


@pytest.mark.parametrize(
    "wrong",
    [
        ["make", "Lan", "Lan", "--role", "clerk"],
        ["make", "lan", "Lan", "--role", "clerk", "--centre", "paris"],
        ["password", "ai-do"],
    ],
)
def test_what_cannot_be_is_told(
    config: Settings, wrong: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(wrong, config) == 1
    told = capsys.readouterr()
    assert told.out == ""
    assert told.err
