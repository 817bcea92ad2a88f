from collections.abc import Callable

import pytest
import sqlalchemy as sa

from assistant.staff.audit import Deed, Record
from assistant.staff.member import Grant, Member, NotAtThisCentre, NotStaff
from assistant.staff.roles import Permission, Role
from assistant.staff.tokens import TokenRefused, Tokens
from assistant.store.queue_tables import staff_token
from assistant.store.tokens import SqlTokens
from tests.assistant.queue.small_centre import SteppingClock

AT_THU = Grant(Role.CLERK, "thu")
BY = "kiểm thử"


@pytest.fixture
def tokens(database: sa.Engine, clock: SteppingClock) -> Tokens:
    return Tokens(SqlTokens(database), clock)


def test_a_token_tells_its_holder(tokens: Tokens) -> None:
    token = tokens.make("Quầy 3", AT_THU, BY)
    assert tokens.member(token) == Member("Quầy 3", (AT_THU,))


@pytest.mark.parametrize("name", ["", "  ", "ữ" * 81, "Quầy\n3", "Quầy\x00", "Quầy\u202e"])
def test_a_name_fits_the_histories_and_can_be_read(tokens: Tokens, name: str) -> None:
    with pytest.raises(TokenRefused):
        tokens.make(name, AT_THU, BY)
    assert tokens.all() == []


def test_its_holder_signs_with_its_name(tokens: Tokens) -> None:
    assert tokens.member(tokens.make("Quầy 3", AT_THU, BY)).signature == "Quầy 3"


def test_a_token_of_all_centres_is_good_at_each(tokens: Tokens) -> None:
    member = tokens.member(tokens.make("Tỉnh", Grant(Role.CLERK), BY))
    for centre in ("thu", "khac"):
        member.require(Permission.COUNTER, centre)


def test_a_token_of_another_centre_is_refused(tokens: Tokens) -> None:
    member = tokens.member(tokens.make("Quầy 3", AT_THU, BY))
    with pytest.raises(NotAtThisCentre):
        member.require(Permission.COUNTER, "khac")


@pytest.mark.parametrize("wrong", ["", " ", "x" * 32, "mã giả"])
def test_what_is_no_token_is_refused(tokens: Tokens, wrong: str) -> None:
    tokens.make("Quầy 3", AT_THU, BY)
    with pytest.raises(NotStaff):
        tokens.member(wrong)


def test_a_token_nearly_right_or_its_digest_is_refused(tokens: Tokens, database: sa.Engine) -> None:
    token = tokens.make("Quầy 3", AT_THU, BY)
    with database.connect() as connection:
        digest = connection.scalar(sa.select(staff_token.c.digest))
    for wrong in (token[:-1], token + "x", token.swapcase(), digest):
        with pytest.raises(NotStaff):
            tokens.member(wrong)


def test_the_secret_itself_is_kept_nowhere(
    tokens: Tokens, database: sa.Engine, records: Callable[[], list[Record]]
) -> None:
    token = tokens.make("Quầy 3", AT_THU, BY)
    with database.connect() as connection:
        (row,) = connection.execute(sa.select(staff_token))
    assert token not in str(row)
    assert token not in str(records())


def test_a_name_may_have_several_tokens_and_loses_all_at_once(tokens: Tokens) -> None:
    mine = [tokens.make("Quầy 3", AT_THU, BY) for _ in range(2)]
    other = tokens.make("Quầy 4", AT_THU, BY)
    assert len({*mine, other}) == 3
    assert tokens.revoke("Quầy 3", BY) == 2
    assert tokens.revoke("Quầy 3", BY) == 0
    assert tokens.revoke("Quầy 5", BY) == 0
    for token in mine:
        with pytest.raises(NotStaff):
            tokens.member(token)
    assert tokens.member(other).name == "Quầy 4"
    assert tokens.all() == [("Quầy 4", AT_THU)]


def test_a_name_that_lost_its_tokens_can_get_a_new_one(tokens: Tokens) -> None:
    tokens.make("Quầy 3", AT_THU, BY)
    tokens.revoke("Quầy 3", BY)
    token = tokens.make("Quầy 3", Grant(Role.EDITOR), BY)
    assert tokens.member(token) == Member("Quầy 3", (Grant(Role.EDITOR),))


def test_it_is_recorded_who_made_and_who_revoked_what(
    tokens: Tokens, records: Callable[[], list[Record]]
) -> None:
    tokens.make("Quầy 3", AT_THU, "Lan")
    tokens.revoke("Quầy 3", "Mai")
    tokens.revoke("Quầy 3", "Mai")
    made, revoked = records()
    assert (made.deed, made.who, made.subject, made.centre) == (Deed.TOKEN_MADE, "Lan", "Quầy 3", "thu")
    assert made.after == {"role": "clerk", "centre": "thu"}
    assert (revoked.deed, revoked.who, revoked.subject) == (Deed.TOKEN_REVOKED, "Mai", "Quầy 3")
