"""The page of a ticket: what it shows before its script has run, and what it keeps to itself."""

from collections.abc import Callable

import httpx
import pytest

from tests.e2e.conftest import Conversation


@pytest.fixture(scope="module")
def ticket(client: httpx.Client) -> dict[str, object]:
    return dict(client.post("/v1/centres/hac-thanh/tickets", json={"service": "kinh-te"}).json())


def test_it_shows_the_number_and_the_way(client: httpx.Client, ticket: dict[str, object]) -> None:
    page = client.get(str(ticket["status_url"]))

    shown = [ticket["number"], "Kinh tế và môi trường", "quầy số 6, giữa phòng, cạnh quầy số 5"]
    shown += ["Trung tâm Phục vụ hành chính công phường Hạc Thành", "ngày 23/11/2026", "đang chờ"]
    assert all(str(each) in page.text for each in shown)
    assert str(ticket["id"]) not in page.text
    assert "$" not in page.text


def test_a_number_drawn_in_a_conversation_leads_to_its_page(
    client: httpx.Client, talk: Callable[..., Conversation]
) -> None:
    turn = talk(channel="web", centre="hac-thanh").say("lấy số làm khai sinh")

    assert turn["status"] == "ticket_issued"
    assert turn["ticket"]["number"] in client.get(turn["ticket"]["status_url"]).text


@pytest.mark.parametrize("ticket_id", ["t_", "t_AAAAAAAAAAAAAAAAAAAAAA", "%3Cscript%3E", "t_%00", "A001"])
def test_an_id_that_is_none_gets_a_friendly_page(client: httpx.Client, ticket_id: str) -> None:
    page = client.get(f"/t/{ticket_id}")

    assert (page.status_code, page.headers["content-type"]) == (404, "text/html; charset=utf-8")
    assert "Em không tìm thấy phiếu này" in page.text
    assert "<script" not in page.text


def test_it_is_neither_indexed_nor_kept_nor_told_to_others(
    client: httpx.Client, ticket: dict[str, object]
) -> None:
    for page in (client.get(str(ticket["status_url"])), client.get("/t/t_unknown")):
        assert page.headers["x-robots-tag"] == "noindex, nofollow, noarchive"
        assert page.headers["cache-control"] == "no-store"
        assert page.headers["referrer-policy"] == "no-referrer"
        assert "default-src 'none'" in page.headers["content-security-policy"]
