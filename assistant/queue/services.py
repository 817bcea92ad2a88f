"""The queue as a whole, as the rooms above are handed it."""

from dataclasses import dataclass

from assistant.queue.counters import Counters
from assistant.queue.desk import Desk
from assistant.queue.history import History
from assistant.queue.outlook import Outlook
from assistant.queue.workplace import Workplaces


@dataclass(frozen=True)
class Queue:
    """Numbers, the work at counters and what is seen there, what lies ahead, and what was."""

    desk: Desk
    counters: Counters
    outlook: Outlook
    history: History
    workplaces: Workplaces
