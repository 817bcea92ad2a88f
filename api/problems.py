"""Errors as RFC 9457 problem documents, in one shape, in Vietnamese, without a stack trace."""

import logging
from collections.abc import Awaitable, Callable, Mapping
from http import HTTPStatus
from typing import Any

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic import BaseModel, Field
from starlette.exceptions import HTTPException

from api.knowledge_content import EntryContent
from api.knowledge_shapes import DifferenceOut, SpoiltOut, VersionOut
from api.sent_form import FORMS
from assistant.errors import LetanError

_LOG = logging.getLogger(__name__)
_MEDIA_TYPE = "application/problem+json"
_REFERENCE = {"$ref": "#/components/schemas/Problem"}
_FRAMEWORKS_OWN = ("HTTPValidationError", "ValidationError")
_NOT_JSON = "không phải JSON hợp lệ"
_NO_FORM = "không đọc được biểu mẫu, hoặc biểu mẫu có quá nhiều ô"
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
    """A problem document. `type` names the kind of problem and never changes.

    `opens_at` stands with /problems/centre-closed; `latest`, `yours` and `differences` with
    /problems/edit-conflict: what another has saved, what could not be, and what differs between them;
    `questions` with /problems/regression-blocked.
    """

    type: str = Field(examples=["/problems/invalid-request"])
    title: str = Field(examples=["Nội dung gửi lên không hợp lệ"])
    status: int = Field(examples=[422])
    detail: str
    errors: list[FieldProblem] = []
    opens_at: str | None = None
    latest: VersionOut | None = None
    yours: EntryContent | None = None
    differences: list[DifferenceOut] | None = None
    questions: list[SpoiltOut] | None = None


Page = Callable[[Request, Exception, Problem], Awaitable[Response]]
"""Shows a problem to a person."""


