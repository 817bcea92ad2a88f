from types import SimpleNamespace
from typing import Any

import pytest
import sqlalchemy as sa

from assistant.inbox.asked import Reason
from assistant.inbox.groups import Group, Wanted
from assistant.inbox.inbox import Inbox
from assistant.store.inbox_tables import inbox_bookmark, inbox_group
from tests.assistant.inbox.talk import Town, plain_knowledge, said

PARKING = "gửi xe máy ở chỗ nào vậy em"
PARKING_BARE = "gui xe may o cho nao vay em"
PARKING_TOO = "chỗ gửi xe máy ở đâu em ơi"
WIFI = "cho xin mật khẩu wifi"


def all_of(inbox: Inbox) -> list[Group]:
    return inbox.groups(Wanted(), 50)[0]


def test_an_empty_inbox(inbox: Inbox) -> None:
    assert inbox.collect() is True
    assert inbox.groups(Wanted(), 20) == ([], 0)


def test_questions_of_one_meaning_are_one_group(town: Town, inbox: Inbox) -> None:
    for text in (PARKING, PARKING_TOO, PARKING_BARE, WIFI):
        town.talk(said(text))
    inbox.collect()
    parking, wifi = all_of(inbox)
    assert [(w.text, w.count) for w in parking.wordings] == [(PARKING, 2), (PARKING_TOO, 1)]
    assert (parking.total, parking.text) == (3, PARKING)
    assert (wifi.text, wifi.total, wifi.reasons) == (WIFI, 1, {Reason.UNANSWERED: 1})
    assert parking.first < parking.last


def test_a_wording_with_diacritics_is_shown_for_those_without(town: Town, inbox: Inbox) -> None:
    town.talk(said(PARKING_BARE))
    inbox.collect()
    assert all_of(inbox)[0].text == PARKING_BARE
    town.talk(said(PARKING))
    inbox.collect()
    assert [w.text for w in all_of(inbox)[0].wordings] == [PARKING]


def test_what_comes_later_joins_the_group_that_is_there(town: Town, inbox: Inbox) -> None:
    town.talk(said(PARKING))
    inbox.collect()
    (before,) = all_of(inbox)
    for later in (town.inbox(), inbox):
        town.talk(said(PARKING_TOO))
        later.collect()
    (after,) = all_of(inbox)
    assert (after.id, after.total) == (before.id, 3)


def test_looking_again_adds_nothing(town: Town, inbox: Inbox) -> None:
    town.talk(said(PARKING), said("cho gặp cán bộ", "handoff", intent="ask_human"))
    for _ in range(3):
        inbox.collect()
        town.inbox().collect()
        town.later(minutes=20)
    (group,) = all_of(inbox)
    assert (group.total, dict(group.reasons)) == (1, {Reason.UNANSWERED: 1, Reason.HANDOFF: 1})


def test_asking_back_is_seen_to_have_failed_when_it_has(town: Town, inbox: Inbox) -> None:
    town.talk(said(PARKING, "clarification"))
    inbox.collect()
    assert all_of(inbox) == []
    town.later(minutes=11)
    inbox.collect()
    assert [g.reasons for g in all_of(inbox)] == [{Reason.CLARIFICATION: 1}]


def test_a_thumb_counts_however_late_and_until_it_is_taken_back(town: Town, inbox: Inbox) -> None:
    faq = {"answer": {"facts": {"faq": "nha-xe"}}}
    town.talk(said(PARKING, "answered", reply=faq), said(WIFI, "answered", code="1.001193"))
    town.later(days=2)
    inbox.collect()
    assert all_of(inbox) == []
    town.thumb(PARKING, helpful=False)
    town.thumb(WIFI, helpful=False)
    inbox.collect()
    told = {group.text: group.wordings[0].told for group in all_of(inbox)}
    assert told == {PARKING: ("faq:nha-xe",), WIFI: ("1.001193",)}
    town.later(days=1)
    town.thumb(PARKING, helpful=True)
    inbox.collect()
    assert [g.text for g in all_of(inbox)] == [WIFI]


def test_a_clock_that_was_set_back_hides_nothing(town: Town, inbox: Inbox) -> None:
    """A demonstration starts at the same moment again and again."""
    town.talk(said(PARKING))
    town.thumb(PARKING, helpful=False)
    town.later(hours=3)
    inbox.collect()
    town.later(hours=-5)
    town.talk(said(WIFI))
    town.thumb(WIFI, helpful=False)
    town.inbox().collect()
    assert [(g.text, len(g.reasons)) for g in all_of(inbox)] == [(PARKING, 2), (WIFI, 2)]


def test_a_long_history_is_looked_through_piece_by_piece(
    town: Town, inbox: Inbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("assistant.inbox.collecting._AT_A_TIME", 2)
    texts = (PARKING, WIFI, "nhà vệ sinh ở đâu", "có máy rút tiền không", "photo giấy tờ chỗ nào")
    for text in texts:
        town.talk(said("xin chào", "smalltalk", intent="greet"), said(text))
    town.later(hours=1)
    rounds = 1
    while not inbox.collect(within_s=0):
        rounds += 1
    assert rounds >= 3
    assert {g.text for g in all_of(inbox)} == set(texts)
    with town.database.connect() as connection:
        assert connection.execute(sa.select(inbox_bookmark.c.turn)).scalar_one() == 10
    assert inbox.collect(within_s=5)


def test_the_bookmark_does_not_pass_what_may_still_change(town: Town, inbox: Inbox) -> None:
    town.talk(said(PARKING))
    town.later(hours=1)
    town.talk(said(WIFI, "clarification"))
    inbox.collect()
    with town.database.connect() as connection:
        assert connection.execute(sa.select(inbox_bookmark.c.turn)).scalar_one() == 1


def test_another_encoder_keeps_the_groups(town: Town, inbox: Inbox) -> None:
    town.talk(said(PARKING))
    town.talk(said(WIFI))
    inbox.collect()
    before = {g.text: g.id for g in all_of(inbox)}
    town.talk(said(PARKING_TOO))
    other = town.inbox(_of_another_model())
    while not other.collect(within_s=0):
        pass
    assert {g.text: g.id for g in all_of(inbox)} == before
    with town.database.connect() as connection:
        assert set(connection.scalars(sa.select(inbox_group.c.model))) == {"another"}


def _of_another_model() -> Any:
    knowledge = plain_knowledge()
    encode = knowledge.search.encoder.encode

    def turned(text: str) -> Any:
        return encode(text)[::-1]

    knowledge.search.encoder = SimpleNamespace(encode=turned, meta={"model_id": "another"})
    return knowledge
