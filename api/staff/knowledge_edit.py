"""Writing entries: new ones and new versions, saved as drafts or handed to those who publish."""

from http import HTTPStatus
from itertools import chain, count
from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response

from api.access import EditorDependency
from api.dependencies import AssistantDependency
from api.knowledge_content import KeyDependency
from api.staff.entry_sheet import FORMS, Sheet, one_kind, sheet_page
from api.staff.faq_form import FaqForm
from api.staff.forms import FormDependency, text
from api.staff.inbox import prefill, settled
from api.staff.knowledge_words import KNOWLEDGE
from api.staff.rendering import see
from assistant.assembly import Assistant
from assistant.catalog.faq import FaqEntry
from assistant.knowledge.checking import FieldProblem, InvalidEntry
from assistant.knowledge.editing import EditConflict
from assistant.knowledge.version import IN_THE_FILE, OPEN, State, UnknownEntry, Version
from assistant.staff.member import Member
from assistant.staff.roles import Permission

router = APIRouter(prefix=KNOWLEDGE, include_in_schema=False)
_REFUSED = HTTPStatus.UNPROCESSABLE_ENTITY
_PUBLISH = "publish"
"""The wish to go on to the review of what is saved, besides State.REVIEW."""
_MOST = 2**31 - 1
"""The greatest number of a group that a database gives."""


@router.get("/new")
def new_entry(
    request: Request,
    member: EditorDependency,
    assistant: AssistantDependency,
    kind: Annotated[str, Query(max_length=20)] = "",
    inbox: Annotated[int, Query(ge=0, le=_MOST)] = 0,
    wordings: Annotated[tuple[int, ...], Query(alias="w", max_length=500)] = (),
) -> Response:
    """An empty sheet, or one filled in from a group of the inbox: from these wordings of it, or from all."""
    if not inbox:
        return sheet_page(request, assistant, Sheet(FORMS[one_kind(kind)]()), changed=False)
    filled = prefill(assistant, inbox, member, wordings)
    return sheet_page(request, assistant, Sheet(FaqForm(data=filled), inbox=str(inbox)))


@router.post("/new")
def create(
    request: Request, member: EditorDependency, assistant: AssistantDependency, form: FormDependency
) -> Response:
    """Keep a new entry's first draft."""
    sheet = Sheet.posted(form, "")
    if wish := text(form, "row"):
        sheet.form.change_rows(wish)
        return sheet_page(request, assistant, sheet)
    try:
        content = sheet.form.content()
        if isinstance(content, FaqEntry) and not text(form, "slug"):
            content = _with_a_free_slug(assistant, content)
        version = assistant.knowledge.editing.create(content, member.signature, text(form, "reason"))
    except InvalidEntry as error:
        sheet.form.refuse(error.problems)
        return sheet_page(request, assistant, sheet, _REFUSED)
    except EditConflict:
        sheet.form.refuse([FieldProblem(sheet.form.key_field, "Đã có mục mang mã này")])
        return sheet_page(request, assistant, sheet, HTTPStatus.CONFLICT)
    if sheet.inbox:
        settled(assistant, sheet.inbox, member, version.key)
    return _go_on(request, assistant, sheet, version, member, text(form, "then"))


@router.get("/{key}/edit")
def edit(
    request: Request, key: KeyDependency, _member: EditorDependency, assistant: AssistantDependency
) -> Response:
    """The newest version, to go on from."""
    sheet = Sheet.of(assistant.knowledge.editing.newest(key))
    return sheet_page(request, assistant, sheet, changed=False)


@router.post("/{key}/edit")
def save(
    request: Request,
    key: KeyDependency,
    member: EditorDependency,
    assistant: AssistantDependency,
    form: FormDependency,
) -> Response:
    """Keep the next version; who comes second is told, and goes on from what the other has saved."""
    newest = assistant.knowledge.editing.newest(key)
    sheet = Sheet.posted(form, key)
    if sheet.based_on > newest.number:  # no page of ours has said so
        sheet.based_on = IN_THE_FILE
    if wish := text(form, "row"):
        sheet.form.change_rows(wish)
        return sheet_page(request, assistant, sheet)
    then = text(form, "then")
    try:
        version = _saved(assistant, sheet, newest, member, text(form, "reason"), then)
    except InvalidEntry as error:
        sheet.form.refuse(error.problems)
        return sheet_page(request, assistant, sheet, _REFUSED)
    except EditConflict as conflict:
        sheet.based_on = conflict.latest.number
        return sheet_page(request, assistant, sheet, HTTPStatus.CONFLICT, conflict=conflict)
    return _go_on(request, assistant, sheet, version, member, then)


def _saved(
    assistant: Assistant, sheet: Sheet, newest: Version, member: Member, reason: str, then: str
) -> Version:
    """The version that was saved; the newest itself if nothing was changed and it only goes on."""
    content = sheet.form.content(sheet.key)
    if content == newest.content and sheet.based_on == newest.number:
        goes_on = {State.REVIEW.value: {State.DRAFT}, _PUBLISH: OPEN}
        if newest.state in goes_on.get(then, ()):
            return newest
        raise InvalidEntry([FieldProblem("", "Nội dung chưa khác gì bản đang có")])
    return assistant.knowledge.editing.save(content, member.signature, sheet.based_on, reason)


def _go_on(
    request: Request, assistant: Assistant, sheet: Sheet, version: Version, member: Member, then: str
) -> Response:
    """To the entry's page or its publication, or back to the sheet with what keeps it from review."""
    if then == _PUBLISH and member.may(Permission.PUBLISH):
        return see(f"{KNOWLEDGE}/{version.key}/publish", "drafted", version=str(version.number))
    if then != State.REVIEW:
        return see(f"{KNOWLEDGE}/{version.key}", "drafted")
    try:
        assistant.knowledge.editing.submit(version.key, version.number, member.signature)
    except InvalidEntry as error:
        sheet.key, sheet.based_on = version.key, version.number
        sheet.form.refuse(error.problems)
        note = f"Đã lưu thành bản nháp {version.number}, nhưng chưa gửi duyệt được."
        return sheet_page(request, assistant, sheet, _REFUSED, note=note, changed=False)
    return see(f"{KNOWLEDGE}/{version.key}", "submitted")


def _with_a_free_slug(assistant: Assistant, entry: FaqEntry) -> FaqEntry:
    """The entry under a slug that no other has."""
    slugs = chain([entry.slug], (f"{entry.slug}-{number}" for number in count(2)))
    named = (entry.model_copy(update={"slug": slug}) for slug in slugs)
    return next(each for each in named if not _is_there(assistant, each.key))


def _is_there(assistant: Assistant, key: str) -> bool:
    try:
        assistant.knowledge.editing.newest(key)
    except UnknownEntry:
        return False
    return True
