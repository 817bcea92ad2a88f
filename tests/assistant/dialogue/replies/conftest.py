"""The centre that the replies are tested at, and procedures of which more or less is known."""

from collections.abc import Callable
from typing import Any

import pytest

from assistant.catalog.catalog import Catalog
from assistant.catalog.centre import Centre
from assistant.catalog.procedure import Fact, Procedure


@pytest.fixture(scope="session")
def centre(catalog: Catalog) -> Centre:
    return catalog.centre("trieu-son")


@pytest.fixture(scope="session")
def procedure() -> Callable[..., Procedure]:
    """Makes a procedure of which only this is known."""

    def make(**given: Any) -> Procedure:
        data: dict[str, Any] = {
            "code": "1.000001",
            "name": "Đăng ký việc mẫu",
            "plain_name": "đăng ký việc mẫu",
            "field": "Hộ tịch",
            "service_group": "ho-tich",
            "summary": "Ghi một việc vào sổ.",
            "source": {"title": "Cổng Dịch vụ công quốc gia", "read_on": "2026-07-01"},
        }
        known = {{"fees": "fee", "time_limits": "time_limit"}.get(field, field) for field in given}
        unknown = [fact for fact in Fact if fact not in known]
        return Procedure.model_validate(data | {"unknown": unknown} | given)

    return make
