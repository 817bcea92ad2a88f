import re
from collections.abc import Callable

import pytest

from assistant.catalog.catalog import Catalog
from assistant.catalog.centre import Centre
from assistant.catalog.procedure import Procedure
from assistant.dialogue.acts import Topic
from assistant.dialogue.replies.procedures import answer, ask_which, offer
from assistant.dialogue.replies.reply import Reply, Status, Suggestion

UNSPEAKABLE = re.compile(r"[\d/()\[\]{}%•·–]")
LONGEST_SPEECH = 600
FREE = re.compile(r"miễn phí|không mất phí|không thu (?:lệ )?phí", re.IGNORECASE)
DISTRICT_OFFICE = re.compile(r"(?:UBND|Ủy ban nhân dân|Công an|cấp) (?:cấp )?(?:huyện|quận)|Phòng Tư pháp")


@pytest.fixture(scope="module", params=Topic)
def answers(request: pytest.FixtureRequest, catalog: Catalog, centre: Centre) -> dict[str, Reply]:
    """The answer on one topic of each procedure of the catalog."""
    return {p.code: answer(p, (request.param,), centre) for p in catalog}


def test_every_answer_has_words_to_read_and_to_say(answers: dict[str, Reply]) -> None:
    assert len(answers) >= 164
    assert [code for code, reply in answers.items() if not reply.speech.strip()] == []
    assert [code for code, reply in answers.items() if len(reply.text.split("\n")) < 2] == []


def test_every_answer_can_be_spoken(answers: dict[str, Reply]) -> None:
    assert {code: r.speech for code, r in answers.items() if UNSPEAKABLE.search(r.speech)} == {}


def test_no_answer_speaks_too_long(answers: dict[str, Reply]) -> None:
    assert {code: len(r.speech) for code, r in answers.items() if len(r.speech) > LONGEST_SPEECH} == {}


def test_every_answer_says_where_it_was_read(
    catalog: Catalog, centre: Centre, answers: dict[str, Reply]
) -> None:
    for code, reply in answers.items():
        assert reply.status is Status.ANSWERED
        assert reply.answer is not None
        assert reply.answer.procedure_code == code
        (source,) = reply.answer.sources
        last = reply.text.splitlines()[-1]
        assert last.startswith("Nguồn: ")
        if reply.answer.topic == Topic.COUNTER:
            assert source["title"] == centre.name
            assert "giá trị mẫu" in last
        else:
            assert source == catalog.procedure(code).source.model_dump(mode="json")
        assert source["title"] in last


def test_a_fee_that_is_not_known_is_never_said_to_be_nothing(
    catalog: Catalog, answers: dict[str, Reply]
) -> None:
    unknown = [procedure.code for procedure in catalog if not procedure.fees]
    assert [code for code in unknown if FREE.search(answers[code].text + answers[code].speech)] == []
    assert len(unknown) > 100


def test_no_answer_sends_anyone_to_a_district_office(answers: dict[str, Reply]) -> None:
    assert {code: r.text for code, r in answers.items() if DISTRICT_OFFICE.search(r.text + r.speech)} == {}


def test_an_answer_shows_a_card_and_suggests_what_else_may_be_asked(
    catalog: Catalog, answers: dict[str, Reply]
) -> None:
    for code, reply in answers.items():
        (card,) = reply.cards
        assert (card["type"], card["code"], card["name"]) == ("procedure", code, catalog.procedure(code).name)
        assert card["counters"]
        assert len(reply.suggestions) == 5
        assert reply.suggestions[-1] == Suggestion("Lấy số", "lấy số")


@pytest.mark.parametrize("topic", Topic)
def test_the_topic_answered_is_not_suggested_again(topic: Topic, catalog: Catalog, centre: Centre) -> None:
    procedure = catalog.procedure("1.001193")
    all_asked = {s.message for t in Topic for s in answer(procedure, (t,), centre).suggestions}
    asked = {
        Topic.DOCUMENTS: "cần giấy tờ gì",
        Topic.FEE: "lệ phí bao nhiêu",
        Topic.TIME_LIMIT: "bao lâu thì xong",
        Topic.COUNTER: "quầy nào",
    }
    assert set(asked.values()) <= all_asked
    assert asked.get(topic) not in {s.message for s in answer(procedure, (topic,), centre).suggestions}


def test_only_who_asks_for_the_counter_is_led_there(catalog: Catalog, centre: Centre) -> None:
    procedure = catalog.procedure("1.001193")
    (command,) = answer(procedure, (Topic.COUNTER,), centre).commands
    assert command == {"type": "guide_to_counter", "counter": "3"}
    assert answer(procedure, (Topic.FEE,), centre).commands == []


def test_two_topics_are_answered_together(catalog: Catalog, centre: Centre) -> None:
    procedure = catalog.procedure("1.004222")
    reply = answer(procedure, (Topic.FEE, Topic.TIME_LIMIT), centre)
    assert "20.000 đồng" in reply.text
    assert "Thời hạn của thủ tục" in reply.text
    assert reply.text.count("Nguồn: ") == 1
    assert reply.answer is not None
    assert {"fees", "time_limits"} <= set(reply.answer.facts)
    assert "hai mươi nghìn đồng" in reply.speech


@pytest.mark.parametrize("count", [2, 3])
def test_an_offer_numbers_the_candidates(catalog: Catalog, count: int) -> None:
    candidates = list(catalog)[:count]
    reply = offer(candidates, (Topic.FEE,))
    assert reply.status is Status.CLARIFICATION
    assert reply.answer is None
    numbered = reply.text.splitlines()[1:]
    for number, (line, candidate) in enumerate(zip(numbered, candidates, strict=True), 1):
        assert line.startswith(f"{number}. ")
        assert line[3:].lower() == candidate.plain_name.lower()
    assert [s.message for s in reply.suggestions] == [c.plain_name for c in candidates]
    (card,) = reply.cards
    assert (card["type"], card["topic"]) == ("choice", "fee")
    assert [option["code"] for option in card["options"]] == [c.code for c in candidates]


def test_an_offer_says_the_places_aloud(procedure: Callable[..., Procedure]) -> None:
    names = ("Làm VNeID", "làm khai sinh", "ADN của con")
    reply = offer([procedure(plain_name=name) for name in names], ())
    assert "Thứ nhất, làm vi en ây ai đi. Thứ hai, làm khai sinh. Thứ ba, ADN của con." in reply.speech
    assert reply.cards[0]["topic"] == "general"


def test_every_procedure_can_be_offered_aloud(catalog: Catalog) -> None:
    spoken = {p.code: offer([p], ()).speech for p in catalog}
    assert {code: said for code, said in spoken.items() if UNSPEAKABLE.search(said)} == {}


@pytest.mark.parametrize(
    ("topics", "asked"),
    [
        ((Topic.FEE,), "hỏi lệ phí của thủ tục nào"),
        ((Topic.FEE, Topic.DOCUMENTS), "hỏi lệ phí và giấy tờ của thủ tục nào"),
        ((Topic.GENERAL,), "cần làm thủ tục nào"),
        ((), "cần làm thủ tục nào"),
    ],
)
def test_asking_which_names_what_was_asked(catalog: Catalog, topics: tuple[Topic, ...], asked: str) -> None:
    everyday = [catalog.procedure(code) for code in ("1.001193", "1.004222")]
    reply = ask_which(topics, everyday)
    assert reply.status is Status.CLARIFICATION
    assert asked in reply.text
    assert [s.message for s in reply.suggestions] == [p.plain_name for p in everyday]
    assert all(p.plain_name in reply.text for p in everyday)
