"""A thread that looks for publications, so that an edit made in any process is soon told in this one."""

import logging
from threading import Event, Thread

from assistant.knowledge.live import LiveKnowledge
from assistant.knowledge.repository import Bell

_LOG = logging.getLogger(__name__)
_LOOK_EVERY_S = 0.5
"""Half a second to see a publication leaves more than one to learn it, of the two that are promised."""


class Watch:
    """Refreshes the knowledge twice a second, and at once when the bell rings."""

    def __init__(self, knowledge: LiveKnowledge, bell: Bell | None = None) -> None:
        """Start watching."""
        self._knowledge = knowledge
        self._bell = bell
        self._woken = Event()
        self._stopped = False
        self._thread = Thread(target=self._look, name="knowledge-watch", daemon=True)
        self._thread.start()
        if bell:
            bell.listen(self._woken.set)

    def close(self) -> None:
        """Stop the thread."""
        if self._bell:
            self._bell.close()
        self._stopped = True
        self._woken.set()
        self._thread.join()

    def _look(self) -> None:
        self._knowledge.index.warm_up()
        failing = False
        while not self._stopped:
            self._woken.clear()
            try:
                self._knowledge.refresh()
                failing = False
            except Exception as error:  # noqa: BLE001  what is told stays told, and the next look may succeed
                if not failing:
                    _LOG.error("publications cannot be looked for: %s", error, exc_info=True)
                failing = True
            self._woken.wait(_LOOK_EVERY_S)
