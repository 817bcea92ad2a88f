import asyncio
import logging
from collections import Counter
from collections.abc import Callable, Coroutine
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from assistant.assembly import Assistant
from assistant.catalog.catalog import UnknownCentre
from assistant.clock import VIETNAM
from assistant.dialogue.acts import Act, ActKind
from assistant.dialogue.brain import Brain, Request, Response
from assistant.dialogue.conversation import Channel, Input, MessageError
from assistant.dialogue.engine import EngineTurn
from assistant.dialogue.policy import Policy
from assistant.dialogue.rasa_engine.engine import RasaEngine
from assistant.search.search import Search, SearchResult
from assistant.store.tables import conversation, turn

BIRTH, MARRIAGE = "1.001193", "1.000894"
MakeBrain = Callable[..., Brain]


class BrokenEngine:
    """An engine that fails at every turn."""

    def __init__(self, error: Exception) -> None:
        self.error = error

    async def turn(self, conversation_id: str, text: str) -> EngineTurn:
        raise self.error

    async def alive(self) -> bool:
        return False

    def state(self) -> dict[str, Any]:
        return {}

    def close(self) -> None:
        pass


class SlowEngine(BrokenEngine):
    """An engine that takes its time and notes how many turns of a conversation, and of all, run at once."""

    def __init__(self) -> None:
        self.running: Counter[str] = Counter()
        self.most_of_one = self.most_of_all = 0
        self.order: list[str] = []

    async def turn(self, conversation_id: str, text: str) -> EngineTurn:
        self.running[conversation_id] += 1
        self.most_of_one = max(self.most_of_one, *self.running.values())
        self.most_of_all = max(self.most_of_all, self.running.total())
        await asyncio.sleep(0.02)
        self.order.append(text)
        self.running[conversation_id] -= 1
        return EngineTurn("greet", 1.0, (), (Act(ActKind.GREET),))


class BrokenSearch(Search):
    """A search whose index cannot be read."""

    def __init__(self) -> None:
        pass

    def __call__(self, text: str, among: Any = None) -> SearchResult:
        raise OSError("không đọc được chỉ mục")


@pytest.fixture
def brain(make_brain: MakeBrain) -> Brain:
    return make_brain()


@pytest.fixture
def without_search(assistant: Assistant) -> Policy:
    today = datetime(2026, 11, 23, tzinfo=VIETNAM).date()
    return Policy(assistant.brain.catalog, BrokenSearch(), lambda: today)


def say(brain: Brain, text: str, conversation_id: str | None = None, **fields: Any) -> Response:
    return run(brain.handle(Request(text, conversation_id, **fields)))


def run(coroutine: Coroutine[Any, Any, Response]) -> Response:
    return asyncio.run(coroutine)


def together(brain: Brain, *requests: Request) -> list[Response]:
    async def handle_all() -> list[Response]:
        return list(await asyncio.gather(*map(brain.handle, requests)))

    return asyncio.run(handle_all())


def count(database: sa.Engine, table: sa.Table = turn) -> int:
    with database.connect() as connection:
        return connection.scalar(sa.select(sa.func.count()).select_from(table)) or 0


def test_ids_that_are_absent_are_made(brain: Brain) -> None:
    first, second = say(brain, "chào em"), say(brain, "chào em")
    assert first["conversation_id"].startswith("c_")
    assert first["message_id"].startswith("m_")
    assert len({r[key] for r in (first, second) for key in ("conversation_id", "message_id")}) == 4


def test_ids_that_are_given_are_kept(brain: Brain) -> None:
    response = say(brain, "chào em", "c_mine", message_id="m_mine")
    assert (response["conversation_id"], response["message_id"]) == ("c_mine", "m_mine")


def test_an_answer_leads_the_procedures(brain: Brain) -> None:
    response = say(brain, "đăng ký kết hôn cần giấy tờ gì")
    assert response["status"] == "answered"
    assert response["answer"]["procedure_code"] == MARRIAGE
    procedures = response["understanding"]["procedures"]
    assert procedures[0]["code"] == MARRIAGE
    assert len({p["code"] for p in procedures}) == len(procedures) > 1


