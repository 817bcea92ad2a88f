"""GET /v1/centres: the centres, their hours and counters."""

from datetime import datetime
from typing import Any

from fastapi import APIRouter
from pydantic import BaseModel

from api.access import PUBLIC
from api.dependencies import AssistantDependency, CatalogDependency
from api.near import NearDependency, distance_from, nearest_first
from api.problems import problem_responses
from assistant.catalog.centre import Centre
from assistant.clock import VIETNAM

router = APIRouter(prefix="/v1/centres", tags=["centres"], dependencies=[PUBLIC])


class CentreOut(BaseModel):
    """A centre. `sample` marks made-up values; `opens_at` is the next opening while it is closed.

    `closed_because` names what today is off for; `distance_km` is told where `near` is given.
    """

    slug: str
    name: str
    address: str
    sample: bool
    commune: str | None
    phone: str | None
    latitude: float | None
    longitude: float | None
    hours: dict[str, list[dict[str, str]]]
    closed_on: dict[str, str]
    open_on: dict[str, list[dict[str, str]]]
    service_groups: list[dict[str, Any]]
    counters: list[dict[str, Any]]
    note: str | None
    open_now: bool
    opens_at: datetime | None
    closed_because: str | None
    distance_km: float | None


class QuietHours(BaseModel):
    """Hours of the day (0 to 23), the quietest first; none where none stands out or too little is known."""

    hours: list[int]


class CentreList(BaseModel):
    """Centres, and how many there are in all."""

    items: list[CentreOut]
    total: int


@router.get("", responses=problem_responses(422))
async def list_centres(
    catalog: CatalogDependency, assistant: AssistantDependency, near: NearDependency
) -> CentreList:
    """All centres of this installation; with `near` the nearest first."""
    now = assistant.clock.now()
    placed = [(c, distance_from(near, c.latitude, c.longitude)) for c in catalog.centres]
    items = [_centre(centre, now, away) for centre, away in nearest_first(placed)]
    return CentreList(items=items, total=len(items))


@router.get("/{centre}", responses=problem_responses(404))
async def get_centre(centre: str, catalog: CatalogDependency, assistant: AssistantDependency) -> CentreOut:
    """One centre."""
    return _centre(catalog.centre(centre), assistant.clock.now())


@router.get("/{centre}/quiet-hours", responses=problem_responses(404, 503))
def get_quiet_hours(centre: str, catalog: CatalogDependency, assistant: AssistantDependency) -> QuietHours:
    """When fewest people have come these four weeks."""
    return QuietHours(hours=list(assistant.queue.history.quiet_hours(catalog.centre(centre))))


def _centre(centre: Centre, now: datetime, distance_km: float | None = None) -> CentreOut:
    open_now = centre.is_open(now)
    return CentreOut(
        **centre.model_dump(mode="json", exclude={"help_desk", "queue"}),
        open_now=open_now,
        opens_at=None if open_now else centre.next_opening(now),
        closed_because=centre.closed_because(now.astimezone(VIETNAM).date()),
        distance_km=distance_km,
    )
