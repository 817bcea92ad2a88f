from datetime import datetime

import pytest

from assistant.catalog.catalog import Catalog
from assistant.catalog.centre import Centre
from assistant.clock import VIETNAM
from assistant.dialogue.acts import DOSSIER_ACTS, KNOWLEDGE_ACTS, TICKET_ACTS, Act, ActKind, Topic
from assistant.dialogue.composer import Composer
from assistant.dialogue.replies.reply import Status
from assistant.dialogue.replies.service import stopped

BIRTH, MARRIAGE = "1.001193", "1.000894"
MONDAY = datetime(2026, 11, 23, 8, 0, tzinfo=VIETNAM)
SUNDAY = datetime(2026, 11, 22, 8, 0, tzinfo=VIETNAM)


@pytest.fixture(scope="module")
def composer(catalog: Catalog) -> Composer:
    return Composer(lambda: catalog, lambda: MONDAY)


@pytest.fixture(scope="module")
def centre(catalog: Catalog) -> Centre:
    return catalog.centre("trieu-son")


@pytest.mark.parametrize("kind", sorted(set(ActKind) - TICKET_ACTS - DOSSIER_ACTS))
def test_every_act_has_words_to_read_and_to_say(composer: Composer, centre: Centre, kind: ActKind) -> None:
    act = Act(kind, BIRTH, (Topic.FEE,), (BIRTH, MARRIAGE), "115", place="xã Dân Lực cũ giờ là xã nào")
    reply = composer.compose(act, centre)
    assert reply.text.strip()
    assert reply.speech.strip()
    assert not any(char.isdigit() for char in reply.speech)


@pytest.mark.parametrize(
    ("kind", "status"),
    [
        (ActKind.ANSWER, Status.ANSWERED),
        (ActKind.HOURS, Status.ANSWERED),
        (ActKind.OFFER, Status.CLARIFICATION),
        (ActKind.ASK_WHICH, Status.CLARIFICATION),
        (ActKind.NONE_OF_THESE, Status.CLARIFICATION),
        (ActKind.UNANSWERED, Status.UNANSWERED),
        (ActKind.OUT_OF_SCOPE, Status.OUT_OF_SCOPE),
        (ActKind.EMERGENCY, Status.EMERGENCY),
        (ActKind.HUMAN, Status.HANDOFF),
        (ActKind.COMPLAINT, Status.HANDOFF),
        (ActKind.IDENTITY, Status.SMALLTALK),
        (ActKind.GREET, Status.SMALLTALK),
    ],
)
def test_every_act_ends_the_turn_in_its_way(
    composer: Composer, centre: Centre, kind: ActKind, status: Status
) -> None:
    act = Act(kind, BIRTH, (Topic.FEE,), (BIRTH, MARRIAGE), "115")
    assert composer.compose(act, centre).status is status


@pytest.mark.parametrize("topic", Topic)
def test_an_answer_carries_its_source_on_every_topic(
    composer: Composer, catalog: Catalog, centre: Centre, topic: Topic
) -> None:
    for procedure in list(catalog)[::10]:
        reply = composer.compose(Act(ActKind.ANSWER, procedure.code, (topic,)), centre)
        assert reply.answer is not None
        assert (reply.answer.procedure_code, reply.answer.topic) == (procedure.code, topic)
        said_by = centre.name if topic is Topic.COUNTER else procedure.source.title
        assert [source["title"] for source in reply.answer.sources] == [said_by]
        assert f"{said_by} (" in reply.text.splitlines()[-1]


def test_an_offer_names_the_candidates_in_their_order(
    composer: Composer, catalog: Catalog, centre: Centre
) -> None:
    reply = composer.compose(Act(ActKind.OFFER, candidates=(MARRIAGE, BIRTH)), centre)
    names = [catalog.procedure(code).plain_name for code in (MARRIAGE, BIRTH)]
    assert [suggestion.message for suggestion in reply.suggestions] == names


def test_asking_which_suggests_procedures_of_the_catalog(
    composer: Composer, catalog: Catalog, centre: Centre
) -> None:
    suggestions = composer.compose(Act(ActKind.ASK_WHICH, topics=(Topic.FEE,)), centre).suggestions
    assert len(suggestions) == 4
    assert {s.message for s in suggestions} <= {p.plain_name for p in catalog}


def test_asking_which_does_without_examples_that_are_not_in_the_catalog(
    catalog: Catalog, centre: Centre
) -> None:
    small = Composer(lambda: Catalog([catalog.procedure(MARRIAGE)]), lambda: MONDAY)
    assert small.compose(Act(ActKind.ASK_WHICH, topics=(Topic.FEE,)), centre).suggestions == []


def test_a_place_of_before_is_told_with_its_centre(composer: Composer, centre: Centre) -> None:
    reply = composer.compose(Act(ActKind.COMMUNE, place="xã Dân Lực cũ giờ thuộc xã nào"), centre)
    assert reply.status is Status.ANSWERED
    assert "Xã Dân Lực (huyện Triệu Sơn cũ) nay thuộc xã Triệu Sơn." in reply.text


def test_what_is_near_is_told_from_a_place_or_from_here(composer: Composer, centre: Centre) -> None:
    here = composer.compose(Act(ActKind.COMMUNE, place="trung tâm gần nhất ở đâu"), centre)
    there = composer.compose(
        Act(ActKind.COMMUNE, place="trung tâm nào gần nhất với phường Hạc Thành"), centre
    )
    assert here.text.startswith("Anh/chị đang ở xã Triệu Sơn. Gần đây nhất là trung tâm xã")
    assert "trung tâm xã Triệu Sơn" not in here.text
    assert there.text.startswith("Gần phường Hạc Thành nhất là trung tâm phường Hạc Thành")


def test_hours_are_told_at_the_clocks_time(catalog: Catalog, centre: Centre) -> None:
    open_now = Composer(lambda: catalog, lambda: MONDAY).compose(Act(ActKind.HOURS), centre).answer
    closed = Composer(lambda: catalog, lambda: SUNDAY).compose(Act(ActKind.HOURS), centre).answer
    assert open_now is not None
    assert closed is not None
    assert (open_now.facts["open_now"], closed.facts["open_now"]) == (True, False)


@pytest.mark.parametrize("kind", sorted(ActKind))
def test_while_answers_are_stopped_nothing_of_the_knowledge_is_told(
    catalog: Catalog, centre: Centre, kind: ActKind
) -> None:
    composer = Composer(lambda: catalog, lambda: MONDAY, lambda slug: slug == centre.slug)
    act = Act(kind, BIRTH, (Topic.FEE,), (BIRTH, MARRIAGE), "115", "faq:gui-xe", place="xã Dân Lực cũ")
    reply = composer.compose(act, centre)
    assert (reply == stopped(centre)) is (kind in KNOWLEDGE_ACTS)
    other = centre.model_copy(update={"slug": "tho-xuan"})
    assert composer.compose(act, other) != stopped(other)
