from datetime import timedelta

import pytest

from assistant.inbox.asked import Reason
from assistant.inbox.gathering import asks_of
from tests.assistant.inbox.talk import NOON, Said, past, said

QUESTION = "xin dựng rạp cưới ra đường thì hỏi ai"
ASKED_BACK = said(QUESTION, "clarification")


def gathered(*messages: Said, disliked: tuple[int, ...] = (), after_min: float = 60) -> list[tuple[str, str]]:
    now = NOON + timedelta(minutes=after_min)
    return [(a.text, a.reason.value) for a in asks_of(past(*messages), dict.fromkeys(disliked, "faq:x"), now)]


def test_what_was_not_answered_is_there_though_other_words_were_answered() -> None:
    found = gathered(said(QUESTION), said("cho hỏi chuyện dựng rạp cưới", "answered"))
    assert found == [(QUESTION, "unanswered")]


def test_what_was_answered_is_not() -> None:
    assert gathered(said("lệ phí khai sinh bao nhiêu", "answered"), said("chào em", "smalltalk")) == []


def test_out_of_scope_is_a_reason_unless_an_entry_said_where_to_go() -> None:
    assert gathered(said(QUESTION, "out_of_scope", intent="out_of_scope")) == [(QUESTION, "out_of_scope")]
    assert gathered(said(QUESTION, "out_of_scope", intent="ask_faq")) == []


@pytest.mark.parametrize("status", ["unanswered", "handoff", "smalltalk", "out_of_scope"])
def test_asking_back_failed_if_no_answer_came_of_it(status: str) -> None:
    next_one = said("không, cái khác cơ", status, intent="deny")
    assert (QUESTION, "clarification") in gathered(ASKED_BACK, next_one)


@pytest.mark.parametrize(
    "next_one",
    [
        said("Tạm trú", "answered", input="button"),
        said("lấy số đi", "ticket_issued", intent="take_ticket"),
        said("dựng rạp", "out_of_scope", intent="ask_faq"),
    ],
)
def test_asking_back_did_its_work_if_one_came(next_one: Said) -> None:
    assert gathered(ASKED_BACK, next_one) == []


def test_who_is_still_choosing_may_get_an_answer() -> None:
    choosing = said("Việc cưới", "clarification", input="button")
    repeated = said("nói lại đi", "clarification", intent="repeat")
    assert gathered(ASKED_BACK, choosing, repeated, said("Thứ nhất", "answered", input="button")) == []
    assert gathered(ASKED_BACK, choosing, repeated, said("thôi", "smalltalk", intent="deny")) != []


@pytest.mark.parametrize(("after_min", "found"), [(10.5, []), (11.5, [(QUESTION, "clarification")])])
def test_who_says_nothing_for_ten_minutes_has_gone(after_min: float, found: list[tuple[str, str]]) -> None:
    assert gathered(ASKED_BACK, after_min=after_min) == found


def test_who_comes_back_later_had_gone() -> None:
    assert gathered(ASKED_BACK, said("cấp đổi căn cước", "answered", after=11)) == [
        (QUESTION, "clarification")
    ]


def test_a_hand_off_tells_what_for() -> None:
    about = said("cho tôi gặp cán bộ hỏi chuyện tranh chấp đất", "handoff", intent="ask_human")
    assert gathered(about) == [("cho tôi gặp cán bộ hỏi chuyện tranh chấp đất", "handoff")]


def test_a_bare_wish_for_a_person_is_about_the_question_before() -> None:
    person = said("cho gặp cán bộ", "handoff", intent="ask_human")
    thanks = said("cảm ơn em", "smalltalk", intent="thanks")
    assert gathered(said("lệ phí khai sinh bao nhiêu", "answered"), thanks, person) == [
        ("lệ phí khai sinh bao nhiêu", "handoff")
    ]
    assert gathered(person) == []


def test_but_not_if_an_errand_or_a_long_time_lies_between() -> None:
    person = said("cho gặp cán bộ", "handoff", intent="ask_human")
    ticket = said("lấy số", "ticket_issued", intent="take_ticket")
    question = said("lệ phí khai sinh bao nhiêu", "answered")
    assert gathered(question, ticket, person) == []
    assert gathered(question, said("cho gặp cán bộ", "handoff", intent="ask_human", after=11)) == []


def test_what_is_handed_over_while_answers_are_stopped_is_not_in_vain() -> None:
    assert gathered(said("lệ phí khai sinh bao nhiêu", "handoff", intent="ask_fee")) == []


def test_a_hand_off_of_an_errand_is_none() -> None:
    assert gathered(said("hủy số của bác", "handoff", intent="cancel_ticket")) == []


def test_a_thumb_down_is_about_what_was_said_or_chosen_from() -> None:
    chosen = said("Cấp lại thẻ", "answered", input="button")
    assert gathered(said("thẻ hỏng rồi", "answered"), disliked=(1,)) == [("thẻ hỏng rồi", "disliked")]
    assert gathered(said("thẻ hỏng rồi", "clarification"), chosen, disliked=(2,)) == [
        ("thẻ hỏng rồi", "disliked")
    ]
    assert gathered(chosen, disliked=(1,)) == []


def test_a_question_may_have_two_reasons_and_knows_what_was_told() -> None:
    turns = past(said(QUESTION))
    both = list(asks_of(turns, {1: "faq:cuoi"}, NOON))
    assert [(a.turn, a.reason, a.told) for a in both] == [
        (1, Reason.UNANSWERED, None),
        (1, Reason.DISLIKED, "faq:cuoi"),
    ]
    assert {a.centre for a in both} == {"trieu-son"}
    assert {a.at for a in both} == {turns[0].at}


def test_dossier_codes_stay_behind() -> None:
    assert gathered(said("hồ sơ H56.12.34-260701-0012 bị trả về vì sao")) == [
        ("hồ sơ [mã hồ sơ] bị trả về vì sao", "unanswered")
    ]
