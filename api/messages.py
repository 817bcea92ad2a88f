"""POST /v1/messages: one turn of a conversation."""

from typing import Annotated, Any

from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict, Field

from api.access import PUBLIC
from api.dependencies import BrainDependency
from api.problems import problem_responses
from assistant.dialogue.brain import Request
from assistant.dialogue.conversation import Channel, Input
from assistant.text.normal_form import MAX_LENGTH

router = APIRouter(prefix="/v1", tags=["messages"], dependencies=[PUBLIC])
Id = Annotated[str, Field(min_length=1, max_length=80, pattern=r"^[\w.:\-]+$")]


class MessageIn(BaseModel):
    """A message of a citizen."""

    model_config = ConfigDict(extra="forbid", strict=True)

    text: str = Field(min_length=1, max_length=MAX_LENGTH, examples=["mần giấy khai sinh cần chi"])
    conversation_id: Id | None = Field(None, description="from the first reply; absent: a new one")
    message_id: Id | None = Field(None, description="a retry with the same id gets the same reply")
    channel: Annotated[Channel, Field(strict=False)] = Channel.API
    input: Annotated[Input, Field(strict=False)] = Input.TEXT
    centre: str | None = Field(None, max_length=60, examples=["trieu-son"])


class ReplyOut(BaseModel):
    """A reply to read and the same to say."""

    text: str
    speech: str


class EntityOut(BaseModel):
    """A value found in the message, with its place in characters."""

    entity: str
    value: str
    start: int
    end: int


class RankedProcedure(BaseModel):
    """A procedure that may be meant; `score` is 0 to 1."""

    code: str
    name: str
    score: float


class Understanding(BaseModel):
    """What was understood; `procedures` is ordered, best first; `topics` are all that is asked of them."""

    intent: str
    confidence: float
    topics: list[str]
    entities: list[EntityOut]
    procedures: list[RankedProcedure]


class SourceOut(BaseModel):
    """Where facts come from, and when they were read there."""

    title: str
    decision_no: str | None = None
    url: str | None = None
    read_on: str | None = None


class AnswerOut(BaseModel):
    """What was answered, as data."""

    procedure_code: str | None
    topic: str
    facts: dict[str, Any]
    sources: list[SourceOut]


class SuggestionOut(BaseModel):
    """Something to tap: the title shown, the message sent."""

    title: str
    message: str


class MessageOut(BaseModel):
    """The turn."""

    conversation_id: str
    message_id: str
    status: str = Field(
        examples=["answered"],
        description="one of answered, clarification, handoff, unanswered, out_of_scope, emergency, "
        "smalltalk, ticket_issued and closed",
    )
    replies: list[ReplyOut]
    understanding: Understanding
    answer: AnswerOut | None
    cards: list[dict[str, Any]]
    suggestions: list[SuggestionOut]
    commands: list[dict[str, Any]]
    ticket: dict[str, Any] | None
    dossier: dict[str, Any] | None


@router.post("/messages", response_model=MessageOut, responses=problem_responses(404, 413, 415, 422))
async def post_message(message: MessageIn, brain: BrainDependency) -> dict[str, Any]:
    """Take one message of a conversation and answer it."""
    return await brain.handle(Request(**dict(message)))
