"""Two procedures side by side: whom each is for, and what the records give of time and fee."""

from typing import Any

from assistant.catalog.procedure import Procedure
from assistant.dialogue.acts import Topic
from assistant.dialogue.replies.reply import Answer, Reply, Status, Suggestion
from assistant.dialogue.replies.wording import duration, listed, lower_first, money, source_line, upper_first
from assistant.text.speech import to_speech


def comparison(left: Procedure, right: Procedure) -> Reply:
    """Answer with both, each with its source."""
    both = (left, right)
    facts: dict[str, Any] = {"compared": [{"code": p.code, "summary": p.summary} for p in both]}
    lines = [line for p in both for line in (f"{upper_first(p.plain_name)}: {_told(p)}", source_line(p))]
    spoken = " ".join(f"{upper_first(p.plain_name)}: {lower_first(p.summary)}" for p in both)
    return Reply(
        Status.ANSWERED,
        "\n".join(lines),
        to_speech(spoken),
        Answer(left.code, Topic.GENERAL, facts, [p.source.model_dump(mode="json") for p in both]),
        cards=[
            {
                "type": "comparison",
                "options": [{"code": p.code, "title": upper_first(p.plain_name)} for p in both],
            }
        ],
        suggestions=[Suggestion(upper_first(p.plain_name), p.plain_name) for p in both],
    )


def _told(procedure: Procedure) -> str:
    told = [lower_first(procedure.summary).rstrip(".") + "."]
    if procedure.time_limits:
        told.append(f"Thời gian: {listed([duration(limit) for limit in procedure.time_limits[:2]])}.")
    amounts = sorted({fee.amount for fee in procedure.fees if fee.amount})
    if amounts:
        told.append(f"Lệ phí: {listed([money(amount) for amount in amounts[:3]])}.")
    return " ".join(told)
