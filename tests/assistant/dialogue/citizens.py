"""A citizen at the desk in a test, and a queue that can be taken away."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime

import sqlalchemy as sa

from assistant.catalog.centre import Centre
from assistant.clock import VIETNAM
from assistant.dialogue.acts import Act, ActKind
from assistant.dialogue.conversation import Channel, Input, Message
from assistant.dialogue.errands import TicketErrands
from assistant.dialogue.reception import Reception
from assistant.dialogue.replies.reply import Reply
from assistant.queue.repository import OutcomeUnknown, QueueSession, QueueUnavailable
from assistant.store.events import Events
from assistant.store.queue import SqlQueue

BIRTH, COPY = "1.001193", "2.000815"
OPEN = datetime(2026, 11, 23, 8, 0, tzinfo=VIETNAM)
LUNCH = datetime(2026, 11, 23, 12, 0, tzinfo=VIETNAM)
SUNDAY = datetime(2026, 11, 22, 8, 0, tzinfo=VIETNAM)
MakeReception = Callable[..., Reception]


class BrokenQueue(SqlQueue):
    """A queue whose database is gone, for writing or altogether."""

    def __init__(self, engine: sa.Engine, *, reads: bool = False) -> None:
        super().__init__(engine, Events())
        self.reads = reads

    @contextmanager
    def writing(self) -> Iterator[QueueSession]:
        raise QueueUnavailable
        yield

    @contextmanager
    def reading(self) -> Iterator[QueueSession]:
        if not self.reads:
            raise QueueUnavailable
        with super().reading() as session:
            yield session


class WriteOnlyQueue(SqlQueue):
    """A queue in which nothing can be read any more once something was written."""

    def __init__(self, engine: sa.Engine) -> None:
        super().__init__(engine, Events())
        self.written = False

    @contextmanager
    def writing(self) -> Iterator[QueueSession]:
        with super().writing() as session:
            yield session
        self.written = True

    @contextmanager
    def reading(self) -> Iterator[QueueSession]:
        if self.written:
            raise QueueUnavailable
        with super().reading() as session:
            yield session


class UnsureQueue(SqlQueue):
    """A queue that, unless it is sure, loses the database at the commit."""

    def __init__(self, engine: sa.Engine) -> None:
        super().__init__(engine, Events())
        self.sure = True

    @contextmanager
    def writing(self) -> Iterator[QueueSession]:
        with super().writing() as session:
            yield session
            if not self.sure:
                raise OutcomeUnknown


def message(message_id: str = "m_1", conversation: str = "c_1") -> Message:
    return Message("…", conversation, message_id, Channel.KIOSK, Input.SPEECH, "trieu-son")


class Citizen:
    """Runs acts one after the other in one conversation."""

    def __init__(self, errands: TicketErrands, centre: Centre, conversation: str = "c_1") -> None:
        self._errands = errands
        self._centre = centre
        self._conversation = conversation
        self._said = 0

    def __call__(self, kind: ActKind, procedure: str | None = None, **told: object) -> Reply:
        self._said += 1
        said = message(f"m_{self._said}", self._conversation)
        reply = self._errands.run(Act(kind, procedure, **told), said, self._centre)
        assert reply is not None
        return reply
