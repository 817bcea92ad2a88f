"""What a citizen would be told, as things are or as a draft would have them, without a conversation."""

from collections.abc import Callable
from datetime import datetime

from assistant.catalog.centre import Centre
from assistant.catalog.faq import is_faq
from assistant.dialogue.composer import Composer
from assistant.dialogue.policy import Policy
from assistant.dialogue.replies.reply import Reply
from assistant.knowledge.handle import Knowledge
from assistant.text.normal_form import MAX_LENGTH, normalise


def rehearsed(text: str, knowledge: Knowledge, centre: Centre, now: Callable[[], datetime]) -> Reply:
    """The first reply to a question about knowledge, taken to be general: nothing was said before it."""
    policy = Policy(knowledge, lambda: now().date())
    asked = normalise(text)[:MAX_LENGTH]
    found = policy.search(asked).candidates
    intent = "ask_faq" if found and is_faq(found[0].key) else "ask_procedure"
    return Composer(lambda: knowledge.catalog, now).compose(policy.answer(asked, intent, None), centre)
