"""From a draft to what is told, and back: review, publication, rolling back, switching off."""

from dataclasses import dataclass
from enum import StrEnum
from http import HTTPStatus

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, Response
from starlette.datastructures import FormData

from api.access import EditorDependency, PublisherDependency
from api.dependencies import AssistantDependency
from api.knowledge_content import KeyDependency
from api.staff.difference_view import shown
from api.staff.entry_view import facts, lost_questions, told_version
from api.staff.forms import FormDependency, text
from api.staff.knowledge_entry import Number, entry_page
from api.staff.knowledge_words import KNOWLEDGE, WORDS
from api.staff.rendering import page, see
from api.staff.trial_view import checked
from assistant.assembly import Assistant
from assistant.dialogue.replies.wording import upper_first
from assistant.errors import LetanError
from assistant.knowledge.checking import InvalidEntry
from assistant.knowledge.difference import differences
from assistant.knowledge.editing import EditConflict, NotOpen
from assistant.knowledge.regression import RegressionBlocked
from assistant.knowledge.version import Version
from assistant.staff.member import Member

router = APIRouter(prefix=KNOWLEDGE, include_in_schema=False)


class Step(StrEnum):
    """What a version is looked through for; the end of the address."""

    PUBLISH = "publish"
    ROLL_BACK = "roll-back"


@dataclass(frozen=True)
class Wish:
    """What was filled in below a version."""

    reason: str = ""
    override: str = ""


@router.post("/{key}/submit")
def submit(
    request: Request,
    key: KeyDependency,
    member: EditorDependency,
    assistant: AssistantDependency,
    form: FormDependency,
) -> Response:
    """Hand the newest draft to those who publish."""
    try:
        assistant.knowledge.editing.submit(key, _number(form), member.signature)
    except (InvalidEntry, NotOpen) as error:
        return entry_page(request, assistant, key, HTTPStatus(error.status), problem=error.detail)
    return see(f"{KNOWLEDGE}/{key}", "submitted")


@router.get("/{key}/publish")
def review(
    request: Request,
    key: KeyDependency,
    version: Number,
    member: PublisherDependency,
    assistant: AssistantDependency,
) -> HTMLResponse:
    """What a version would change, and what it would spoil, before it is published."""
    found = assistant.knowledge.editing.version(key, version)
    # Who publishes their own version has said already why it was written.
    wish = Wish(found.reason if found.author == member.signature else "")
    return _review_page(request, assistant, found, Step.PUBLISH, wish)


@router.post("/{key}/publish")
def publish(
    request: Request,
    key: KeyDependency,
    member: PublisherDependency,
    assistant: AssistantDependency,
    form: FormDependency,
) -> Response:
    """Tell a version from now on."""
    return _taken(request, assistant, key, member, form, Step.PUBLISH)


@router.get("/{key}/roll-back")
def look_back(
    request: Request,
    key: KeyDependency,
    version: Number,
    _member: PublisherDependency,
    assistant: AssistantDependency,
) -> HTMLResponse:
    """What going back to a version would change, before it is done."""
    return _review_page(request, assistant, assistant.knowledge.editing.version(key, version), Step.ROLL_BACK)


@router.post("/{key}/roll-back")
def roll_back(
    request: Request,
    key: KeyDependency,
    member: PublisherDependency,
    assistant: AssistantDependency,
    form: FormDependency,
) -> Response:
    """Tell again what an earlier version says."""
    return _taken(request, assistant, key, member, form, Step.ROLL_BACK)


@router.post("/{key}/switch")
def switch(
    request: Request,
    key: KeyDependency,
    member: PublisherDependency,
    assistant: AssistantDependency,
    form: FormDependency,
) -> Response:
    """Tell nothing of an entry from now on, or tell it again."""
    editing, reason = assistant.knowledge.editing, text(form, "reason")
    off = text(form, "to") == "off"
    try:
        (editing.switch_off if off else editing.switch_on)(key, member.signature, reason)
    except InvalidEntry as error:
        status = HTTPStatus(error.status)
        return entry_page(request, assistant, key, status, problem=error.detail, reason=reason)
    return see(f"{KNOWLEDGE}/{key}", "switched-off" if off else "switched-on")


def _taken(
    request: Request, assistant: Assistant, key: str, member: Member, form: FormData, step: Step
) -> Response:
    """Publish or roll back; the page again with what stands against it."""
    editing, number = assistant.knowledge.editing, _number(form)
    wish = Wish(text(form, "reason"), text(form, "override"))
    act = editing.publish if step is Step.PUBLISH else editing.roll_back
    try:
        act(key, number, member.signature, wish.reason, wish.override)
    except (InvalidEntry, RegressionBlocked, EditConflict, NotOpen) as error:
        return _review_page(request, assistant, editing.version(key, number), step, wish, error)
    return see(f"{KNOWLEDGE}/{key}", "published" if step is Step.PUBLISH else "rolled-back")


def _review_page(
    request: Request,
    assistant: Assistant,
    version: Version,
    step: Step,
    wish: Wish | None = None,
    error: LetanError | None = None,
) -> HTMLResponse:
    editing = assistant.knowledge.editing
    live = told_version(editing.history(version.key), editing.publications(version.key))
    spoilt = error.spoilt if isinstance(error, RegressionBlocked) else editing.would_spoil(version.content)
    return page(
        request,
        "review.html",
        HTTPStatus(error.status) if error else HTTPStatus.OK,
        title=upper_first(version.content.short_name),
        version=version,
        live=live,
        step=step.value,
        differences=shown(differences(live.content if live else None, version.content)),
        facts=facts(version.content),
        checks=checked(assistant, version.content),
        lost=lost_questions(assistant, spoilt),
        in_force=version.content.in_force(assistant.clock.now().date()),
        wish=wish or Wish(),
        silent=not version.content.in_force(assistant.clock.now().date()),
        error=error,
        overtaken=error.latest if isinstance(error, EditConflict) else None,
        **WORDS,
    )


def _number(form: FormData) -> int:
    """The number of the version that a page was about."""
    sent = text(form, "version")
    return int(sent) if sent.isascii() and sent.isdigit() and len(sent) < 8 else -1
