"""GET /v1/dossiers: how a dossier stands, for whoever knows its second factor."""

from datetime import date
from typing import Annotated, Any

from fastapi import APIRouter, Header, Request, Response
from pydantic import BaseModel, Field

from api.access import PUBLIC
from api.dependencies import AssistantDependency
from api.messages import SourceOut
from api.problems import problem_responses
from assistant.dialogue.replies.dossier import dossier_view
from assistant.dossier.dossier import DossierStatus

router = APIRouter(prefix="/v1/dossiers", tags=["dossiers"], dependencies=[PUBLIC])
Factor = Annotated[
    str,
    Header(
        alias="X-Dossier-Factor",
        max_length=200,
        description="last 4 digits of the phone or personal number given in the dossier; never in an address",
    ),
]


class DossierOut(BaseModel):
    """How a dossier stands; `message` says it, with what to do next. No name is in it."""

    code: str = Field(examples=["H56.12.34-260701-0012"])
    procedure: str
    status: DossierStatus
    status_text: str
    received_on: date
    due_on: date | None
    finished_on: date | None
    late: bool
    days_late: int | None
    note: str | None
    message: str
    source: SourceOut


@router.get("/{code}", response_model=DossierOut, responses=problem_responses(404, 422, 429, 503))
def get_dossier(
    code: str, factor: Factor, request: Request, response: Response, assistant: AssistantDependency
) -> dict[str, Any]:
    """One dossier. An unknown code and a wrong factor look the same."""
    client = f"address:{request.client.host if request.client else ''}"
    found = assistant.dossiers.find(code, factor, client)
    response.headers["Cache-Control"] = "no-store"
    return dossier_view(found, assistant.clock.now().date())
