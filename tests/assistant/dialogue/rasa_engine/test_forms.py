"""The forms of a number and of a dossier, in the engine itself: what each turn decides."""

import asyncio
from collections.abc import Callable

import pytest

from assistant.dialogue.acts import Act, ActKind
from assistant.dialogue.rasa_engine.engine import RasaEngine

MARRIAGE = "1.000894"
CODE = "H56.12.34-260701-0012"
Say = Callable[..., list[Act]]


@pytest.fixture
def say(start: Callable[[], RasaEngine]) -> Say:
    """The first act of each message, said one after the other in one conversation."""

    def acts(*texts: str) -> list[Act]:
        engine = start()

        async def turns() -> list[Act]:
            return [(await engine.turn("c_1", text)).acts[0] for text in texts]

        return asyncio.run(turns())

    return acts


def kinds(acts: list[Act]) -> list[ActKind]:
    return [act.kind for act in acts]


def test_all_at_once_opens_no_form(say: Say) -> None:
    assert say("lấy số đăng ký kết hôn") == [Act(ActKind.TICKET, MARRIAGE)]


@pytest.mark.parametrize(
    ("answer", "act"),
    [
        ("đăng ký kết hôn", Act(ActKind.TICKET, MARRIAGE)),
        ("hộ tịch", Act(ActKind.TICKET, group="ho-tich")),
        ("lấy số hộ tịch", Act(ActKind.TICKET, group="ho-tich")),
        ("dạ căn cước", Act(ActKind.TICKET, group="cong-an")),
        ("người có công", Act(ActKind.TICKET, group="van-hoa-xa-hoi")),
    ],
)
def test_the_service_is_asked_once(say: Say, answer: str, act: Act) -> None:
    assert say("lấy số", answer) == [Act(ActKind.ASK_SERVICE), act]


def test_after_a_number_nothing_of_it_is_left(say: Say) -> None:
    first, second, third = say("lấy thêm số hộ tịch, tôi 82 tuổi", "có", "lấy số chứng thực")
    assert first == Act(ActKind.OFFER_PRIORITY, reason="nguoi-cao-tuoi")
    assert second == Act(ActKind.TICKET, group="ho-tich", reason="nguoi-cao-tuoi", another=True)
    assert third == Act(ActKind.TICKET, group="chung-thuc")


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        ("có", "nguoi-cao-tuoi"),
        ("ừ", "nguoi-cao-tuoi"),
        ("lấy số ưu tiên", "nguoi-cao-tuoi"),
        ("không", None),
        ("thôi số thường", None),
        ("tôi là thương binh", "nguoi-co-cong"),
    ],
)
def test_priority_is_decided_by_the_citizen(say: Say, answer: str, reason: str | None) -> None:
    offered, drawn = say("bác 82 tuổi rồi, lấy cho bác cái số chứng thực", answer)
    assert offered == Act(ActKind.OFFER_PRIORITY, reason="nguoi-cao-tuoi")
    assert drawn == Act(ActKind.TICKET, group="chung-thuc", reason=reason)


def test_priority_without_a_reason_is_given_to_nobody_for_a_yes(say: Say) -> None:
    acts = say("lấy số ưu tiên chứng thực", "có", "phụ nữ mang thai")
    assert acts[0] == Act(ActKind.ASK_REASON)
    assert acts[1] == Act(ActKind.ASK_REASON)
    assert acts[2] == Act(ActKind.TICKET, group="chung-thuc", reason="phu-nu-mang-thai")


def test_a_bare_yes_tells_no_service(say: Say) -> None:
    assert kinds(say("lấy số", "ừ", "chứng thực")) == [
        ActKind.ASK_SERVICE,
        ActKind.ASK_SERVICE,
        ActKind.TICKET,
    ]


def test_a_reason_told_with_the_service_is_offered_for(say: Say) -> None:
    acts = say("lấy số", "chứng thực, tôi 82 tuổi rồi", "không")
    assert kinds(acts) == [ActKind.ASK_SERVICE, ActKind.OFFER_PRIORITY, ActKind.TICKET]
    assert acts[2] == Act(ActKind.TICKET, group="chung-thuc")


