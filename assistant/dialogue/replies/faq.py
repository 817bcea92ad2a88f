"""The reply of an entry of the FAQ."""

from collections.abc import Sequence

from assistant.catalog.centre import Centre
from assistant.catalog.faq import FaqEntry
from assistant.catalog.procedure import Procedure
from assistant.dialogue.acts import Topic
from assistant.dialogue.replies.reply import Answer, Reply, Status, Suggestion
from assistant.dialogue.replies.wording import own_word, read_in, upper_first
from assistant.text.speech import to_speech

_SUGGESTED = 3


def faq_answer(entry: FaqEntry, procedures: Sequence[Procedure], centre: Centre) -> Reply:
    """The answer with its source; a matter that is not done at the centre counts as out of scope."""
    source = entry.source
    if source is None:
        line, sources = "Nguồn: thông lệ của trung tâm.", own_word(centre)
    else:
        number = source.decision_no if source.decision_no and source.decision_no not in source.title else None
        line = f"Nguồn: {source.title}{f' ({number})' if number else ''}{read_in(source)}."
        sources = [source.model_dump(mode="json")]
    return Reply(
        Status.OUT_OF_SCOPE if entry.elsewhere else Status.ANSWERED,
        f"{entry.answer}\n{line}",
        to_speech(entry.answer),
        None if entry.elsewhere else Answer(None, Topic.GENERAL, {"faq": entry.slug}, sources),
        cards=[{"type": "faq", "slug": entry.slug, "title": entry.question, "source": line}],
        suggestions=[Suggestion(upper_first(p.plain_name), p.plain_name) for p in procedures[:_SUGGESTED]],
    )
