"""What a QR code says. Of an identity card nothing is read but that it is one."""

import re
from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import SplitResult, unquote, urlsplit

from assistant.dossier.code import dossier_code
from assistant.text.masking import DOSSIER_CODE

_CARD = re.compile(r"\s*\d{9,12}(?:\|[^|]*){5,}")
_TICKET = re.compile(r"/t/([A-Za-z0-9_\-]{1,80})/?")
_PROCEDURE = re.compile(r"(?:/p/)?(\d\.\d{6})/?")
_PORTAL = re.compile(r"(?:[\w\-]+\.)*dichvucong(?:\.[\w\-]+)*\.gov\.vn")
_CODE_IN_ADDRESS = re.compile(rf"(?<![\w.]){DOSSIER_CODE}(?!\d)")


class QrKind(StrEnum):
    """What a QR code stands for; a name of the public contract."""

    DOSSIER = "dossier"
    TICKET = "ticket"
    PROCEDURE = "procedure"
    IDENTITY_CARD = "identity_card"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Scanned:
    """A kind, and the code or id of what it stands for where there is one."""

    kind: QrKind
    value: str | None = None


def read_qr(payload: str) -> Scanned:
    """What the payload of a QR code stands for."""
    if _CARD.match(payload):
        return Scanned(QrKind.IDENTITY_CARD)
    address = _address(payload.strip())
    if address is None:
        code = dossier_code(payload)
        return Scanned(QrKind.DOSSIER, code) if code else Scanned(QrKind.UNKNOWN)
    if ticket := _TICKET.fullmatch(address.path):
        return Scanned(QrKind.TICKET, ticket[1])
    if procedure := _PROCEDURE.fullmatch(address.path):
        return Scanned(QrKind.PROCEDURE, procedure[1])
    if _PORTAL.fullmatch(address.hostname or ""):
        written = _CODE_IN_ADDRESS.search(unquote(f"{address.path} {address.query} {address.fragment}"))
        code = dossier_code(written.group(0)) if written else None
        if code:
            return Scanned(QrKind.DOSSIER, code)
    return Scanned(QrKind.UNKNOWN)


def _address(payload: str) -> SplitResult | None:
    """The payload as a web address or a path of ours; nothing where it is neither."""
    if not (re.match(r"https?://|/[tp]/", payload, re.IGNORECASE) or _PROCEDURE.fullmatch(payload)):
        return None
    try:
        return urlsplit(payload)
    except ValueError:
        return SplitResult("", "", "", "", "")