@pytest.mark.parametrize(
    ("aside", "kind"),
    [
        ("mấy giờ đóng cửa", ActKind.HOURS),
        ("còn mấy người chờ", ActKind.QUEUE),
        ("em tên gì", ActKind.IDENTITY),
        ("lệ phí đăng ký kết hôn bao nhiêu", ActKind.ANSWER),
        ("em nói lại đi", ActKind.REPEAT),
    ],
)
def test_after_an_aside_the_service_is_still_awaited(say: Say, aside: str, kind: ActKind) -> None:
    acts = say("lấy số", aside, "chứng thực")
    assert kinds(acts) == [ActKind.ASK_SERVICE, kind, ActKind.TICKET]


@pytest.mark.parametrize("change", ["thôi không lấy nữa", "cho tôi gặp cán bộ", "tra cứu hồ sơ"])
def test_after_a_change_of_mind_a_name_is_a_question_again(say: Say, change: str) -> None:
    acts = say("lấy số", change, "đăng ký kết hôn")
    assert acts[2].kind is ActKind.ANSWER


def test_a_number_is_for_what_was_talked_about(say: Say) -> None:
    assert say("đăng ký kết hôn cần giấy tờ gì", "lấy số")[1] == Act(ActKind.TICKET, MARRIAGE)


def test_a_choice_by_number_is_no_wish_for_one(say: Say) -> None:
    offered, chosen = say("tạm trú hay thường trú cần giấy tờ gì", "số 1")
    assert offered.kind is ActKind.OFFER
    assert (chosen.kind, chosen.procedure) == (ActKind.ANSWER, offered.candidates[0])


def test_a_wish_for_a_number_is_no_choice_of_what_is_on_offer(say: Say) -> None:
    offered, drawn = say("tạm trú hay thường trú cần giấy tờ gì", "lấy số đăng ký kết hôn")
    assert offered.kind is ActKind.OFFER
    assert drawn == Act(ActKind.TICKET, MARRIAGE)


def test_a_lost_slip_tells_no_service(say: Say) -> None:
    assert kinds(say("lấy số", "mất phiếu rồi")) == [ActKind.ASK_SERVICE, ActKind.LOST_TICKET]


def test_what_is_to_be_done_with_a_number_is_read_with_it(say: Say) -> None:
    assert say("hủy số A012", "mất phiếu A013 rồi", "hủy số", "A012 là tới khi mô") == [
        Act(ActKind.CANCEL_TICKET, number="A012"),
        Act(ActKind.LOST_TICKET, number="A013"),
        Act(ActKind.CANCEL_TICKET),
        Act(ActKind.QUEUE, number="A012"),
    ]


# --- a dossier


def test_code_and_digits_at_once_open_no_form(say: Say) -> None:
    assert say(f"hồ sơ {CODE} [4 số]") == [Act(ActKind.DOSSIER, dossier=CODE)]


def test_code_and_digits_are_asked_for_in_turn(say: Say) -> None:
    acts = say("hồ sơ của tôi xong chưa", CODE, "[4 số]")
    assert kinds(acts) == [ActKind.ASK_DOSSIER_CODE, ActKind.ASK_DOSSIER_FACTOR, ActKind.DOSSIER]
    assert acts[2].dossier == CODE


@pytest.mark.parametrize("number", ["[sđt]", "[số định danh]"])
def test_a_whole_number_that_was_masked_tells_the_digits(say: Say, number: str) -> None:
    assert say(f"hồ sơ {CODE} xong chưa", f"số của tôi là {number}")[1] == Act(ActKind.DOSSIER, dossier=CODE)


def test_digits_that_cannot_be_them_are_asked_for_again(say: Say) -> None:
    acts = say(f"hồ sơ {CODE} xong chưa", "[số khác]", "[4 số]")
    assert kinds(acts) == [ActKind.ASK_DOSSIER_FACTOR, ActKind.ASK_DOSSIER_FACTOR, ActKind.DOSSIER]


def test_digits_without_a_code_tell_nothing(say: Say) -> None:
    acts = say("tra cứu hồ sơ", "[4 số]", CODE)
    assert ActKind.DOSSIER not in kinds(acts)


def test_the_digits_are_asked_for_again_for_the_next_dossier(say: Say) -> None:
    acts = say(f"hồ sơ {CODE} [4 số]", "hồ sơ H56.12.34-260701-0013 xong chưa")
    assert acts[1].kind is ActKind.ASK_DOSSIER_FACTOR
