from datetime import datetime, timedelta

import pytest

from assistant.catalog.centre import Centre
from assistant.dialogue.acts import ActKind
from assistant.dialogue.errands import TicketErrands
from assistant.dialogue.replies.reply import Status
from tests.assistant.dialogue.citizens import BIRTH, COPY, LUNCH, OPEN, SUNDAY, Citizen, MakeReception


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
