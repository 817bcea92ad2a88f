from collections.abc import Callable
from datetime import datetime

import pytest

from assistant.catalog.catalog import Catalog
from assistant.catalog.centre import Centre
from assistant.clock import VIETNAM
from assistant.dialogue.reception import Reception, board_view
from assistant.queue.desk import UnknownService
from assistant.queue.priority import UnknownPriorityReason
from assistant.queue.ticket import Ticket

BIRTH, COPY = "1.001193", "2.000815"
NOW = datetime(2026, 11, 23, 8, 0, tzinfo=VIETNAM)


@pytest.fixture
def centre(catalog: Catalog) -> Centre:
    return catalog.centre("trieu-son")


@pytest.fixture
def reception(make_reception: Callable[..., Reception]) -> Reception:
    return make_reception()


def issued(reception: Reception, centre: Centre, **asked: str) -> Ticket:
    return reception.queue.desk.issue(centre, reception.request(centre, **asked))


@pytest.mark.parametrize(
    ("asked", "group"),
    [
        ({"procedure": BIRTH}, "ho-tich"),
        ({"field": "Hộ tịch"}, "ho-tich"),
        ({"field": "địa chính"}, "dat-dai-xay-dung"),
        ({"service": "chung-thuc"}, "chung-thuc"),
        ({"procedure": BIRTH, "field": "hộ tịch", "service": "ho-tich"}, "ho-tich"),
    ],
)
def test_a_procedure_a_field_or_a_group_tells_the_service(
    reception: Reception, centre: Centre, asked: dict[str, str], group: str
) -> None:
    assert reception.request(centre, **asked).service_group == group


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({}, "Cần một trong procedure_code, field hoặc service"),
        ({"procedure": "9.999999"}, "Không có thủ tục mã “9.999999”"),
        ({"field": "thiên văn"}, "Không có lĩnh vực “thiên văn”"),
        ({"service": "thien-van"}, "không có nhóm dịch vụ “thien-van”"),
        ({"procedure": BIRTH, "service": "chung-thuc"}, "chỉ các nhóm dịch vụ khác nhau"),
    ],
)
def test_what_tells_none_or_two_is_refused(
    reception: Reception, centre: Centre, asked: dict[str, str], said: str
) -> None:
    with pytest.raises(UnknownService, match=said):
        reception.request(centre, **asked)


def test_a_reason_that_is_not_on_the_list_is_refused(reception: Reception, centre: Centre) -> None:
    with pytest.raises(UnknownPriorityReason, match="nguoi-quen"):
        reception.request(centre, procedure=BIRTH, priority_reason="nguoi-quen")


def test_a_request_carries_what_was_asked(reception: Reception, centre: Centre) -> None:
    request = reception.request(
        centre, procedure=BIRTH, priority_reason="nguoi-cao-tuoi", key="k", conversation_id="c_1"
    )
    assert (request.procedure, request.priority_reason) == (BIRTH, "nguoi-cao-tuoi")
    assert (request.key, request.conversation_id) == ("k", "c_1")


def test_a_view_tells_the_place_the_way_and_the_page(reception: Reception, centre: Centre) -> None:
    issued(reception, centre, procedure=BIRTH)
    ticket = issued(reception, centre, procedure=BIRTH)
    view = reception.view(ticket)
    assert (view["number"], view["service"], view["service_name"]) == ("A002", "ho-tich", "Hộ tịch")
    assert (view["status"], view["status_text"], view["people_ahead"]) == ("waiting", "đang chờ", 1)
    assert [(c["number"], c["way"]) for c in view["counters"]] == [("3", "quầy số 3, bên phải cửa vào")]
    assert view["status_url"] == f"/t/{ticket.id}"
    assert view["issued_at"] == "2026-11-23T08:00:00+07:00"
    assert view["slip"]["number"] == "A002"
    assert view["slip"]["issued_at"] == "08:00:00 23-11-2026"
    assert view["called_to"] is None


def test_a_reason_stands_on_the_slip(reception: Reception, centre: Centre) -> None:
    ticket = issued(reception, centre, procedure=BIRTH, priority_reason="nguoi-cao-tuoi")
    view = reception.view(ticket)
    assert view["priority_reason"] == "nguoi-cao-tuoi"
    assert view["slip"]["priority"] == "Người cao tuổi, từ đủ 60 tuổi"


def test_a_ticket_that_is_called_tells_where_to(reception: Reception, centre: Centre) -> None:
    issued(reception, centre, procedure=BIRTH)
    reception.queue.counters.call_next(centre, "3", "lan")
    called = reception.queue.desk.numbered(centre, "A001")
    assert called is not None
    view = reception.view(called)
    assert (view["called_to"], view["people_ahead"], view["wait_minutes"]) == ("3", None, None)


def test_phones_are_led_to_the_public_address(reception: Reception, catalog: Catalog, centre: Centre) -> None:
    known = reception
    public = Reception(lambda: catalog, known.services, known.queue, known.priorities, "https://so.vn/")
    ticket = issued(public, centre, procedure=BIRTH)
    assert public.view(ticket)["slip"]["url"] == f"https://so.vn/t/{ticket.id}"


def test_the_reasons_are_told_with_their_law_or_as_own_practice(reception: Reception) -> None:
    reasons = reception.priority_reasons()
    assert len(reasons) == len(reception.priorities.reasons)
    assert all(reason["basis"] or reason["own_practice"] for reason in reasons)


def test_a_board_shows_lines_and_counters(reception: Reception, centre: Centre) -> None:
    issued(reception, centre, procedure=BIRTH)
    issued(reception, centre, procedure=BIRTH)
    issued(reception, centre, procedure=COPY)
    reception.queue.counters.call_next(centre, "3", "lan")
    view = board_view(reception.queue.outlook.board(centre))
    lines = {line["service"]: (line["waiting"], line["next"]) for line in view["services"] if line["waiting"]}
    assert lines == {"ho-tich": (1, ["A002"]), "chung-thuc": (1, ["B001"])}
    assert view["waiting"] == 2
    assert view["open_now"] is True
    counter = next(c for c in view["counters"] if c["number"] == "3")
    assert (counter["state"], counter["ticket"], counter["status"]) == ("open", "A001", "called")
