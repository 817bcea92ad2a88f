"""One topic of one procedure in words: only what the record gives, and what it does not said as such."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from assistant.catalog.centre import Centre
from assistant.catalog.procedure import Channel, Document, Fee, OnlineLevel, Procedure
from assistant.dialogue.acts import Topic
from assistant.dialogue.replies.wording import (
    CHANNEL_NAMES,
    duration,
    listed,
    lower_first,
    money,
    upper_first,
    way_to,
)

_SPOKEN_ITEMS = 4
_LONGEST_SPOKEN = 300
_PORTAL = "dichvucong.gov.vn"
_FORM_NAMES = ("tờ khai", "đơn", "phiếu", "giấy đề nghị", "văn bản đề nghị")


@dataclass(frozen=True)
class Section:
    """A topic's words: `text` with line breaks, `speech` as one short passage, `facts` as data."""

    text: str
    speech: str
    facts: dict[str, Any]


def section(topic: Topic, procedure: Procedure, centre: Centre) -> Section:
    """What there is to say about a topic of a procedure."""
    return _SECTIONS[topic](procedure, centre)


def _general(procedure: Procedure, centre: Centre) -> Section:
    lines = [procedure.summary]
    needed = [d for d in procedure.documents if d.case is None]
    if needed:
        lines.append(f"• Giấy tờ chính: {listed([lower_first(d.name) for d in needed[:4]])}.")
    lines += [f"• {part.text}" for part in (_fee(procedure, centre), _time(procedure, centre))]
    lines.append(f"• {_counter(procedure, centre).text}")
    spoken = f"{procedure.summary} Anh/chị muốn hỏi giấy tờ, lệ phí, thời gian hay nơi nộp ạ?"
    facts = {"summary": procedure.summary, "name": procedure.name}
    return Section("\n".join(lines), spoken, facts)


def _documents(procedure: Procedure, centre: Centre) -> Section:
    facts = {"documents": [d.model_dump(exclude_none=True) for d in procedure.documents]}
    name = procedure.plain_name
    if not procedure.documents:
        return _unknown(f"hồ sơ {name}", procedure, centre, facts)
    submitted = [d for d in procedure.documents if d.case is None and not d.present]
    shown = [d for d in procedure.documents if d.case is None and d.present]
    special = [d for d in procedure.documents if d.case is not None]
    lines = [f"Hồ sơ {name}, anh/chị chuẩn bị giúp em:"]
    lines += [f"{i}. {_document(d)}" for i, d in enumerate(submitted, 1)]
    if shown:
        lines.append("Mang theo để xuất trình (xem xong trả lại):")
        lines += [f"• {_document(d)}" for d in shown]
    if special:
        lines.append("Tùy trường hợp, cần thêm:")
        lines += _by_case(special)
    if procedure.note:
        lines.append(f"Lưu ý: {lower_first(procedure.note)}")
    return Section("\n".join(lines), _documents_spoken(name, submitted + shown, special), facts)


def _by_case(documents: Sequence[Document]) -> list[str]:
    """The papers of special cases, each case named once."""
    cases: dict[str, list[str]] = {}
    for document in documents:
        cases.setdefault(document.case or "", []).append(lower_first(_document(document)).rstrip("."))
    return [f"• {upper_first(case)}: {'; '.join(papers)}." for case, papers in cases.items()]


def _documents_spoken(name: str, needed: Sequence[Document], special: Sequence[Document]) -> str:
    first = [lower_first(d.name) for d in needed[:_SPOKEN_ITEMS]]
    spoken = f"Thủ tục {name}, anh/chị mang theo {listed(first)}." if first else ""
    if len(needed) > _SPOKEN_ITEMS:
        spoken += f" Còn {len(needed) - _SPOKEN_ITEMS} giấy tờ nữa em ghi trên màn hình."
    if special:
        spoken += " Giấy tờ cho trường hợp riêng em ghi trên màn hình ạ."
    return spoken.strip()


def _document(document: Document) -> str:
    counts = [
        f"{count} {kind}"
        for count, kind in ((document.originals, "bản chính"), (document.copies, "bản sao"))
        if count
    ]
    parts = document.name + (f" ({', '.join(counts)})" if counts else "")
    if document.form and document.form not in document.name:
        parts += f", mẫu {document.form.removeprefix('Mẫu ').removeprefix('mẫu ')}"
    return parts + (f". {document.detail}" if document.detail else "")


