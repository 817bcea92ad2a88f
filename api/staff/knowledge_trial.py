"""A question put to a draft, and the checks of it, while it is being written; nothing of it is kept."""

from dataclasses import replace
from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse

from api.access import ReaderDependency
from api.dependencies import AssistantDependency
from api.pages import config_of
from api.staff.entry_sheet import Sheet, sheet_page
from api.staff.forms import FormDependency, text
from api.staff.knowledge_words import KNOWLEDGE, WORDS
from api.staff.rendering import HEADERS, rendered
from api.staff.trial_view import Checked, Tried, checked, tried
from assistant.knowledge.checking import InvalidEntry
from assistant.knowledge.field_names import field_name
from assistant.text.normal_form import MAX_LENGTH, normalise

router = APIRouter(prefix=KNOWLEDGE, include_in_schema=False)


@router.post("/try")
def try_draft(
    request: Request,
    _member: ReaderDependency,
    assistant: AssistantDependency,
    form: FormDependency,
    part: Annotated[str, Query(max_length=20)] = "",
) -> HTMLResponse:
    """What the draft breaks and is near to, and how a question is answered with and without it.

    A script asks for a `part`, `checks` or `trial`; without one, the whole page comes back as it was.
    """
    sheet = Sheet.posted(form)
    ask = normalise(text(form, "ask"))[:MAX_LENGTH]
    checks: Checked | None = None
    trial: Tried | None = None
    unreadable: list[tuple[str, str]] = []
    try:
        draft = sheet.form.content(sheet.key)
    except InvalidEntry as error:
        unreadable = [(field_name(p.field) if p.field else "", p.message) for p in error.problems]
        if part != "trial" and (outline := sheet.form.outline(sheet.key)):
            checks = replace(checked(assistant, outline), problems=())
    else:
        if part != "trial":
            checks = checked(assistant, draft)
        if part != "checks" and ask:
            centre = assistant.brain.catalog.centre(config_of(request).centre)
            trial = tried(assistant, draft, ask, centre)
    if not part:
        return sheet_page(request, assistant, sheet, checked=checks, tried=trial, ask=ask)
    facts = {"part": part, "checked": checks, "tried": trial, "unreadable": unreadable}
    return HTMLResponse(rendered(request, "trial.html", **facts, **WORDS), headers=HEADERS)
