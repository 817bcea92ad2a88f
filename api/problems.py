"""Errors as RFC 9457 problem documents, in one shape, in Vietnamese, without a stack trace."""

import logging
from http import HTTPStatus
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic import BaseModel, Field
from starlette.exceptions import HTTPException

from assistant.errors import LetanError

_LOG = logging.getLogger(__name__)
_MEDIA_TYPE = "application/problem+json"
_TITLES = {
    404: ("not-found", "Không tìm thấy"),
    405: ("method-not-allowed", "Không dùng được cách gọi này"),
    413: ("too-large", "Nội dung gửi lên quá lớn"),
    415: ("unsupported-media-type", "Nội dung phải là JSON"),
    422: ("invalid-request", "Nội dung gửi lên không hợp lệ"),
}


class FieldProblem(BaseModel):
    """One field that was refused."""

    field: str
    message: str


class Problem(BaseModel):
    """A problem document. `type` names the kind of problem and never changes."""

    type: str = Field(examples=["/problems/invalid-request"])
    title: str = Field(examples=["Nội dung gửi lên không hợp lệ"])
    status: int = Field(examples=[422])
    detail: str
    errors: list[FieldProblem] = []


def problem_responses(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """The OpenAPI description of a route's problems."""
    return {
        status: {
            "model": Problem,
            "description": _TITLES.get(status, ("", HTTPStatus(status).phrase))[1],
            "content": {_MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}},
        }
        for status in statuses
    }


def _respond(problem: Problem) -> JSONResponse:
    return JSONResponse(problem.model_dump(), problem.status, media_type=_MEDIA_TYPE)


def _domain_error(_request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, LetanError)
    if error.status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        _LOG.error("%s: %s", error.slug, error.detail)
    return _respond(
        Problem(
            type=f"/problems/{error.slug}",
            title=error.title,
            status=error.status,
            detail=error.detail,
        )
    )


def _invalid_request(_request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, RequestValidationError)
    errors = [
        FieldProblem(
            field=".".join(str(part) for part in problem["loc"] if part != "body") or "body",
            message=_in_vietnamese(problem),
        )
        for problem in error.errors()
    ]
    slug, title = _TITLES[422]
    detail = "; ".join(f"{e.field}: {e.message}" for e in errors)
    return _respond(Problem(type=f"/problems/{slug}", title=title, status=422, detail=detail, errors=errors))


def _in_vietnamese(problem: dict[str, Any]) -> str:
    """Why a value was refused; the value itself is not repeated, it may be personal."""
    limits = problem.get("ctx", {})
    match problem["type"]:
        case "missing":
            return "thiếu trường này"
        case "json_invalid":
            return "không phải JSON hợp lệ"
        case "string_type":
            return "phải là chuỗi ký tự"
        case "string_too_long":
            return f"dài quá {limits['max_length']} ký tự"
        case "string_too_short":
            return "không được để trống"
        case "enum" | "literal_error":
            return f"phải là một trong: {limits.get('expected', '')}"
        case "extra_forbidden":
            return "trường này không có trong quy ước"
        case "string_pattern_mismatch":
            return "có ký tự không được phép"
        case _:
            return "giá trị không hợp lệ"


def _http_error(_request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, HTTPException)
    slug, title = _TITLES.get(error.status_code, ("http-error", "Yêu cầu không thực hiện được"))
    return _respond(Problem(type=f"/problems/{slug}", title=title, status=error.status_code, detail=title))


def _unexpected(_request: Request, error: Exception) -> JSONResponse:
    _LOG.error("unexpected error", exc_info=error)
    return _domain_error(_request, LetanError())


def install(app: FastAPI) -> None:
    """Make every error of the application a problem document."""
    app.add_exception_handler(LetanError, _domain_error)
    app.add_exception_handler(RequestValidationError, _invalid_request)
    app.add_exception_handler(HTTPException, _http_error)
    app.add_exception_handler(Exception, _unexpected)
