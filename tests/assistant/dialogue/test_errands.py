from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

import pytest
import sqlalchemy as sa

from assistant.catalog.catalog import Catalog
from assistant.catalog.centre import Centre
from assistant.clock import VIETNAM
from assistant.dialogue.acts import Act, ActKind
from assistant.dialogue.conversation import Channel, Input, Message
from assistant.dialogue.errands import TicketErrands
from assistant.dialogue.reception import Reception
from assistant.dialogue.replies.reply import Reply, Status
from assistant.queue.repository import Conflict, QueueSession, QueueUnavailable
from assistant.queue.ticket import TicketStatus
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


@pytest.fixture
def centre(catalog: Catalog) -> Centre:
    return catalog.centre("trieu-son")


@pytest.fixture
def errands(make_reception: MakeReception) -> TicketErrands:
    return TicketErrands(make_reception(lambda: OPEN), lambda: OPEN)


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


@pytest.fixture
def citizen(errands: TicketErrands, centre: Centre) -> Citizen:
    return Citizen(errands, centre)


def test_a_number_is_given_with_the_way_and_a_slip(citizen: Citizen) -> None:
    reply = citizen(ActKind.TICKET, BIRTH)
    assert (reply.status, reply.ticket and reply.ticket["number"]) == (Status.TICKET_ISSUED, "A001")
    assert "Số của anh/chị là A001" in reply.text
    assert "quầy số 3, bên phải cửa vào" in reply.text
    assert [command["type"] for command in reply.commands] == ["print_ticket", "guide_to_counter"]
    assert reply.commands[1]["counter"] == "3"


def test_numbers_of_a_group_follow_each_other(errands: TicketErrands, centre: Centre) -> None:
    numbers = [Citizen(errands, centre, f"c_{i}")(ActKind.TICKET, group="ho-tich").ticket for i in range(3)]
    assert [ticket and ticket["number"] for ticket in numbers] == ["A001", "A002", "A003"]
    assert [ticket and ticket["people_ahead"] for ticket in numbers] == [0, 1, 2]


def test_whoever_asks_for_the_same_again_keeps_the_number(citizen: Citizen) -> None:
    citizen(ActKind.TICKET, BIRTH)
    again = citizen(ActKind.TICKET, group="ho-tich")
    assert again.status is Status.ANSWERED
    assert again.text.startswith("Anh/chị đang có số A001")
    more = next(s for s in again.suggestions if s.title == "Lấy thêm một số")
    assert more.message == "lấy thêm một số hộ tịch"
    assert [command["type"] for command in again.commands] == ["guide_to_counter"]


def test_one_more_and_another_service_are_given(citizen: Citizen) -> None:
    citizen(ActKind.TICKET, BIRTH)
    assert citizen(ActKind.TICKET, BIRTH, another=True).text.startswith("Số của anh/chị là A002")
    assert citizen(ActKind.TICKET, COPY).text.startswith("Số của anh/chị là B001")


def test_after_giving_it_back_a_new_number_is_given(citizen: Citizen) -> None:
    citizen(ActKind.TICKET, BIRTH)
    assert "Em đã hủy số A001" in citizen(ActKind.CANCEL_TICKET).text
    assert citizen(ActKind.TICKET, BIRTH).text.startswith("Số của anh/chị là A002")


def test_priority_is_told_on_the_number_it_was_given_for(citizen: Citizen) -> None:
    reply = citizen(ActKind.TICKET, BIRTH, reason="nguoi-cao-tuoi")
    assert "Đây là số ưu tiên" in reply.text
    assert reply.ticket is not None
    assert (reply.ticket["priority_reason"], reply.ticket["service_class"]) == ("nguoi-cao-tuoi", "priority")
    ordinary = citizen(ActKind.TICKET, COPY)
    assert "ưu tiên" not in ordinary.text
    assert ordinary.ticket is not None
    assert ordinary.ticket["priority_reason"] is None


def test_a_service_that_the_centre_lacks_is_asked_for(citizen: Citizen) -> None:
    reply = citizen(ActKind.TICKET, group="thien-van")
    assert reply.status is Status.CLARIFICATION
    assert "lấy số để làm việc gì" in reply.text


