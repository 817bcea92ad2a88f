import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from assistant.dossier.code import DossierCode
from assistant.dossier.dossier import Dossier, DossierStatus
from assistant.dossier.province_answer import ProvinceFormat, UntrustworthyAnswer, read_answer

CODE = DossierCode("H56.12.34-261101-0012")
TODAY = date(2026, 11, 23)
RECORD = {
    "code": CODE,
    "procedure": "Đăng ký khai sinh",
    "status": "in_progress",
    "received_on": "2026-11-01",
    "due_on": "2026-11-20",
    "finished_on": None,
    "phone": "0912345678",
}
MISSING = object()


def read(answer: Any, form: ProvinceFormat | None = None, factor: str = "5678") -> Dossier | None:
    return read_answer(json.dumps(answer).encode(), form or ProvinceFormat(), CODE, factor, TODAY)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"<html>B\xe1\xba\xa3o tr\xc3\xac</html>",
        b"null",
        b"[]",
        b'"ok"',
        b"[" * 100_000,
        b"\xff\xfe",
        b'{"error": "L\xe1\xbb\x97i"}',
    ],
)
def test_what_is_no_record_is_no_fact(content: bytes) -> None:
    with pytest.raises(UntrustworthyAnswer):
        read_answer(content, ProvinceFormat(), CODE, "5678", TODAY)


@pytest.mark.parametrize(
    "lie",
    [
        {"code": "H56.12.34-261101-0013"},
        {"code": ""},
        {"code": MISSING},
        {"procedure": MISSING},
        {"procedure": " "},
        {"procedure": ["x"]},
        {"procedure": "x" * 501},
        {"status": "bay lên trời"},
        {"status": "???"},
        {"status": True},
        {"status": None},
        {"received_on": None},
        {"received_on": "hôm qua"},
        {"received_on": 1793491200000},
        {"received_on": "2026-13-01"},
        {"received_on": "2026-11-24"},
        {"received_on": "1970-01-01"},
        {"due_on": "31/02/2026"},
        {"due_on": "2026-10-31"},
        {"due_on": "9999-12-31"},
        {"due_on": "9999-12-31T23:59:59-12:00"},
        {"finished_on": "2026-11-10"},
        {"status": "done", "finished_on": "2026-10-10"},
        {"status": "done", "finished_on": "2026-12-10"},
    ],
)
def test_a_lie_is_no_fact(lie: dict[str, Any]) -> None:
    with pytest.raises(UntrustworthyAnswer):
        read({key: value for key, value in (RECORD | lie).items() if value is not MISSING})


@pytest.mark.parametrize("phone", [None, "", "678", "0912345679", MISSING])
def test_without_a_number_that_fits_there_is_nothing(phone: object) -> None:
    assert read({k: v for k, v in (RECORD | {"phone": phone}).items() if v is not MISSING}) is None


@pytest.mark.parametrize(
    "lie",
    [
        {"status": "bay lên trời"},
        {"procedure": None},
        {"received_on": "hôm qua"},
        {"due_on": "2026-10-31"},
        {"personal_number": ["038090001234"]},
    ],
)
def test_a_record_that_cannot_be_used_is_nothing_to_who_is_not_its_owner(lie: dict[str, Any]) -> None:
    assert read(RECORD | lie, factor="0000") is None


def test_another_shape_is_read_by_its_paths(tmp_path: Path) -> None:
    file = tmp_path / "fields.yaml"
    file.write_text(
        """
path: /tra-cuu/{code}
record: data.hoSo
fields:
  code: maHoSo
  procedure: thuTuc.ten
  status: trangThai
  received_on: ngayTiepNhan
  due_on: ngayHenTra
  finished_on:
  note: ghiChu
factor_fields: [chuHoSo.dienThoai]
statuses: {1: received, "Đang thụ lý": in_progress}
""",
        "utf-8",
    )
    form = ProvinceFormat.load(file)
    record = {
        "maHoSo": CODE,
        "thuTuc": {"ten": "Khai sinh"},
        "trangThai": 1,
        "ngayTiepNhan": "2026-11-01T20:00:00Z",
        "ngayHenTra": "20/11/2026 17:00",
        "ghiChu": "Gọi 0912345678 khi xong",
        "chuHoSo": {"dienThoai": "******5678", "ten": "Nguyễn Văn A"},
    }
    told = read({"data": {"hoSo": [record]}}, form)
    assert told is not None
    assert (told.status, told.procedure) == (DossierStatus.RECEIVED, "Khai sinh")
    assert (told.received_on, told.due_on) == (date(2026, 11, 2), date(2026, 11, 20))
    assert told.note == "Gọi [sđt] khi xong"
    assert "Nguyễn" not in str(told)
    assert read({"data": {"hoSo": None}}, form) is None
    assert read({"data": {"hoSo": []}}, form) is None
    for broken in ({"data": {}}, {"data": None}, {"error": 1}, {"data": {"hoSo": [record, record]}}):
        with pytest.raises(UntrustworthyAnswer):
            read(broken, form)


@pytest.mark.parametrize(
    "fields",
    [
        {"factor_fields": []},
        {"factor_header": "X-Factor"},
        {"path": "/dossiers"},
        {"path": "/dossiers?code={code}"},
        {"statuses": {"1": "flying"}},
        {"fields": {"code": "a..b"}},
        {"unknown": 1},
    ],
)
def test_a_format_that_cannot_work_is_refused(fields: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        ProvinceFormat.model_validate(fields)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(list(RECORD)), inner, max_size=7)
    ),
    max_leaves=12,
)


@given(answer=JSON)
def test_whatever_is_answered_nothing_else_is_raised(answer: Any) -> None:
    for given_answer in (answer, RECORD | answer if isinstance(answer, dict) else answer):
        try:
            told = read(given_answer)
        except UntrustworthyAnswer:
            continue
        assert told is None or told.code == CODE
