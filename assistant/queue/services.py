"""The queue as a whole, as the rooms above are handed it."""

from dataclasses import dataclass

from assistant.queue.clerks import Clerks
from assistant.queue.counters import Counters
from assistant.queue.desk import Desk
from assistant.queue.history import History
from assistant.queue.outlook import Outlook


@dataclass(frozen=True)
class Queue:
    """Numbers, the work at counters, what lies ahead, what was, and who may work."""

    desk: Desk
    counters: Counters
    outlook: Outlook
    history: History
    clerks: Clerks
