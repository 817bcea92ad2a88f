"""While staff have stopped answers, numbers and all that is no fact of the knowledge go on."""

from collections.abc import Callable

import pytest

from assistant.catalog.centre import Centre
from assistant.dialogue.brain import Brain
from assistant.dialogue.replies.service import stopped
from assistant.staff.stopping import Stop
from tests.assistant.dialogue.brains import BrokenEngine, MakeBrain, say
from tests.assistant.dialogue.conftest import NOW

STOP = Stop("trieu-son", "lệ phí đã đổi", "Minh (minh)", NOW)


class Switch:
    """Answers are stopped once it is pressed."""

    def __init__(self) -> None:
        self.pressed = False

    def __call__(self, centre: str) -> Stop | None:
        return STOP if self.pressed and centre == STOP.centre else None


@pytest.fixture
def switch() -> Switch:
    return Switch()


@pytest.fixture
def brain(make_brain: MakeBrain, switch: Switch) -> Brain:
    return make_brain(stopped=switch)


@pytest.fixture
def pressed(brain: Brain, switch: Switch) -> Brain:
    switch.pressed = True
    return brain


@pytest.mark.parametrize(
    "text",
    [
        "đăng ký kết hôn cần giấy tờ gì",
        "làm khai sinh mất bao nhiêu tiền",
        "gửi xe ở đâu hả em",
        "cấp lại giấy tờ",
        "khác nhau giữa khai sinh và khai tử",
        "lệ phí bao nhiêu",
    ],
)
def test_a_question_is_not_answered_but_shown_the_way(pressed: Brain, centre: Centre, text: str) -> None:
    response = say(pressed, text)
    assert response["status"] == "handoff"
    assert response["replies"][0]["text"] == stopped(centre).text
    assert (response["answer"], response["cards"]) == (None, [])


def test_the_engine_being_down_changes_nothing(make_brain: MakeBrain, switch: Switch) -> None:
    switch.pressed = True
    brain = make_brain(BrokenEngine(RuntimeError("hỏng")), stopped=switch)
    assert say(brain, "đăng ký kết hôn cần giấy tờ gì")["status"] == "handoff"


def test_numbers_go_on(pressed: Brain) -> None:
    drawn = say(pressed, "lấy số làm khai sinh", "c_1")
    assert drawn["status"] == "ticket_issued"
    assert say(pressed, "em nói lại đi", "c_1")["replies"] == drawn["replies"]
    assert say(pressed, "còn mấy người trước tôi", "c_1")["ticket"]["number"] == drawn["ticket"]["number"]
    assert say(pressed, "tôi muốn hủy số", "c_1")["ticket"]["status"] == "cancelled"


def test_what_is_offered_instead_works(pressed: Brain) -> None:
    instead = say(pressed, "cấp lại giấy tờ", "c_offered")["suggestions"]
    took, hours = (say(pressed, each["message"], "c_offered") for each in instead)
    assert took["understanding"]["intent"] == "take_ticket"
    assert took["status"] == "clarification"
    assert hours["answer"]["topic"] == "hours"


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("chào em", "smalltalk"),
        ("mấy giờ trung tâm làm việc", "answered"),
        ("có người bị ngất ở đây", "emergency"),
        ("tra cứu hồ sơ H56.12.34-260701-0012", "clarification"),
    ],
)
def test_what_is_no_fact_of_the_knowledge_is_told(pressed: Brain, text: str, status: str) -> None:
    assert say(pressed, text)["status"] == status


def test_what_was_told_before_is_not_said_again(brain: Brain, switch: Switch, centre: Centre) -> None:
    told = say(brain, "đăng ký kết hôn cần giấy tờ gì", "c_1")
    assert told["status"] == "answered"
    switch.pressed = True
    assert say(brain, "em nói lại đi", "c_1")["replies"][0]["text"] == stopped(centre).text
    switch.pressed = False
    assert say(brain, "đăng ký kết hôn cần giấy tờ gì", "c_1")["replies"] == told["replies"]


def test_another_centre_answers(pressed: Brain, switch: Callable[[str], object]) -> None:
    other = next(c.slug for c in pressed.catalog.centres if c.slug != STOP.centre)
    assert say(pressed, "đăng ký kết hôn cần giấy tờ gì", centre=other)["status"] == "answered"
