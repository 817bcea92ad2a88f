"""POST /v1/scan: what a QR code that was held before the robot stands for."""

from typing import Any

from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict, Field

from api.access import PUBLIC
from api.dependencies import CatalogDependency
from api.problems import problem_responses
from assistant.dossier.qr import QrKind, read_qr

router = APIRouter(prefix="/v1/scan", tags=["scan"], dependencies=[PUBLIC])
_MESSAGES = {
    QrKind.DOSSIER: "Em đã đọc được mã hồ sơ của anh/chị ạ.",
    QrKind.TICKET: "Em đã đọc được phiếu số của anh/chị ạ.",
    QrKind.PROCEDURE: "Em đã đọc được mã thủ tục ạ.",
    QrKind.IDENTITY_CARD: "Em không cần thẻ căn cước và không lưu gì từ thẻ. Anh/chị cất thẻ giúp em ạ.",
    QrKind.UNKNOWN: "Em chưa hiểu mã QR này. Anh/chị đưa mã trên giấy hẹn hoặc phiếu số giúp em ạ.",
}


class ScanIn(BaseModel):
    """The text of a QR code. It is neither stored nor logged."""

    model_config = ConfigDict(extra="forbid", strict=True)

    payload: str = Field(min_length=1, max_length=2000, examples=["H56.12.34-260701-0012"])


class ScanOut(BaseModel):
    """What it stands for; only the fields of its kind are there. Of an identity card nothing is."""

    kind: QrKind
    message: str
    dossier_code: str | None = None
    ticket_id: str | None = None
    procedure_code: str | None = None
    name: str | None = None


@router.post("", response_model_exclude_none=True, responses=problem_responses(413, 415, 422))
async def post_scan(scan: ScanIn, catalog: CatalogDependency) -> ScanOut:
    """Read the payload of a QR code."""
    scanned = read_qr(scan.payload)
    kind, told = scanned.kind, dict[str, Any]()
    match kind:
        case QrKind.DOSSIER:
            told["dossier_code"] = scanned.value
        case QrKind.TICKET:
            told["ticket_id"] = scanned.value
        case QrKind.PROCEDURE if scanned.value in catalog and scanned.value not in catalog.silenced:
            told |= {"procedure_code": scanned.value, "name": catalog.procedure(scanned.value or "").name}
        case QrKind.PROCEDURE:
            kind = QrKind.UNKNOWN
    return ScanOut(kind=kind, message=_MESSAGES[kind], **told)
