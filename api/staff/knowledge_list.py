"""The list of all entries, with filters."""

from collections import Counter
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from http import HTTPStatus
from typing import Annotated, Any, TypeVar
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import HTMLResponse

from api.access import ReaderDependency
from api.dependencies import AssistantDependency
from api.staff.knowledge_words import KNOWLEDGE, WORDS
from api.staff.rendering import page
from assistant.assembly import Assistant
from assistant.knowledge.listing import Row
from assistant.knowledge.version import Kind, State
from assistant.text.folding import fold

router = APIRouter(prefix=KNOWLEDGE, include_in_schema=False)
PER_PAGE = 50
_Text = Annotated[str, Query(max_length=200)]
_Choice = TypeVar("_Choice", bound=StrEnum)
_NEVER = datetime.min.replace(tzinfo=UTC)


class Order(StrEnum):
    """What stands first: what fits the words that were sought, and of that what was edited last."""

    BEST = "best"
    NEWEST = "newest"
    NAME = "name"


@dataclass(frozen=True)
class Filters:
    """What was chosen above the list; what is empty filters nothing."""

    text: str
    kind: Kind | None
    state: State | None
    theme: str
    silenced: bool | None
    order: Order

    def query(self, **changes: object) -> str:
        """The address that has these filters."""
        chosen = {"q": self.text, "kind": self.kind, "state": self.state, "theme": self.theme}
        order = "" if self.order is Order.BEST else self.order
        chosen |= {"off": "1" if self.silenced else "", "order": order}
        told = {name: value for name, value in (chosen | changes).items() if value}
        return f"{KNOWLEDGE}?{urlencode(told)}"


def filters_of(
    q: _Text = "", kind: _Text = "", state: _Text = "", theme: _Text = "", off: _Text = "", order: _Text = ""
) -> Filters:
    """The filters of an address."""
    return Filters(
        q.strip(),
        _one_of(Kind, kind),
        _one_of(State, state),
        theme,
        True if off else None,
        _one_of(Order, order) or Order.BEST,
    )


def _one_of(choices: type[_Choice], value: str) -> _Choice | None:
    """The choice of that name; an empty or unknown one filters nothing."""
    return choices(value) if value in set(choices) else None


@dataclass(frozen=True)
class Sent:
    """What was sent from the list and refused: why, the reason that was given, the boxes that were ticked."""

    problem: str = ""
    reason: str = ""
    chosen: frozenset[str] = frozenset()


@router.get("")
def entries(
    request: Request,
    _member: ReaderDependency,
    assistant: AssistantDependency,
    filters: Annotated[Filters, Depends(filters_of)],
    number: Annotated[int, Query(alias="page", ge=1, le=10_000)] = 1,
) -> HTMLResponse:
    """The entries that pass the filters, fifty a page."""
    return list_page(request, assistant, filters, number)


def list_page(
    request: Request,
    assistant: Assistant,
    filters: Filters,
    number: int = 1,
    *,
    status: HTTPStatus = HTTPStatus.OK,
    sent: Sent | None = None,
) -> HTMLResponse:
    """One page of the list; what waits for review may be ticked there and published together."""
    listing = assistant.knowledge.listing
    everything = listing.rows()
    found = listing.rows(kind=filters.kind, state=filters.state, silenced=filters.silenced, text=filters.text)
    rows = _ordered([row for row in found if filters.theme in {"", row.theme}], filters.order)
    last = max(1, -(-len(rows) // PER_PAGE))
    first = (min(number, last) - 1) * PER_PAGE
    facts: dict[str, Any] = {
        "filters": filters,
        "rows": rows[first : first + PER_PAGE],
        "total": len(rows),
        "first": first,
        "number": min(number, last),
        "last": last,
        "themes": _themes(everything),
        "states": Counter(row.state for row in everything),
        "off": sum(row.silenced for row in everything),
        "kinds": Counter(row.kind for row in everything),
        "sent": sent or Sent(),
    }
    return page(request, "knowledge.html", status, **facts, **WORDS)


def _ordered(rows: list[Row], order: Order) -> list[Row]:
    rows = sorted(rows, key=_by_name)
    if order is not Order.NAME:
        rows.sort(key=lambda row: row.at or _NEVER, reverse=True)
    if order is Order.BEST:
        rows.sort(key=lambda row: row.fit)
    return rows


def _by_name(row: Row) -> tuple[str, str]:
    return fold(row.title), row.key


def _themes(rows: list[Row]) -> dict[Kind, list[str]]:
    """The themes and fields that the filter offers."""
    return {kind: sorted({row.theme for row in rows if row.kind is kind}, key=fold) for kind in Kind}
