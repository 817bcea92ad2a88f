"""An entry while it is being written: its form, and what the page around it must not forget."""

from collections.abc import Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any, Self

from fastapi import Request
from fastapi.responses import HTMLResponse
from starlette.datastructures import FormData

from api.staff.difference_view import shown
from api.staff.entry_forms import EntryForm
from api.staff.faq_form import FaqForm
from api.staff.fields import fields_of
from api.staff.knowledge_words import KIND_NAMES, KNOWLEDGE, WORDS
from api.staff.procedure_form import ProcedureForm
from api.staff.rendering import page
from api.staff.trial_view import Checked, Tried
from api.staff.written import Written
from assistant.assembly import Assistant
from assistant.catalog.catalog import Catalog
from assistant.dialogue.replies.wording import upper_first
from assistant.knowledge.editing import EditConflict
from assistant.knowledge.version import IN_THE_FILE, Kind, Version, kind_of

FORMS: Mapping[Kind, type[EntryForm]] = {Kind.FAQ: FaqForm, Kind.PROCEDURE: ProcedureForm}
_OF_CODES = ("procedures", "related")


@dataclass
class Sheet:
    """The form, the entry's key if it has one, the version begun from, and the inbox group if from one."""

    form: EntryForm
    key: str = ""
    based_on: int = IN_THE_FILE
    inbox: str = ""

    @classmethod
    def of(cls, version: Version) -> Self:
        """A version, to go on from."""
        return cls(FORMS[version.kind].of(version.content), version.key, version.number)

    @classmethod
    def posted(cls, sent: FormData, key: str | None = None) -> Self:
        """What somebody sent; the key is that of the page, or as sent if none is given."""
        written = Written.of(sent)
        known = written.get("key") if key is None else key
        kind = kind_of(known) if known else one_kind(written.get("kind"))
        based_on = written.get("based_on")
        number = int(based_on) if based_on.isascii() and based_on.isdigit() and len(based_on) < 8 else 0
        return cls(FORMS[kind](written), known, number, written.get("inbox")[:80])


def one_kind(name: str) -> Kind:
    """The kind of that name; the FAQ if there is none."""
    return Kind(name) if name in set(Kind) else Kind.FAQ


def sheet_page(
    request: Request,
    assistant: Assistant,
    sheet: Sheet,
    status: HTTPStatus = HTTPStatus.OK,
    *,
    conflict: EditConflict | None = None,
    note: str = "",
    changed: bool = True,
    checked: Checked | None = None,
    tried: Tried | None = None,
    ask: str = "",
) -> HTMLResponse:
    """The page to write on; `changed` says that it holds what is saved nowhere."""
    catalog = assistant.knowledge.knowledge.catalog
    sheet.form.suggest(catalog)
    facts: dict[str, Any] = {
        "sheet": sheet,
        "action": f"{KNOWLEDGE}/{sheet.key}/edit" if sheet.key else f"{KNOWLEDGE}/new",
        "title": _title(sheet),
        "named": _named(sheet.form, catalog),
        "conflict": conflict,
        "differences": shown(conflict.differences) if conflict else [],
        "note": note,
        "changed": changed,
        "checked": checked,
        "tried": tried,
        "ask": ask,
        "unreadable": (),
    }
    return page(request, "edit.html", status, **facts, **WORDS)


def _title(sheet: Sheet) -> str:
    kind = KIND_NAMES[sheet.form.kind]
    return f"Sửa: {upper_first(sheet.form.title or sheet.key)}" if sheet.key else f"{kind} mới"


def _named(form: EntryForm, catalog: Catalog) -> dict[str, list[tuple[str, str]]]:
    """The procedures whose codes stand in a field, with their names."""
    codes = {f.short_name: f.given() or () for f in fields_of(form) if f.short_name in _OF_CODES}
    found = {
        field: [(code, upper_first(catalog.procedure(code).plain_name)) for code in some if code in catalog]
        for field, some in codes.items()
    }
    return {field: names for field, names in found.items() if names}
