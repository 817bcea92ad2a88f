"""Replies about numbers: the ticket given, its place in line, what must still be asked."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from assistant.catalog.centre import Centre
from assistant.dialogue.replies.reply import Reply, Status, Suggestion
from assistant.dialogue.replies.wording import clock, listed, lower_first, upper_first, weekday
from assistant.queue.outlook import Standing
from assistant.queue.ticket import CALLABLE, Ticket, TicketStatus
from assistant.queue.waiting import WaitRange
from assistant.text.speech import to_speech

_LONG = 90
"""From so many minutes on, a wait is told in hours."""

View = dict[str, Any]


def given(view: View, ticket: Ticket, standing: Standing, centre: Centre, notes: Sequence[str]) -> Reply:
    """A number has been drawn."""
    notes = [f"Số của anh/chị là {ticket.number} ({view['service_name']}).", *notes]
    return _ticket_reply(Status.TICKET_ISSUED, notes, view, ticket, standing, centre, printed=True)


def held_already(view: View, ticket: Ticket, standing: Standing, centre: Centre) -> Reply:
    """The same was asked for again in the same conversation."""
    told = [f"Anh/chị đang có số {ticket.number} ({view['service_name']}) rồi."]
    more = [Suggestion("Lấy thêm một số", f"lấy thêm một số {lower_first(view['service_name'])}")]
    return _ticket_reply(Status.ANSWERED, told, view, ticket, standing, centre, more=more)


def place_in_line(view: View, ticket: Ticket, standing: Standing, centre: Centre, *, own: bool) -> Reply:
    """Where a ticket stands now; of one that is not one's own, what the board shows too."""
    told = f"Số {ticket.number} ({view['service_name']}) {view['status_text']}."
    if own:
        return _ticket_reply(Status.ANSWERED, [told], view, ticket, standing, centre)
    ahead = "" if ticket.status is TicketStatus.CALLED else _standing_words(ticket, standing, centre, view)
    text = f"{told} {ahead}".strip()
    return Reply(Status.ANSWERED, text, to_speech(text))


def places_in_line(told: Sequence[tuple[View, Ticket, Standing]], centre: Centre) -> Reply:
    """Where each of several tickets stands."""
    parts = [
        f"Số {ticket.number} ({view['service_name']}) {view['status_text']}. "
        f"{_standing_words(ticket, standing, centre, view)}".strip()
        for view, ticket, standing in told
    ]
    text = "\n".join(parts)
    cards = [{"type": "ticket", **view} for view, _, _ in told]
    return Reply(Status.ANSWERED, text, to_speech(text), cards=cards, ticket=told[0][0])


def printed_again(view: View, ticket: Ticket, standing: Standing, centre: Centre) -> Reply:
    """The slip was lost; the number is still the same."""
    told = [f"Anh/chị yên tâm, số {ticket.number} vẫn giữ nguyên lượt, em in lại phiếu đây."]
    return _ticket_reply(Status.ANSWERED, told, view, ticket, standing, centre, printed=True)


def cancelled(view: View, ticket: Ticket) -> Reply:
    """A number was given back."""
    text = f"Em đã hủy số {ticket.number}. Khi nào cần, anh/chị cứ lấy số mới ạ."
    return Reply(Status.ANSWERED, text, to_speech(text), ticket=view)


def which_to_cancel(tickets: Sequence[Ticket]) -> Reply:
    """Several numbers, and no word which of them."""
    return _which(tickets, "Anh/chị muốn hủy số nào ạ?", "hủy số")


def which_to_print(tickets: Sequence[Ticket]) -> Reply:
    """Several numbers, and no word which slip was lost."""
    return _which(tickets, "Anh/chị mất phiếu nào ạ?", "in lại phiếu số")


def ask_service(centre: Centre) -> Reply:
    """For what is the number?"""
    text = (
        "Dạ, anh/chị lấy số để làm việc gì ạ? "
        "Cứ nói tên việc, ví dụ làm khai sinh, hoặc chọn một mục dưới đây."
    )
    taps = [Suggestion(group.name, f"lấy số {lower_first(group.name)}") for group in centre.service_groups]
    return Reply(Status.CLARIFICATION, text, to_speech(text), suggestions=taps)


def offer_priority(reason: str, proof: str | None) -> Reply:
    """Someone said that priority is due to them: shall it be asked for?"""
    shown = f" Giấy tờ mang theo: {lower_first(proof)}." if proof else ""
    text = f"Dạ, {lower_first(reason)} được ưu tiên gọi trước.{shown} Anh/chị có muốn lấy số ưu tiên không ạ?"
    taps = [Suggestion("Có, lấy số ưu tiên", "có"), Suggestion("Không, lấy số thường", "không")]
    return Reply(Status.CLARIFICATION, text, to_speech(text), suggestions=taps)


