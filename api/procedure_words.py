"""The facts of a procedure in the words of its page; what the record does not give is told as unknown."""

from collections.abc import Sequence
from dataclasses import dataclass

from assistant.catalog.centre import Centre
from assistant.catalog.procedure import Channel, Document, Fact, Fee, Procedure, TimeLimit
from assistant.dialogue.replies.wording import (
    CHANNEL_NAMES,
    duration,
    lower_first,
    money,
    source_line,
    upper_first,
    way_to,
)

_UNKNOWN = {
    Fact.DOCUMENTS: "giấy tờ",
    Fact.FEE: "lệ phí",
    Fact.TIME_LIMIT: "thời hạn",
    Fact.AUTHORITY: "cơ quan giải quyết",
    Fact.STEPS: "các bước",
    Fact.CONDITIONS: "điều kiện",
    Fact.RESULT: "kết quả",
    Fact.CHANNELS: "cách nộp",
    Fact.ONLINE_LEVEL: "mức độ trực tuyến",
    Fact.LEGAL_BASIS: "căn cứ pháp lý",
    Fact.BOUNDARY_FREE: "nộp ở xã khác được không",
}


@dataclass(frozen=True)
class Papers:
    """Papers under one heading, each a name and more about it."""

    heading: str
    items: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class ProcedureWords:
    """A procedure as its page tells it; an empty part is unknown."""

    title: str
    papers: tuple[Papers, ...]
    fees: tuple[str, ...]
    time_limits: tuple[str, ...]
    channels: tuple[str, ...]
    online: bool
    boundary_free: str
    counter: str
    unknown: tuple[str, ...]
    source: str


def procedure_words(procedure: Procedure, centre: Centre) -> ProcedureWords:
    """The words for a procedure at a centre."""
    counters = centre.counters_for(procedure.service_group)
    boundary = {
        True: "Nộp được ở nơi khác, không phụ thuộc nơi cư trú.",
        False: "Nộp tại nơi có thẩm quyền giải quyết.",
    }
    return ProcedureWords(
        title=upper_first(procedure.plain_name),
        papers=tuple(_papers(procedure.documents)),
        fees=tuple(upper_first(_fee(fee)) for fee in procedure.fees),
        time_limits=tuple(upper_first(_limit(limit)) for limit in procedure.time_limits),
        channels=tuple(upper_first(CHANNEL_NAMES[channel]) for channel in procedure.channels),
        online=Channel.ONLINE in procedure.channels,
        boundary_free="" if procedure.boundary_free is None else boundary[procedure.boundary_free],
        counter=upper_first(way_to(counters) if counters else centre.help_desk),
        unknown=tuple(_UNKNOWN[fact] for fact in procedure.unknown),
        source=source_line(procedure),
    )


def _papers(documents: Sequence[Document]) -> list[Papers]:
    plain = [d for d in documents if d.case is None]
    groups = [
        ("Nộp trong hồ sơ", [d for d in plain if not d.present]),
        ("Mang theo để xuất trình, xem xong trả lại", [d for d in plain if d.present]),
    ]
    cases: dict[str, list[Document]] = {}
    for document in documents:
        if document.case:
            cases.setdefault(document.case, []).append(document)
    groups += [(f"Nếu: {lower_first(case)}", some) for case, some in cases.items()]
    return [Papers(heading, tuple(_paper(d) for d in some)) for heading, some in groups if some]


def _paper(document: Document) -> tuple[str, str]:
    counts = ((document.originals, "bản chính"), (document.copies, "bản sao"))
    told = ", ".join(f"{count} {kind}" for count, kind in counts if count)
    form = f", {document.form}" if document.form and document.form not in document.name else ""
    return document.name + (f" ({told})" if told else "") + form, document.detail or ""


def _fee(fee: Fee) -> str:
    amount = f"miễn phí vì {lower_first(fee.free_reason)}" if fee.free_reason else money(fee.amount)
    unit = f"/{fee.unit}" if fee.unit and not fee.free_reason else ""
    channel = f" khi {CHANNEL_NAMES[fee.channel]}" if fee.channel else ""
    condition = f" ({lower_first(fee.condition.rstrip('.'))})" if fee.condition else ""
    return f"{amount}{unit}{channel}{condition}"


def _limit(limit: TimeLimit) -> str:
    return duration(limit) + (f" ({lower_first(limit.case)})" if limit.case else "")
