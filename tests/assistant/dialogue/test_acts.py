import json

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
)


@given(ACTS)
def test_an_act_survives_a_journey_through_json(act: Act) -> None:
    assert Act.from_dict(json.loads(json.dumps(act.to_dict()))) == act


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
    told = {"procedure": None, "faq": None, "topics": (), "candidates": (), "service": None}
    assert Act(ActKind.GREET).to_dict() == {"kind": "greet"} | told


@pytest.mark.parametrize("missing", ["kind", "procedure", "faq", "topics", "candidates", "service"])
def test_an_act_that_lacks_a_field_is_refused(missing: str) -> None:
    data = Act(ActKind.FAQ, faq="faq:gui-xe").to_dict()
    with pytest.raises(KeyError, match=missing):
        Act.from_dict({name: value for name, value in data.items() if name != missing})


@pytest.mark.parametrize("kind", ["faq", "compare"])
def test_the_faq_and_comparisons_are_acts(kind: str) -> None:
    assert ActKind(kind).value == kind