def ask_reason(reasons: Sequence[str]) -> Reply:
    """Priority was asked for, and no reason was named."""
    text = "Dạ, anh/chị thuộc diện ưu tiên nào ạ?"
    taps = [Suggestion(upper_first(name), name) for name in reasons]
    taps.append(Suggestion("Không, lấy số thường", "không"))
    return Reply(Status.CLARIFICATION, text, to_speech(text), suggestions=taps)


def closed(centre: Centre, opens_at: datetime | None, now: datetime) -> Reply:
    """Outside hours no numbers are given."""
    if opens_at is None:
        text = f"{centre.name} đang nghỉ nên em chưa phát số được ạ."
    else:
        opens = when(opens_at, now)
        text = f"Bây giờ ngoài giờ làm việc nên em chưa phát số được. Trung tâm mở cửa lúc {opens} ạ."
    return Reply(
        Status.CLOSED, text, to_speech(text), suggestions=[Suggestion("Giờ làm việc", "giờ làm việc")]
    )


def no_ticket(centre: Centre) -> Reply:
    """No number was drawn in this conversation."""
    text = f"Em chưa thấy số nào lấy trong lần này. Mời anh/chị hỏi {lower_first(centre.help_desk)} ạ."
    return Reply(Status.CLARIFICATION, text, to_speech(text), suggestions=[Suggestion("Lấy số", "lấy số")])


def no_such_number(centre: Centre, number: str) -> Reply:
    """Nobody has that number today."""
    text = (
        f"Hôm nay chưa có số {number}. Anh/chị xem lại trên phiếu giúp em, "
        f"hoặc hỏi {lower_first(centre.help_desk)} ạ."
    )
    return Reply(Status.CLARIFICATION, text, to_speech(text))


def not_yours(centre: Centre, number: str) -> Reply:
    """A number drawn elsewhere is not given up on someone's word."""
    text = (
        f"Số {number} không lấy trong lần này nên em không dám hủy. "
        f"Anh/chị mang phiếu tới {lower_first(centre.help_desk)} giúp em ạ."
    )
    return Reply(Status.HANDOFF, text, to_speech(text))


def wait_without_slip(centre: Centre) -> Reply:
    """The slip of a number drawn elsewhere was lost: it is not printed on someone's word, nor needed."""
    text = (
        "Mất phiếu không sao ạ. Còn nhớ số thì anh/chị cứ chờ gọi tới, rồi báo cán bộ là mất phiếu. "
        f"Quên số thì hỏi {lower_first(centre.help_desk)} ạ."
    )
    return Reply(Status.HANDOFF, text, to_speech(text), suggestions=[Suggestion("Lấy số", "lấy số")])


def refused(ticket: Ticket, view: View) -> Reply:
    """The state of the ticket does not allow it to be cancelled."""
    text = f"Số {ticket.number} {view['status_text']} nên em không hủy được nữa ạ."
    return Reply(Status.ANSWERED, text, to_speech(text), ticket=view)


def unavailable(centre: Centre) -> Reply:
    """The queue's database is gone: no number was given."""
    text = (
        "Hệ thống lấy số đang gián đoạn, em chưa cấp số nào cho anh/chị. "
        f"Mời anh/chị tới {lower_first(centre.help_desk)}, hoặc thử lại sau ít phút ạ."
    )
    return Reply(Status.HANDOFF, text, to_speech(text), commands=[{"type": "call_staff"}])


def outcome_unknown(centre: Centre) -> Reply:
    """The queue's database was lost at the commit: what was asked is done, or it is not."""
    text = (
        "Hệ thống lấy số gián đoạn đúng lúc ghi, em chưa rõ yêu cầu vừa rồi đã được ghi lại hay chưa. "
        f"Anh/chị nói lại với em sau ít phút, hoặc hỏi {lower_first(centre.help_desk)} giúp em ạ."
    )
    return Reply(Status.HANDOFF, text, to_speech(text), commands=[{"type": "call_staff"}])


def nothing_done(centre: Centre) -> Reply:
    """The queue's database is gone: nothing was looked up, cancelled or printed."""
    text = (
        "Hệ thống lấy số đang gián đoạn, em chưa xem và chưa đổi được gì. Số đã lấy vẫn giữ nguyên. "
        f"Mời anh/chị hỏi {lower_first(centre.help_desk)} ạ."
    )
    return Reply(Status.HANDOFF, text, to_speech(text), commands=[{"type": "call_staff"}])


def line_of(names: Sequence[tuple[str, int, WaitRange | None]]) -> Reply:
    """How many wait now: (service, waiting, wait of a newcomer) of each."""
    if not any(waiting for _, waiting, _ in names):
        text = "Bây giờ chưa có ai chờ, anh/chị lấy số là sớm tới lượt ạ."
    else:
        told = [
            f"{lower_first(name)} {waiting} người{_wait_in_brackets(wait)}"
            for name, waiting, wait in names
            if waiting
        ]
        text = f"Bây giờ đang chờ: {', '.join(told)} ạ."
    return Reply(Status.ANSWERED, text, to_speech(text), suggestions=[Suggestion("Lấy số", "lấy số")])


