"""The queue of a centre for boards, as it stands and live."""

import time
from collections.abc import Callable

import httpx

from tests.e2e.conftest import Clerk, Server, listening

CENTRE = "/v1/centres/hac-thanh"


def test_the_board_shows_lines_and_counters_by_numbers_alone(
    client: httpx.Client, clerk_at: Callable[[str], Clerk]
) -> None:
    clerk = clerk_at("hac-thanh")
    tickets = [client.post(f"{CENTRE}/tickets", json={"service": "cong-an"}).json() for _ in range(2)]
    called = clerk.does("9", "call-next")["ticket"]

    response = client.get(f"{CENTRE}/queue")

    board = response.json()
    line = next(line for line in board["services"] if line["service"] == "cong-an")
    assert (line["waiting"], line["next"]) == (1, [tickets[1]["number"]])
    assert board["waiting"] == sum(line["waiting"] for line in board["services"])
    counter = next(counter for counter in board["counters"] if counter["number"] == "9")
    assert (counter["state"], counter["ticket"], counter["status"]) == ("open", called["number"], "called")
    assert board["open_now"] is True
    assert not any(ticket["id"] in response.text for ticket in tickets)
    clerk.does("9", "call-next", finish_current=True)
    clerk.does("9", "finish")


def test_a_change_is_told_within_a_second_at_its_own_centre_alone(
    server: Server, client: httpx.Client, clerk_at: Callable[[str], Clerk]
) -> None:
    clerk = clerk_at("hac-thanh")
    with listening(server.url, "hac-thanh") as one, listening(server.url, "hac-thanh") as other:
        name, board = one()
        assert (name, other()[0]) == ("queue", "queue")
        assert board.keys() == client.get(f"{CENTRE}/queue").json().keys()
        client.post("/v1/centres/trieu-son/tickets", json={"service": "kinh-doanh"})
        began = time.monotonic()
        ticket = client.post(f"{CENTRE}/tickets", json={"service": "kinh-doanh"}).json()
        issued = one()
        called = clerk.does("7", "call-next", finish_current=True)["ticket"]
        events = [one(), one()]
        assert time.monotonic() - began < 1
        assert [issued, *events] == [other(), other(), other()]
    clerk.does("7", "finish")

    assert issued[0] == "change"
    assert {key: issued[1][key] for key in ("centre", "change", "number", "service", "status")} == {
        "centre": "hac-thanh",
        "change": "issued",
        "number": ticket["number"],
        "service": "kinh-doanh",
        "status": "waiting",
    }
    assert [event[1]["change"] for event in events] == ["counter_open", "called"]
    assert (events[1][1]["number"], events[1][1]["counter"]) == (called["number"], "7")
    assert ticket["id"] not in str([issued, *events])
