import asyncio
from typing import Any

import pytest

from assistant.assembly import Assistant
from scripts import evaluate
from scripts.evaluate import ask, of_intents, of_the_faq, percent, refused, table
from scripts.outcome import Outcome
from scripts.question_sets import Question

BIRTH, MARRIAGE, COPY, CARD = "1.001193", "1.000894", "2.000815", "2.002754"


def outcome(codes: str = BIRTH, asked: str = "fee", style: str = "formal", **told: Any) -> Outcome:
    """By default the right procedure is answered, with the topic that was asked."""
    question = Question("short", style, tuple(asked.split()), tuple(codes.split()), "câu hỏi")
    right = {
        "ranked": (BIRTH, MARRIAGE, COPY, CARD),
        "answered": BIRTH,
        "topics": ("fee",),
        "status": "answered",
        "probability": 0.9,
    }
    return Outcome(question, **(right | told))


@pytest.mark.parametrize(
    ("codes", "first", "among_three"),
    [
        (BIRTH, True, True),
        (f"{CARD} {BIRTH}", True, True),
        (MARRIAGE, False, True),
        (COPY, False, True),
        (CARD, False, False),
        ("9.999999", False, False),
    ],
)
def test_the_place_of_the_right_procedure(codes: str, first: bool, among_three: bool) -> None:
    assert (outcome(codes).first, outcome(codes).among_three) == (first, among_three)


def test_nothing_found_is_not_right() -> None:
    nothing = outcome(ranked=())
    assert (nothing.first, nothing.among_three) == (False, False)


@pytest.mark.parametrize(
    ("asked", "understood", "first", "every"),
    [
        ("fee", ("fee",), True, True),
        ("fee form", ("fee", "form"), True, True),
        ("fee form", ("form", "fee"), False, True),
        ("fee form", ("fee",), True, False),
        ("fee", ("fee", "form"), True, False),
        ("fee", ("form",), False, False),
        ("fee", (), False, False),
    ],
)
def test_the_topics_that_were_understood(
    asked: str, understood: tuple[str, ...], first: bool, every: bool
) -> None:
    judged = outcome(asked=asked, topics=understood)
    assert (judged.topic, judged.all_topics) == (first, every)


@pytest.mark.parametrize(("answered", "wrong"), [(BIRTH, False), (MARRIAGE, True), (None, False)])
def test_only_another_procedure_is_a_wrong_answer(answered: str | None, wrong: bool) -> None:
    assert outcome(answered=answered).wrong is wrong


def test_the_table_counts_by_set_and_style() -> None:
    rows = table(
        [
            outcome(),
            outcome(MARRIAGE, style="nodiac"),
            outcome(CARD, asked="fee form", style="nodiac", answered=None),
            outcome(asked="", style="nodiac"),
        ]
    )
    assert rows == [
        ["set", "style", "n", "R@1", "R@3", "topic", "both topics", "answered", "wrong"],
        ["short", "formal", "1", "100.0", "100.0", "100.0", "–", "100.0", "0.0"],
        ["short", "all", "4", "50.0", "75.0", "100.0", "0.0", "75.0", "33.3"],
        ["short", "nodiac", "3", "33.3", "66.7", "100.0", "0.0", "66.7", "50.0"],
    ]


def test_a_table_of_nothing_is_its_header() -> None:
    assert len(table([])) == 1


@pytest.mark.parametrize(
    ("part", "whole", "told"), [(1, 3, "33.3"), (0, 7, "0.0"), (7, 7, "100.0"), (0, 0, "–")]
)
def test_a_share_in_percent(part: int, whole: int, told: str) -> None:
    assert percent(part, whole) == told


def test_a_question_is_asked_through_a_whole_turn(assistant: Assistant) -> None:
    question = Question("own", "formal", ("documents",), (MARRIAGE,), "đăng ký kết hôn cần giấy tờ gì")
    told = asyncio.run(ask(assistant, question))
    assert told.first
    assert told.topic
    assert (told.answered, told.status) == (MARRIAGE, "answered")
    assert told.probability == assistant.brain.policy.search(question.text).best.score


def test_refusals_are_counted_by_kind(assistant: Assistant) -> None:
    messages = [("chat", "chào em"), ("named", "đăng ký kết hôn cần giấy tờ gì"), ("chat", "cảm ơn em")]
    header, chat, named = asyncio.run(refused(assistant.brain, messages))
    assert header == ["kind", "n", "answered with a procedure", "statuses"]
    assert chat[:3] == ["chat", "2", "0"]
    assert named == ["named", "1", "1", "answered 1"]


def test_faq_questions_are_right_wrong_or_neither(
    assistant: Assistant, monkeypatch: pytest.MonkeyPatch
) -> None:
    entry = assistant.brain.catalog.faq_entry("faq:cach-lay-so")
    asked = [
        ("formal", (entry.slug,), entry.question),
        ("formal", ("lo-so",), entry.question),
        ("formal", (entry.slug,), "đăng ký kết hôn cần giấy tờ gì"),
        ("formal", (entry.slug,), "chào em"),
    ]
    monkeypatch.setattr(evaluate, "faq_questions", lambda: asked)
    assert asyncio.run(of_the_faq(assistant.brain)) == ["4", "25.0", "50.0"]


def test_intents_that_were_missed_are_named(assistant: Assistant, monkeypatch: pytest.MonkeyPatch) -> None:
    messages = [("greet", "chào em"), ("thanks", "chào em"), ("thanks", "chào em ạ"), ("goodbye", "tạm biệt")]
    monkeypatch.setattr(evaluate, "intent_messages", lambda: messages)
    assert asyncio.run(of_intents(assistant.brain)) == ["4", "50.0", "thanks → greet 2"]
