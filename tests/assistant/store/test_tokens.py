from dataclasses import replace

import pytest
import sqlalchemy as sa

from assistant.staff.audit import Deed, Record, Wanted
from assistant.staff.member import Grant, Member, NotStaff
from assistant.staff.repository import StaffUnavailable
from assistant.staff.roles import Role
from assistant.staff.tokens import Tokens
from assistant.store.audit import SqlAudit
from assistant.store.database import open_database
from assistant.store.tokens import SqlTokens
from tests.assistant.queue.small_centre import MONDAY, SteppingClock, moment

LAN = "Lan – quầy 3"
AT_THU = Grant(Role.CLERK, "thu")
EVERYWHERE = Grant(Role.VIEWER)
MADE = Record(moment(MONDAY), "kiểm thử", Deed.TOKEN_MADE, LAN)
REVOKED = replace(MADE, deed=Deed.TOKEN_REVOKED)


@pytest.fixture
def tokens(database: sa.Engine) -> SqlTokens:
    return SqlTokens(database)


def recorded(database: sa.Engine) -> list[Deed]:
    return [record.deed for _, record in SqlAudit(database).records(Wanted(), 9)]


def test_a_token_is_kept_by_its_digest_until_it_is_revoked(tokens: SqlTokens) -> None:
    tokens.add("d1", LAN, AT_THU, MADE)
    tokens.add("d2", "Tỉnh", EVERYWHERE, MADE)
    assert tokens.member("d1") == Member(LAN, (AT_THU,))
    assert tokens.member("d2") == Member("Tỉnh", (EVERYWHERE,))
    assert tokens.member("d3") is None
    assert tokens.all() == [(LAN, AT_THU), ("Tỉnh", EVERYWHERE)]
    assert tokens.revoke(LAN, REVOKED) == 1
    assert tokens.revoke(LAN, REVOKED) == 0
    assert tokens.member("d1") is None
    assert tokens.all() == [("Tỉnh", EVERYWHERE)]


def test_what_was_done_is_recorded_and_what_was_not_is_not(tokens: SqlTokens, database: sa.Engine) -> None:
    tokens.add("d1", LAN, AT_THU, MADE)
    with pytest.raises(sa.exc.IntegrityError):
        tokens.add("d1", "Mai", EVERYWHERE, MADE)
    tokens.revoke(LAN, REVOKED)
    tokens.revoke(LAN, REVOKED)
    assert recorded(database) == [Deed.TOKEN_REVOKED, Deed.TOKEN_MADE]


def test_a_digest_is_there_once(tokens: SqlTokens) -> None:
    tokens.add("d1", LAN, AT_THU, MADE)
    with pytest.raises(sa.exc.IntegrityError):
        tokens.add("d1", "Mai", EVERYWHERE, MADE)
    assert tokens.member("d1") == Member(LAN, (AT_THU,))


def test_another_process_knows_a_new_token_and_its_end_at_once(url: str, database: sa.Engine) -> None:
    other = open_database(url)
    mine, theirs = (Tokens(SqlTokens(engine), SteppingClock()) for engine in (database, other))
    token = mine.make("Lan", AT_THU, "kiểm thử")
    assert theirs.member(token).name == "Lan"
    theirs.revoke("Lan", "kiểm thử")
    with pytest.raises(NotStaff):
        mine.member(token)
    other.dispose()


def test_a_database_that_is_gone_says_so(tokens: SqlTokens, database: sa.Engine) -> None:
    tokens.add("d1", LAN, AT_THU, MADE)

    def gone(*_: object) -> None:
        raise sa.exc.OperationalError("SELECT", {}, Exception("gone"))

    sa.event.listen(database, "begin", gone)
    for asked in (
        lambda: tokens.member("d1"),
        tokens.all,
        lambda: tokens.add("d2", LAN, AT_THU, MADE),
        lambda: tokens.revoke(LAN, REVOKED),
    ):
        with pytest.raises(StaffUnavailable):
            asked()
