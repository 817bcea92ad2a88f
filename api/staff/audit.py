"""The record of who did what, when, and what it changed: to read, and to take along as a file."""

import csv
import io
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from http import HTTPStatus
from typing import Annotated, Any
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import HTMLResponse, Response, StreamingResponse

from api.access import needs
from api.dependencies import AssistantDependency
from api.staff.audit_words import (
    DEED_NAMES,
    OF_ACCOUNTS,
    OF_ANSWERS,
    OF_ENTRIES,
    OF_INBOX,
    Change,
    changes,
    difference_address,
)
from api.staff.inbox import INBOX
from api.staff.knowledge_words import KNOWLEDGE
from api.staff.rendering import HEADERS, centre_name, page
from assistant.assembly import Assistant
from assistant.clock import VIETNAM
from assistant.staff.audit import Deed, Record, Wanted
from assistant.staff.member import Member
from assistant.staff.roles import Permission
from assistant.staff.stopping import EVERYWHERE

AUDIT = "/staff/audit"
PER_PAGE = 50
_AT_ONCE = 500
_COLUMNS = ("Số", "Thời điểm", "Người làm", "Việc", "Đối tượng", "Trung tâm", "Thay đổi", "Lý do")
_FIRST_YEAR, _LAST_YEAR = 1900, 9998
"""Outside of these a moment may have no day after it, or none in another time zone."""
_COMPUTED = tuple("=+-@＝＋－＠\t\r")
_BEHIND_A_SEPARATOR = re.compile(r"([;\t\r\n]\s*)(?=[=+\-@＝＋－＠])")
"""Where a semicolon parts cells, as in many countries, what follows one begins a cell."""
router = APIRouter(prefix=AUDIT, include_in_schema=False)
_Member = Annotated[Member, needs(Permission.AUDIT)]
_Text = Annotated[str, Query(max_length=200)]


@dataclass(frozen=True)
class Filters:
    """What was asked for above the list, as it was typed; what is empty filters nothing."""

    who: str
    subject: str
    deed: str
    since: str
    until: str

    @property
    def days(self) -> tuple[datetime | None, datetime | None]:
        """From when, and until before when; raises ValueError for what is no day."""
        until = _day(self.until)
        return _day(self.since), until + timedelta(days=1) if until else None

    def wanted(self, centres: frozenset[str] | None) -> Wanted:
        """The same for the record, within centres; raises ValueError for what is no day."""
        deed = Deed(self.deed) if self.deed in set(Deed) else None
        return Wanted(self.who, self.subject, deed, *self.days, centres)

    def query(self, **more: object) -> str:
        """What stands behind the question mark of an address with these filters."""
        typed = {"who": self.who, "subject": self.subject, "deed": self.deed}
        typed |= {"from": self.since, "to": self.until}
        return urlencode({name: value for name, value in (typed | more).items() if value})


def _filters(
    who: _Text = "",
    subject: _Text = "",
    deed: _Text = "",
    since: Annotated[_Text, Query(alias="from")] = "",
    until: Annotated[_Text, Query(alias="to")] = "",
) -> Filters:
    return Filters(*(typed.replace("\x00", "").strip() for typed in (who, subject, deed, since, until)))


_Filters = Annotated[Filters, Depends(_filters)]


@dataclass(frozen=True)
class Shown:
    """A record as the page shows it. Addresses are empty where there is nothing to see."""

    number: int
    record: Record
    deed: str
    subject: str
    centre: str
    changes: Sequence[Change]
    address: str
    difference: str


@router.get("")
def audit(
    request: Request,
    member: _Member,
    assistant: AssistantDependency,
    filters: _Filters,
    before: Annotated[int | None, Query(ge=1, le=2**31 - 1)] = None,
) -> HTMLResponse:
    """The newest records that pass the filters, fifty at once."""
    facts: dict[str, Any] = {"filters": filters, "before": before, "deeds": DEED_NAMES}
    try:
        wanted = filters.wanted(member.centres(Permission.AUDIT))
    except ValueError:
        status = HTTPStatus.UNPROCESSABLE_ENTITY
        return page(request, "audit.html", status, rows=[], older=None, unclear=True, **facts)
    found = assistant.staff.audit.records(wanted, PER_PAGE + 1, before)
    rows = [_shown(number, record, assistant, member) for number, record in found[:PER_PAGE]]
    older = rows[-1].number if len(found) > PER_PAGE else None
    return page(request, "audit.html", rows=rows, older=older, unclear=False, **facts)


