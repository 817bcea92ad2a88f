"""POST /v1/messages/{message_id}/feedback: a thumb up or down on a reply."""

from typing import Annotated

from fastapi import APIRouter, Path
from pydantic import BaseModel, ConfigDict

from api.access import PUBLIC
from api.dependencies import AssistantDependency
from api.messages import Id
from api.problems import problem_responses

router = APIRouter(prefix="/v1", tags=["messages"], dependencies=[PUBLIC])


class FeedbackIn(BaseModel):
    """Whether a reply helped."""

    model_config = ConfigDict(extra="forbid", strict=True)

    conversation_id: Id
    helpful: bool


class FeedbackOut(BaseModel):
    """What is noted now."""

    conversation_id: str
    message_id: str
    helpful: bool


@router.post("/messages/{message_id}/feedback", responses=problem_responses(404, 413, 415, 422, 503))
def post_feedback(
    message_id: Annotated[Id, Path()], said: FeedbackIn, assistant: AssistantDependency
) -> FeedbackOut:
    """Note what a citizen thought of a reply; the last word counts."""
    assistant.feedback.set(said.conversation_id, message_id, said.helpful, assistant.clock.now())
    return FeedbackOut(message_id=message_id, **said.model_dump())