def enough(held: Sequence[Ticket], centre: Centre) -> Reply:
    """So many numbers are held already that one more is for a person to give."""
    text = (
        f"Anh/chị đang giữ {len(held)} số rồi. Xong bớt việc hoặc hủy bớt số thì em lấy thêm được, "
        f"cần gấp thì mời hỏi {lower_first(centre.help_desk)} ạ."
    )
    taps = [Suggestion(f"Hủy số {ticket.number}", f"hủy số {ticket.number}") for ticket in held[:3]]
    return Reply(Status.CLARIFICATION, text, to_speech(text), suggestions=taps)


def quiet(hours: Sequence[int], centre: Centre) -> Reply:
    """When fewest people came lately, the quietest hour first."""
    told = listed([f"khoảng {hour} đến {hour + 1} giờ" for hour in sorted(hours)])
    text = f"Bốn tuần vừa qua, ở {centre.name} vắng nhất là {told}. Anh/chị đến lúc đó sẽ đỡ phải chờ ạ."
    return Reply(
        Status.ANSWERED,
        text,
        to_speech(text),
        suggestions=[Suggestion("Bây giờ đông không?", "bây giờ đông không")],
    )


def when(moment: datetime, now: datetime) -> str:
    """A coming moment in words: 13:30 hôm nay."""
    if moment.date() == now.date():
        return f"{clock(moment)} hôm nay"
    return f"{clock(moment)} {weekday(moment)} ngày {moment.day}/{moment.month}"


def wait_words(wait: WaitRange) -> str:
    """A wait in words: khoảng 10 đến 25 phút."""
    if wait.high <= 3:
        return "vài phút"
    if not wait.low:
        return f"chưa tới {_hours(wait.high)}"
    if wait.low == wait.high:
        return f"khoảng {_hours(wait.low)}"
    low = str(wait.low) if wait.high < _LONG else _hours(wait.low)
    return f"khoảng {low} đến {_hours(wait.high)}"


def _which(tickets: Sequence[Ticket], question: str, message: str) -> Reply:
    several = "các số" if len(tickets) > 1 else "số"
    text = f"Anh/chị đang có {several} {listed([t.number for t in tickets])}. {question}"
    taps = [Suggestion(upper_first(f"{message} {t.number}"), f"{message} {t.number}") for t in tickets]
    return Reply(Status.CLARIFICATION, text, to_speech(text), suggestions=taps)


def _hours(minutes: int) -> str:
    """Minutes in words, in hours where they are many."""
    if minutes < _LONG:
        return f"{minutes} phút"
    hours, rest = divmod(minutes, 60)
    return f"{hours} giờ {rest} phút" if rest else f"{hours} giờ"


def _wait_in_brackets(wait: WaitRange | None) -> str:
    return f" (chờ {wait_words(wait)})" if wait else ""


def _standing_words(ticket: Ticket, standing: Standing, centre: Centre, view: View) -> str:
    if ticket.status is TicketStatus.CALLED:
        return f"Đến lượt anh/chị rồi, mời tới {_way(centre, view)} ngay ạ!"
    if standing.people_ahead is None:
        return ""
    ahead = f"còn {standing.people_ahead} người" if standing.people_ahead else "chưa có ai"
    wait = f", chờ {wait_words(standing.wait)}" if standing.wait else ""
    return f"Phía trước {ahead}{wait}."


def _way(centre: Centre, view: View) -> str:
    return " hoặc ".join(c["way"] for c in view["counters"]) or lower_first(centre.help_desk)


def _ticket_reply(
    status: Status,
    told: Sequence[str],
    view: View,
    ticket: Ticket,
    standing: Standing,
    centre: Centre,
    *,
    printed: bool = False,
    more: Sequence[Suggestion] = (),
) -> Reply:
    in_line = ticket.status in CALLABLE
    parts = [*told, _standing_words(ticket, standing, centre, view)]
    if in_line:
        parts.append(f"Mời anh/chị tới chờ ở {_way(centre, view)} ạ.")
    text = " ".join(filter(None, parts))
    counters = [c["number"] for c in view["counters"][:1]]
    commands: list[dict[str, Any]] = [{"type": "print_ticket", "slip": view["slip"]}] if printed else []
    if in_line or ticket.status is TicketStatus.CALLED:
        commands += [{"type": "guide_to_counter", "counter": number} for number in counters]
    taps = [Suggestion("Còn mấy người nữa?", "còn mấy người nữa")] if in_line else []
    taps += [*more, *([Suggestion("Hủy số", f"hủy số {ticket.number}")] if in_line else [])]
    return Reply(
        status,
        text,
        to_speech(text),
        cards=[{"type": "ticket", **view}],
        suggestions=taps,
        commands=commands,
        ticket=view,
    )