def test_a_follow_up_is_led_by_what_it_is_about(brain: Brain) -> None:
    say(brain, "đăng ký kết hôn", "c_1")
    response = say(brain, "bao lâu thì xong", "c_1")
    assert response["answer"]["procedure_code"] == MARRIAGE
    assert response["understanding"]["procedures"][0]["code"] == MARRIAGE


def test_a_turn_is_kept_with_what_was_understood(brain: Brain, database: sa.Engine) -> None:
    said = say(brain, "Đăng ký kết hôn ở đâu?", "c_1", channel=Channel.ROBOT, input=Input.SPEECH)
    with database.connect() as connection:
        kept = connection.execute(sa.select(turn)).mappings().one()
        opened = connection.execute(sa.select(conversation)).mappings().one()
    assert kept["text"] == "Đăng ký kết hôn ở đâu?"
    assert (kept["input"], kept["status"], kept["procedure_code"]) == ("speech", "answered", MARRIAGE)
    assert kept["intent"] == said["understanding"]["intent"]
    assert kept["reply"] == said
    assert (opened["id"], opened["centre"], opened["channel"]) == ("c_1", "trieu-son", "robot")


@pytest.mark.parametrize("text", ["😀", "?!", "…"])
def test_a_message_without_words_is_asked_for_others(brain: Brain, text: str) -> None:
    response = say(brain, text)
    assert response["status"] == "unanswered"
    assert response["understanding"]["procedures"] == []


@pytest.mark.parametrize("text", ["", "   ", "\u200b\u00ad", "a" * 501])
def test_a_message_that_cannot_be_taken_is_refused_and_not_kept(
    brain: Brain, database: sa.Engine, text: str
) -> None:
    with pytest.raises(MessageError):
        say(brain, text)
    assert count(database) == 0


@pytest.mark.parametrize("centre", ["hanoi", ""])
def test_an_unknown_centre_is_refused_and_nothing_kept(
    brain: Brain, database: sa.Engine, centre: str
) -> None:
    with pytest.raises(UnknownCentre):
        say(brain, "chào em", centre=centre)
    assert count(database) == 0


# --- a part that fails makes the turn step down


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


# --- retries


def test_a_retry_gets_the_same_reply_and_does_nothing_twice(
    make_brain: MakeBrain, database: sa.Engine
) -> None:
    engine = SlowEngine()
    brain = make_brain(engine)
    first = say(brain, "chào em", "c_1", message_id="m_1")
    again = say(brain, "chào em", "c_1", message_id="m_1")
    assert again == first
    assert len(engine.order) == count(database) == 1


def test_a_retry_of_a_first_message_finds_its_conversation(brain: Brain, database: sa.Engine) -> None:
    first = say(brain, "đăng ký kết hôn", message_id="m_1")
    assert say(brain, "Đăng  ký kết hôn".lower(), message_id="m_1") == first
    assert count(database) == count(database, conversation) == 1


@pytest.mark.parametrize("conversation_id", ["c_1", None])
def test_a_message_sent_twice_at_once_is_taken_once(
    make_brain: MakeBrain, database: sa.Engine, conversation_id: str | None
) -> None:
    engine = SlowEngine()
    request = Request("chào em", conversation_id, "m_1")
    responses = together(make_brain(engine), *[request] * 4)
    assert responses == [responses[0]] * 4
    assert len(engine.order) == count(database) == 1


def test_the_same_message_id_in_another_conversation_is_another_message(
    brain: Brain, database: sa.Engine
) -> None:
    first = say(brain, "chào em", "c_1", message_id="m_1")
    second = say(brain, "chào em", "c_2", message_id="m_1")
    assert (first["conversation_id"], second["conversation_id"]) == ("c_1", "c_2")
    assert count(database) == 2


def test_two_who_number_their_first_messages_alike_do_not_share_one(brain: Brain) -> None:
    first = say(brain, "đăng ký kết hôn", message_id="1")
    second = say(brain, "đăng ký khai sinh", message_id="1")
    assert first["conversation_id"] != second["conversation_id"]
    assert second["answer"]["procedure_code"] == BIRTH


def test_after_an_hour_a_first_message_is_a_new_one(make_brain: MakeBrain) -> None:
    start = datetime(2026, 11, 23, 8, 0, tzinfo=VIETNAM)
    times = {"now": start}
    brain = make_brain(now=lambda: times["now"])
    first = say(brain, "chào em", message_id="m_1")
    times["now"] = start + timedelta(minutes=59)
    assert say(brain, "chào em", message_id="m_1") == first
    times["now"] = start + timedelta(minutes=61)
    assert say(brain, "chào em", message_id="m_1")["conversation_id"] != first["conversation_id"]