def test_asking_leads_to_services_and_reasons_of_the_centre(citizen: Citizen, centre: Centre) -> None:
    services = citizen(ActKind.ASK_SERVICE).suggestions
    assert [s.title for s in services] == [group.name for group in centre.service_groups]
    assert "người cao tuổi" in citizen(ActKind.OFFER_PRIORITY, reason="nguoi-cao-tuoi").text
    assert citizen(ActKind.ASK_REASON).suggestions[-1].message == "không"


@pytest.mark.parametrize(
    ("now", "opens"), [(LUNCH, "13:30 hôm nay"), (SUNDAY, "7:30 thứ Hai ngày 23/11")], ids=["lunch", "sunday"]
)
@pytest.mark.parametrize(
    "kind", [ActKind.TICKET, ActKind.ASK_SERVICE, ActKind.OFFER_PRIORITY, ActKind.ASK_REASON, ActKind.QUEUE]
)
def test_outside_hours_it_is_told_when_the_centre_opens(
    make_reception: MakeReception, centre: Centre, now: datetime, opens: str, kind: ActKind
) -> None:
    citizen = Citizen(TicketErrands(make_reception(lambda: now), lambda: now), centre)
    reply = citizen(kind, BIRTH, reason="nguoi-cao-tuoi")
    assert reply.status is Status.CLOSED
    assert f"mở cửa lúc {opens}" in reply.text
    assert reply.ticket is None
    assert reply.commands == []


def test_a_number_drawn_before_lunch_is_still_told_and_given_back_in_it(
    make_reception: MakeReception, centre: Centre
) -> None:
    times = {"now": OPEN}

    def now() -> datetime:
        return times["now"]

    citizen = Citizen(TicketErrands(make_reception(now), now), centre)
    citizen(ActKind.TICKET, BIRTH)
    times["now"] = LUNCH
    assert "Số A001 (Hộ tịch) đang chờ" in citizen(ActKind.QUEUE).text
    assert "Em đã hủy số A001" in citizen(ActKind.CANCEL_TICKET).text


def test_a_number_of_yesterday_is_no_more(make_reception: MakeReception, centre: Centre) -> None:
    times = {"now": OPEN}

    def now() -> datetime:
        return times["now"]

    citizen = Citizen(TicketErrands(make_reception(now), now), centre)
    citizen(ActKind.TICKET, BIRTH)
    times["now"] = OPEN + timedelta(days=1)
    assert citizen(ActKind.CANCEL_TICKET).status is Status.CLARIFICATION
    assert citizen(ActKind.TICKET, BIRTH).text.startswith("Số của anh/chị là A001")


# --- place in line


def test_the_place_in_line_is_told(errands: TicketErrands, centre: Centre) -> None:
    for i in range(2):
        Citizen(errands, centre, f"c_before_{i}")(ActKind.TICKET, BIRTH)
    citizen = Citizen(errands, centre)
    citizen(ActKind.TICKET, BIRTH)
    reply = citizen(ActKind.QUEUE)
    assert reply.text.startswith("Số A003 (Hộ tịch) đang chờ. Phía trước còn 2 người")
    assert reply.ticket is not None
    assert reply.ticket["people_ahead"] == 2


def test_the_places_of_several_numbers_are_told(citizen: Citizen) -> None:
    citizen(ActKind.TICKET, BIRTH)
    citizen(ActKind.TICKET, COPY)
    reply = citizen(ActKind.QUEUE)
    assert [line[:8] for line in reply.text.splitlines()] == ["Số B001 ", "Số A001 "]
    assert [card["number"] for card in reply.cards] == ["B001", "A001"]
    assert "A001" not in citizen(ActKind.QUEUE, number="B001").text
    assert "B001" not in citizen(ActKind.QUEUE, group="ho-tich").text


def test_of_anothers_number_only_what_the_board_shows_is_told(errands: TicketErrands, centre: Centre) -> None:
    Citizen(errands, centre, "c_other")(ActKind.TICKET, BIRTH)
    reply = Citizen(errands, centre)(ActKind.QUEUE, number="A001")
    assert "Số A001 (Hộ tịch) đang chờ" in reply.text
    assert (reply.ticket, reply.cards, reply.commands) == (None, [], [])


