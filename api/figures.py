"""Figures of a centre for its staff: what was, and how many counters a day will need."""

import csv
import io
from collections.abc import Sequence
from dataclasses import asdict
from datetime import date
from enum import StrEnum
from typing import Annotated, Any

from fastapi import APIRouter, Query, Response
from pydantic import BaseModel

from api.access import CentreDependency, ReaderDependency
from api.dependencies import AssistantDependency
from api.problems import problem_responses
from assistant.dossier.register import OnTime
from assistant.queue.figures import Figures

router = APIRouter(
    prefix="/v1/centres/{centre}",
    tags=["figures"],
    responses=problem_responses(401, 403, 404, 422, 503),
)
_Day = Annotated[date, Query(examples=["2026-11-23"])]


class Table(StrEnum):
    """The tables of the figures."""

    HOURS = "hours"
    SERVICES = "services"
    COUNTERS = "counters"
    DOSSIERS = "dossiers"


class FlowOut(BaseModel):
    """People of an hour (two digits) or a service group; minutes, null where nobody was called."""

    key: str
    drawn: int
    served: int
    no_shows: int
    cancelled: int
    wait_mean: float | None
    wait_median: float | None
    wait_90: float | None
    service_mean: float | None


class WorkOut(BaseModel):
    """A counter's minutes; `idle` is open with nobody there."""

    key: str
    served: int
    open: float
    busy: float
    idle: float


class DossiersOut(BaseModel):
    """The centre's dossiers in the local register; `share` of those decided that were in time."""

    finished: int
    on_time: int
    open_late: int
    share: float | None


class FiguresOut(BaseModel):
    """The figures from one day to another, both included."""

    centre: str
    start: date
    end: date
    total: FlowOut
    hours: list[FlowOut]
    services: list[FlowOut]
    counters: list[WorkOut]
    dossiers: DossiersOut


class NeedOut(BaseModel):
    """An hour of a service group: people expected, on a busy day, and the counters they need."""

    hour: int
    service_group: str
    arrivals: float
    busy: float
    counters: int


class ForecastOut(BaseModel):
    """The need of a day by hour; empty where too few such days are known."""

    day: date
    items: list[NeedOut]
    total: int


@router.get("/figures")
def get_figures(
    centre: CentreDependency,
    _reader: ReaderDependency,
    assistant: AssistantDependency,
    start: _Day,
    end: _Day,
) -> FiguresOut:
    """All figures of these days."""
    found = assistant.queue.history.figures(centre, start, end)
    dossiers = _dossiers(assistant.register.on_time(centre.slug, start, end))
    return FiguresOut.model_validate(
        {"centre": centre.slug, "start": start, "end": end, **asdict(found), "dossiers": dossiers}
    )


@router.get(
    "/figures/{table}.csv",
    response_class=Response,
    responses={200: {"content": {"text/csv": {"schema": {"type": "string"}}}}},
)
def get_figures_csv(
    centre: CentreDependency,
    table: Table,
    _reader: ReaderDependency,
    assistant: AssistantDependency,
    start: _Day,
    end: _Day,
) -> Response:
    """One table of the figures, as Excel reads it."""
    found = assistant.queue.history.figures(centre, start, end)
    counted = assistant.register.on_time(centre.slug, start, end)
    name = f"{centre.slug}-{table.value}-{start}-{end}.csv"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(_csv(_rows(found, counted, table)), media_type="text/csv; charset=utf-8", headers=headers)


@router.get("/forecast")
def get_forecast(
    centre: CentreDependency, _reader: ReaderDependency, assistant: AssistantDependency, day: _Day
) -> ForecastOut:
    """The counters that a day needs by hour, so that four of five people wait at most 15 minutes."""
    rows = assistant.queue.history.forecast(centre, day)
    items = [NeedOut.model_validate(asdict(row)) for row in rows]
    return ForecastOut(day=day, items=items, total=len(items))


def _dossiers(counted: OnTime) -> dict[str, Any]:
    share = round(counted.on_time / counted.finished, 3) if counted.finished else None
    return {**counted._asdict(), "share": share}


def _rows(found: Figures, counted: OnTime, table: Table) -> Sequence[dict[str, Any]]:
    match table:
        case Table.HOURS:
            return [asdict(row) for row in (*found.hours, found.total)]
        case Table.SERVICES:
            return [asdict(row) for row in (*found.services, found.total)]
        case Table.COUNTERS:
            return [asdict(row) for row in found.counters]
        case Table.DOSSIERS:
            return [_dossiers(counted)]


def _csv(rows: Sequence[dict[str, Any]]) -> str:
    text = io.StringIO()
    text.write("\ufeff")  # without it Excel takes UTF-8 for something else
    writer = csv.DictWriter(text, fieldnames=list(rows[0]))
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()
