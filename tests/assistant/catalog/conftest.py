"""The least that a procedure may say of itself: nothing known, and where that was read."""

from typing import Any

import pytest

from assistant.catalog.procedure import Fact


@pytest.fixture
def minimal() -> dict[str, Any]:
    return {
        "code": "1.000001",
        "name": "Thủ tục mẫu",
        "plain_name": "làm việc mẫu",
        "field": "Hộ tịch",
        "service_group": "ho-tich",
        "summary": "Một việc để thử.",
        "unknown": [str(fact) for fact in Fact],
        "source": {"title": "Cổng Dịch vụ công quốc gia", "read_on": "2026-07-01"},
    }
