"""Calling numbers: the pages, and what their script asks the API."""

import re
from collections.abc import Callable
from typing import Any

import pytest

from api.access import CSRF_HEADER
from assistant.assembly import queue_over
from assistant.catalog.catalog import Catalog
from assistant.catalog.services import ServiceNames
from assistant.dialogue.reception import Reception
from assistant.queue.priority import PriorityReasons
from assistant.settings import settings
from assistant.staff.roles import Role
from assistant.store.events import Events
from tests.api.staff.conftest import Desk

Enter = Callable[..., Desk]
COUNTERS = "/v1/centres/trieu-son/counters"
BIRTH = "1.001193"


@pytest.fixture
def assistant(assistant: Any) -> Any:
    """With a queue, and the desk that hands out numbers."""
    knowledge, catalog = settings().knowledge_dir, assistant.brain.catalog
    assistant.queue = queue_over(assistant.database, Events(), assistant.clock)
    services = ServiceNames.load(knowledge / "services.yaml", catalog)
    priorities = PriorityReasons.load(knowledge / "priorities.yaml")
    assistant.reception = Reception(lambda: catalog, services, assistant.queue, priorities, "")
    return assistant


@pytest.fixture
def draw(browser: Callable[[], Desk]) -> Callable[..., str]:
    """A citizen draws a number."""
    citizen = browser()

    def drawn(**wanted: str) -> str:
        response = citizen.post("/v1/centres/trieu-son/tickets", json=wanted)
        assert response.status_code == 201, response.text
        return str(response.json()["number"])

    return drawn


def press(clerk: Desk, counter: str, deed: str, **body: Any) -> Any:
    headers = {CSRF_HEADER: clerk.csrf}
    return clerk.post(f"{COUNTERS}/{counter}/{deed}", json=body or None, headers=headers)


def counters_shown(page: str) -> list[str]:
    return re.findall(r'href="/staff/counters/([\w-]+/\d+)"', page)


def test_a_clerk_of_one_centre_chooses_a_counter_at_once(logged_in: Enter) -> None:
    page = logged_in(Role.CLERK, "trieu-son").get("/staff/counters").text
    assert counters_shown(page) == [f"trieu-son/{number}" for number in range(1, 8)]
    assert "<select" not in page


def test_with_several_centres_one_is_chosen_first(logged_in: Enter) -> None:
    clerk = logged_in(Role.CLERK)
    page = clerk.get("/staff/counters").text
    assert '<option value="hac-thanh">' in page
    assert counters_shown(page) == []
    page = clerk.get("/staff/counters", params={"centre": "muong-lat"}).text
    assert '<option value="muong-lat" selected>' in page
    assert set(counters_shown(page)) >= {"muong-lat/1", "muong-lat/2"}


def test_the_choice_shows_who_is_where(logged_in: Enter, draw: Callable[..., str]) -> None:
    clerk = logged_in(Role.CLERK, "trieu-son")
    draw(service="ho-tich")
    press(clerk, "3", "call-next")
    press(clerk, "2", "pause")
    page = clerk.get("/staff/counters").text
    assert "đang mở, số A001" in page
    assert page.count("tạm nghỉ") == 1
    assert page.count("đang đóng") == 5


@pytest.mark.parametrize("path", ["/staff/counters", "/staff/counters/trieu-son/3"])
def test_who_calls_no_numbers_has_no_such_page(logged_in: Enter, browser: Any, path: str) -> None:
    assert logged_in(Role.PUBLISHER).get(path).status_code == 403
    login = browser().get(path, follow_redirects=False).headers["location"]
    assert login.startswith("/staff/login?next=%2Fstaff%2Fcounters")


def test_the_counters_of_another_centre_are_closed_to_a_clerk(logged_in: Enter) -> None:
    clerk = logged_in(Role.CLERK, "trieu-son")
    assert clerk.get("/staff/counters", params={"centre": "hac-thanh"}).status_code == 403
    assert clerk.get("/staff/counters/hac-thanh/1").status_code == 403
    assert clerk.get("/v1/centres/hac-thanh/counters/1").status_code == 403


@pytest.mark.parametrize(
    "path", ["/staff/counters/trieu-son/99", "/staff/counters/paris/1", "/staff/counters?centre=paris"]
)
def test_what_is_nowhere_is_a_page_that_says_so(logged_in: Enter, path: str) -> None:
    response = logged_in(Role.CLERK).get(path)
    assert response.status_code == 404
    assert "<h1>" in response.text


def test_the_page_of_a_counter_brings_what_its_script_needs(logged_in: Enter) -> None:
    clerk = logged_in(Role.CLERK, "trieu-son")
    page = clerk.get("/staff/counters/trieu-son/3")
    assert f'<meta name="csrf" content="{clerk.csrf}">' in page.text
    assert 'data-centre="trieu-son" data-counter="3"' in page.text
    assert re.findall(r'name="service" value="([\w-]+)"', page.text)[:2] == ["ho-tich", "chung-thuc"]
    assert "unsafe" not in page.headers["content-security-policy"]
    assert " onclick=" not in page.text
    assert "<script>" not in page.text


