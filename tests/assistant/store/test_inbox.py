"""Counting, deciding, and two processes at once, on both kinds of database."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta

import pytest
import sqlalchemy as sa

from assistant.inbox.asked import Reason
from assistant.inbox.groups import Group, State, Verdict, Wanted
from assistant.inbox.inbox import Inbox
from assistant.inbox.repository import DecidedForAll, Gathered, InboxUnavailable, UnknownGroup
from assistant.staff.audit import Deed
from assistant.staff.audit import Wanted as WantedRecords
from assistant.staff.member import Grant, Member, NotAllowed
from assistant.staff.roles import Role
from assistant.store.audit import SqlAudit
from assistant.store.database import open_database
from assistant.store.inbox import SqlInbox
from assistant.store.inbox_tables import inbox_ask, inbox_question
from tests.assistant.inbox.talk import NOON, Town, said

PARKING = "gửi xe máy ở chỗ nào vậy em"
PARKING_TOO = "chỗ gửi xe máy ở đâu em ơi"
WIFI = "cho xin mật khẩu wifi"
PROVINCE = Member("Trần Thị Ba", (Grant(Role.EDITOR),), "ba")
CLERK = Member("Lê Văn Tư", (Grant(Role.EDITOR, "trieu-son"),), "tu")
NEIGHBOUR = Member("Hà Thị Năm", (Grant(Role.EDITOR, "ham-rong"),), "nam")
HERE, THERE = frozenset({"trieu-son"}), frozenset({"ham-rong"})


@pytest.fixture
def town(database: sa.Engine) -> Town:
    return Town(database)


@pytest.fixture
def inbox(town: Town) -> Inbox:
    """One question at two centres, another at one."""
    town.talk(said(PARKING))
    town.talk(said(PARKING_TOO), centre="ham-rong")
    town.talk(said(PARKING, "out_of_scope"), said("gặp cán bộ", "handoff", intent="ask_human"))
    town.talk(said(WIFI))
    made = town.inbox()
    made.collect()
    return made


def listed(inbox: Inbox, centres: frozenset[str] | None = None, **wanted: object) -> list[Group]:
    return inbox.groups(replace(Wanted(centres), **wanted), 20)[0]  # type: ignore[arg-type]


def parking(inbox: Inbox) -> int:
    return next(group.id for group in listed(inbox) if PARKING in {w.text for w in group.wordings})


def test_a_centre_sees_what_was_asked_there(inbox: Inbox) -> None:
    everything, _ = listed(inbox)
    assert (everything.total, everything.text) == (3, PARKING)
    assert everything.reasons == {Reason.UNANSWERED: 2, Reason.HANDOFF: 1, Reason.OUT_OF_SCOPE: 1}
    (there,) = listed(inbox, THERE)
    assert (there.id, there.total, [w.text for w in there.wordings]) == (everything.id, 1, [PARKING_TOO])
    assert listed(inbox, frozenset()) == []
    with pytest.raises(UnknownGroup):
        inbox.group(listed(inbox)[1].id, THERE)


def test_the_groups_most_asked_come_first_page_by_page(inbox: Inbox) -> None:
    first, count = inbox.groups(Wanted(), 1)
    second, _ = inbox.groups(Wanted(), 1, 1)
    assert (count, [g.total for g in first], [g.text for g in second]) == (2, [3], [WIFI])


@pytest.mark.parametrize(
    ("wanted", "texts"),
    [
        ({"reason": Reason.HANDOFF}, [PARKING]),
        ({"reason": Reason.DISLIKED}, []),
        ({"text": "XE, gửi"}, [PARKING]),
        ({"text": "mat khau"}, [WIFI]),
        ({"text": "xe wifi"}, []),
        ({"text": "100%_"}, []),
        ({"state": State.OPEN}, [PARKING, WIFI]),
        ({"state": State.DONE}, []),
    ],
)
def test_groups_are_filtered(inbox: Inbox, wanted: dict[str, object], texts: list[str]) -> None:
    assert [group.text for group in listed(inbox, **wanted)] == texts


def test_a_wording_of_another_centre_is_not_found(inbox: Inbox) -> None:
    assert listed(inbox, THERE, text="nào") == []
    assert len(listed(inbox, HERE, text="nào")) == 1


def test_what_is_done_comes_back_when_asked_again_after(town: Town, inbox: Inbox) -> None:
    group_id = parking(inbox)
    town.talk(said(PARKING))
    town.later(minutes=1)
    inbox.decide(group_id, Verdict.DONE, PROVINCE, entry="faq:nha-xe", reason=" đã soạn ")
    inbox.collect()
    (done,) = listed(inbox, state=State.DONE)
    assert (done.state, done.total, done.fresh) == (State.DONE, 4, 0)
    assert done.decision
    assert (done.decision.by, done.decision.at) == ("Trần Thị Ba (ba)", town.at)
    assert (done.decision.entry, done.decision.reason) == ("faq:nha-xe", "đã soạn")
    town.later(minutes=1)
    town.talk(said(PARKING_TOO))
    inbox.collect()
    again = inbox.group(group_id, None)
    assert (again.state, again.total, again.fresh) == (State.OPEN, 5, 1)
    assert again.decision == done.decision
    assert listed(inbox, state=State.DONE) == []


def test_what_is_not_ours_swallows_what_means_the_same(town: Town, inbox: Inbox) -> None:
    group_id = parking(inbox)
    inbox.decide(group_id, Verdict.NOT_OURS, PROVINCE)
    town.later(days=3)
    town.talk(said("Gửi xe máy ở chỗ nào vậy?"))
    town.talk(said("em ơi gửi xe máy chỗ nào"))
    inbox.collect()
    (group,) = listed(inbox, state=State.NOT_OURS)
    assert (group.id, group.total, group.state) == (group_id, 5, State.NOT_OURS)
    assert [g.text for g in listed(inbox, state=State.OPEN)] == [WIFI]


def test_a_decision_holds_at_the_centres_of_who_took_it(town: Town, inbox: Inbox) -> None:
    group_id = parking(inbox)
    inbox.decide(group_id, Verdict.NOT_OURS, CLERK)
    assert inbox.group(group_id, HERE).state is State.NOT_OURS
    assert inbox.group(group_id, THERE).state is State.OPEN
    assert inbox.group(group_id, THERE).decision is None
    assert (inbox.group(group_id, None).state, inbox.group(group_id, None).fresh) == (State.OPEN, 1)
    town.later(minutes=1)
    inbox.decide(group_id, Verdict.DONE, PROVINCE)
    assert {inbox.group(group_id, c).state for c in (HERE, THERE, None)} == {State.DONE}


def test_decisions_are_taken_back_by_who_may(town: Town, inbox: Inbox) -> None:
    group_id = parking(inbox)
    inbox.decide(group_id, Verdict.NOT_OURS, CLERK)
    inbox.reopen(group_id, CLERK)
    assert inbox.group(group_id, None).decision is None
    inbox.decide(group_id, Verdict.DONE, PROVINCE)
    with pytest.raises(DecidedForAll):
        inbox.reopen(group_id, CLERK)
    assert inbox.group(group_id, HERE).state is State.DONE
    inbox.reopen(group_id, PROVINCE)
    assert inbox.group(group_id, HERE).state is State.OPEN


def test_who_may_not_draft_may_not_decide(inbox: Inbox) -> None:
    viewer = Member("Đỗ Sáu", (Grant(Role.VIEWER), Grant(Role.CLERK, "trieu-son")), "sau")
    with pytest.raises(NotAllowed):
        inbox.decide(parking(inbox), Verdict.DONE, viewer)
    with pytest.raises(NotAllowed):
        inbox.reopen(parking(inbox), viewer)


@pytest.mark.parametrize("group_id", [0, 99, 2**31 - 1])
def test_nothing_is_decided_about_what_nobody_asked(inbox: Inbox, group_id: int) -> None:
    with pytest.raises(UnknownGroup):
        inbox.decide(group_id, Verdict.DONE, PROVINCE)


def test_nor_about_what_was_asked_elsewhere_alone(inbox: Inbox) -> None:
    wifi = listed(inbox)[1].id
    with pytest.raises(UnknownGroup):
        inbox.decide(wifi, Verdict.NOT_OURS, NEIGHBOUR)


def test_every_decision_is_on_record(town: Town, inbox: Inbox) -> None:
    group_id = parking(inbox)
    inbox.decide(group_id, Verdict.DONE, CLERK, entry="faq:nha-xe", reason="đã soạn")
    inbox.reopen(group_id, CLERK)
    inbox.decide(group_id, Verdict.NOT_OURS, PROVINCE)
    records = [record for _, record in SqlAudit(town.database).records(WantedRecords(), 9)]
    done = {"verdict": "done", "entry": "faq:nha-xe"}
    assert [(r.who, r.centre, r.before, r.after, r.reason) for r in records] == [
        ("Trần Thị Ba (ba)", None, {}, {"verdict": "not_ours", "entry": None}, ""),
        ("Lê Văn Tư (tu)", "trieu-son", done, {}, ""),
        ("Lê Văn Tư (tu)", "trieu-son", {}, done, "đã soạn"),
    ]
    assert {(r.deed, r.subject) for r in records} == {(Deed.INBOX_SORTED, f"inbox:{group_id}")}


def test_of_two_processes_one_keeps_what_both_gathered(url: str, town: Town) -> None:
    for number in range(12):
        town.talk(said(f"{PARKING} số {number}"), said(WIFI), said(f"câu lạ thứ {number} về chuyện khác"))
    engines = [open_database(url) for _ in range(4)]
    processes = [Town(engine, town.at).inbox() for engine in engines]
    with ThreadPoolExecutor(len(processes)) as pool:
        list(pool.map(lambda inbox: [inbox.collect() for _ in range(3)], processes))
    for inbox in processes:
        while not inbox.collect():
            pass
    with town.database.connect() as connection:
        assert connection.scalar(sa.select(sa.func.count()).select_from(inbox_ask)) == 36
        assert connection.scalar(sa.select(sa.func.count()).select_from(inbox_question)) == 25
    assert sum(group.total for group in processes[0].groups(Wanted(), 99)[0]) == 36
    for engine in engines:
        engine.dispose()


def test_who_read_before_another_has_kept_keeps_nothing(town: Town) -> None:
    repository = SqlInbox(town.database)
    town.talk(said(PARKING))
    look = repository.look(None, NOON, 10)
    assert repository.keep(look, Gathered("m")) is True
    assert repository.keep(look, Gathered("m")) is False


def test_two_may_decide_at_once(url: str, inbox: Inbox, town: Town) -> None:
    group_id = parking(inbox)
    engines = [open_database(url) for _ in range(2)]
    desks = [Town(engine, town.at + timedelta(minutes=1)).inbox() for engine in engines]
    with ThreadPoolExecutor(2) as pool:
        for _ in range(5):
            list(pool.map(lambda desk: desk.decide(group_id, Verdict.DONE, PROVINCE), desks))
    assert inbox.group(group_id, None).state is State.DONE
    assert len(SqlAudit(town.database).records(WantedRecords(), 20)) == 10
    for engine in engines:
        engine.dispose()


def test_a_database_that_is_gone_says_so(inbox: Inbox, database: sa.Engine) -> None:
    def gone(*_: object) -> None:
        raise sa.exc.OperationalError("SELECT", {}, Exception("gone"))

    sa.event.listen(database, "begin", gone)
    for look in (inbox.collect, lambda: inbox.groups(Wanted(), 9), lambda: inbox.group(1, None)):
        with pytest.raises(InboxUnavailable):
            look()
