"""Reading what the province's system answers. Whatever does not fit is refused, never guessed."""

import hmac
import json
import re
from datetime import date, datetime
from functools import reduce
from pathlib import Path
from typing import Annotated, Any, Self

import yaml
from pydantic import BaseModel, ConfigDict, Field, model_validator

from assistant.clock import VIETNAM
from assistant.dossier.code import DossierCode, dossier_code
from assistant.dossier.dossier import ENDED, Dossier, DossierStatus, status_name
from assistant.text.folding import same_wording
from assistant.text.masking import mask

_JsonPath = Annotated[str, Field(pattern=r"^[\w\-]+(\.[\w\-]+)*$")]
_HeaderName = Annotated[str, Field(pattern=r"^[A-Za-z0-9\-]*$")]
_LONGEST = 500
_EARLIEST = date(2000, 1, 1)
_LATEST_YEAR = 2100
_FACTOR = 4


class UntrustworthyAnswer(ValueError):
    """The answer is no dossier of the code that was asked for."""


class FieldPaths(BaseModel):
    """Where each of our fields stands within the record; null: the system does not tell it."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    code: _JsonPath = "code"
    procedure: _JsonPath = "procedure"
    status: _JsonPath = "status"
    received_on: _JsonPath = "received_on"
    due_on: _JsonPath | None = "due_on"
    finished_on: _JsonPath | None = "finished_on"
    note: _JsonPath | None = None


class ProvinceFormat(BaseModel):
    """How the province's system is asked and how its answers read.

    `record` is where the dossier stands in the answer (empty: the answer is the record); null or an
    empty list there means that there is none. Either `factor_header` carries the factor and the system
    verifies it, or the factor is compared here with the numbers at `factor_fields`.
    """

    model_config = ConfigDict(extra="forbid", frozen=True, coerce_numbers_to_str=True)

    path: Annotated[str, Field(pattern=r"^/[^?#]*\{code\}[^?#]*$")] = "/dossiers/{code}"
    token_header: _HeaderName = "Authorization"
    token_prefix: str = "Bearer "
    factor_header: _HeaderName = ""
    factor_fields: tuple[_JsonPath, ...] = ("phone", "personal_number")
    record: _JsonPath | None = None
    fields: FieldPaths = FieldPaths()
    statuses: dict[str, DossierStatus] = Field(default_factory=dict)
    name: str = "Hệ thống thông tin giải quyết thủ tục hành chính của tỉnh"

    @model_validator(mode="after")
    def _one_way_to_verify(self) -> Self:
        if bool(self.factor_header) is bool(self.factor_fields):
            raise ValueError("give either factor_header or factor_fields, and leave the other one empty")
        return self

    @classmethod
    def load(cls, file: Path) -> Self:
        """The format that a YAML file describes; what it leaves out keeps its default."""
        return cls.model_validate(yaml.safe_load(file.read_text("utf-8")) or {})

    def status(self, value: str) -> DossierStatus:
        """Our state for one of theirs, by the table, else by our own values and Vietnamese names."""
        table = {status.value: status for status in DossierStatus}
        table |= {same_wording(status_name(status)): status for status in DossierStatus}
        table |= {same_wording(theirs): ours for theirs, ours in self.statuses.items()}
        try:
            return table.get(value) or table[same_wording(value)]
        except KeyError:
            raise UntrustworthyAnswer("unknown status") from None


def read_answer(
    content: bytes, form: ProvinceFormat, code: DossierCode, factor: str, today: date
) -> Dossier | None:
    """The dossier of an answer; nothing where the system knows none or the factor is not its own.

    Raises:
        UntrustworthyAnswer: not JSON, another code, a field missing or of a wrong kind, days in disorder.
    """
    try:
        answer = json.loads(content)
    except (ValueError, RecursionError):
        raise UntrustworthyAnswer("not JSON") from None
    record = _record(answer, form.record)
    if record is None:
        return None
    paths = form.fields
    if dossier_code(_text(record, paths.code)) != code:
        raise UntrustworthyAnswer("another code than asked for")
    # Before the rest is judged: to others an unusable record must look as if there were none.
    if form.factor_fields and not _is_owner(record, form.factor_fields, factor):
        return None
    note = _text(record, paths.note, needed=False)
    told = Dossier(
        code,
        mask(_text(record, paths.procedure)),
        form.status(_text(record, paths.status)),
        _needed_day(record, paths.received_on),
        _day(record, paths.due_on),
        _day(record, paths.finished_on),
        mask(note) or None,
        form.name,
        today,
    )
    _check_order(told, today)
    return told


def _record(answer: Any, path: str | None) -> dict[str, Any] | None:
    if path:
        *outer, last = path.split(".")
        holder = reduce(_step, outer, answer)
        if not isinstance(holder, dict) or last not in holder:
            raise UntrustworthyAnswer("no record")
        answer = holder[last]
        if answer is None or answer == []:
            return None
    if isinstance(answer, list) and len(answer) == 1:
        answer = answer[0]
    if not isinstance(answer, dict):
        raise UntrustworthyAnswer("no record")
    return answer


def _step(value: Any, name: str) -> Any:
    return value.get(name) if isinstance(value, dict) else None


def _text(record: dict[str, Any], path: str | None, *, needed: bool = True) -> str:
    value: Any = reduce(_step, path.split("."), record) if path else None
    if isinstance(value, int) and not isinstance(value, bool):
        value = str(value)
    if value is None and not needed:
        return ""
    if not isinstance(value, str) or len(value) > _LONGEST or (needed and not value.strip()):
        raise UntrustworthyAnswer(f"{path} is missing or of a wrong kind")
    return value.strip()


def _needed_day(record: dict[str, Any], path: str) -> date:
    day = _day(record, path)
    if day is None:
        raise UntrustworthyAnswer(f"{path} is missing")
    return day


def _day(record: dict[str, Any], path: str | None) -> date | None:
    """A day as 2026-07-01 or 01/07/2026, a time may follow; one with an offset counts in Vietnam's time."""
    text = _text(record, path, needed=False)
    if not text:
        return None
    try:
        if "/" in text:
            return datetime.strptime(text.split()[0], "%d/%m/%Y").date()
        moment = datetime.fromisoformat(text)
        return (moment.astimezone(VIETNAM) if moment.tzinfo else moment).date()
    except (ValueError, OverflowError):
        raise UntrustworthyAnswer(f"{path} is no day") from None


def _check_order(told: Dossier, today: date) -> None:
    days = [day for day in (told.received_on, told.due_on, told.finished_on) if day]
    if (
        min(days) < _EARLIEST
        or max(days).year > _LATEST_YEAR
        or min(days) < told.received_on
        or told.received_on > today
        or (told.finished_on is not None and (told.finished_on > today or told.status not in ENDED))
    ):
        raise UntrustworthyAnswer("days in disorder")


def _is_owner(record: dict[str, Any], paths: tuple[str, ...], factor: str) -> bool:
    numbers = [re.sub(r"\D", "", _number(record, path)) for path in paths]
    return sum(hmac.compare_digest(n[-_FACTOR:], factor) for n in numbers if len(n) >= _FACTOR) > 0


def _number(record: dict[str, Any], path: str) -> str:
    try:
        return _text(record, path, needed=False)
    except UntrustworthyAnswer:  # it fits nobody: to refuse it would show that the dossier exists
        return ""