def test_messages_of_one_conversation_wait_for_each_other_and_others_do_not(make_brain: MakeBrain) -> None:
    engine = SlowEngine()
    brain = make_brain(engine)
    requests = [Request(f"chào em {i}", f"c_{i % 3}") for i in range(9)]
    together(brain, *requests)
    assert engine.most_of_one == 1
    assert engine.most_of_all == 3
    assert [text for text in engine.order if text in {"chào em 0", "chào em 3", "chào em 6"}] == [
        "chào em 0",
        "chào em 3",
        "chào em 6",
    ]


def test_no_lock_is_kept_after_its_turns(make_brain: MakeBrain) -> None:
    brain = make_brain(SlowEngine())
    together(brain, *[Request("chào em", f"c_{i % 3}", f"m_{i}") for i in range(9)])
    with pytest.raises(MessageError):
        say(brain, "", "c_1")
    assert not brain._locks


# --- what was said


def test_a_repeat_says_what_was_said(brain: Brain) -> None:
    said = say(brain, "đăng ký kết hôn cần giấy tờ gì", "c_1")
    again = say(brain, "em nói lại đi", "c_1")
    assert again["replies"] == said["replies"]
    assert again["answer"] == said["answer"]
    assert again["understanding"]["intent"] == "repeat"
    assert again["message_id"] != said["message_id"]


def test_with_nothing_said_there_is_nothing_to_repeat(brain: Brain) -> None:
    assert say(brain, "em nói lại đi")["status"] == "smalltalk"


def test_a_conversation_survives_a_restart(make_brain: MakeBrain, start: Callable[[], RasaEngine]) -> None:
    engine = start()
    asked = say(make_brain(engine), "cấp lại giấy tờ", "c_1", message_id="m_1")
    assert asked["status"] == "clarification"
    engine.close()

    brain = make_brain(start())
    assert say(brain, "cấp lại giấy tờ", "c_1", message_id="m_1") == asked
    assert say(brain, "em nói lại đi", "c_1")["replies"] == asked["replies"]
    chosen = say(brain, "cái thứ hai", "c_1")
    assert chosen["answer"]["procedure_code"] == asked["cards"][0]["options"][1]["code"]


# --- privacy


SECRETS = {
    "038072004517": "038072004517",
    "038 072 004 518": "038072004518",
    "0912.345.678": "0912345678",
    "+84 912 345 679": "84912345679",
    "172345678": "172345678",
    "０３８０７２００４５１９": "038072004519",
    "03807\u200b2004\u200b520": "038072004520",
    "le.van.hung+xa@gmail.com": "le.van.hung+xa@gmail.com",
    "không chín một hai ba bốn năm sáu bảy tám": "không chín một hai ba bốn năm sáu bảy tám",
}
"""What people type, and how it would be found if it were kept in one piece."""


@pytest.mark.parametrize("engine", [None, BrokenEngine(RuntimeError("hỏng"))], ids=["whole", "broken engine"])
def test_personal_data_reach_neither_the_database_files_nor_the_log(
    make_brain: MakeBrain,
    start: Callable[[], RasaEngine],
    tmp_path: Path,
    caplog: pytest.LogCaptureFixture,
    engine: BrokenEngine | None,
) -> None:
    caplog.set_level(logging.DEBUG)
    brain = make_brain(engine or start())
    for number, secret in enumerate(SECRETS):
        for text in (secret, f"hồ sơ của {secret} xong chưa", f"khai sinh cần gì, gọi {secret} nhé"):
            response = say(brain, text, f"c_{number}", message_id=f"m_{len(text)}")
            assert secret not in str(response)
    files = sorted(tmp_path.glob("letan.db*"))
    assert "letan.db-wal" in [file.name for file in files]
    traces = b"".join(file.read_bytes() for file in files) + caplog.text.encode()
    assert "xong chưa".encode() in traces
    for typed, digits in SECRETS.items():
        assert typed.encode() not in traces
        assert digits.encode() not in traces
        assert str(typed.encode("unicode_escape"), "ascii").encode() not in traces
