import json
from dataclasses import fields

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.dialogue.acts import INTENT_OF_TOPIC, TOPIC_OF_INTENT, Act, ActKind, Topic

CODES = st.from_regex(r"\d\.\d{6}", fullmatch=True)
FAQ_KEYS = st.from_regex(r"faq:[a-z0-9]{1,8}(-[a-z0-9]{1,8}){0,3}", fullmatch=True)
ACTS = st.builds(
    Act,
    kind=st.sampled_from(ActKind),
    procedure=st.none() | CODES,
    faq=st.none() | FAQ_KEYS,
    topics=st.lists(st.sampled_from(Topic), max_size=3).map(tuple),
    candidates=st.lists(CODES | FAQ_KEYS, max_size=3).map(tuple),
    service=st.none() | st.sampled_from(["113", "114", "115"]),
    group=st.none() | st.sampled_from(["ho-tich", "cong-an"]),
    reason=st.none() | st.sampled_from(["nguoi-cao-tuoi"]),
    number=st.none() | st.from_regex(r"[A-H]\d{3}", fullmatch=True),
    another=st.booleans(),
    dossier=st.none() | st.just("H56.12.34-260701-0012"),
    place=st.none() | st.text(max_size=20),
)


@given(ACTS)
def test_an_act_survives_a_journey_through_json(act: Act) -> None:
    assert Act.from_dict(json.loads(json.dumps(act.to_dict()))) == act


@pytest.mark.parametrize(
    ("kind", "understood", "intent"),
    [
        (ActKind.TICKET, "ask_procedure", "take_ticket"),
        (ActKind.ASK_SERVICE, "affirm", "take_ticket"),
        (ActKind.LOST_TICKET, "ask_faq", "take_ticket"),
        (ActKind.CANCEL_TICKET, "take_ticket", "cancel_ticket"),
        (ActKind.QUEUE, "ask_time_limit", "ask_queue"),
        (ActKind.DOSSIER, "affirm", "check_dossier"),
        (ActKind.COMMUNE, "out_of_scope", "ask_place"),
        (ActKind.ANSWER, "ask_fee", "ask_fee"),
        (ActKind.GREET, "greet", "greet"),
    ],
)
def test_some_acts_tell_what_was_meant_better_than_the_words(
    kind: ActKind, understood: str, intent: str
) -> None:
    assert Act(kind).intent(understood) == intent


@pytest.mark.parametrize("topic", Topic)
def test_every_topic_has_an_intent_that_asks_for_it(topic: Topic) -> None:
    assert TOPIC_OF_INTENT[INTENT_OF_TOPIC[topic]] is topic


def test_the_general_topic_is_asked_for_by_asking_for_the_procedure() -> None:
    assert TOPIC_OF_INTENT["ask_procedure"] is Topic.GENERAL
    assert "ask_general" not in TOPIC_OF_INTENT


@pytest.mark.parametrize("change", [{"kind": "dance"}, {"topics": ["weather"]}])
def test_an_unknown_act_or_topic_is_refused(change: dict[str, object]) -> None:
    with pytest.raises(ValueError, match="is not a valid"):
        Act.from_dict(Act(ActKind.ANSWER, "1.001193", topics=(Topic.FEE,)).to_dict() | change)


def test_an_act_of_a_kind_alone_tells_nothing_more() -> None:
    told = {"topics": (), "candidates": (), "another": False}
    names = ("procedure", "faq", "service", "group", "reason", "number", "dossier", "place")
    assert Act(ActKind.GREET).to_dict() == {"kind": "greet"} | told | dict.fromkeys(names)


@pytest.mark.parametrize("missing", [field.name for field in fields(Act)])
def test_an_act_that_lacks_a_field_is_refused(missing: str) -> None:
    data = Act(ActKind.FAQ, faq="faq:gui-xe").to_dict()
    with pytest.raises(KeyError, match=missing):
        Act.from_dict({name: value for name, value in data.items() if name != missing})


@pytest.mark.parametrize("kind", ["faq", "compare"])
def test_the_faq_and_comparisons_are_acts(kind: str) -> None:
    assert ActKind(kind).value == kind
