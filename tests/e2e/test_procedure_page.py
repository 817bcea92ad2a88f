"""The page of a procedure: facts with their source, what is unknown said so; QR codes of pages."""

from io import BytesIO

import httpx
import pytest
import segno

from tests.e2e.conftest import Server


def _drawn(address: str) -> str:
    """The QR code that an address should have."""
    drawing = BytesIO()
    code = segno.make_qr(address, error="m")
    code.save(drawing, kind="svg", border=2, light="#fff", omitsize=True, xmldecl=False)
    return drawing.getvalue().decode()


def test_it_tells_what_is_known_and_what_is_not(client: httpx.Client) -> None:
    text = client.get("/p/1.001193").text

    known = ["Đăng ký khai sinh", "Tờ khai đăng ký khai sinh (1 bản chính)", "Quầy số 3, bên phải cửa vào"]
    known += ["Quyết định 163/QĐ-BTP", "đọc tháng 7/2026", 'href="https://dichvucong.gov.vn/']
    known += ["Chưa có số liệu chính thức", "Chưa có số liệu chắc chắn", 'href="/p/1.004884"']
    assert [each for each in known if each not in text] == []


def test_the_counter_is_that_of_the_centre_asked_for(client: httpx.Client) -> None:
    assert "phường Hạc Thành" in client.get("/p/1.001193?centre=hac-thanh").text
    assert "xã Triệu Sơn" in client.get("/p/1.001193?centre=khong-co").text


def test_every_procedure_has_a_page(client: httpx.Client) -> None:
    procedures = client.get("/v1/procedures?limit=500").json()["items"]

    for procedure in procedures[::7]:
        page = client.get(f"/p/{procedure['code']}")
        assert page.status_code == 200, procedure["code"]
        assert procedure["code"] in page.text


@pytest.mark.parametrize("code", ["9.999999", "x", "%3Cscript%3Ealert(1)", "a" * 300])
def test_an_unknown_code_gets_a_friendly_page(client: httpx.Client, code: str) -> None:
    page = client.get(f"/p/{code}")

    assert (page.status_code, page.headers["content-type"]) == (404, "text/html; charset=utf-8")
    assert "Em không có thủ tục này" in page.text
    assert "<script" not in page.text


def test_its_qr_code_leads_to_it(client: httpx.Client, server: Server) -> None:
    response = client.get("/p/1.001193/qr.svg")

    assert response.headers["content-type"].startswith("image/svg+xml")
    assert response.text == _drawn(f"{server.url}/p/1.001193")
    assert client.get("/p/9.999999/qr.svg").status_code == 404


def test_the_qr_code_of_a_ticket_leads_to_its_page(client: httpx.Client, server: Server) -> None:
    ticket = client.post("/v1/centres/hac-thanh/tickets", json={"service": "kinh-te"}).json()
    response = client.get(f"/t/{ticket['id']}/qr.svg")
    client.delete(f"/v1/tickets/{ticket['id']}")

    assert response.text == _drawn(f"{server.url}/t/{ticket['id']}")
    assert response.headers["cache-control"] == "no-store"
    assert client.get("/t/t_AAAAAAAAAAAAAAAAAAAAAA/qr.svg").status_code == 404
