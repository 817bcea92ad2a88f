"""Numbers and dossiers through whole turns: each given once, also when a part fails; digits are not kept."""

import logging
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from assistant.assembly import Assistant
from assistant.clock import VIETNAM
from assistant.dialogue.brain import Brain
from assistant.dialogue.conversation import Opening, StoredTurn, StoreUnavailable
from assistant.dialogue.policy import Policy
from assistant.dialogue.rasa_engine.engine import RasaEngine
from assistant.dossier.code import DossierCode
from assistant.dossier.dossier import Dossier, DossierStatus
from assistant.dossier.register import RegisterEntry
from assistant.knowledge.handle import Snapshot
from assistant.queue.repository import QueueSession, QueueUnavailable
from assistant.store.conversations import SqlTurns
from assistant.store.dossiers import SqlDossiers
from assistant.store.events import Events
from assistant.store.queue import SqlQueue
from assistant.store.queue_tables import ticket
from tests.assistant.dialogue.brains import MARRIAGE, BrokenEngine, BrokenSearch, MakeBrain, count, say

CODE = "H56.12.34-261101-0012"
SUNDAY = datetime(2026, 11, 22, 8, 0, tzinfo=VIETNAM)


class ForgetfulTurns(SqlTurns):
    """Turns that are not kept, as when the machine goes down before."""

    def add(self, turn: StoredTurn, centre: str, channel: str) -> StoredTurn:
        raise StoreUnavailable


class NoTurns(ForgetfulTurns):
    """Turns that can neither be kept nor read."""

    def find(self, conversation_id: str, message_id: str) -> StoredTurn | None:
        raise StoreUnavailable

    def find_first(self, opening: Opening) -> StoredTurn | None:
        raise StoreUnavailable

    def last(self, conversation_id: str) -> StoredTurn | None:
        raise StoreUnavailable


class NoQueue(SqlQueue):
    """A queue whose database is gone."""

    @contextmanager
    def writing(self) -> Iterator[QueueSession]:
        raise QueueUnavailable
        yield

    @contextmanager
    def reading(self) -> Iterator[QueueSession]:
        raise QueueUnavailable
        yield


@pytest.fixture
def brain(make_brain: MakeBrain) -> Brain:
    return make_brain()


@pytest.fixture
def without_search(assistant: Assistant) -> Policy:
    return Policy(Snapshot(assistant.brain.catalog, BrokenSearch()), lambda: date(2026, 11, 23))


def numbers(database: sa.Engine) -> int:
    return count(database, ticket)


def test_a_number_is_given_and_the_turn_says_so(brain: Brain, database: sa.Engine) -> None:
    response = say(brain, "cho tui cấy số làm khai sinh")
    assert (response["status"], response["understanding"]["intent"]) == ("ticket_issued", "take_ticket")
    assert (response["ticket"]["number"], response["ticket"]["service"]) == ("A001", "ho-tich")
    assert numbers(database) == 1


def test_a_number_for_a_procedure_leads_the_procedures_with_it(brain: Brain) -> None:
    response = say(brain, "lấy số đăng ký kết hôn")
    assert response["ticket"]["procedure_code"] == MARRIAGE
    assert response["understanding"]["procedures"][0]["code"] == MARRIAGE


def test_a_retry_gets_the_same_number(brain: Brain, database: sa.Engine) -> None:
    first = say(brain, "lấy số chứng thực", "c_1", message_id="m_1")
    assert say(brain, "lấy số chứng thực", "c_1", message_id="m_1") == first
    assert numbers(database) == 1


def test_a_retry_gets_the_same_number_though_the_turn_was_not_kept(
    make_brain: MakeBrain, database: sa.Engine
) -> None:
    crashed = make_brain(turns=ForgetfulTurns(database))
    first = say(crashed, "lấy số chứng thực", "c_1", message_id="m_1")
    again = say(make_brain(), "lấy số chứng thực", "c_1", message_id="m_1")
    assert (again["status"], again["ticket"]) == (first["status"], first["ticket"])
    assert again["replies"] == first["replies"]
    assert numbers(database) == 1
    assert say(make_brain(), "lấy số chứng thực", "c_1", message_id="m_1") == again


