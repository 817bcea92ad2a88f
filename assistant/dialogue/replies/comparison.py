"""Two procedures side by side: whom each is for, and what the records give of fee and time."""

from collections.abc import Iterator
from typing import Any

from assistant.catalog.centre import Centre
from assistant.catalog.procedure import Procedure
from assistant.dialogue.acts import Topic
from assistant.dialogue.replies.reply import Answer, Reply, Status, Suggestion
from assistant.dialogue.replies.topics import section
from assistant.dialogue.replies.wording import lower_first, source_line, upper_first
from assistant.text.speech import to_speech


def comparison(left: Procedure, right: Procedure, centre: Centre) -> Reply:
    """Answer with both, the sources in one line at the end."""
    both = (left, right)
    facts: dict[str, Any] = {"compared": [{"code": p.code, "summary": p.summary} for p in both]}
    names = [upper_first(p.plain_name) for p in both]
    purposes = [f"{name}: {lower_first(p.summary)}" for name, p in zip(names, both, strict=True)]
    told = [line for p, purpose in zip(both, purposes, strict=True) for line in (purpose, *_known(p, centre))]
    sources = "; ".join(source_line(p).removeprefix("Nguồn: ").rstrip(".") for p in both)
    return Reply(
        Status.ANSWERED,
        "\n".join([*told, f"Nguồn: {sources}."]),
        to_speech(" ".join(purposes)),
        Answer(left.code, Topic.GENERAL, facts, [p.source.model_dump(mode="json") for p in both]),
        cards=[
            {
                "type": "comparison",
                "options": [{"code": p.code, "title": name} for p, name in zip(both, names, strict=True)],
            }
        ],
        suggestions=[Suggestion(name, p.plain_name) for p, name in zip(both, names, strict=True)],
    )


def _known(procedure: Procedure, centre: Centre) -> Iterator[str]:
    """Fee and time as they are told elsewhere, each amount with when it is due."""
    for topic, given in ((Topic.FEE, procedure.fees), (Topic.TIME_LIMIT, procedure.time_limits)):
        if given:
            yield f"• {section(topic, procedure, centre).text}"
