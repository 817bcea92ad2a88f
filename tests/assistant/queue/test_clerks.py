import pytest
import sqlalchemy as sa

from assistant.queue.clerks import Clerk, NotAtThisCentre, NotStaff
from assistant.store.queue_tables import staff_token
from tests.assistant.queue.small_centre import House


def test_a_token_tells_its_holder(house: House) -> None:
    token = house.clerks.make("Quầy 3", "thu")
    assert house.clerks.clerk(token, "thu") == Clerk("Quầy 3", "thu")


def test_a_token_of_all_centres_is_good_at_each(house: House) -> None:
    token = house.clerks.make("Tỉnh", None)
    assert house.clerks.clerk(token, "thu") == house.clerks.clerk(token, "khac") == Clerk("Tỉnh", None)


def test_a_token_of_another_centre_is_refused(house: House) -> None:
    token = house.clerks.make("Quầy 3", "thu")
    with pytest.raises(NotAtThisCentre):
        house.clerks.clerk(token, "khac")


@pytest.mark.parametrize("wrong", ["", " ", "x" * 32, "mã giả"])
def test_what_is_no_token_is_refused(house: House, wrong: str) -> None:
    house.clerks.make("Quầy 3", "thu")
    with pytest.raises(NotStaff):
        house.clerks.clerk(wrong, "thu")


def test_a_token_nearly_right_or_its_digest_is_refused(house: House) -> None:
    token = house.clerks.make("Quầy 3", "thu")
    with house.engine.connect() as connection:
        digest = connection.scalar(sa.select(staff_token.c.digest))
    for wrong in (token[:-1], token + "x", token.swapcase(), digest):
        with pytest.raises(NotStaff):
            house.clerks.clerk(wrong, "thu")


def test_the_secret_itself_is_kept_nowhere(house: House) -> None:
    token = house.clerks.make("Quầy 3", "thu")
    with house.engine.connect() as connection:
        (row,) = connection.execute(sa.select(staff_token))
    assert token not in str(row)


def test_a_name_may_have_several_tokens_and_loses_all_at_once(house: House) -> None:
    mine = [house.clerks.make("Quầy 3", "thu") for _ in range(2)]
    other = house.clerks.make("Quầy 4", "thu")
    assert len({*mine, other}) == 3
    assert house.clerks.revoke("Quầy 3") == 2
    assert house.clerks.revoke("Quầy 3") == 0
    assert house.clerks.revoke("Quầy 5") == 0
    for token in mine:
        with pytest.raises(NotStaff):
            house.clerks.clerk(token, "thu")
    assert house.clerks.clerk(other, "thu").name == "Quầy 4"
    assert house.clerks.tokens.names() == [("Quầy 4", "thu")]


def test_a_name_that_lost_its_tokens_can_get_a_new_one(house: House) -> None:
    house.clerks.make("Quầy 3", "thu")
    house.clerks.revoke("Quầy 3")
    token = house.clerks.make("Quầy 3", None)
    assert house.clerks.clerk(token, "khac") == Clerk("Quầy 3", None)