def test_a_number_asked_for_in_two_messages_is_one_number_when_the_last_is_sent_again(
    make_brain: MakeBrain, database: sa.Engine
) -> None:
    crashed = make_brain(turns=ForgetfulTurns(database))
    say(crashed, "lấy số", "c_1", message_id="m_1")
    first = say(crashed, "chứng thực", "c_1", message_id="m_2")
    again = say(make_brain(), "chứng thực", "c_1", message_id="m_2")
    assert again["ticket"] == first["ticket"]
    assert numbers(database) == 1


@pytest.mark.parametrize("text", ["hủy số", "trả số", "huy so", "thôi tui nỏ đợi nữa, bỏ cấy số nớ đi"])
def test_the_only_number_is_given_back_at_once(brain: Brain, text: str) -> None:
    given = say(brain, "lấy số khai tử", "c_1")["ticket"]["number"]
    assert f"Em đã hủy số {given}" in say(brain, text, "c_1")["replies"][0]["text"]


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("lấy số làm khai sinh", "A001"),
        ("lay so dang ky ket hon", "A001"),
        ("cho tui cấy số vô chộ công an", "C001"),
        ("lấy số đất đai và xây dựng", "D001"),
    ],
)
def test_numbers_are_given_though_the_engine_is_down(
    make_brain: MakeBrain, database: sa.Engine, text: str, number: str
) -> None:
    response = say(make_brain(BrokenEngine(RuntimeError("hỏng"))), text)
    assert (response["status"], response["ticket"]["number"]) == ("ticket_issued", number)
    assert response["understanding"]["intent"] == "take_ticket"


def test_without_the_engine_the_service_is_asked_and_each_answer_offered_gets_a_number(
    make_brain: MakeBrain, database: sa.Engine
) -> None:
    brain = make_brain(BrokenEngine(RuntimeError("hỏng")))
    asked = say(brain, "lấy số")
    assert asked["status"] == "clarification"
    for tap in asked["suggestions"]:
        assert say(brain, tap["message"])["status"] == "ticket_issued"
    assert numbers(database) == len(asked["suggestions"])


def test_without_engine_and_search_a_service_that_is_named_gets_a_number(
    make_brain: MakeBrain, without_search: Policy
) -> None:
    brain = make_brain(BrokenEngine(RuntimeError("hỏng")), without_search)
    assert say(brain, "lấy số chứng thực")["ticket"]["number"] == "B001"
    assert say(brain, "lấy số")["status"] == "clarification"


def test_without_the_engine_numbers_are_looked_up_printed_and_given_back(make_brain: MakeBrain) -> None:
    brain = make_brain(BrokenEngine(RuntimeError("hỏng")))
    say(brain, "lấy số chứng thực", "c_1")
    assert "Số B001" in say(brain, "bao giờ mới đến lượt tôi", "c_1")["replies"][0]["text"]
    assert "giữ nguyên lượt" in say(brain, "mất phiếu rồi", "c_1")["replies"][0]["text"]
    assert "đã hủy số B001" in say(brain, "hủy số giúp tôi", "c_1")["replies"][0]["text"]


def test_without_the_engine_priority_is_given_to_whoever_asks_and_says_why_and_to_nobody_else(
    make_brain: MakeBrain,
) -> None:
    brain = make_brain(BrokenEngine(RuntimeError("hỏng")))
    silent = say(brain, "bác 82 tuổi, lấy số chứng thực", "c_1")
    asked = say(brain, "lấy số ưu tiên chứng thực, bác 82 tuổi", "c_2")
    assert silent["ticket"]["priority_reason"] is None
    assert asked["ticket"]["priority_reason"] == "nguoi-cao-tuoi"


