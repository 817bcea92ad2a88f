"""What staff do so that an entry is told, in another wording, or no more."""

from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict, Field

from api.access import EditorDependency, PublisherDependency
from api.dependencies import KnowledgeDependency
from api.knowledge_content import KeyDependency
from api.knowledge_entries import EntryOut, entry_view
from api.knowledge_shapes import Number, Reason, VersionOut
from api.problems import problem_responses

router = APIRouter(
    prefix="/v1/knowledge/entries/{key}",
    tags=["knowledge"],
    responses=problem_responses(401, 403, 404, 409, 413, 415, 422, 503),
)


class Submission(BaseModel):
    """Which version is ready for review."""

    model_config = ConfigDict(extra="forbid", strict=True)

    number: Number


class Decided(Submission):
    """Which version is to be told, and why; `override` is why so although questions are spoilt."""

    reason: Reason = Field(min_length=1)
    override: Reason = ""


class Switch(BaseModel):
    """Whether the entry is told, and why."""

    model_config = ConfigDict(extra="forbid", strict=True)

    on: bool
    reason: Reason = Field(min_length=1)


@router.post("/submit")
def submit(
    key: KeyDependency, asked: Submission, knowledge: KnowledgeDependency, editor: EditorDependency
) -> VersionOut:
    """Hand a draft to those who publish."""
    done = knowledge.editing.submit(key, asked.number, editor.signature)
    return VersionOut.model_validate(done.as_data())


@router.post("/publish")
def publish(
    key: KeyDependency, wish: Decided, knowledge: KnowledgeDependency, publisher: PublisherDependency
) -> VersionOut:
    """Tell a version from now on, in every process within two seconds."""
    done = knowledge.editing.publish(key, wish.number, publisher.signature, wish.reason, wish.override)
    return VersionOut.model_validate(done.as_data())


@router.post("/roll-back")
def roll_back(
    key: KeyDependency, wish: Decided, knowledge: KnowledgeDependency, publisher: PublisherDependency
) -> VersionOut:
    """Tell what an earlier version says, as a new version."""
    done = knowledge.editing.roll_back(key, wish.number, publisher.signature, wish.reason, wish.override)
    return VersionOut.model_validate(done.as_data())


@router.post("/switch")
def switch(
    key: KeyDependency, wish: Switch, knowledge: KnowledgeDependency, publisher: PublisherDependency
) -> EntryOut:
    """Tell nothing of an entry from now on, or tell it again as it was."""
    act = knowledge.editing.switch_on if wish.on else knowledge.editing.switch_off
    act(key, publisher.signature, wish.reason)
    return entry_view(knowledge, key)
