"""All that the staff's knowledge desk works with, in one place."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from assistant.knowledge.editing import Editing
from assistant.knowledge.listing import Listing
from assistant.knowledge.live import LiveKnowledge
from assistant.knowledge.repository import Bell, KnowledgeRepository, KnowledgeUnavailable
from assistant.knowledge.trial import Trials
from assistant.knowledge.watch import Watch

_LOG = logging.getLogger(__name__)


@dataclass(frozen=True)
class KnowledgeDesk:
    """The services over one live knowledge; the watch keeps it in step with other processes."""

    knowledge: LiveKnowledge
    repository: KnowledgeRepository
    editing: Editing
    listing: Listing
    trials: Trials
    watch: Watch

    def close(self) -> None:
        """Stop watching."""
        self.watch.close()


def open_desk(
    knowledge: LiveKnowledge,
    repository: KnowledgeRepository,
    now: Callable[[], datetime],
    bell: Bell | None = None,
) -> KnowledgeDesk:
    """Tell what is published already, and watch for what will be."""
    try:
        knowledge.refresh()
    except KnowledgeUnavailable as error:
        _LOG.error("the files alone are told until publications can be read: %s", error.detail)
    trials = Trials(knowledge)
    editing = Editing(knowledge, repository, trials, now)
    watch = Watch(knowledge, bell)
    return KnowledgeDesk(knowledge, repository, editing, Listing(knowledge, repository), trials, watch)
