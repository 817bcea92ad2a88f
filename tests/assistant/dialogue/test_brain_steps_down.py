"""A part that fails makes the turn step down, not fail."""

import logging
from datetime import datetime

import pytest
import sqlalchemy as sa

from assistant.assembly import Assistant
from assistant.clock import VIETNAM
from assistant.dialogue.policy import Policy
from assistant.knowledge.handle import Snapshot
from tests.assistant.dialogue.brains import (
    MARRIAGE,
    BrokenEngine,
    BrokenSearch,
    MakeBrain,
    count,
    say,
)


@pytest.fixture
def without_search(assistant: Assistant) -> Policy:
    today = datetime(2026, 11, 23, tzinfo=VIETNAM).date()
    return Policy(Snapshot(assistant.brain.catalog, BrokenSearch()), lambda: today)


@pytest.mark.parametrize(
    "error", [RuntimeError("hỏng"), TimeoutError(), KeyError("intent"), OSError("đầy đĩa")]
)
def test_with_a_broken_engine_search_alone_answers(
    make_brain: MakeBrain, database: sa.Engine, caplog: pytest.LogCaptureFixture, error: Exception
) -> None:
    response = say(make_brain(BrokenEngine(error)), "đăng ký kết hôn")
    assert response["status"] == "answered"
    assert response["answer"]["procedure_code"] == MARRIAGE
    assert response["replies"][0]["text"]
    (record,) = [r for r in caplog.records if r.levelno >= logging.ERROR]
    assert record.exc_info is not None
    assert record.exc_info[1] is error
    assert count(database) == 1


def test_with_a_broken_engine_near_ones_are_still_offered(make_brain: MakeBrain) -> None:
    response = say(make_brain(BrokenEngine(RuntimeError())), "cấp lại giấy tờ")
    assert response["status"] == "clarification"
    assert len(response["suggestions"]) >= 2


def test_with_a_broken_engine_small_talk_is_still_polite(make_brain: MakeBrain) -> None:
    response = say(make_brain(BrokenEngine(RuntimeError())), "chào em")
    assert response["status"] in {"unanswered", "clarification"}
    assert "anh/chị" in response["replies"][0]["text"].lower()


def test_with_engine_and_search_broken_a_person_is_named(
    make_brain: MakeBrain,
    without_search: Policy,
    database: sa.Engine,
    caplog: pytest.LogCaptureFixture,
) -> None:
    response = say(make_brain(BrokenEngine(RuntimeError("hỏng")), without_search), "đăng ký kết hôn")
    assert response["status"] == "handoff"
    assert response["commands"] == [{"type": "call_staff"}]
    assert response["understanding"]["procedures"] == []
    errors = [record.getMessage() for record in caplog.records if record.levelno >= logging.ERROR]
    assert len(errors) == 2
    assert count(database) == 1


def test_with_search_alone_broken_the_engine_answers(make_brain: MakeBrain, without_search: Policy) -> None:
    response = say(make_brain(None, without_search), "mấy giờ mở cửa")
    assert response["status"] == "answered"
    assert response["understanding"]["intent"] == "ask_hours"


@pytest.mark.parametrize("text", ["cháy nhà rồi cứu với", "CHAY NHA ROI CUU VOI"])
def test_a_cry_for_help_needs_neither(make_brain: MakeBrain, without_search: Policy, text: str) -> None:
    response = say(make_brain(BrokenEngine(RuntimeError()), without_search), text)
    assert response["status"] == "emergency"
    assert "114" in response["replies"][0]["text"]


def test_after_a_failure_the_conversation_goes_on(make_brain: MakeBrain) -> None:
    say(make_brain(), "đăng ký kết hôn", "c_1")
    say(make_brain(BrokenEngine(RuntimeError())), "lệ phí bao nhiêu", "c_1")
    assert say(make_brain(), "bao lâu thì xong", "c_1")["answer"]["procedure_code"] == MARRIAGE
