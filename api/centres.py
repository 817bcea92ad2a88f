"""GET /v1/centres: the centres, their hours and counters."""

from datetime import datetime
from typing import Any

from fastapi import APIRouter
from pydantic import BaseModel

from api.dependencies import AssistantDependency, CatalogDependency
from api.problems import problem_responses
from assistant.catalog.centre import Centre

router = APIRouter(prefix="/v1/centres", tags=["centres"])


class CentreOut(BaseModel):
    """A centre. `sample` marks made-up values; `opens_at` is the next opening while it is closed."""

    slug: str
    name: str
    address: str
    sample: bool
    phone: str | None
    latitude: float | None
    longitude: float | None
    hours: dict[str, list[dict[str, str]]]
    closed_on: dict[str, str]
    service_groups: list[dict[str, Any]]
    counters: list[dict[str, Any]]
    note: str | None
    open_now: bool
    opens_at: datetime | None


class CentreList(BaseModel):
    """Centres, and how many there are in all."""

    items: list[CentreOut]
    total: int


@router.get("")
async def list_centres(catalog: CatalogDependency, assistant: AssistantDependency) -> CentreList:
    """All centres of this installation."""
    now = assistant.clock.now()
    items = [_centre(centre, now) for centre in catalog.centres]
    return CentreList(items=items, total=len(items))


@router.get("/{centre}", responses=problem_responses(404))
async def get_centre(centre: str, catalog: CatalogDependency, assistant: AssistantDependency) -> CentreOut:
    """One centre."""
    return _centre(catalog.centre(centre), assistant.clock.now())


def _centre(centre: Centre, now: datetime) -> CentreOut:
    open_now = centre.is_open(now)
    data = centre.model_dump(mode="json", exclude={"help_desk"})
    opens_at = None if open_now else centre.next_opening(now)
    return CentreOut(**data, open_now=open_now, opens_at=opens_at)