def test_with_the_queue_gone_the_turn_answers_and_says_that_no_number_was_given(
    make_brain: MakeBrain, database: sa.Engine
) -> None:
    brain = make_brain(queue=NoQueue(database, Events()))
    response = say(brain, "lấy số chứng thực", "c_1", message_id="m_1")
    assert (response["status"], response["ticket"]) == ("handoff", None)
    assert "chưa cấp số nào" in response["replies"][0]["text"]
    assert say(brain, "mấy giờ mở cửa", "c_1")["status"] == "answered"
    assert numbers(database) == 0


def test_with_the_turns_gone_a_number_is_given_all_the_same(
    make_brain: MakeBrain, database: sa.Engine
) -> None:
    brain = make_brain(turns=NoTurns(database))
    first = say(brain, "lấy số chứng thực", "c_1", message_id="m_1")
    assert first["status"] == "ticket_issued"
    assert say(brain, "lấy số chứng thực", "c_1", message_id="m_1")["ticket"] == first["ticket"]
    assert numbers(database) == 1


def test_outside_hours_the_turn_tells_when_it_opens(make_brain: MakeBrain, database: sa.Engine) -> None:
    response = say(make_brain(now=lambda: SUNDAY), "lấy số chứng thực")
    assert (response["status"], response["ticket"]) == ("closed", None)
    assert "mở cửa lúc 7:30 thứ Hai ngày 23/11" in response["replies"][0]["text"]
    assert numbers(database) == 0


# --- a dossier's digits


@pytest.fixture
def known(register: SqlDossiers) -> None:
    received, due = date(2026, 11, 1), date(2026, 12, 1)
    dossier = Dossier(DossierCode(CODE), "Đăng ký khai sinh", DossierStatus.IN_PROGRESS, received, due)
    register.save([RegisterEntry(dossier, "7391", None)], "trieu-son")


@pytest.mark.usefixtures("known")
@pytest.mark.parametrize(
    "said",
    [
        (f"hồ sơ {CODE} đuôi 7391 xong chưa",),
        ("hồ sơ của tôi xong chưa", CODE, "7391"),
        ("tra cứu hồ sơ", CODE, "số của bác là bảy ba chín một"),
        ("xem hồ sơ giúp tôi", f"{CODE} 4 số cuối 7391"),
        ("tra cứu hồ sơ", CODE, "73910", "7391"),
        ("tra cứu hồ sơ", "mấy giờ đóng cửa", CODE, "7391"),
    ],
)
def test_a_dossier_is_told_when_code_and_digits_are_there_and_the_digits_are_kept_nowhere(
    make_brain: MakeBrain,
    start: Callable[[], RasaEngine],
    tmp_path: Path,
    caplog: pytest.LogCaptureFixture,
    said: tuple[str, ...],
) -> None:
    caplog.set_level(logging.DEBUG)
    brain = make_brain(start())
    responses: list[dict[str, Any]] = [
        say(brain, text, "c_1", message_id=f"m_{i}") for i, text in enumerate(said)
    ]
    assert responses[-1]["status"] == "answered"
    assert "đang giải quyết" in responses[-1]["replies"][0]["text"]
    assert responses[-1]["dossier"] is None or "7391" not in str(responses[-1]["dossier"])
    assert all(response["status"] != "answered" or "17:00" in str(response) for response in responses[:-1])
    files = b"".join(file.read_bytes() for file in tmp_path.glob("letan.db*"))
    files = re.sub(rb"\d{9,}\.\d+", b"", files)  # moments, which may hold any four digits
    for trace in ("7391", "bảy ba chín một", "7 3 9 1"):
        assert trace.encode() not in files
        assert trace not in caplog.text
        assert trace not in str(responses)
    assert CODE.encode() in files


@pytest.mark.usefixtures("known")
def test_wrong_digits_tell_nothing(make_brain: MakeBrain) -> None:
    brain = make_brain()
    say(brain, f"hồ sơ {CODE} xong chưa", "c_1")
    wrong = say(brain, "0000", "c_1")
    unknown = say(brain, "hồ sơ H56.12.34-261101-9999 đuôi 7391", "c_2")
    assert wrong["status"] == unknown["status"] == "unanswered"
    assert wrong["replies"] == unknown["replies"]
