"""The knowledge for staff: its entries with their versions, and drafts of them."""

from dataclasses import asdict
from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import BaseModel, ConfigDict

from api.access import EditorDependency, ReaderDependency
from api.dependencies import KnowledgeDependency
from api.knowledge_content import EntryContent, KeyDependency, content_of
from api.knowledge_shapes import (
    DifferenceOut,
    Number,
    PublicationOut,
    Reason,
    VersionOut,
    VersionSummary,
)
from api.problems import FieldProblem, problem_responses
from assistant.knowledge.checking import problems_of
from assistant.knowledge.desk import KnowledgeDesk
from assistant.knowledge.version import IN_THE_FILE, Kind, Standing, State
from assistant.text.normal_form import MAX_LENGTH

router = APIRouter(
    prefix="/v1/knowledge/entries", tags=["knowledge"], responses=problem_responses(401, 403, 422, 503)
)
_OF_ONE = problem_responses(404)
_WRITTEN = problem_responses(409, 413, 415)


class RowOut(BaseModel):
    """An entry in the list, by its newest version.

    `told` is the number of the version that is told, 0 for the file's, null before the first publication.
    """

    model_config = ConfigDict(from_attributes=True)

    key: str
    kind: Kind
    title: str
    theme: str
    number: int
    state: State
    told: int | None
    silenced: bool
    author: str
    at: datetime | None


class RowList(BaseModel):
    """Entries, and how many pass the filters in all."""

    items: list[RowOut]
    total: int


class ToldOut(BaseModel):
    """What is told of an entry: which version, and nothing of it while it is `silenced`."""

    number: int
    silenced: bool
    content: EntryContent


class EntryOut(BaseModel):
    """An entry. `told` is null before it is first published.

    `problems` are the rules for which its newest version could not be published.
    """

    key: str
    kind: Kind
    newest: VersionOut
    told: ToldOut | None
    problems: list[FieldProblem]


class Draft(BaseModel):
    """An entry as it should read; `reason` is a word to those who publish."""

    model_config = ConfigDict(extra="forbid", strict=True)

    content: EntryContent
    reason: Reason = ""


class Edit(Draft):
    """A draft that was begun from the version `based_on`."""

    based_on: Number


class VersionList(BaseModel):
    """Versions, the oldest first; number 0 is what the file says."""

    items: list[VersionSummary]
    total: int


class DifferenceList(BaseModel):
    """The fields that differ, in the order of a form."""

    items: list[DifferenceOut]
    total: int


class PublicationList(BaseModel):
    """Publications, the oldest first."""

    items: list[PublicationOut]
    total: int


@router.get("")
def list_entries(
    knowledge: KnowledgeDependency,
    _reader: ReaderDependency,
    kind: Kind | None = None,
    state: Annotated[State | None, Query(description="of the newest version")] = None,
    silenced: Annotated[bool | None, Query(description="switched off, or not")] = None,
    q: Annotated[str, Query(max_length=MAX_LENGTH, description="words that all stand in the entry")] = "",
    limit: Annotated[int, Query(ge=1, le=500)] = 50,
    offset: Annotated[int, Query(ge=0)] = 0,
) -> RowList:
    """The files' entries and the staff's own, switched off or not."""
    rows = knowledge.listing.rows(kind=kind, state=state, silenced=silenced, text=q)
    items = [RowOut.model_validate(row) for row in rows[offset : offset + limit]]
    return RowList(items=items, total=len(rows))


@router.post("", status_code=201, responses=_WRITTEN)
def create_entry(draft: Draft, knowledge: KnowledgeDependency, editor: EditorDependency) -> VersionOut:
    """Begin an entry by its first draft."""
    made = knowledge.editing.create(content_of(draft.content), editor.signature, draft.reason)
    return VersionOut.model_validate(made.as_data())


@router.get("/{key}", responses=_OF_ONE)
def get_entry(key: KeyDependency, knowledge: KnowledgeDependency, _reader: ReaderDependency) -> EntryOut:
    """One entry: its newest version, what is told now, and what is wrong with the newest version."""
    return entry_view(knowledge, key)


@router.put("/{key}/draft", responses=_OF_ONE | _WRITTEN)
def put_draft(
    key: KeyDependency, edit: Edit, knowledge: KnowledgeDependency, editor: EditorDependency
) -> VersionOut:
    """Save a draft as the next version. Who was not first is told what the other has written."""
    begun_from = knowledge.editing.version(key, edit.based_on).number
    content = content_of(edit.content, key)
    saved = knowledge.editing.save(content, editor.signature, begun_from, edit.reason)
    return VersionOut.model_validate(saved.as_data())


@router.get("/{key}/versions", responses=_OF_ONE)
def list_versions(
    key: KeyDependency, knowledge: KnowledgeDependency, _reader: ReaderDependency
) -> VersionList:
    """Every version there was."""
    items = [VersionSummary.model_validate(version) for version in knowledge.editing.history(key)]
    return VersionList(items=items, total=len(items))


@router.get("/{key}/versions/{number}", responses=_OF_ONE)
def get_version(
    key: KeyDependency, number: Number, knowledge: KnowledgeDependency, _reader: ReaderDependency
) -> VersionOut:
    """One version with its content."""
    return VersionOut.model_validate(knowledge.editing.version(key, number).as_data())


@router.get("/{key}/difference", responses=_OF_ONE)
def get_difference(
    key: KeyDependency,
    before: Annotated[Number, Query()],
    after: Annotated[Number, Query()],
    knowledge: KnowledgeDependency,
    _reader: ReaderDependency,
) -> DifferenceList:
    """What differs between two versions, field by field."""
    found = knowledge.editing.difference(key, before, after)
    return DifferenceList(items=[DifferenceOut.model_validate(each) for each in found], total=len(found))


@router.get("/{key}/publications", responses=_OF_ONE)
def list_publications(
    key: KeyDependency, knowledge: KnowledgeDependency, _reader: ReaderDependency
) -> PublicationList:
    """When and why the entry was published, rolled back, switched off and on."""
    knowledge.editing.newest(key)
    made = knowledge.editing.publications(key)
    items = [PublicationOut(number=number, **asdict(each)) for number, each in made]
    return PublicationList(items=items, total=len(items))


def entry_view(knowledge: KnowledgeDesk, key: str) -> EntryOut:
    """An entry as it is now; raises UnknownEntry."""
    newest = knowledge.editing.newest(key)
    problems = problems_of(newest.content, knowledge.knowledge.catalog)
    return EntryOut(
        key=key,
        kind=newest.kind,
        newest=VersionOut.model_validate(newest.as_data()),
        told=_told(knowledge, key),
        problems=[FieldProblem(**problem._asdict()) for problem in problems],
    )


def _told(knowledge: KnowledgeDesk, key: str) -> ToldOut | None:
    standing = knowledge.repository.published().standings.get(key, Standing())
    number = standing.version.number if standing.version else IN_THE_FILE
    if number == IN_THE_FILE and not knowledge.knowledge.files.has(key):
        return None
    version = standing.version or knowledge.editing.version(key, IN_THE_FILE)
    content = EntryContent(version.content.model_dump(mode="json"))
    return ToldOut(number=number, silenced=standing.silenced, content=content)
