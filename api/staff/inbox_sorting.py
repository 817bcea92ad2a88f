"""What staff do with a group of the inbox: a decision, more examples for an entry, a new entry."""

from http import HTTPStatus
from urllib.parse import parse_qsl, urlencode, urlsplit

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response
from starlette.datastructures import FormData

from api.access import EditorDependency
from api.dependencies import AssistantDependency
from api.staff.forms import FormDependency, text
from api.staff.inbox import INBOX, GroupId, Typed, group_page, settled
from api.staff.knowledge_words import KNOWLEDGE
from api.staff.rendering import see
from assistant.assembly import Assistant
from assistant.inbox.drafting import examples_added
from assistant.inbox.groups import Group, Verdict
from assistant.knowledge.checking import InvalidEntry
from assistant.knowledge.editing import EditConflict
from assistant.knowledge.version import UnknownEntry, Version
from assistant.staff.member import Member
from assistant.staff.roles import Permission
from assistant.text.masking import mask
from assistant.text.normal_form import normalise

router = APIRouter(prefix=INBOX, include_in_schema=False)
_TOLD = {Verdict.DONE: "inbox-done", Verdict.NOT_OURS: "inbox-not-ours"}
_TRIES = 3
_LONGEST_REASON = 400
_NO_ENTRY = "Anh/chị chọn mục sẽ trả lời những câu này."
_NOTHING_NEW = "Anh/chị chọn ít nhất một câu mà mục này chưa có."


@router.post("/{group_id}/decide")
def decide(
    group_id: GroupId, member: EditorDependency, assistant: AssistantDependency, form: FormDependency
) -> Response:
    """Note that it is done, or not ours; or take that back."""
    verdict = text(form, "verdict")
    if verdict not in set(Verdict):
        assistant.inbox.reopen(group_id, member)
        return _back(form, "inbox-open")
    reason = mask(normalise(text(form, "reason")))[:_LONGEST_REASON]
    assistant.inbox.decide(group_id, Verdict(verdict), member, reason=reason)
    return _back(form, _TOLD[Verdict(verdict)])


@router.post("/{group_id}/examples")
def add_examples(
    request: Request,
    group_id: GroupId,
    member: EditorDependency,
    assistant: AssistantDependency,
    form: FormDependency,
) -> Response:
    """Save a draft of an entry with the chosen wordings as examples, and go on to it."""
    group = assistant.inbox.group(group_id, member.centres(Permission.READ))
    chosen = _chosen(form, group)
    key = normalise(text(form, "entry") or text(form, "other"))
    version, problem = None, _NOTHING_NEW
    try:
        version = _with_examples(assistant, member, key, [w.text for w in group.wordings if w.id in chosen])
    except UnknownEntry:
        problem = f"Không có mục “{key}”." if key else _NO_ENTRY
    except (InvalidEntry, EditConflict) as error:
        problem = error.detail
    if version is None:
        typed = Typed(problem, key, chosen)
        return group_page(request, assistant, group, HTTPStatus.UNPROCESSABLE_ENTITY, typed)
    settled(assistant, group_id, member, key)
    return see(f"{KNOWLEDGE}/{version.key}/edit", "examples-drafted")


@router.post("/{group_id}/draft")
def draft(
    group_id: GroupId, member: EditorDependency, assistant: AssistantDependency, form: FormDependency
) -> Response:
    """Go on to the sheet of a new entry, filled in from the chosen wordings."""
    group = assistant.inbox.group(group_id, member.centres(Permission.READ))
    chosen = [("w", wording) for wording in sorted(_chosen(form, group))]
    address = f"{KNOWLEDGE}/new?{urlencode([('inbox', group_id), *chosen])}"
    return RedirectResponse(address, HTTPStatus.SEE_OTHER)


def _with_examples(assistant: Assistant, member: Member, key: str, wordings: list[str]) -> Version | None:
    """The draft, if there is anything new in it; made again if somebody saves one meanwhile."""
    editing = assistant.knowledge.editing
    for left in reversed(range(_TRIES)):
        newest = editing.newest(key)
        content = examples_added(newest.content, wordings)
        if content == newest.content:
            return None
        try:
            return editing.save(content, member.signature, newest.number, "Thêm câu mẫu từ câu chưa trả lời")
        except EditConflict:
            if not left:
                raise
    raise AssertionError("a try returns or raises")


def _chosen(form: FormData, group: Group) -> set[int]:
    sent = {value for value in form.getlist("w") if isinstance(value, str)}
    return {wording.id for wording in group.wordings if str(wording.id) in sent}


def _back(form: FormData, told: str) -> Response:
    """To the list as it was filtered, or to where it begins."""
    query = dict(parse_qsl(urlsplit(text(form, "back")).query))
    return see(
        INBOX, told, **{name: query[name] for name in ("state", "reason", "q", "page") if name in query}
    )
