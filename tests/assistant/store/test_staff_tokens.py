import pytest
import sqlalchemy as sa

from assistant.queue.clerks import Clerk, Clerks, NotStaff
from assistant.queue.repository import QueueUnavailable
from assistant.store.database import open_database
from assistant.store.staff_tokens import SqlTokens
from tests.assistant.queue.small_centre import MONDAY, SteppingClock, moment

NOW = moment(MONDAY)
LAN = Clerk("Lan – quầy 3", "thu")


@pytest.fixture
def tokens(database: sa.Engine) -> SqlTokens:
    return SqlTokens(database)


def test_a_token_is_kept_by_its_digest_until_it_is_revoked(tokens: SqlTokens) -> None:
    tokens.add("d1", LAN, NOW)
    tokens.add("d2", Clerk("Tỉnh", None), NOW)
    assert tokens.clerk("d1") == LAN
    assert tokens.clerk("d2") == Clerk("Tỉnh", None)
    assert tokens.clerk("d3") is None
    assert tokens.names() == [("Lan – quầy 3", "thu"), ("Tỉnh", None)]
    assert tokens.revoke("Lan – quầy 3", NOW) == 1
    assert tokens.revoke("Lan – quầy 3", NOW) == 0
    assert tokens.clerk("d1") is None
    assert tokens.names() == [("Tỉnh", None)]


def test_a_digest_is_there_once(tokens: SqlTokens) -> None:
    tokens.add("d1", LAN, NOW)
    with pytest.raises(sa.exc.IntegrityError):
        tokens.add("d1", Clerk("Mai", None), NOW)
    assert tokens.clerk("d1") == LAN


def test_another_process_knows_a_new_token_and_its_end_at_once(url: str, database: sa.Engine) -> None:
    other = open_database(url)
    mine, theirs = (Clerks(SqlTokens(engine), SteppingClock()) for engine in (database, other))
    token = mine.make("Lan", "thu")
    assert theirs.clerk(token, "thu").name == "Lan"
    theirs.revoke("Lan")
    with pytest.raises(NotStaff):
        mine.clerk(token, "thu")
    other.dispose()


def test_a_database_that_is_gone_says_so(tokens: SqlTokens, database: sa.Engine) -> None:
    tokens.add("d1", LAN, NOW)

    def gone(*_: object) -> None:
        raise sa.exc.OperationalError("SELECT", {}, Exception("gone"))

    sa.event.listen(database, "begin", gone)
    with pytest.raises(QueueUnavailable):
        tokens.clerk("d1")
