"""Excel: the FAQ as a workbook, and a workbook into the FAQ, seen row by row before it is done."""

from http import HTTPStatus

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, Response
from starlette.datastructures import UploadFile

from api.access import EditorDependency, ReaderDependency
from api.dependencies import AssistantDependency
from api.staff.difference_view import shown
from api.staff.forms import FormDependency, text
from api.staff.knowledge_words import KNOWLEDGE
from api.staff.rendering import HEADERS, page, see
from assistant.errors import LetanError
from assistant.knowledge.checking import InvalidEntry
from assistant.knowledge.exchange import ImportRefused, NothingOffered, PlanChanged
from assistant.knowledge.exchange_plan import Plan, Result
from assistant.knowledge.exchange_rows import LIMITS
from assistant.knowledge.version import State
from assistant.spreadsheet.reading import ImportFileError

EXCEL = "/staff/excel"
router = APIRouter(prefix=EXCEL, include_in_schema=False)
_MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_RESULTS = {
    Result.REFUSED: ("Từ chối", "bad"),
    Result.CHANGED: ("Thay đổi", "wait"),
    Result.ADDED: ("Thêm mới", "good"),
    Result.UNCHANGED: ("Giữ nguyên", ""),
}
"""Each result's name and the class of its mark, what needs a look first."""


@router.get("")
def excel_page(request: Request, _member: ReaderDependency) -> HTMLResponse:
    """What can be fetched, and the form to send a file."""
    return _start(request)


@router.get("/export.xlsx")
def export(assistant: AssistantDependency, _member: ReaderDependency) -> Response:
    """The newest version of every entry of the FAQ."""
    return _workbook(assistant.exchange.export(), f"hoi-dap-{assistant.clock.now():%Y-%m-%d}.xlsx")


@router.get("/template.xlsx")
def template(assistant: AssistantDependency, _member: ReaderDependency) -> Response:
    """A workbook to fill in."""
    return _workbook(assistant.exchange.template(), "mau-hoi-dap.xlsx")


@router.post("")
def offer(
    request: Request, member: EditorDependency, form: FormDependency, assistant: AssistantDependency
) -> HTMLResponse:
    """What an import of the file would do, row by row. Nothing is written."""
    file = form.get("file")
    if not isinstance(file, UploadFile) or not file.filename:
        return _start(request, ImportFileError("Anh/chị chọn tệp .xlsx trước khi bấm nút"))
    try:
        # One byte more is enough to see that it is too large.
        plan = assistant.exchange.offer(file.file.read(LIMITS.size + 1), member.signature)
    except ImportFileError as error:
        return _start(request, error)
    return _plan(request, plan)


@router.post("/apply")
def apply(
    request: Request, member: EditorDependency, form: FormDependency, assistant: AssistantDependency
) -> Response:
    """Import the file that was shown, all of it; what is refused is shown with what to do."""
    reason = text(form, "reason")
    try:
        assistant.exchange.apply(member.signature, text(form, "shown"), reason)
    except (NothingOffered, ImportFileError) as error:
        return _start(request, error)
    except (InvalidEntry, PlanChanged, ImportRefused) as error:
        return _plan(request, assistant.exchange.offered(member.signature), reason, error)
    return see(KNOWLEDGE, "imported", state=State.REVIEW)


def _start(request: Request, error: LetanError | None = None) -> HTMLResponse:
    status = error.status if error else HTTPStatus.OK
    megabytes = LIMITS.size // 2**20
    return page(request, "excel.html", status, error=error.detail if error else "", megabytes=megabytes)


def _plan(request: Request, plan: Plan, reason: str = "", error: LetanError | None = None) -> HTMLResponse:
    return page(
        request,
        "excel_plan.html",
        error.status if error else HTTPStatus.OK,
        results=_RESULTS,
        counts=plan.counts,
        touched=[(row, shown(row.differences)) for row in plan.rows if row.result is not Result.UNCHANGED],
        kept=[row for row in plan.rows if row.result is Result.UNCHANGED],
        ready=bool(plan.to_save) and not plan.counts[Result.REFUSED],
        digest=plan.digest,
        reason=reason,
        error=error.detail if error else "",
    )


def _workbook(content: bytes, name: str) -> Response:
    headers = HEADERS | {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(content, media_type=_MEDIA_TYPE, headers=headers)
