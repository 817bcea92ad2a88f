"""GET /v1/communes: the communes and wards, by name old or new, or by distance."""

from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import BaseModel

from api.access import PUBLIC
from api.dependencies import CatalogDependency
from api.near import NearDependency, distance_from, nearest_first
from api.problems import problem_responses
from assistant.catalog.catalog import Catalog
from assistant.catalog.commune import Commune
from assistant.text.normal_form import MAX_LENGTH

router = APIRouter(prefix="/v1/communes", tags=["communes"], dependencies=[PUBLIC])


class FormerUnitOut(BaseModel):
    """A unit of before 1 July 2025; `part` tells that only a part of it came here."""

    name: str
    district: str
    part: bool


class CommuneOut(BaseModel):
    """A commune. `centre` is its centre's slug; `matched` the name, old or new, that `q` was found by."""

    code: str
    name: str
    latitude: float
    longitude: float
    former_units: list[FormerUnitOut]
    centre: str | None
    distance_km: float | None
    matched: str | None


class CommuneList(BaseModel):
    """Communes, and how many there are in all."""

    items: list[CommuneOut]
    total: int


@router.get("", responses=problem_responses(422))
async def list_communes(
    catalog: CatalogDependency,
    near: NearDependency,
    q: Annotated[str | None, Query(max_length=MAX_LENGTH, description="a name, old or new")] = None,
    limit: Annotated[int, Query(ge=1, le=500)] = 20,
) -> CommuneList:
    """All communes, or those that `q` names; with `near` the nearest first."""
    communes: list[tuple[Commune, str | None]] = (
        [(match.commune, match.name) for match in catalog.communes.named(q)]
        if q and q.strip()
        else [(commune, None) for commune in catalog.communes]
    )
    placed = [(each, distance_from(near, each[0].latitude, each[0].longitude)) for each in communes]
    items = [_commune(c, catalog, away, name) for (c, name), away in nearest_first(placed)[:limit]]
    return CommuneList(items=items, total=len(communes))


@router.get("/{code}", responses=problem_responses(404))
async def get_commune(code: str, catalog: CatalogDependency) -> CommuneOut:
    """One commune."""
    return _commune(catalog.communes.commune(code), catalog)


def _commune(
    commune: Commune, catalog: Catalog, distance_km: float | None = None, matched: str | None = None
) -> CommuneOut:
    data = commune.model_dump()
    centre = next((centre.slug for centre in catalog.centres if centre.commune == commune.code), None)
    return CommuneOut(**data, centre=centre, distance_km=distance_km, matched=matched)