def _fee(procedure: Procedure, centre: Centre) -> Section:
    facts = {
        "fees": [fee.model_dump(mode="json", exclude_none=True) for fee in procedure.fees],
        "fee_note": procedure.fee_note,
        "known": bool(procedure.fees),
    }
    note = f" {procedure.fee_note}" if procedure.fee_note else ""
    if not procedure.fees:
        told = f"Về lệ phí {procedure.plain_name}, em chưa có số liệu chính thức."
        ask = f" Anh/chị hỏi giúp em tại {_desk(procedure, centre)} ạ."
        return Section(told + note + ask, told + note + ask, facts)
    amounts = "; ".join(_one_fee(fee) for fee in procedure.fees)
    text = f"Lệ phí {procedure.plain_name}: {amounts}.{note}"
    spoken = "; ".join(_aloud(_one_fee(fee)) for fee in procedure.fees[:3])
    return Section(text, f"Lệ phí {procedure.plain_name} là {spoken}.{note}", facts)


def _aloud(told: str) -> str:
    """For the voice, which leaves out what stands in brackets: here that says when a value holds."""
    return told.replace(" (", ", ").replace(")", "")


def _one_fee(fee: Fee) -> str:
    amount = f"miễn phí vì {lower_first(fee.free_reason)}" if fee.free_reason else money(fee.amount)
    words = f"{amount}/{fee.unit}" if fee.unit and not fee.free_reason else amount
    if fee.channel:
        words += f" khi {CHANNEL_NAMES[fee.channel]}"
    return words + (f" ({lower_first(fee.condition.rstrip('.'))})" if fee.condition else "")


def _time(procedure: Procedure, centre: Centre) -> Section:
    facts = {
        "time_limits": [t.model_dump(mode="json", exclude_none=True) for t in procedure.time_limits],
        "time_limit_note": procedure.time_limit_note,
        "known": bool(procedure.time_limits),
    }
    note = f" {procedure.time_limit_note}" if procedure.time_limit_note else ""
    if not procedure.time_limits:
        told = f"Về thời hạn của thủ tục {procedure.plain_name}, em chưa có số liệu chắc chắn."
        ask = " Anh/chị xem ngày hẹn trên giấy hẹn, hoặc hỏi cán bộ tại quầy ạ."
        return Section(told + note + ask, told + note + ask, facts)
    limits = "; ".join(
        duration(limit) + (f" ({lower_first(limit.case)})" if limit.case else "")
        for limit in procedure.time_limits
    )
    told = f"Thời hạn của thủ tục {procedure.plain_name}"
    counted = f".{note}" if "hồ sơ" in note else f", tính từ khi đủ hồ sơ.{note}"
    return Section(f"{told}: {limits}{counted}", f"{told} là {_aloud(limits)}{counted}", facts)


def _place(procedure: Procedure, centre: Centre) -> Section:
    ways = [CHANNEL_NAMES[channel] for channel in procedure.channels]
    facts = {
        "authority": procedure.authority,
        "channels": [str(channel) for channel in procedure.channels],
        "centre": centre.slug,
        "boundary_free": procedure.boundary_free,
    }
    lines = [f"Anh/chị nộp hồ sơ {procedure.plain_name} tại {_desk(procedure, centre)}, {centre.name}."]
    if procedure.authority:
        lines.append(f"Cơ quan giải quyết: {procedure.authority}.")
    if ways:
        lines.append(f"Các cách nộp: {listed(ways)}.")
    if Channel.ONLINE in procedure.channels:
        lines.append(f"Nộp trực tuyến tại {_PORTAL}, đăng nhập bằng VNeID.")
    return Section("\n".join(lines), lines[0], facts)


def _steps(procedure: Procedure, centre: Centre) -> Section:
    facts = {"steps": list(procedure.steps)}
    if not procedure.steps:
        return _unknown(f"trình tự của thủ tục {procedure.plain_name}", procedure, centre, facts)
    lines = [f"Các bước của thủ tục {procedure.plain_name}:"]
    lines += [f"{i}. {step}" for i, step in enumerate(procedure.steps, 1)]
    first = " ".join(f"Bước {i}, {lower_first(step)}" for i, step in enumerate(procedure.steps[:3], 1))
    rest = " Các bước sau em ghi trên màn hình ạ." if len(procedure.steps) > 3 else ""
    return Section("\n".join(lines), first + rest, facts)


def _conditions(procedure: Procedure, centre: Centre) -> Section:
    facts = {"conditions": list(procedure.conditions)}
    if not procedure.conditions:
        return _unknown(f"điều kiện của thủ tục {procedure.plain_name}", procedure, centre, facts)
    lines = [f"Điều kiện của thủ tục {procedure.plain_name}:"]
    lines += [f"• {condition}" for condition in procedure.conditions]
    spoken = [lines[0]]
    for condition in procedure.conditions:
        if len(" ".join([*spoken, condition])) > _LONGEST_SPOKEN:
            spoken.append("Các điều kiện còn lại em ghi trên màn hình ạ.")
            break
        spoken.append(condition)
    if spoken[1] != procedure.conditions[0]:
        spoken = [f"Điều kiện của thủ tục {procedure.plain_name} khá dài, em ghi trên màn hình ạ."]
    return Section("\n".join(lines), " ".join(spoken), facts)


