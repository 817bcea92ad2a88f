import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.dossier.qr import QrKind, Scanned, read_qr

CODE = "H56.12.34-260701-0012"
CARD = "038090001234|171234567|Nguyễn Văn A|01011990|Nam|Thôn 1, Triệu Sơn|01012021"


@pytest.mark.parametrize(
    ("payload", "scanned"),
    [
        (CODE, Scanned(QrKind.DOSSIER, CODE)),
        (f"  Mã hồ sơ: {CODE.lower()}\n", Scanned(QrKind.DOSSIER, CODE)),
        (f"https://dichvucong.gov.vn/tra-cuu?ma_ho_so={CODE}", Scanned(QrKind.DOSSIER, CODE)),
        (f"https://dichvucong.thanhhoa.gov.vn/ho-so/{CODE}#x", Scanned(QrKind.DOSSIER, CODE)),
        (
            "HTTPS://thanhhoa.dichvucong.gov.vn/?ma=000.00.11.H56%2D250701%2D0001",
            Scanned(QrKind.DOSSIER, "000.00.11.H56-250701-0001"),
        ),
        ("https://letan.example/t/tk_9-Az", Scanned(QrKind.TICKET, "tk_9-Az")),
        ("/t/tk_9", Scanned(QrKind.TICKET, "tk_9")),
        ("https://letan.example/p/1.001193", Scanned(QrKind.PROCEDURE, "1.001193")),
        ("1.001193", Scanned(QrKind.PROCEDURE, "1.001193")),
        (CARD, Scanned(QrKind.IDENTITY_CARD)),
        ("038090001234||Nguyễn Văn A|01011990|Nam|Triệu Sơn|01012021||", Scanned(QrKind.IDENTITY_CARD)),
    ],
)
def test_what_a_code_stands_for(payload: str, scanned: Scanned) -> None:
    assert read_qr(payload) == scanned


@pytest.mark.parametrize(
    "payload",
    [
        "xin chào",
        "H56.12.34",
        f"https://example.com/{CODE}",
        f"https://dichvucong.gov.vn.example.com/{CODE}",
        "https://dichvucong.gov.vn/",
        "http://[",
        "https://letan.example/t/../x",
        "javascript:alert(1)",
        "WIFI:S:mang;T:WPA;P:mat-khau;;",
    ],
)
def test_anything_else_is_unknown(payload: str) -> None:
    assert read_qr(payload) == Scanned(QrKind.UNKNOWN)


@given(name=st.text(), code=st.sampled_from([CODE, "1.001193", "/t/abc"]))
def test_nothing_on_a_card_is_ever_read(name: str, code: str) -> None:
    card = f"038090001234|{code}|{name.replace('|', '')}|01011990|Nam|{code}|01012021"
    assert read_qr(card) == Scanned(QrKind.IDENTITY_CARD)


@given(payload=st.text(max_size=300))
def test_no_payload_breaks_it(payload: str) -> None:
    read_qr(payload)
