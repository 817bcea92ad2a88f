"""The page of a procedure: read on a phone, printed for those who have none."""

from functools import cache
from http import HTTPStatus
from pathlib import Path
from typing import Annotated, Any
from urllib.parse import quote

import jinja2
from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import HTMLResponse

from api.access import PUBLIC
from api.dependencies import AssistantDependency
from api.pages import config_of, framed_by
from api.procedure_words import procedure_words
from api.qr import absolute, qr_response
from assistant.assembly import Assistant
from assistant.catalog.catalog import UnknownCentre, UnknownProcedure
from assistant.catalog.centre import Centre
from assistant.catalog.procedure import Procedure

router = APIRouter(include_in_schema=False, dependencies=[PUBLIC])
_Slug = Annotated[str | None, Query(max_length=60)]


@router.get("/p/{code}")
def procedure_page(
    code: str, request: Request, assistant: AssistantDependency, centre: _Slug = None
) -> HTMLResponse:
    """All that is known of a procedure, with its sources; a friendly page where there is none."""
    try:
        procedure = _in_force(assistant, code)
    except UnknownProcedure:
        return _page(request, "procedure_unknown.html", HTTPStatus.NOT_FOUND, {"code": code})
    at = _centre(assistant, centre, config_of(request).centre)
    facts = {
        "procedure": procedure,
        "centre": at,
        "words": procedure_words(procedure, at),
        "related": _related(assistant, procedure),
        "address": absolute(request, f"/p/{procedure.code}"),
        "question": quote(procedure.plain_name),
    }
    return _page(request, "procedure.html", HTTPStatus.OK, facts)


@router.get("/p/{code}/qr.svg")
def procedure_qr(code: str, request: Request, assistant: AssistantDependency) -> Response:
    """The QR code of the page; a problem document where there is no such procedure."""
    return qr_response(absolute(request, f"/p/{_in_force(assistant, code).code}"))


def _in_force(assistant: Assistant, code: str) -> Procedure:
    """The procedure, if it may be told today."""
    procedure = assistant.brain.catalog.told(code)
    if not procedure.in_force(assistant.clock.now().date()):
        raise UnknownProcedure(f"Thủ tục mã {code} không còn hiệu lực")
    return procedure


def _centre(assistant: Assistant, wanted: str | None, default: str) -> Centre:
    try:
        return assistant.brain.catalog.centre(wanted or default)
    except UnknownCentre:
        return assistant.brain.catalog.centre(default)


def _related(assistant: Assistant, procedure: Procedure) -> list[Procedure]:
    catalog, today = assistant.brain.catalog, assistant.clock.now().date()
    told = catalog.in_force(today)
    return [catalog.procedure(code) for code in procedure.related if code in told]


def _page(request: Request, name: str, status: HTTPStatus, facts: dict[str, Any]) -> HTMLResponse:
    headers = framed_by(config_of(request).widget_origins)
    return HTMLResponse(_templates().get_template(name).render(facts), status, headers)


@cache
def _templates() -> jinja2.Environment:
    loader = jinja2.FileSystemLoader(Path(__file__).parent / "templates")
    return jinja2.Environment(
        loader=loader,
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
