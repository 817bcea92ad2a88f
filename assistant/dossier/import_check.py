"""What is wrong with a row of a file of dossiers."""

import re
from collections.abc import Iterator
from datetime import date

from assistant.dossier.code import DossierCode, dossier_code
from assistant.dossier.dossier import ENDED, Dossier, DossierStatus, status_name
from assistant.dossier.import_columns import COLUMNS
from assistant.dossier.register import RegisterEntry
from assistant.spreadsheet.reading import Cell, Formula, day_of
from assistant.text.folding import same_wording
from assistant.text.masking import mask

_STATUSES = {same_wording(status_name(status)): status for status in DossierStatus} | {
    "moi tiep nhan": DossierStatus.RECEIVED,
    "tiep nhan": DossierStatus.RECEIVED,
    "dang xu ly": DossierStatus.IN_PROGRESS,
    "cho bo sung": DossierStatus.NEEDS_SUPPLEMENT,
    "yeu cau bo sung": DossierStatus.NEEDS_SUPPLEMENT,
    "can bo sung": DossierStatus.NEEDS_SUPPLEMENT,
    "cho nop phi": DossierStatus.AWAITING_PAYMENT,
    "cho nop le phi": DossierStatus.AWAITING_PAYMENT,
    "co ket qua": DossierStatus.DONE,
    "da xong": DossierStatus.DONE,
    "da giai quyet": DossierStatus.DONE,
    "da tra": DossierStatus.RETURNED,
    "tu choi": DossierStatus.REJECTED,
    "khong giai quyet": DossierStatus.REJECTED,
    "da rut": DossierStatus.WITHDRAWN,
    "rut ho so": DossierStatus.WITHDRAWN,
}
_LONGEST = {"procedure": 500, "note": 1000}
_NUMBER_LENGTHS = {"phone": range(9, 12), "personal_number": range(8, 13)}  # Excel cuts leading zeros
_YEARS = range(2000, 2101)


def check(fields: dict[str, Cell], today: date) -> tuple[RegisterEntry | None, list[str]]:
    """The entry of a row, or why it is refused."""
    reasons = [
        f"{COLUMNS[f]}: không nhận công thức" for f, cell in fields.items() if isinstance(cell, Formula)
    ]
    if reasons:
        return None, reasons
    texts = {field: _text(fields.get(field)) for field in COLUMNS}
    code = dossier_code(texts["code"])
    status = _STATUSES.get(same_wording(texts["status"]))
    days: dict[str, date | None] = {}
    for field in ("received_on", "due_on", "finished_on"):
        try:
            days[field] = _day(fields.get(field))
        except ValueError:
            reasons.append(f"{COLUMNS[field]}: phải là ngày dạng dd/mm/yyyy")
            days[field] = None
    received = days["received_on"]
    reasons += _text_reasons(texts, code, status)
    if not reasons:
        reasons += _day_reasons(received, days["due_on"], days["finished_on"], status, today)
    if reasons or code is None or status is None or received is None:
        return None, reasons
    told = Dossier(
        code,
        mask(texts["procedure"]),
        status,
        received,
        days["due_on"],
        days["finished_on"],
        mask(texts["note"]) or None,
    )
    return RegisterEntry(told, _last_four(texts["phone"]), _last_four(texts["personal_number"])), []


def _text_reasons(
    texts: dict[str, str], code: DossierCode | None, status: DossierStatus | None
) -> Iterator[str]:
    if code is None:
        yield f"{COLUMNS['code']}: không đúng dạng H56.12.34-260701-0012"
    if not texts["procedure"]:
        yield f"{COLUMNS['procedure']}: để trống"
    for field, most in _LONGEST.items():
        if len(texts[field]) > most:
            yield f"{COLUMNS[field]}: dài quá {most} ký tự"
    if status is None:
        yield f"{COLUMNS['status']}: phải là một trong: {', '.join(map(status_name, DossierStatus))}"
    for field, lengths in _NUMBER_LENGTHS.items():
        if texts[field] and len(_digits(texts[field])) not in lengths:
            yield f"{COLUMNS[field]}: không phải một số đầy đủ"
    if not texts["phone"] and not texts["personal_number"]:
        yield "thiếu cả số điện thoại và số định danh"


def _day_reasons(
    received: date | None, due: date | None, finished: date | None, status: DossierStatus | None, today: date
) -> Iterator[str]:
    if received is None:
        yield f"{COLUMNS['received_on']}: để trống"
        return
    if received > today:
        yield f"{COLUMNS['received_on']}: ở tương lai"
    if due and due < received:
        yield f"{COLUMNS['due_on']}: trước ngày nhận"
    if finished and finished < received:
        yield f"{COLUMNS['finished_on']}: trước ngày nhận"
    if finished and finished > today:
        yield f"{COLUMNS['finished_on']}: ở tương lai"
    if finished and status not in ENDED:
        yield f"{COLUMNS['finished_on']}: có ngày trả mà trạng thái chưa xong"


def _text(cell: Cell) -> str:
    return cell if isinstance(cell, str) else ""


def _day(cell: Cell) -> date | None:
    day = day_of(cell)
    if day and day.year not in _YEARS:
        raise ValueError("no year of ours")
    return day


def _digits(text: str) -> str:
    """The digits of a number written with the usual signs; nothing if there is anything else in it."""
    bare = re.sub(r"[\s.()+\-]", "", text)
    return bare if bare.isascii() and bare.isdecimal() else ""


def _last_four(text: str) -> str | None:
    return _digits(text)[-4:] or None
