"""A dossier as its owner may see it, the source that knows it, and what can go wrong."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Protocol

from assistant.dossier.code import DossierCode
from assistant.errors import LetanError


class DossierNotFound(LetanError):
    """No dossier has that code, or not with that factor: the same to whoever asks."""

    status = 404
    slug = "dossier-not-found"
    title = "Không tìm thấy hồ sơ khớp với mã và số xác nhận"


class InvalidDossierCode(LetanError):
    """What was given is no whole dossier code."""

    status = 422
    slug = "invalid-dossier-code"
    title = "Mã hồ sơ không đúng dạng, ví dụ đúng: H56.12.34-260701-0012"


class InvalidDossierFactor(LetanError):
    """What was given is not four digits."""

    status = 422
    slug = "invalid-dossier-factor"
    title = "Số xác nhận là 4 số cuối của số điện thoại hoặc số định danh đã khai trong hồ sơ"


class TooManyAttempts(LetanError):
    """Too many wrong tries for this dossier or from this client; may try after `retry_after` seconds."""

    status = 429
    slug = "too-many-attempts"
    title = "Tra cứu sai quá nhiều lần, anh/chị vui lòng thử lại sau hoặc hỏi cán bộ tại quầy"

    def __init__(self, retry_after: int) -> None:
        super().__init__()
        self.retry_after = retry_after


class DossierUnavailable(LetanError):
    """The source gives no answer that can be trusted."""

    status = 503
    slug = "dossier-unavailable"
    title = "Hiện chưa tra được hồ sơ, anh/chị vui lòng thử lại sau ít phút hoặc hỏi cán bộ tại quầy"


class DossierStatus(StrEnum):
    """Where a dossier stands; a name of the public contract."""

    RECEIVED = "received"
    IN_PROGRESS = "in_progress"
    NEEDS_SUPPLEMENT = "needs_supplement"
    AWAITING_PAYMENT = "awaiting_payment"
    DONE = "done"
    RETURNED = "returned"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"


IN_HAND = frozenset({DossierStatus.RECEIVED, DossierStatus.IN_PROGRESS})
"""Being worked on: only these can be late while open, for the others wait for the citizen."""

CONCLUDED = frozenset({DossierStatus.DONE, DossierStatus.RETURNED, DossierStatus.REJECTED})
"""The authority has decided; `done` is a result that is ready, `returned` one that was handed over."""

ENDED = CONCLUDED | {DossierStatus.WITHDRAWN}

_NAMES = {
    DossierStatus.RECEIVED: "đã tiếp nhận",
    DossierStatus.IN_PROGRESS: "đang giải quyết",
    DossierStatus.NEEDS_SUPPLEMENT: "cần bổ sung giấy tờ",
    DossierStatus.AWAITING_PAYMENT: "chờ nộp phí, lệ phí",
    DossierStatus.DONE: "đã có kết quả",
    DossierStatus.RETURNED: "đã trả kết quả",
    DossierStatus.REJECTED: "không được giải quyết",
    DossierStatus.WITHDRAWN: "đã rút hồ sơ",
}


def status_name(status: DossierStatus) -> str:
    """The state in Vietnamese."""
    return _NAMES[status]


@dataclass(frozen=True)
class Dossier:
    """What may be told of a dossier: no name, no personal number.

    `finished_on` is the day its result was ready. `source` says who tells it, `as_of` of which day.
    """

    code: DossierCode
    procedure: str
    status: DossierStatus
    received_on: date
    due_on: date | None = None
    finished_on: date | None = None
    note: str | None = None
    source: str = ""
    as_of: date | None = None

    def days_late(self, today: date) -> int:
        """Calendar days past the due day until the result or today; 0 while the citizen's turn it is."""
        ended = self.finished_on or (today if self.status in IN_HAND else None)
        if self.due_on is None or ended is None or self.status is DossierStatus.WITHDRAWN:
            return 0
        return max(0, (ended - self.due_on).days)

    def late(self, today: date) -> bool:
        """Whether the promised day passed, or had passed, without a result."""
        return self.days_late(today) > 0


class DossierSource(Protocol):
    """Knows dossiers: the province's system, or a local register."""

    def find(self, code: DossierCode, factor: str) -> Dossier | None:
        """The dossier of that code if the factor is its own; raises DossierUnavailable."""
        ...
