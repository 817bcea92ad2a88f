"""Replies about the centre and between people: hours, a person, a greeting, what is out of scope."""

from datetime import datetime

from assistant.catalog.centre import Centre
from assistant.dialogue.acts import ActKind
from assistant.dialogue.replies.reply import Answer, Reply, Status, Suggestion
from assistant.dialogue.replies.wording import clock, lower_first, own_word, week, weekday
from assistant.text.speech import to_speech

_START = (
    Suggestion("Làm khai sinh", "đăng ký khai sinh"),
    Suggestion("Chứng thực bản sao", "chứng thực bản sao từ bản chính"),
    Suggestion("Đổi căn cước", "cấp đổi căn cước"),
    Suggestion("Giờ làm việc", "mấy giờ trung tâm làm việc"),
)
_CAN_DO = "em chỉ dẫn được giấy tờ, lệ phí, thời gian, nơi nộp các thủ tục ở xã"
_SERVICES = {"113": "công an", "114": "cứu hỏa, cứu nạn", "115": "cấp cứu"}


def service_reply(kind: ActKind, centre: Centre, now: datetime, number: str | None = None) -> Reply:
    """The reply of an act that is not about a procedure; `number` is the one to call for help."""
    if kind is ActKind.EMERGENCY:
        return _emergency(number, centre)
    if kind is ActKind.HOURS:
        return _hours(centre, now)
    status, text, suggestions = _words(kind, centre)
    commands = [{"type": "call_staff"}] if status is Status.HANDOFF else []
    return Reply(status, text, to_speech(text), suggestions=suggestions, commands=commands)


def stopped(centre: Centre) -> Reply:
    """Staff have stopped answers about procedures: who can tell now, and what goes on all the same."""
    text = (
        "Dạ, lúc này em đang tạm dừng giải đáp về thủ tục. "
        f"Mời anh/chị tới {lower_first(centre.help_desk)} trong giờ làm việc, cán bộ hướng dẫn trực tiếp ạ. "
        "Em vẫn lấy số thứ tự và xem kết quả hồ sơ giúp anh/chị được."
    )
    return Reply(
        Status.HANDOFF, text, to_speech(text), suggestions=[Suggestion("Lấy số", "lấy số"), _START[-1]]
    )


def _words(kind: ActKind, centre: Centre) -> tuple[Status, str, list[Suggestion]]:
    desk = lower_first(centre.help_desk)
    match kind:
        case ActKind.GREET:
            text = f"Dạ em chào anh/chị! Em là Lễ Tân của {centre.name}. Anh/chị cần làm thủ tục gì ạ?"
            return Status.SMALLTALK, text, list(_START)
        case ActKind.THANKS:
            return Status.SMALLTALK, "Dạ không có gì ạ. Anh/chị cần gì thêm cứ hỏi em nhé.", list(_START)
        case ActKind.GOODBYE:
            return Status.SMALLTALK, "Dạ em chào anh/chị, chúc anh/chị một ngày tốt lành ạ!", []
        case ActKind.AFFIRM:
            return Status.SMALLTALK, "Dạ vâng ạ. Anh/chị cần hỏi thêm gì nữa không ạ?", list(_START)
        case ActKind.DENY:
            return Status.SMALLTALK, "Dạ vâng. Anh/chị cần việc khác cứ nói với em ạ.", list(_START)
        case ActKind.IDENTITY:
            text = f"Em là Lễ Tân, robot hướng dẫn của {centre.name}. Em không phải người thật, {_CAN_DO}."
            return Status.SMALLTALK, text, list(_START)
        case ActKind.REPEAT:
            return (
                Status.SMALLTALK,
                "Dạ em chưa nói gì trước đó ạ. Anh/chị cần hỏi thủ tục gì?",
                list(_START),
            )
        case ActKind.HUMAN:
            text = f"Dạ, mời anh/chị tới {desk}, cán bộ sẽ gặp trực tiếp ạ."
            return Status.HANDOFF, text, []
        case ActKind.COMPLAINT:
            text = (
                "Em xin lỗi vì anh/chị chưa hài lòng. "
                f"Mời anh/chị tới {desk} để gặp lãnh đạo trung tâm phản ánh trực tiếp, ạ."
            ).replace(", ạ", " ạ")
            return Status.HANDOFF, text, []
        case ActKind.NONE_OF_THESE:
            text = f"Dạ, vậy anh/chị nói cụ thể hơn việc cần làm giúp em, hoặc hỏi {desk} ạ."
            return Status.CLARIFICATION, text, []
        case ActKind.OUT_OF_SCOPE:
            text = f"Việc này ngoài hiểu biết của em, {_CAN_DO} thôi ạ."
            return Status.OUT_OF_SCOPE, text, list(_START)
        case _:
            text = (
                "Em chưa có thông tin chắc chắn về việc này nên không dám trả lời bừa. "
                f"Anh/chị thử nói tên thủ tục, hoặc hỏi {desk} giúp em ạ."
            )
            return Status.UNANSWERED, text, list(_START)


def _hours(centre: Centre, now: datetime) -> Reply:
    opening = centre.next_opening(now)
    if centre.is_open(now):
        state = "Bây giờ trung tâm đang mở cửa."
    elif opening:
        day = (
            "hôm nay"
            if opening.date() == now.date()
            else f"{weekday(opening)} ngày {opening.day}/{opening.month}"
        )
        state = f"Bây giờ trung tâm chưa mở cửa, sẽ mở lúc {clock(opening)} {day}."
    else:
        state = "Bây giờ trung tâm đang nghỉ."
    sample = " (Giờ mẫu, trung tâm sẽ cập nhật.)" if centre.sample else ""
    text = f"{centre.name} làm việc: {week(centre)}. {state}{sample}"
    facts = {
        "open_now": centre.is_open(now),
        "opens_at": opening.isoformat() if opening else None,
        "sample": centre.sample,
    }
    answer = Answer(None, "hours", facts, own_word(centre))
    return Reply(Status.ANSWERED, text, to_speech(text), answer, suggestions=list(_START[:3]))


def _emergency(number: str | None, centre: Centre) -> Reply:
    call = f"gọi ngay {number} ({_SERVICES[number]})" if number else "gọi ngay 113, 114 hoặc 115"
    text = f"Việc khẩn cấp: anh/chị {call} và báo ngay cho cán bộ ở {lower_first(centre.help_desk)}!"
    digits = " ".join(number) if number else "1 1 3, 1 1 4 hoặc 1 1 5"
    spoken = f"Khẩn cấp. Anh/chị gọi ngay {digits} và báo cán bộ ở {lower_first(centre.help_desk)}."
    commands = [{"type": "call_staff", "urgent": True}]
    return Reply(Status.EMERGENCY, text, to_speech(spoken), commands=commands)
