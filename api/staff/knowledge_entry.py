"""The page of an entry, and the difference between any two of its versions."""

from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse

from api.access import ReaderDependency
from api.dependencies import AssistantDependency
from api.knowledge_content import KeyDependency
from api.staff.difference_view import shown
from api.staff.entry_view import entry_view
from api.staff.knowledge_words import KNOWLEDGE, WORDS
from api.staff.rendering import page
from assistant.assembly import Assistant
from assistant.dialogue.replies.wording import upper_first

router = APIRouter(prefix=KNOWLEDGE, include_in_schema=False)
Number = Annotated[int, Query(ge=0, le=1_000_000)]


@router.get("/{key}")
def entry(
    request: Request, key: KeyDependency, _member: ReaderDependency, assistant: AssistantDependency
) -> HTMLResponse:
    """All there is to know of an entry."""
    return entry_page(request, assistant, key)


@router.get("/{key}/difference")
def difference(
    request: Request,
    key: KeyDependency,
    before: Number,
    after: Number,
    _member: ReaderDependency,
    assistant: AssistantDependency,
) -> HTMLResponse:
    """What differs between two versions, field by field."""
    editing = assistant.knowledge.editing
    old, new = (editing.version(key, number) for number in (before, after))
    return page(
        request,
        "difference.html",
        title=upper_first(new.content.short_name),
        key=key,
        old=old,
        new=new,
        versions=editing.history(key)[::-1],
        differences=shown(editing.difference(key, before, after)),
        **WORDS,
    )


def entry_page(
    request: Request,
    assistant: Assistant,
    key: str,
    status: HTTPStatus = HTTPStatus.OK,
    *,
    problem: str = "",
    reason: str = "",
) -> HTMLResponse:
    """The page of an entry, with what was refused on top and the reason that was given for it."""
    view = entry_view(assistant, key)
    kept = [each.question for each in assistant.knowledge.editing.questions() if each.key == key]
    return page(request, "entry.html", status, view=view, kept=kept, problem=problem, reason=reason, **WORDS)