def test_a_number_that_nobody_has_is_said_to_be_none(citizen: Citizen) -> None:
    reply = citizen(ActKind.QUEUE, number="C999")
    assert "chưa có số C999" in reply.text
    assert reply.ticket is None


def test_without_a_number_the_lines_are_told(errands: TicketErrands, centre: Centre) -> None:
    citizen = Citizen(errands, centre)
    assert "chưa có ai chờ" in citizen(ActKind.QUEUE).text
    Citizen(errands, centre, "c_other")(ActKind.TICKET, BIRTH)
    assert "hộ tịch 1 người" in citizen(ActKind.QUEUE).text
    assert "chưa có ai chờ" in citizen(ActKind.QUEUE, group="chung-thuc").text


def test_when_called_one_is_sent_to_the_counter(make_reception: MakeReception, centre: Centre) -> None:
    reception = make_reception(lambda: OPEN)
    citizen = Citizen(TicketErrands(reception, lambda: OPEN), centre)
    citizen(ActKind.TICKET, BIRTH)
    reception.queue.counters.call_next(centre, "3", "lan")
    reply = citizen(ActKind.QUEUE)
    assert "Đến lượt anh/chị rồi, mời tới quầy số 3, bên phải cửa vào ngay ạ!" in reply.text
    assert reply.commands == [{"type": "guide_to_counter", "counter": "3"}]


# --- giving back, and the lost slip


def test_of_several_numbers_it_is_asked_which_to_give_back(citizen: Citizen) -> None:
    citizen(ActKind.TICKET, BIRTH)
    citizen(ActKind.TICKET, COPY)
    asked = citizen(ActKind.CANCEL_TICKET)
    assert asked.status is Status.CLARIFICATION
    assert [s.message for s in asked.suggestions] == ["hủy số B001", "hủy số A001"]
    assert "Em đã hủy số A001" in citizen(ActKind.CANCEL_TICKET, number="A001").text
    assert "Em đã hủy số B001" in citizen(ActKind.CANCEL_TICKET, group="chung-thuc").text


def test_a_number_for_something_else_is_not_given_back_without_asking(citizen: Citizen) -> None:
    citizen(ActKind.TICKET, BIRTH)
    asked = citizen(ActKind.CANCEL_TICKET, group="chung-thuc")
    assert asked.text == "Anh/chị đang có số A001. Anh/chị muốn hủy số nào ạ?"
    assert "đang chờ" in citizen(ActKind.QUEUE).text


def test_anothers_number_is_not_given_back(errands: TicketErrands, centre: Centre) -> None:
    other = Citizen(errands, centre, "c_other")
    other(ActKind.TICKET, BIRTH)
    reply = Citizen(errands, centre)(ActKind.CANCEL_TICKET, number="A001")
    assert reply.status is Status.HANDOFF
    assert "không dám hủy" in reply.text
    assert "đang chờ" in other(ActKind.QUEUE).text


def test_with_no_number_there_is_none_to_give_back(citizen: Citizen) -> None:
    assert citizen(ActKind.CANCEL_TICKET).status is Status.CLARIFICATION


def test_a_number_at_the_counter_is_not_given_back(make_reception: MakeReception, centre: Centre) -> None:
    reception = make_reception(lambda: OPEN)
    citizen = Citizen(TicketErrands(reception, lambda: OPEN), centre)
    citizen(ActKind.TICKET, BIRTH)
    reception.queue.counters.call_next(centre, "3", "lan")
    reception.queue.counters.start(centre, "3", "lan")
    reply = citizen(ActKind.CANCEL_TICKET)
    assert reply.text == "Số A001 đang được phục vụ nên em không hủy được nữa ạ."
    assert reply.ticket is not None
    assert reply.ticket["status"] == TicketStatus.SERVING


