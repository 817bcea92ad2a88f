"""The inbox: what was asked in vain, by meaning; and what the pages of the knowledge need of it."""

from collections.abc import Collection, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from http import HTTPStatus
from typing import Annotated, Any
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, Path, Query, Request
from fastapi.responses import HTMLResponse

from api.access import ReaderDependency
from api.dependencies import AssistantDependency
from api.staff.rendering import page
from assistant.assembly import Assistant
from assistant.dialogue.replies.wording import upper_first
from assistant.inbox.asked import REASON_NAMES, Reason
from assistant.inbox.drafting import draft_of
from assistant.inbox.groups import Group, State, Verdict, Wanted
from assistant.inbox.repository import UnknownGroup
from assistant.knowledge.version import UnknownEntry
from assistant.staff.member import Member
from assistant.staff.roles import Permission

INBOX = "/staff/inbox"
PER_PAGE = 20
STATE_NAMES: Mapping[State, str] = {
    State.OPEN: "Đang chờ",
    State.DONE: "Đã xử lý",
    State.NOT_OURS: "Không phải việc của mình",
}
REASON_LOOKS: Mapping[Reason, str] = {
    Reason.UNANSWERED: "bad",
    Reason.CLARIFICATION: "wait",
    Reason.DISLIKED: "bad",
    Reason.HANDOFF: "wait",
    Reason.OUT_OF_SCOPE: "",
}
"""The class of a reason's mark."""

router = APIRouter(prefix=INBOX, include_in_schema=False)
_Text = Annotated[str, Query(max_length=200)]
_GREATEST = 2**31 - 1
GroupId = Annotated[int, Path(ge=1, le=_GREATEST)]
_WORDS: Mapping[str, Any] = {
    "INBOX": INBOX,
    "KNOWLEDGE": "/staff/knowledge",
    "STATE_NAMES": STATE_NAMES,
    "REASON_NAMES": REASON_NAMES,
    "REASON_LOOKS": REASON_LOOKS,
}


@dataclass(frozen=True)
class Filters:
    """What was chosen above the list."""

    state: State
    reason: Reason | None
    text: str

    def query(self, **changes: object) -> str:
        """The address that has these filters."""
        chosen = {"state": self.state, "reason": self.reason, "q": self.text} | changes
        return f"{INBOX}?{urlencode({name: value for name, value in chosen.items() if value})}"


def _filters(state: _Text = "", reason: _Text = "", q: _Text = "") -> Filters:
    """What is unknown filters nothing; what waits is shown first."""
    return Filters(
        State(state) if state in set(State) else State.OPEN,
        Reason(reason) if reason in set(Reason) else None,
        q.strip(),
    )


@router.get("")
def groups(
    request: Request,
    member: ReaderDependency,
    assistant: AssistantDependency,
    filters: Annotated[Filters, Depends(_filters)],
    number: Annotated[int, Query(alias="page", ge=1, le=10_000)] = 1,
) -> HTMLResponse:
    """The groups that pass the filters, those most asked in vain first."""
    finished = assistant.inbox.collect()
    wanted = Wanted(member.centres(Permission.READ), filters.state, filters.reason, filters.text)
    found, total = assistant.inbox.groups(wanted, PER_PAGE, (number - 1) * PER_PAGE)
    last = max(1, -(-total // PER_PAGE))
    if number > last:
        number = last
        found, total = assistant.inbox.groups(wanted, PER_PAGE, (number - 1) * PER_PAGE)
    decided = [group.decision.entry for group in found if group.decision and group.decision.entry]
    facts: dict[str, Any] = {
        "filters": filters,
        "groups": found,
        "total": total,
        "number": number,
        "last": last,
        "finished": finished,
        "names": _names(assistant, decided),
    }
    return page(request, "inbox.html", **facts, **_WORDS)


@router.get("/{group_id}")
def group(
    request: Request, group_id: GroupId, member: ReaderDependency, assistant: AssistantDependency
) -> HTMLResponse:
    """One group: its wordings, the entries that may answer it, and what can be done."""
    return group_page(request, assistant, assistant.inbox.group(group_id, member.centres(Permission.READ)))


@dataclass(frozen=True)
class Typed:
    """What was sent and refused: why, the entry that was named, and the wordings ticked."""

    problem: str
    entry: str
    chosen: Collection[int]


def group_page(
    request: Request,
    assistant: Assistant,
    shown: Group,
    status: HTTPStatus = HTTPStatus.OK,
    typed: Typed | None = None,
) -> HTMLResponse:
    """The page of a group, or what was typed there again."""
    typed = typed or Typed("", "", {wording.id for wording in shown.wordings})
    keys = [key for wording in shown.wordings for key in wording.told]
    if shown.decision and shown.decision.entry:
        keys.append(shown.decision.entry)
    catalog = assistant.knowledge.knowledge.catalog
    facts: dict[str, Any] = {
        "group": shown,
        "suggestions": [
            replace(each, name=upper_first(each.name)) for each in assistant.inbox.suggestions(shown)
        ],
        "names": _names(assistant, keys),
        "entries": [(entry.key, upper_first(entry.short_name)) for entry in catalog.entries],
        "typed": typed,
    }
    return page(request, "inbox_group.html", status, **facts, **_WORDS)


def prefill(
    assistant: Assistant, group_id: int, member: Member, chosen: Collection[int] = ()
) -> dict[str, Any]:
    """The question and examples of a new FAQ entry for a group, from the chosen wordings, or from all.

    They are values of its form. Raises UnknownGroup.
    """
    found = assistant.inbox.group(group_id, member.centres(Permission.READ))
    return draft_of(found, [wording.text for wording in found.wordings if wording.id in set(chosen)])


def settled(assistant: Assistant, group_id: int | str, member: Member, key: str) -> None:
    """Note that a draft of the entry of that key was saved for a group.

    The group may be as a form has sent it; that there is no such group hinders nothing.
    """
    sent = str(group_id)
    if sent.isascii() and sent.isdigit() and len(sent) <= len(str(_GREATEST)) and int(sent) <= _GREATEST:
        with suppress(UnknownGroup):
            assistant.inbox.decide(int(sent), Verdict.DONE, member, entry=key)


def _names(assistant: Assistant, keys: Iterable[str]) -> dict[str, str]:
    """What entries are called, drafts too."""
    return {key: _name(assistant, key) for key in set(keys)}


def _name(assistant: Assistant, key: str) -> str:
    catalog = assistant.knowledge.knowledge.catalog
    if catalog.has(key):
        return upper_first(catalog.entry(key).short_name)
    try:
        return upper_first(assistant.knowledge.editing.newest(key).content.short_name)
    except UnknownEntry:
        return key
