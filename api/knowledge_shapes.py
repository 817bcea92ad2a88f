"""What the staff's JSON API tells of versions and publications, and of what stops them."""

from datetime import datetime
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from api.knowledge_content import EntryContent
from assistant.knowledge.regression import Verdict
from assistant.knowledge.version import PublicationKind, State

Number = Annotated[int, Field(ge=0, le=2**31 - 1, description="of a version; 0 for what the file says")]
Reason = Annotated[str, Field(max_length=400)]


class VersionSummary(BaseModel):
    """A version without its content; `at` is null and `author` empty where the file says it."""

    model_config = ConfigDict(from_attributes=True)

    key: str
    number: int
    state: State
    author: str
    reason: str
    at: datetime | None
    based_on: int


class VersionOut(VersionSummary):
    """A version."""

    content: EntryContent


class DifferenceOut(BaseModel):
    """A field that differs: its Vietnamese name, and its lines before and after, as people read them."""

    model_config = ConfigDict(from_attributes=True)

    field: str = Field(examples=["answer"])
    name: str = Field(examples=["Câu trả lời"])
    before: list[str]
    after: list[str]


class PublicationOut(BaseModel):
    """A change of what is told; `version` is null where it was the file's.

    `override` is the reason for which spoilt questions did not stop it.
    """

    number: int
    kind: PublicationKind
    version: int | None
    silenced: bool
    author: str
    reason: str
    override: str
    at: datetime


class SpoiltOut(BaseModel):
    """A question that its entry `key` would lose; `before` and `after` are the entries that come first."""

    question: str
    key: str
    before: str
    after: str
    was: Verdict
