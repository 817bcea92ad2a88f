"""Replies about procedures: the answer with its source, the offer, the question which."""

from collections.abc import Sequence
from typing import Any

from assistant.catalog.centre import Centre
from assistant.catalog.entry import Entry
from assistant.catalog.procedure import Procedure
from assistant.dialogue.acts import Topic
from assistant.dialogue.replies.reply import Answer, Reply, Status, Suggestion
from assistant.dialogue.replies.topics import section
from assistant.dialogue.replies.wording import (
    desk_source_line,
    listed,
    lower_first,
    own_word,
    source_line,
    upper_first,
)
from assistant.text.speech import to_speech

_ASKED = {
    Topic.DOCUMENTS: ("Giấy tờ cần mang?", "cần giấy tờ gì"),
    Topic.FEE: ("Lệ phí?", "lệ phí bao nhiêu"),
    Topic.TIME_LIMIT: ("Bao lâu xong?", "bao lâu thì xong"),
    Topic.COUNTER: ("Quầy nào?", "quầy nào"),
    Topic.ONLINE: ("Làm trực tuyến?", "có nộp trực tuyến không"),
    Topic.STEPS: ("Các bước?", "trình tự thế nào"),
}
_SUGGESTED = 4
_TOPIC_NAMES = {
    Topic.DOCUMENTS: "giấy tờ",
    Topic.FEE: "lệ phí",
    Topic.TIME_LIMIT: "thời gian giải quyết",
    Topic.PLACE: "nơi nộp",
    Topic.STEPS: "các bước",
    Topic.CONDITIONS: "điều kiện",
    Topic.RESULT: "kết quả",
    Topic.ONLINE: "việc nộp trực tuyến",
    Topic.FORM: "mẫu đơn",
    Topic.LEGAL_BASIS: "căn cứ pháp lý",
    Topic.COUNTER: "quầy tiếp nhận",
}


def answer(procedure: Procedure, topics: Sequence[Topic], centre: Centre) -> Reply:
    """Answer topics of a procedure with the source."""
    sections = [section(topic, procedure, centre) for topic in topics]
    about_desk = set(topics) == {Topic.COUNTER}
    source = desk_source_line(centre) if about_desk else source_line(procedure)
    sources = own_word(centre) if about_desk else [procedure.source.model_dump(mode="json")]
    facts: dict[str, Any] = {}
    for part in sections:
        facts |= part.facts
    title = upper_first(procedure.plain_name)
    text = "\n".join([*(part.text for part in sections), source])
    counters = [counter.number for counter in centre.counters_for(procedure.service_group)]
    return Reply(
        Status.ANSWERED,
        text,
        to_speech(" ".join(part.speech for part in sections)),
        Answer(procedure.code, topics[0], facts, sources),
        cards=[
            {
                "type": "procedure",
                "code": procedure.code,
                "title": title,
                "name": procedure.name,
                "topic": topics[0],
                "facts": facts,
                "source": source,
                "counters": counters,
            }
        ],
        suggestions=[
            *[Suggestion(*_ASKED[topic]) for topic in _ASKED if topic not in topics][:_SUGGESTED],
            Suggestion("Lấy số", "lấy số"),
        ],
        commands=[{"type": "guide_to_counter", "counter": number} for number in counters[:1]]
        if Topic.COUNTER in topics
        else [],
    )


def offer(candidates: Sequence[Entry], topics: Sequence[Topic]) -> Reply:
    """Ask which of the near entries is meant."""
    names = [upper_first(entry.short_name) for entry in candidates]
    asked = listed([_TOPIC_NAMES[topic] for topic in topics if topic in _TOPIC_NAMES])
    if all(isinstance(entry, Procedure) for entry in candidates):
        about = f"{asked} của thủ tục nào" if asked else "thủ tục nào"
        lines = [f"Anh/chị hỏi {about} trong các thủ tục này ạ?"]
    else:
        about = "việc nào"
        lines = ["Anh/chị hỏi việc nào trong các việc này ạ?"]
    lines += [f"{i}. {name}" for i, name in enumerate(names, 1)]
    spoken = ". ".join(f"{_ORDINALS[i]}, {lower_first(name)}" for i, name in enumerate(names))
    return Reply(
        Status.CLARIFICATION,
        "\n".join(lines),
        to_speech(f"Anh/chị hỏi {about} ạ? {spoken}."),
        cards=[
            {
                "type": "choice",
                "topic": topics[0] if topics else Topic.GENERAL,
                "options": [{"code": e.key, "title": n} for e, n in zip(candidates, names, strict=True)],
            }
        ],
        suggestions=[
            Suggestion(name, entry.short_name) for name, entry in zip(names, candidates, strict=True)
        ],
    )


def ask_which(topics: Sequence[Topic], everyday: Sequence[Procedure]) -> Reply:
    """Ask which procedure is meant, when none was named."""
    asked = listed([_TOPIC_NAMES[topic] for topic in topics if topic in _TOPIC_NAMES])
    if asked:
        question = f"Anh/chị muốn hỏi {asked} của thủ tục nào ạ?"
    else:
        question = "Em chưa rõ anh/chị cần làm thủ tục nào ạ. Anh/chị nói tên việc cần làm giúp em."
    text = f"{question} Ví dụ: {listed([p.plain_name for p in everyday[:3]])}."
    return Reply(
        Status.CLARIFICATION,
        text,
        to_speech(text),
        suggestions=[Suggestion(upper_first(p.plain_name), p.plain_name) for p in everyday],
    )


_ORDINALS = ("Thứ nhất", "Thứ hai", "Thứ ba", "Thứ tư", "Thứ năm")
