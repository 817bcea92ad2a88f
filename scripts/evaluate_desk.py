"""Measure what is understood at the desk: numbers, the line, dossiers, communes; figures by kind."""

import asyncio
import logging
import sys
from collections import defaultdict

from assistant.assembly import Assistant, assemble
from assistant.dialogue.acts import DOSSIER_ACTS, Act, ActKind
from assistant.dialogue.conversation import Message
from assistant.settings import settings
from scripts.question_sets import desk_messages

_NAMES = {
    ActKind.ASK_SERVICE: "take:",
    ActKind.OFFER_PRIORITY: "priority",
    ActKind.ASK_REASON: "priority",
    ActKind.CANCEL_TICKET: "cancel",
    ActKind.LOST_TICKET: "lost",
    ActKind.QUEUE: "queue",
    ActKind.COMMUNE: "commune",
}


def done(act: Act, assistant: Assistant) -> str:
    """What the act does at the desk, in the words of desk_messages.tsv; "none" if nothing."""
    if act.kind is ActKind.TICKET:
        group = assistant.brain.policy.service_group(act.procedure) if act.procedure else act.group
        return f"priority:{group}" if act.reason else f"take:{group}"
    return "dossier" if act.kind in DOSSIER_ACTS else _NAMES.get(act.kind, "none")


def verdict(expected: str, act: Act, assistant: Assistant) -> str:
    """Whether that was right; "asked" if a service was named, and the turn asked back instead of erring."""
    was = done(act, assistant)
    if was == expected or (expected == "priority" and was.startswith("priority")):
        return "right"
    asks = act.kind in {ActKind.ASK_SERVICE, ActKind.OFFER, ActKind.ASK_WHICH}
    return "asked" if expected.startswith("take:") and asks and len(expected) > len("take:") else "wrong"


async def _measure() -> None:
    assistant = assemble(settings())
    for file in ("desk_messages", "fresh_desk"):
        print(f"\n{file}")
        await _measure_file(file, assistant)
    assistant.close()


async def _measure_file(file: str, assistant: Assistant) -> None:
    counts: defaultdict[str, defaultdict[str, int]] = defaultdict(lambda: defaultdict(int))
    for number, (expected, style, text) in enumerate(desk_messages(file)):
        turn = await assistant.brain.engine.turn(f"c_{file}_{number}", Message.clean(text)[0])
        act = turn.acts[0] if turn.acts else Act(ActKind.UNANSWERED)
        judged = verdict(expected, act, assistant)
        kind = expected if expected.endswith(":") else expected.replace("take", "take with service")
        for row in (kind.partition(":")[0] if kind != "take:" else "take", style, "all"):
            counts[row][judged] += 1
        if judged != "right" and "-v" in sys.argv:
            print(f"{expected:22} {act.kind:16} {turn.intent:14} {turn.confidence:.2f}  {text}")
    for row, judged_as in sorted(counts.items()):
        told = ", ".join(f"{name} {n}" for name, n in sorted(judged_as.items()))
        print(f"{row:18} {100 * judged_as['right'] / sum(judged_as.values()):5.1f} %  {told}")


if __name__ == "__main__":
    logging.basicConfig(level=logging.ERROR)
    asyncio.run(_measure())