def _result(procedure: Procedure, centre: Centre) -> Section:
    facts = {"result": list(procedure.result)}
    if not procedure.result:
        return _unknown(f"kết quả của thủ tục {procedure.plain_name}", procedure, centre, facts)
    received = listed([lower_first(result.rstrip(".")) for result in procedure.result])
    text = f"Xong thủ tục {procedure.plain_name}, anh/chị nhận được: {received}."
    return Section(text, text.replace(":", "", 1), facts)


def _online(procedure: Procedure, centre: Centre) -> Section:
    online = Channel.ONLINE in procedure.channels
    facts = {
        "online": online if procedure.channels else None,
        "online_level": procedure.online_level,
        "portal": _PORTAL if online else None,
    }
    if not procedure.channels:
        return _unknown(f"việc nộp trực tuyến thủ tục {procedure.plain_name}", procedure, centre, facts)
    if not online:
        ways = listed([CHANNEL_NAMES[channel] for channel in procedure.channels])
        text = f"Theo dữ liệu em có, {procedure.plain_name} chưa nhận hồ sơ trực tuyến, chỉ {ways} ạ."
        return Section(text, text, facts)
    lines = [
        f"Được ạ. Anh/chị vào {_PORTAL}, đăng nhập bằng VNeID rồi tìm “{procedure.name}”, "
        "điền mẫu và tải giấy tờ lên."
    ]
    if procedure.online_level is OnlineLevel.PARTIAL:
        lines.append("Thủ tục này làm trực tuyến một phần, có bước anh/chị cần tới trung tâm.")
    spoken = (
        f"Được ạ. Anh/chị vào cổng dịch vụ công quốc gia, đăng nhập bằng VNeID rồi tìm "
        f"{procedure.plain_name}."
    )
    return Section("\n".join(lines), spoken, facts)


def _form(procedure: Procedure, centre: Centre) -> Section:
    forms = [d for d in procedure.documents if d.form or d.name.lower().startswith(_FORM_NAMES)]
    facts = {"forms": [{"name": d.name, "form": d.form} for d in forms]}
    if not forms:
        return _unknown(f"mẫu đơn của thủ tục {procedure.plain_name}", procedure, centre, facts)
    lines = [f"Mẫu giấy tờ của thủ tục {procedure.plain_name}:"]
    lines += [f"• {d.name}" + (f" – {d.form}" if d.form else "") for d in forms]
    lines.append(f"Anh/chị có thể hỏi xin mẫu tại {_desk(procedure, centre)}.")
    names = listed([lower_first(d.name) for d in forms[:3]])
    spoken = f"Anh/chị dùng {names}. Mẫu có thể hỏi xin tại {_desk(procedure, centre)} ạ."
    return Section("\n".join(lines), spoken, facts)


def _legal_basis(procedure: Procedure, centre: Centre) -> Section:
    facts = {"legal_basis": list(procedure.legal_basis)}
    if not procedure.legal_basis:
        return _unknown(f"căn cứ pháp lý của thủ tục {procedure.plain_name}", procedure, centre, facts)
    text = f"Căn cứ pháp lý của thủ tục {procedure.plain_name}: {', '.join(procedure.legal_basis)}."
    spoken = (
        f"Thủ tục {procedure.plain_name} theo {len(procedure.legal_basis)} văn bản, "
        "em ghi số hiệu trên màn hình ạ."
    )
    return Section(text, spoken, facts)


def _counter(procedure: Procedure, centre: Centre) -> Section:
    counters = centre.counters_for(procedure.service_group)
    facts = {
        "counters": [c.number for c in counters],
        "centre": centre.slug,
        "sample": centre.sample,
    }
    text = f"Thủ tục {procedure.plain_name}: mời anh/chị tới {_desk(procedure, centre)} ạ."
    return Section(text, text, facts)


def _desk(procedure: Procedure, centre: Centre) -> str:
    counters = centre.counters_for(procedure.service_group)
    return way_to(counters) if counters else lower_first(centre.help_desk)


def _unknown(what: str, procedure: Procedure, centre: Centre, facts: dict[str, Any]) -> Section:
    text = (
        f"Về {what}, dữ liệu em có chưa ghi rõ nên em không dám nói chắc. "
        f"Anh/chị hỏi giúp em tại {_desk(procedure, centre)} ạ."
    )
    return Section(text, text, facts | {"known": False})


_SECTIONS: dict[Topic, Callable[[Procedure, Centre], Section]] = {
    Topic.GENERAL: _general,
    Topic.DOCUMENTS: _documents,
    Topic.FEE: _fee,
    Topic.TIME_LIMIT: _time,
    Topic.PLACE: _place,
    Topic.STEPS: _steps,
    Topic.CONDITIONS: _conditions,
    Topic.RESULT: _result,
    Topic.ONLINE: _online,
    Topic.FORM: _form,
    Topic.LEGAL_BASIS: _legal_basis,
    Topic.COUNTER: _counter,
}