def test_a_clerk_who_is_quicker_wins(
    make_reception: MakeReception, centre: Centre, monkeypatch: pytest.MonkeyPatch
) -> None:
    reception = make_reception(lambda: OPEN)
    citizen = Citizen(TicketErrands(reception, lambda: OPEN), centre)
    citizen(ActKind.TICKET, BIRTH)

    def taken(ticket_id: str) -> None:
        reception.queue.counters.call_next(centre, "3", "lan")
        raise Conflict

    monkeypatch.setattr(reception.queue.desk, "cancel", taken)
    assert "đang được gọi nên em không hủy được" in citizen(ActKind.CANCEL_TICKET).text


def test_a_lost_slip_is_printed_again_with_the_same_number(citizen: Citizen) -> None:
    given = citizen(ActKind.TICKET, BIRTH)
    reply = citizen(ActKind.LOST_TICKET)
    assert "số A001 vẫn giữ nguyên lượt" in reply.text
    assert reply.commands[0] == given.commands[0]


def test_of_several_slips_it_is_asked_which_was_lost(citizen: Citizen) -> None:
    citizen(ActKind.TICKET, BIRTH)
    citizen(ActKind.TICKET, COPY)
    asked = citizen(ActKind.LOST_TICKET)
    assert [s.message for s in asked.suggestions] == ["in lại phiếu số B001", "in lại phiếu số A001"]
    assert "số A001 vẫn giữ nguyên lượt" in citizen(ActKind.LOST_TICKET, number="A001").text


def test_a_slip_drawn_elsewhere_is_not_printed_and_the_way_on_is_told(
    errands: TicketErrands, centre: Centre
) -> None:
    Citizen(errands, centre, "c_other")(ActKind.TICKET, BIRTH)
    reply = Citizen(errands, centre)(ActKind.LOST_TICKET, number="A001")
    assert reply.commands == []
    assert "cứ chờ gọi tới" in reply.text


# --- when the database is gone, and when a message comes twice


@pytest.mark.parametrize("reads", [True, False], ids=["cannot be written", "is gone"])
def test_no_number_is_said_to_be_given_when_none_is(
    make_reception: MakeReception, database: sa.Engine, centre: Centre, *, reads: bool
) -> None:
    reception = make_reception(lambda: OPEN, BrokenQueue(database, reads=reads))
    reply = Citizen(TicketErrands(reception, lambda: OPEN), centre)(ActKind.TICKET, BIRTH)
    assert reply.status is Status.HANDOFF
    assert "em chưa cấp số nào" in reply.text
    assert reply.ticket is None


@pytest.mark.parametrize("kind", [ActKind.QUEUE, ActKind.CANCEL_TICKET, ActKind.LOST_TICKET])
def test_nothing_else_is_said_to_be_done_either(
    make_reception: MakeReception, database: sa.Engine, centre: Centre, kind: ActKind
) -> None:
    reception = make_reception(lambda: OPEN, BrokenQueue(database))
    reply = Citizen(TicketErrands(reception, lambda: OPEN), centre)(kind)
    assert reply.status is Status.HANDOFF
    assert "Số đã lấy vẫn giữ nguyên" in reply.text


def test_a_number_that_was_given_is_told_though_its_place_cannot_be_read(
    make_reception: MakeReception, database: sa.Engine, centre: Centre
) -> None:
    reception = make_reception(lambda: OPEN, WriteOnlyQueue(database))
    reply = Citizen(TicketErrands(reception, lambda: OPEN), centre)(ActKind.TICKET, BIRTH)
    assert reply.status is Status.TICKET_ISSUED
    assert "Số của anh/chị là A001" in reply.text
    assert "Phía trước" not in reply.text


def test_a_message_that_was_given_a_number_gets_it_again(errands: TicketErrands, centre: Centre) -> None:
    given = errands.run(Act(ActKind.TICKET, BIRTH), message(), centre)
    assert errands.done_before(message()) == given
    assert errands.done_before(message("m_2")) is None
    assert errands.done_before(message(conversation="c_2")) is None


def test_what_cannot_be_read_was_not_done_before(make_reception: MakeReception, database: sa.Engine) -> None:
    reception = make_reception(lambda: OPEN, BrokenQueue(database))
    assert TicketErrands(reception, lambda: OPEN).done_before(message()) is None


def test_an_act_about_something_else_is_no_errand(errands: TicketErrands, centre: Centre) -> None:
    assert errands.run(Act(ActKind.GREET), message(), centre) is None
