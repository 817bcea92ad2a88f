"""GET /v1/procedures: the catalog."""

import asyncio
from typing import Annotated, Any

from fastapi import APIRouter, Query
from pydantic import BaseModel

from api.access import PUBLIC
from api.dependencies import BrainDependency, CatalogDependency
from api.problems import problem_responses
from assistant.catalog.entry import Source
from assistant.catalog.procedure import Procedure
from assistant.text.folding import fold
from assistant.text.normal_form import MAX_LENGTH

router = APIRouter(prefix="/v1/procedures", tags=["procedures"], dependencies=[PUBLIC])


class ProcedureSummary(BaseModel):
    """A procedure in a list; `score` only in a search."""

    code: str
    name: str
    plain_name: str
    field: str
    summary: str
    score: float | None = None


class ProcedureList(BaseModel):
    """Procedures, and how many there are in all."""

    items: list[ProcedureSummary]
    total: int


class ProcedureOut(BaseModel):
    """A procedure, whole. Facts that the record does not give are named in `unknown`."""

    code: str
    name: str
    plain_name: str
    aliases: list[str]
    field: str
    service_group: str
    summary: str
    authority: str | None
    documents: list[dict[str, Any]]
    fees: list[dict[str, Any]]
    fee_note: str | None
    time_limits: list[dict[str, Any]]
    time_limit_note: str | None
    channels: list[str]
    online_level: str | None
    steps: list[str]
    conditions: list[str]
    result: list[str]
    legal_basis: list[str]
    related: list[str]
    boundary_free: bool | None
    note: str | None
    unknown: list[str]
    sources: list[Source]


@router.get("", responses=problem_responses(422))
async def list_procedures(
    catalog: CatalogDependency,
    brain: BrainDependency,
    q: Annotated[str | None, Query(max_length=MAX_LENGTH, description="a question or a name")] = None,
    field: Annotated[str | None, Query(max_length=200, description="the field's name")] = None,
    limit: Annotated[int, Query(ge=1, le=500)] = 20,
) -> ProcedureList:
    """Search by meaning, or list in the catalog's order."""
    scores: dict[str, float] = {}
    in_force = brain.policy.in_force()
    procedures = [p for p in catalog if p.code in in_force and _of_field(p, field)]
    if q and q.strip():
        among = frozenset(p.code for p in procedures)
        found = await asyncio.to_thread(brain.policy.searcher, q, among)
        scores = {candidate.key: candidate.score for candidate in found.candidates}
        procedures = [catalog.procedure(code) for code in scores]
    items = [_summary(procedure, scores.get(procedure.code)) for procedure in procedures[:limit]]
    return ProcedureList(items=items, total=len(procedures))


@router.get("/{code}", responses=problem_responses(404))
async def get_procedure(code: str, catalog: CatalogDependency) -> ProcedureOut:
    """One procedure with its sources."""
    procedure = catalog.told(code)
    data = procedure.model_dump(mode="json", exclude={"examples", "source"})
    data["related"] = [code for code in data["related"] if code not in catalog.silenced]
    return ProcedureOut(**data, sources=[procedure.source])


def _of_field(procedure: Procedure, field: str | None) -> bool:
    return field is None or fold(procedure.field) == fold(field)


def _summary(procedure: Procedure, score: float | None) -> ProcedureSummary:
    return ProcedureSummary(
        code=procedure.code,
        name=procedure.name,
        plain_name=procedure.plain_name,
        field=procedure.field,
        summary=procedure.summary,
        score=score,
    )
