"""Publishing several entries in one go: each as if it were the only one, and told what became of it."""

from dataclasses import dataclass
from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse

from api.access import PublisherDependency
from api.dependencies import AssistantDependency
from api.staff.forms import FormDependency, text
from api.staff.knowledge_list import Filters, Sent, filters_of, list_page
from api.staff.knowledge_words import KNOWLEDGE, WORDS
from api.staff.rendering import page
from assistant.assembly import Assistant
from assistant.dialogue.replies.wording import upper_first
from assistant.errors import LetanError
from assistant.knowledge.regression import RegressionBlocked

router = APIRouter(prefix=KNOWLEDGE, include_in_schema=False)
AT_ONCE = 20
"""So many entries are published in one go: each may take a second, and the page waits for all of them."""
_QUOTED = 3
_NONE = "Anh/chị đánh dấu ít nhất một mục để đăng."
_NO_REASON = "Anh/chị ghi lý do đăng."
_NOT_YET = f"Mỗi lượt đăng được {AT_ONCE} mục, mục này chưa tới lượt."


@dataclass(frozen=True)
class Outcome:
    """What became of a version; `stopped` says why it is not published, empty if it is."""

    key: str
    number: int
    title: str
    stopped: str


@router.post("/publish")
def publish_chosen(
    request: Request,
    member: PublisherDependency,
    assistant: AssistantDependency,
    form: FormDependency,
    filters: Annotated[Filters, Depends(filters_of)],
) -> HTMLResponse:
    """Publish the versions that are ticked, those that nothing stands against."""
    chosen = [value for value in form.getlist("chosen") if isinstance(value, str)]
    reason = text(form, "reason")
    if problem := _NO_REASON if chosen and not reason else "" if chosen else _NONE:
        sent = Sent(problem, reason, frozenset(chosen))
        return list_page(request, assistant, filters, status=HTTPStatus.UNPROCESSABLE_ENTITY, sent=sent)
    titles = {row.key: upper_first(row.title) for row in assistant.knowledge.listing.rows()}
    outcomes = []
    for place, (key, number) in enumerate(map(_named, dict.fromkeys(chosen))):
        stopped = _publish(assistant, key, number, member.signature, reason) if place < AT_ONCE else _NOT_YET
        outcomes.append(Outcome(key, number, titles.get(key, key), stopped))
    published = sum(not outcome.stopped for outcome in outcomes)
    back = filters.query()
    return page(request, "batch.html", outcomes=outcomes, published=published, back=back, **WORDS)


def _publish(assistant: Assistant, key: str, number: int, author: str, reason: str) -> str:
    """Why it is not published, empty if it is. What goes wrong with one is no reason to keep the rest."""
    try:
        assistant.knowledge.editing.publish(key, number, author, reason)
    except RegressionBlocked as error:
        quoted = "; ".join(f"“{each.question}”" for each in error.spoilt[:_QUOTED])
        more = f" và {len(error.spoilt) - _QUOTED} câu nữa" if len(error.spoilt) > _QUOTED else ""
        return f"Có câu đang trả lời đúng sẽ không còn đúng: {quoted}{more}."
    except LetanError as error:
        return error.detail
    return ""


def _named(value: str) -> tuple[str, int]:
    """The key and the number of a version as a box of the list names it."""
    key, _, number = value.rpartition("@")
    return key, int(number) if number.isascii() and number.isdigit() and len(number) < 8 else -1
