"""When it is quiet: by the centre's own figures where there are enough, else as the FAQ says."""

from collections.abc import Callable
from dataclasses import replace
from types import SimpleNamespace

import pytest

from assistant.catalog.catalog import Catalog
from assistant.catalog.centre import Centre
from assistant.dialogue.acts import Act, ActKind
from assistant.dialogue.conversation import Channel, Input, Message
from assistant.dialogue.errands import QUIET_HOURS, TicketErrands
from assistant.dialogue.reception import Reception
from assistant.queue.repository import QueueUnavailable
from tests.assistant.dialogue.conftest import NOW

ASKED = Act(ActKind.FAQ, faq=QUIET_HOURS)


@pytest.fixture
def told(make_reception: Callable[..., Reception], centre: Centre) -> Callable[..., str | None]:
    """What is told when the figures say so."""

    def tell(quiet_hours: Callable[[Centre], tuple[int, ...]]) -> str | None:
        reception = make_reception()
        history = SimpleNamespace(quiet_hours=quiet_hours)
        reception.queue = replace(reception.queue, history=history)
        message = Message("đi giờ nào cho vắng", "c_1", "m_1", Channel.WEB, Input.TEXT, centre.slug)
        reply = TicketErrands(reception, lambda: NOW).run(ASKED, message, centre)
        return reply.text if reply else None

    return tell


def test_the_quiet_hours_of_these_weeks_are_told(told: Callable[..., str | None]) -> None:
    text = told(lambda centre: (16, 10))
    assert text is not None
    assert "khoảng 10 đến 11 giờ và khoảng 16 đến 17 giờ" in text


def test_with_too_little_known_the_faq_answers(told: Callable[..., str | None]) -> None:
    assert told(lambda centre: ()) is None


def test_and_also_when_the_figures_cannot_be_read(told: Callable[..., str | None]) -> None:
    def gone(centre: Centre) -> tuple[int, ...]:
        raise QueueUnavailable

    assert told(gone) is None


def test_the_entry_is_there(catalog: Catalog) -> None:
    assert QUIET_HOURS in {entry.key for entry in catalog.faq}
