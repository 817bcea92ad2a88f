"""Settings, from the environment with prefix LETAN_; docs/settings.md lists them for people."""

import re
from functools import cache
from pathlib import Path
from typing import Annotated

from pydantic import AwareDatetime, BeforeValidator, Field, SecretStr, StringConstraints
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

ROOT = Path(__file__).resolve().parent.parent
"""The repository's root, where knowledge/ and nlu_data/ are."""

_Origin = Annotated[str, StringConstraints(pattern=r"^https?://[a-z0-9.-]+(:\d{1,5})?$")]


def _listed(value: object) -> object:
    """Origins as the environment has them: parted by commas or blanks."""
    return value.replace(",", " ").split() if isinstance(value, str) else value


class Settings(BaseSettings):
    """Each field is the environment variable LETAN_<FIELD>."""

    model_config = SettingsConfigDict(env_prefix="LETAN_", frozen=True)

    host: str = Field("127.0.0.1", description="address the server listens on")
    port: int = Field(8000, description="port the server listens on")
    data_dir: Path = Field(
        ROOT / "var", description="folder of the encoder, index, model and SQLite database"
    )
    database_url: str = Field("", description="SQLAlchemy address of the database; empty: SQLite in data_dir")
    knowledge_dir: Path = Field(ROOT / "knowledge", description="folder of procedures, centres and lexicons")
    nlu_dir: Path = Field(ROOT / "nlu_data", description="folder of the Rasa training data")
    encoder: str = Field(
        "",
        description="hub name or folder of a sentence-transformers model; empty: the bundled one",
    )
    encoder_threads: int = Field(2, ge=1, description="threads for one encoding")
    centre: str = Field("trieu-son", description="slug of the centre a message is for when it names none")
    dossier_url: str = Field(
        "", description="address of the province's dossier system; empty: the local register"
    )
    dossier_token: SecretStr = Field(SecretStr(""), description="token for the province's dossier system")
    dossier_fields: str = Field(
        "", description="YAML file of how the province's system is asked and answers; empty: our own names"
    )
    public_url: str = Field("", description="address at which phones reach this server, for ticket pages")
    widget_origins: Annotated[tuple[_Origin, ...], NoDecode, BeforeValidator(_listed)] = Field(
        (), description="origins of the sites that may embed the chat widget; empty: none but this server"
    )
    clock: AwareDatetime | None = Field(None, description="start the product's clock at this RFC 3339 time")
    log_level: str = Field("INFO", description="level of the log")

    @property
    def encoder_dir(self) -> Path:
        """The prepared encoder; another model has another folder."""
        name = re.sub(r"\W+", "-", self.encoder).strip("-") or "bundled"
        return self.data_dir / "encoder" / name

    @property
    def index_dir(self) -> Path:
        """The prepared search index."""
        return self.data_dir / "index"

    @property
    def live_dir(self) -> Path:
        """What was learned of entries that staff have changed; it may be deleted."""
        return self.data_dir / "live"

    @property
    def model_dir(self) -> Path:
        """The trained dialogue models."""
        return self.data_dir / "models"

    @property
    def dossier_key(self) -> Path:
        """The secret key of the dossier register's hashes; every process needs the same."""
        return self.data_dir / "dossier.key"

    @property
    def lexicon_dir(self) -> Path:
        """The lexicons of the text room."""
        return self.knowledge_dir / "lexicons"

    @property
    def sqlalchemy_url(self) -> str:
        """The database's address, the default put in."""
        return self.database_url or f"sqlite:///{self.data_dir / 'letan.db'}"


@cache
def settings() -> Settings:
    """The process's settings, read once."""
    return Settings()
