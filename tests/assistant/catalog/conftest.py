"""The least that a procedure and an entry of the FAQ may say of themselves."""

from typing import Any

import pytest

from assistant.catalog.procedure import Fact


@pytest.fixture
def minimal() -> dict[str, Any]:
    """A procedure of which nothing is known, and where that was read."""
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


@pytest.fixture
def minimal_faq() -> dict[str, Any]:
    """A question that the centre answers by its own practice."""
    return {
        "slug": "gui-xe",
        "theme": "Tại trung tâm",
        "question": "Gửi xe ở đâu?",
        "answer": "Anh/chị gửi xe trong sân, bên phải cổng ạ.",
        "own_practice": True,
    }
