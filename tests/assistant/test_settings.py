import re
from datetime import timedelta
from pathlib import Path

import pytest
from pydantic import ValidationError

from assistant.settings import ROOT, Settings, settings

DOCUMENT = ROOT / "docs" / "settings.md"


@pytest.fixture(autouse=True)
def bare_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for field in Settings.model_fields:
        monkeypatch.delenv(f"LETAN_{field.upper()}", raising=False)


@pytest.mark.parametrize("field", Settings.model_fields)
def test_every_setting_is_documented_and_described(field: str) -> None:
    rows = re.findall(
        rf"^\| `LETAN_{field.upper()}` \|.*\|.*\S.*\|$", DOCUMENT.read_text("utf-8"), re.MULTILINE
    )
    assert len(rows) == 1
    assert Settings.model_fields[field].description


def test_no_setting_is_documented_that_is_not_there() -> None:
    documented = set(re.findall(r"^\| `LETAN_(\w+)`", DOCUMENT.read_text("utf-8"), re.MULTILINE))
    assert documented == {field.upper() for field in Settings.model_fields}


def test_the_documented_port_and_centre_are_the_defaults() -> None:
    config = Settings()
    assert f"| `LETAN_PORT` | `{config.port}` |" in DOCUMENT.read_text("utf-8")
    assert f"| `LETAN_CENTRE` | `{config.centre}` |" in DOCUMENT.read_text("utf-8")


@pytest.mark.parametrize(
    ("variable", "value", "field", "expected"),
    [
        ("LETAN_PORT", "9000", "port", 9000),
        ("LETAN_HOST", "0.0.0.0", "host", "0.0.0.0"),
        ("LETAN_DATA_DIR", "/data", "data_dir", Path("/data")),
        ("LETAN_CENTRE", "sam-son", "centre", "sam-son"),
        ("LETAN_WIDGET_ORIGINS", "", "widget_origins", ()),
        (
            "LETAN_WIDGET_ORIGINS",
            "https://xa.example, http://localhost:8080",
            "widget_origins",
            ("https://xa.example", "http://localhost:8080"),
        ),
        ("letan_log_level", "DEBUG", "log_level", "DEBUG"),
    ],
)
def test_the_environment_sets_a_field(
    monkeypatch: pytest.MonkeyPatch, variable: str, value: str, field: str, expected: object
) -> None:
    monkeypatch.setenv(variable, value)
    assert getattr(Settings(), field) == expected


@pytest.mark.parametrize(
    ("variable", "value"),
    [
        ("LETAN_PORT", "eight thousand"),
        ("LETAN_WIDGET_ORIGINS", "*"),
        ("LETAN_WIDGET_ORIGINS", "xa.example"),
        ("LETAN_WIDGET_ORIGINS", "https://xa.example/trang"),
        ("LETAN_ENCODER_THREADS", "0"),
        ("LETAN_CLOCK", "2026-11-23T08:00:00"),
        ("LETAN_CLOCK", "tomorrow"),
    ],
)
def test_a_value_that_cannot_be_is_refused(
    monkeypatch: pytest.MonkeyPatch, variable: str, value: str
) -> None:
    monkeypatch.setenv(variable, value)
    with pytest.raises(ValidationError, match=variable.removeprefix("LETAN_").lower()):
        Settings()


def test_the_clock_keeps_its_offset(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LETAN_CLOCK", "2026-11-23T08:00:00+07:00")
    clock = Settings().clock
    assert clock is not None
    assert clock.utcoffset() == timedelta(hours=7)


def test_what_is_made_lies_in_the_data_folder() -> None:
    config = Settings(data_dir=Path("/data"))
    assert config.encoder_dir == Path("/data/encoder/bundled")
    assert config.index_dir == Path("/data/index")
    assert config.model_dir == Path("/data/models")
    assert config.sqlalchemy_url == "sqlite:////data/letan.db"


@pytest.mark.parametrize(
    ("encoder", "folder"),
    [("", "bundled"), ("BAAI/bge-m3", "BAAI-bge-m3"), ("/models/e5/", "models-e5")],
)
def test_each_encoder_has_a_folder_of_its_own_inside(encoder: str, folder: str) -> None:
    assert Settings(data_dir=Path("/data"), encoder=encoder).encoder_dir == Path("/data/encoder") / folder


def test_a_given_database_is_used_as_it_is() -> None:
    url = "postgresql+psycopg2://letan@db/letan"
    assert Settings(database_url=url).sqlalchemy_url == url


def test_the_lexicons_lie_with_the_knowledge() -> None:
    assert Settings().lexicon_dir.is_dir()
    assert Settings(knowledge_dir=Path("/k")).lexicon_dir == Path("/k/lexicons")


def test_settings_cannot_be_changed() -> None:
    with pytest.raises(ValidationError, match="frozen"):
        Settings().port = 1  # type: ignore[misc]


def test_a_process_reads_its_settings_once() -> None:
    assert settings() is settings()