def test_what_a_clerk_sees(logged_in: Enter, draw: Callable[..., str]) -> None:
    clerk = logged_in(Role.CLERK, "trieu-son")
    draw(procedure_code=BIRTH)
    draw(service="ho-tich", priority_reason="nguoi-cao-tuoi")
    before = clerk.get(f"{COUNTERS}/3").json()
    assert (before["state"], before["untouched"], before["ticket"]) == ("closed", True, None)
    assert [person["number"] for person in before["next"]] == ["A002", "A001"]

    assert press(clerk, "3", "call-next").status_code == 200
    response = clerk.get(f"{COUNTERS}/3")
    seen = response.json()

    assert response.headers["cache-control"] == "no-store"
    assert (seen["name"], seen["state"], seen["waiting"]) == ("Quầy hộ tịch", "open", 1)
    assert seen["services"] == [{"service": "ho-tich", "name": "Hộ tịch", "waiting": 1}]
    there = seen["ticket"]
    assert (there["number"], there["status"], there["calls"]) == ("A002", "called", 1)
    assert there["priority"].startswith("Người cao tuổi")
    assert there["priority_proof"]
    assert re.fullmatch(r"Người 1 \(nguoi\d\)", there["called_by"])
    assert (there["misses"], there["misses_left"]) == (0, 3)
    (coming,) = seen["next"]
    assert (coming["procedure"], coming["procedure_code"]) == ("đăng ký khai sinh", BIRTH)
    assert (coming["priority"], coming["called_by"]) == (None, None)


def test_a_held_number_and_its_note_are_seen_until_it_is_back(
    logged_in: Enter, draw: Callable[..., str]
) -> None:
    clerk = logged_in(Role.CLERK, "trieu-son")
    number = draw(service="ho-tich")
    press(clerk, "3", "call-next")
    press(clerk, "3", "hold", number=number, note="thiếu giấy chứng sinh, gọi 0912345678")
    seen = clerk.get(f"{COUNTERS}/3").json()
    (held,) = seen["on_hold"]
    assert (seen["ticket"], held["number"]) == (None, number)
    (note,) = held["notes"]
    assert (note["change"], note["counter"]) == ("held", "3")
    assert note["note"].startswith("thiếu giấy chứng sinh")
    assert "0912345678" not in note["note"]
    assert press(clerk, "3", "return", number=number).status_code == 200
    assert clerk.get(f"{COUNTERS}/3").json()["on_hold"] == []


def test_a_procedure_that_is_no_longer_there_is_named_by_its_code_alone(
    logged_in: Enter, draw: Callable[..., str], assistant: Any
) -> None:
    clerk = logged_in(Role.CLERK, "trieu-son")
    draw(procedure_code=BIRTH)
    assistant.brain.catalog = Catalog([], assistant.brain.catalog.centres)
    (coming,) = clerk.get(f"{COUNTERS}/3").json()["next"]
    assert (coming["procedure"], coming["procedure_code"]) == (None, BIRTH)


def test_a_press_needs_the_token_of_the_session(logged_in: Enter) -> None:
    clerk = logged_in(Role.CLERK, "trieu-son")
    refused = clerk.post(f"{COUNTERS}/3/open")
    assert (refused.status_code, refused.json()["type"]) == (403, "/problems/csrf-token-required")
    assert clerk.get(f"{COUNTERS}/3").json()["untouched"]


def test_the_same_press_twice_skips_nobody(logged_in: Enter, draw: Callable[..., str]) -> None:
    clerk = logged_in(Role.CLERK, "trieu-son")
    first, second = draw(service="ho-tich"), draw(service="ho-tich")
    draw(service="ho-tich")
    assert press(clerk, "3", "call-next").status_code == 200
    assert press(clerk, "3", "call-next").status_code == 409
    done = {"number": first, "finish_current": True}
    assert press(clerk, "3", "call-next", **done).json()["ticket"]["number"] == second
    assert press(clerk, "3", "call-next", **done).status_code == 409
    assert clerk.get(f"{COUNTERS}/3").json()["ticket"]["number"] == second


def test_an_unknown_counter_is_a_problem(logged_in: Enter) -> None:
    response = logged_in(Role.CLERK).get(f"{COUNTERS}/99")
    assert (response.status_code, response.json()["type"]) == (404, "/problems/unknown-counter")


def test_who_is_nobody_sees_nothing(browser: Callable[[], Desk]) -> None:
    assert browser().get(f"{COUNTERS}/3").status_code == 401
