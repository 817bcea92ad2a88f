"""Questions: tried against a draft, and those that must stay answered whatever is published."""

from dataclasses import asdict
from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import BaseModel, ConfigDict, Field

from api.access import EditorDependency, PublisherDependency, ReaderDependency
from api.dependencies import AssistantDependency, KnowledgeDependency
from api.knowledge_content import EntryContent, content_of
from api.problems import problem_responses
from assistant.errors import LetanError
from assistant.search.decision import Decision
from assistant.staff.roles import Permission
from assistant.text.normal_form import MAX_LENGTH

router = APIRouter(
    prefix="/v1/knowledge", tags=["knowledge"], responses=problem_responses(401, 403, 422, 503)
)
_WRITTEN = problem_responses(413, 415)
_LONGEST_KEPT = 600


class UnknownQuestion(LetanError):
    """The question is not among those that are kept."""

    status = 404
    slug = "unknown-question"
    title = "Câu hỏi này không có trong danh sách phải luôn trả lời đúng"


class Attempt(BaseModel):
    """A question, and an entry as it might read."""

    model_config = ConfigDict(extra="forbid", strict=True)

    question: str = Field(min_length=1, max_length=MAX_LENGTH)
    content: EntryContent


class CandidateOut(BaseModel):
    """An entry that may be meant; `score` is the probability for the best, less for the others."""

    model_config = ConfigDict(from_attributes=True)

    key: str
    score: float


class EvidenceOut(BaseModel):
    """What the decision was taken on; every value is about the best entry."""

    model_config = ConfigDict(from_attributes=True)

    log_odds: float
    lead: float
    classifier_lead: float
    none: float
    lexical: float
    semantic: float


class OutcomeOut(BaseModel):
    """What becomes of a question. `example` is the best entry's text nearest to it, at `similarity`."""

    model_config = ConfigDict(from_attributes=True)

    decision: Decision
    candidates: list[CandidateOut]
    names_none: bool
    example: str
    similarity: float
    evidence: EvidenceOut


class TrialOut(BaseModel):
    """The question's outcome as things are, and with the draft published."""

    model_config = ConfigDict(from_attributes=True)

    live: OutcomeOut
    with_draft: OutcomeOut


class QuestionIn(BaseModel):
    """A question with the key of the entry that must answer it."""

    model_config = ConfigDict(extra="forbid", strict=True)

    question: str = Field(min_length=1, max_length=_LONGEST_KEPT)
    key: str = Field(max_length=80, examples=["faq:gui-xe"])


class QuestionOut(BaseModel):
    """A question as it is kept: in normal form, and without personal numbers."""

    question: str
    key: str
    author: str
    at: datetime | None


class QuestionList(BaseModel):
    """The questions that staff keep."""

    items: list[QuestionOut]
    total: int


@router.post("/try", responses=_WRITTEN)
def try_question(tried: Attempt, assistant: AssistantDependency, _editor: EditorDependency) -> TrialOut:
    """Ask what is told now, and what would be told with the draft in its place; nothing is kept."""
    content, day = content_of(tried.content), assistant.clock.now().date()
    return TrialOut.model_validate(assistant.knowledge.trials.try_question(tried.question, content, day))


@router.get("/questions")
def list_questions(knowledge: KnowledgeDependency, _reader: ReaderDependency) -> QuestionList:
    """The questions whose loss stops a publication, besides each entry's own."""
    items = [QuestionOut(**asdict(known)) for known in knowledge.editing.questions()]
    return QuestionList(items=items, total=len(items))


@router.put("/questions", responses=_WRITTEN)
def keep_question(wish: QuestionIn, knowledge: KnowledgeDependency, editor: EditorDependency) -> QuestionOut:
    """Want a question to stay answered by an entry; who publishes may give it from one entry to another."""
    may_move = editor.may(Permission.PUBLISH)
    known = knowledge.editing.keep_question(wish.question, wish.key, editor.signature, may_move=may_move)
    return QuestionOut(**asdict(known))


@router.delete("/questions", responses=problem_responses(404))
def drop_question(
    question: Annotated[
        str, Query(max_length=_LONGEST_KEPT, pattern=r"^[^\x00]*$", description="as it is kept")
    ],
    knowledge: KnowledgeDependency,
    publisher: PublisherDependency,
) -> QuestionList:
    """Want a question no more, which is for those whom it keeps from doing harm; those that remain."""
    if not knowledge.editing.drop_question(question, publisher.signature):
        raise UnknownQuestion
    return list_questions(knowledge, publisher)