@router.get("/file.csv")
def audit_file(member: _Member, assistant: AssistantDependency, filters: _Filters) -> Response:
    """All records that pass the filters, as Excel reads them."""
    try:
        wanted = filters.wanted(member.centres(Permission.AUDIT))
    except ValueError:
        query = filters.query()
        return Response(status_code=HTTPStatus.SEE_OTHER, headers=HEADERS | {"Location": f"{AUDIT}?{query}"})
    name = f"nhat-ky-{assistant.clock.now():%Y-%m-%d-%H%M}.csv"
    headers = HEADERS | {"Content-Disposition": f'attachment; filename="{name}"'}
    lines = _lines(assistant, member, wanted)
    return StreamingResponse(lines, media_type="text/csv; charset=utf-8", headers=headers)


def _lines(assistant: Assistant, member: Member, wanted: Wanted) -> Iterator[str]:
    """The file, piece by piece: the record may be long."""
    yield "\ufeff" + _csv([_COLUMNS])  # without it Excel takes UTF-8 for something else
    before: int | None = None
    while found := assistant.staff.audit.records(wanted, _AT_ONCE, before):
        shown = (_shown(number, record, assistant, member) for number, record in found)
        yield _csv([_cells(each) for each in shown])
        before = found[-1][0]


def _cells(shown: Shown) -> list[str]:
    record = shown.record
    told = "; ".join(map(str, shown.changes))
    at = f"{record.at:%d/%m/%Y %H:%M:%S}"
    return [str(shown.number), at, record.who, shown.deed, shown.subject, shown.centre, told, record.reason]


def _csv(rows: Sequence[Sequence[str]]) -> str:
    csv.writer(text := io.StringIO()).writerows([_safe(cell) for cell in row] for row in rows)
    return text.getvalue()


def _safe(cell: str) -> str:
    """A cell that no program takes for a formula, whatever somebody wrote into a field."""
    cell = _BEHIND_A_SEPARATOR.sub(r"\1'", cell)
    return f"'{cell}" if cell.startswith(_COMPUTED) or cell.lstrip().startswith(_COMPUTED) else cell


def _shown(number: int, record: Record, assistant: Assistant, member: Member) -> Shown:
    def named(slug: str | None) -> str:
        return centre_name(assistant, slug)

    in_the_file = assistant.knowledge.knowledge.files.has(record.subject)
    difference = difference_address(record, in_the_file=in_the_file)
    return Shown(
        number,
        record,
        DEED_NAMES[record.deed],
        _subject(record, assistant),
        named(record.centre) if record.centre and record.deed not in OF_ANSWERS else "",
        changes(record, named, in_the_file=in_the_file),
        _address(record, member),
        difference if difference and member.may(Permission.READ) else "",
    )


def _subject(record: Record, assistant: Assistant) -> str:
    catalog = assistant.brain.catalog
    if record.deed in OF_ANSWERS:
        return centre_name(assistant, None if record.subject == EVERYWHERE else record.subject)
    if record.deed in OF_ENTRIES and catalog.has(record.subject):
        return f"{catalog.entry(record.subject).short_name} ({record.subject})"
    if record.deed in OF_INBOX:
        return f"Nhóm câu hỏi {_group(record)}"
    if record.deed is Deed.IMPORTED:
        return "Các mục hỏi đáp"
    return record.subject


def _group(record: Record) -> str:
    return record.subject.rpartition(":")[2]


def _address(record: Record, member: Member) -> str:
    """Where one sees what a record is about, if there is such a page."""
    places: Mapping[str, bool] = {
        f"{KNOWLEDGE}/{record.subject}": record.deed in OF_ENTRIES and member.may(Permission.READ),
        f"/staff/accounts/{record.subject}": record.deed in OF_ACCOUNTS and member.may(Permission.ACCOUNTS),
        f"{INBOX}/{_group(record)}": record.deed in OF_INBOX and member.may(Permission.READ),
        "/staff/stop": record.deed in OF_ANSWERS and member.may(Permission.STOP),
    }
    return next((address for address, seen in places.items() if seen), "")


def _day(typed: str) -> datetime | None:
    """The beginning of a day typed as 23/11/2026; raises ValueError for what is none, or none of ours."""
    if not typed:
        return None
    day = datetime.strptime(typed, "%d/%m/%Y").replace(tzinfo=VIETNAM)
    if not _FIRST_YEAR <= day.year <= _LAST_YEAR:
        raise ValueError(typed)
    return day
