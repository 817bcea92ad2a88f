"""Personal numbers and addresses that people type leave no trace: not in the log, not in the database."""

import re
from typing import Any

import httpx

SENTENCE = "dấu vết kiểm tra riêng tư"
SECRETS = [
    "038090001234",
    "038 090 001 235",
    "038.090.001.236",
    "038-090-001-237",
    "0912345671",
    "0912 345 672",
    "+84 912 345 673",
    "0912.345.674",
    "171234565",
    "nguyen.van.a@example.com",
    "Tran_Thi.B+xa@thanhhoa.gov.vn",
    "không chín một hai ba bốn năm sáu bảy tám",
]
HIDDEN = {"09123\u200b45\u200b675": "0912345675", "０９１２３４５６７６": "0912345676"}
"""As typed, with what cannot be seen within, or full-width; and what must not be found."""


def _stored(server: Any) -> bytes:
    files = [server.log, *server.database.parent.glob(f"{server.database.name}*")]
    assert len(files) >= 3, "log, database and write-ahead log"
    return b"\n".join(file.read_bytes() for file in files)


def test_nothing_personal_is_kept(server: Any, client: httpx.Client) -> None:
    for secret in [*SECRETS, *HIDDEN]:
        for text in (f"{SENTENCE} {secret}", f"số của tôi là {secret}, khai sinh cần gì", secret):
            body = {"text": text}
            turn = client.post("/v1/messages", json=body)
            assert secret not in turn.text
        for refused in (
            {"text": f"{secret} " * 100},
            {"text": "khai sinh", "so_dien_thoai": secret},
            {"text": "khai sinh", "centre": secret},
            {"text": secret, "channel": secret},
        ):
            assert client.post("/v1/messages", json=refused).is_client_error
        client.get("/v1/procedures", params={"q": f"số {secret}"})
        client.get(f"/v1/procedures/{secret}")
        client.get(f"/v1/centres/{secret}")

    stored = _stored(server)
    assert SENTENCE.encode() in stored, "the messages are kept, without what is personal"
    for secret in [*SECRETS, *HIDDEN.values(), *HIDDEN]:
        assert secret.encode() not in stored
        digits = re.sub(r"\D", "", secret)
        assert not digits or digits.encode() not in stored


def test_a_dossier_code_is_no_personal_number(server: Any, client: httpx.Client) -> None:
    code = "H56.12.34-261123-0012"
    client.post("/v1/messages", json={"text": f"hồ sơ {code} xong chưa"})

    assert code.encode() in _stored(server)
