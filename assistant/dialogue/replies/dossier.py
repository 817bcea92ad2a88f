"""Replies about a dossier: how it stands, what is missing to look it up, why it cannot be told."""

from datetime import date
from typing import Any

from assistant.catalog.centre import Centre
from assistant.dialogue.replies.reply import Answer, Reply, Status, Suggestion
from assistant.dialogue.replies.wording import lower_first
from assistant.dossier.dossier import Dossier, DossierStatus, status_name
from assistant.text.speech import to_speech

TOPIC = "dossier"
_DESK = "quầy tiếp nhận và trả kết quả của trung tâm"
_HUMAN = Suggestion("Gặp cán bộ", "tôi muốn gặp cán bộ")
_MINUTE = 60


def dossier_view(dossier: Dossier, today: date) -> dict[str, Any]:
    """The dossier as data, as the API and the reply give it."""
    return {
        "code": dossier.code,
        "procedure": dossier.procedure,
        "status": dossier.status.value,
        "status_text": status_name(dossier.status),
        "received_on": dossier.received_on.isoformat(),
        "due_on": dossier.due_on.isoformat() if dossier.due_on else None,
        "finished_on": dossier.finished_on.isoformat() if dossier.finished_on else None,
        "late": dossier.late(today),
        "days_late": dossier.days_late(today) or None,
        "note": dossier.note,
        "message": _message(dossier, today, _DESK),
        "source": {
            "title": dossier.source,
            "decision_no": None,
            "url": None,
            "read_on": dossier.as_of.isoformat() if dossier.as_of else None,
        },
    }


def dossier_told(dossier: Dossier, today: date, centre: Centre) -> Reply:
    """How the dossier stands, and what the citizen does next."""
    message = _message(dossier, today, lower_first(centre.help_desk))
    as_of = f" (cập nhật {_written(dossier.as_of)})" if dossier.as_of else ""
    view = dossier_view(dossier, today) | {"message": message}
    return Reply(
        Status.ANSWERED,
        f"{message}\nNguồn: {dossier.source}{as_of}.",
        to_speech(message),
        Answer(None, TOPIC, view, [view["source"]]),
        cards=[{"type": "dossier", **view}],
        suggestions=[_HUMAN] if dossier.late(today) else [],
    )


def ask_code(centre: Centre, *, partial: bool = False) -> Reply:
    """Ask for the code; `partial` when only a part of one was given."""
    start = "Em nghe chưa đủ mã hồ sơ. " if partial else ""
    desk = lower_first(centre.help_desk)
    told = "Anh/chị đưa mã QR trên giấy hẹn vào trước em, hoặc đọc, gõ đủ mã hồ sơ giúp em"
    otherwise = f"Không có giấy hẹn thì mời hỏi {desk} ạ."
    text = f"{start}{told}, ví dụ H56.12.34-260701-0012. {otherwise}"
    spoken = f"{start}{told}. {otherwise}"
    return Reply(Status.CLARIFICATION, text, to_speech(spoken), suggestions=[_HUMAN])


def ask_factor(*, again: bool = False) -> Reply:
    """Ask for the four digits that tell an owner; `again` when what was given were not four digits."""
    start = "Em cần đúng 4 chữ số. Anh/chị" if again else "Dạ, để giữ kín hồ sơ, anh/chị"
    text = f"{start} cho em 4 số cuối của số điện thoại hoặc số định danh đã khai trong hồ sơ ạ."
    return Reply(Status.CLARIFICATION, text, to_speech(text), suggestions=[_HUMAN])


def dossier_not_found(centre: Centre) -> Reply:
    """Nothing fits; whether the code or the digits were wrong is not told."""
    text = (
        "Em không tìm thấy hồ sơ khớp với mã và số xác nhận này. Anh/chị xem lại giấy hẹn giúp em, "
        f"hoặc hỏi {lower_first(centre.help_desk)} ạ."
    )
    again = Suggestion("Tra lại", "tra cứu hồ sơ")
    return Reply(Status.UNANSWERED, text, to_speech(text), suggestions=[again, _HUMAN])


def dossier_throttled(retry_after: int, centre: Centre) -> Reply:
    """Too many wrong tries; how long to wait, in minutes or hours."""
    minutes = -(-retry_after // _MINUTE)
    wait = f"{minutes} phút" if minutes < _MINUTE else f"{-(-minutes // _MINUTE)} giờ"
    text = (
        f"Hồ sơ này tạm khóa tra cứu vì nhập sai nhiều lần. Anh/chị thử lại sau {wait}, "
        f"hoặc mời tới {lower_first(centre.help_desk)}, cán bộ tra giúp ngay ạ."
    )
    return Reply(Status.HANDOFF, text, to_speech(text), commands=[{"type": "call_staff"}])


def dossier_unavailable(centre: Centre) -> Reply:
    """The dossier system does not answer."""
    text = (
        "Em xin lỗi, lúc này em chưa tra được hồ sơ. "
        f"Mời anh/chị tới {lower_first(centre.help_desk)}, cán bộ tra giúp ngay ạ."
    )
    return Reply(Status.HANDOFF, text, to_speech(text), commands=[{"type": "call_staff"}])


def _message(dossier: Dossier, today: date, desk: str) -> str:
    note = f" Ghi chú của cán bộ: {dossier.note.rstrip('.')}." if dossier.note else ""
    return f"Hồ sơ {dossier.procedure} của anh/chị {_state(dossier, today, desk)}{note}"


def _state(dossier: Dossier, today: date, desk: str) -> str:
    late = dossier.days_late(today)
    sorry = f" Kết quả chậm {late} ngày so với hẹn, em thay mặt trung tâm xin lỗi anh/chị." if late else ""
    match dossier.status:
        case DossierStatus.RECEIVED | DossierStatus.IN_PROGRESS:
            return _in_hand(dossier, late, desk)
        case DossierStatus.NEEDS_SUPPLEMENT:
            return f"cần bổ sung giấy tờ. Mời anh/chị tới {desk}, cán bộ chỉ giúp cần bổ sung gì ạ."
        case DossierStatus.AWAITING_PAYMENT:
            return f"đang chờ nộp phí, lệ phí. Mời anh/chị tới {desk} để được hướng dẫn nộp ạ."
        case DossierStatus.DONE:
            return f"đã có kết quả. Anh/chị mang giấy hẹn tới {desk} để nhận ạ.{sorry}"
        case DossierStatus.RETURNED:
            day = f" Kết quả có ngày {_written(dossier.finished_on)}." if dossier.finished_on else ""
            return f"đã trả kết quả rồi ạ.{day}{sorry}"
        case DossierStatus.REJECTED:
            return f"không được giải quyết. Mời anh/chị tới {desk} để được giải thích rõ lý do ạ.{sorry}"
        case DossierStatus.WITHDRAWN:
            return "đã được rút ạ."


def _in_hand(dossier: Dossier, late: int, desk: str) -> str:
    state = status_name(dossier.status)
    if dossier.due_on is None:
        return f"{state}. Chưa có ngày hẹn trả, anh/chị hỏi {desk} giúp em ạ."
    due = _written(dossier.due_on)
    if late:
        return (
            f"{state} nhưng đã quá hẹn {late} ngày, hẹn trả là ngày {due}. Em thay mặt trung tâm xin lỗi "
            f"anh/chị. Mời anh/chị tới {desk} để cán bộ kiểm tra và hẹn lại ngày trả ạ."
        )
    return f"{state}, hẹn trả kết quả ngày {due} ạ."


def _written(day: date) -> str:
    return f"{day.day}/{day.month}/{day.year}"