def problem_responses(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """The OpenAPI description of a route's problems."""
    return {
        status: {
            "model": Problem,
            "description": _TITLES.get(status, ("", HTTPStatus(status).phrase))[1],
        }
        for status in statuses
    }


def _respond(problem: Problem, headers: Mapping[str, str] | None = None) -> JSONResponse:
    members = {name: value for name, value in problem.model_dump(mode="json").items() if value is not None}
    return JSONResponse(members, problem.status, headers, _MEDIA_TYPE)


def _domain_error(_request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, LetanError)
    if error.status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        _LOG.error("%s: %s", error.slug, error.detail)
    headers = {"Retry-After": str(error.retry_after)} if error.retry_after else {}
    if error.status == HTTPStatus.UNAUTHORIZED:
        headers["WWW-Authenticate"] = "Bearer"
    return _respond(
        Problem(
            type=f"/problems/{error.slug}",
            title=error.title,
            status=error.status,
            detail=error.detail,
            **error.extensions,
        ),
        headers,
    )


def _invalid_request(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, RequestValidationError)
    problems = error.errors()
    if any(problem["loc"] == ("body",) for problem in problems) and not _is_json(request):
        return titled(415)
    return _refused([FieldProblem(field=_field(p), message=_in_vietnamese(p)) for p in problems])


def _is_json(request: Request) -> bool:
    media_type = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    return media_type == "application/json" or media_type.endswith("+json")


def _refused(errors: list[FieldProblem]) -> JSONResponse:
    slug, title = _TITLES[422]
    detail = "; ".join(f"{e.field}: {e.message}" for e in errors)
    return _respond(Problem(type=f"/problems/{slug}", title=title, status=422, detail=detail, errors=errors))


def titled(status: int, headers: Mapping[str, str] | None = None) -> JSONResponse:
    """The problem that a status alone tells."""
    slug, title = _TITLES.get(status, ("http-error", "Yêu cầu không thực hiện được"))
    return _respond(Problem(type=f"/problems/{slug}", title=title, status=status, detail=title), headers)


def _field(problem: dict[str, Any]) -> str:
    """The field's path, without the place it came in; what cannot be read at all is the body."""
    path = () if problem["type"] == "json_invalid" else problem["loc"][1:]
    return ".".join(map(str, path)) or str(problem["loc"][0])


def _in_vietnamese(problem: dict[str, Any]) -> str:
    """Why a value was refused; the value itself is not repeated, it may be personal."""
    limits = problem.get("ctx", {})
    match problem["type"]:
        case "missing":
            return "thiếu trường này"
        case "json_invalid":
            return _NOT_JSON
        case "model_attributes_type":
            return "phải là một đối tượng JSON"
        case "string_type":
            return "phải là chuỗi ký tự"
        case "string_too_long":
            return f"dài quá {limits['max_length']} ký tự"
        case "string_too_short":
            return "không được để trống"
        case "enum" | "literal_error":
            allowed = limits["expected"].replace(" or ", ", ").replace("'", "")
            return f"phải là một trong: {allowed}"
        case "extra_forbidden":
            return "trường này không có trong quy ước"
        case "told":  # by one of our own checks, which says it in Vietnamese
            return str(problem["msg"])
        case "string_pattern_mismatch":
            return "có ký tự không được phép"
        case "int_parsing" | "int_type":
            return "phải là số nguyên"
        case "greater_than_equal":
            return f"không được nhỏ hơn {limits['ge']}"
        case "less_than_equal":
            return f"không được lớn hơn {limits['le']}"
        case _:
            return "giá trị không hợp lệ"


def _http_error(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, HTTPException)
    if error.status_code == HTTPStatus.BAD_REQUEST:  # FastAPI's word for a body that cannot be decoded
        is_form = request.headers.get("content-type", "").startswith(FORMS)
        return _refused([FieldProblem(field="body", message=_NO_FORM if is_form else _NOT_JSON)])
    return titled(error.status_code, error.headers)


def _unexpected(_request: Request, error: Exception) -> JSONResponse:
    _LOG.error("unexpected error", exc_info=error)
    return _domain_error(_request, LetanError())


def _shown(
    handler: Callable[[Request, Exception], JSONResponse], pages: Mapping[str, Page]
) -> Callable[[Request, Exception], Awaitable[Response]]:
    """The handler, whose document is shown as a page where people look."""

    async def handle(request: Request, error: Exception) -> Response:
        document = handler(request, error)
        page = next((page for path, page in pages.items() if request.url.path.startswith(path)), None)
        if page is None:
            return document
        return await page(request, error, Problem.model_validate_json(bytes(document.body)))

    return handle


def _describe_as_sent(document: dict[str, Any]) -> None:
    """Problems go out under a media type of their own, and the framework's own shape never does."""
    for operation in (each for path in document["paths"].values() for each in path.values()):
        for response in operation["responses"].values():
            described = [each.get("schema", {}) for each in response.get("content", {}).values()]
            names = {schema.get("$ref", "").rpartition("/")[2] for schema in described}
            if names & {"Problem", *_FRAMEWORKS_OWN}:
                response["content"] = {_MEDIA_TYPE: {"schema": _REFERENCE}}
    for name in _FRAMEWORKS_OWN:
        document["components"]["schemas"].pop(name, None)


def install(app: FastAPI, pages: Mapping[str, Page]) -> None:
    """Make every error of the application a problem document, in what is sent and in OpenAPI.

    Under the paths of `pages` people look: they are shown a page instead.
    """
    handlers = (
        (LetanError, _domain_error),
        (RequestValidationError, _invalid_request),
        (HTTPException, _http_error),
        (Exception, _unexpected),
    )
    for kind, handler in handlers:
        app.add_exception_handler(kind, _shown(handler, pages))
    generate = app.openapi

    def openapi() -> dict[str, Any]:
        document = generate()
        _describe_as_sent(document)
        return document

    app.openapi = openapi  # type: ignore[method-assign]
