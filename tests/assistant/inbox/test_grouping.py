import numpy as np
import pytest

from assistant.inbox.grouping import Leaders, least_cosine
from assistant.search.encoder import Vector

LEAST = least_cosine("một câu hỏi không quá ngắn")


def at(cosine: float) -> Vector:
    """A unit vector with that cosine to the first axis."""
    return np.array([cosine, np.sqrt(1 - cosine**2)], np.float32)


@pytest.fixture
def leaders() -> Leaders:
    made = Leaders()
    made.add(7, at(1.0))
    made.add(9, at(0.0))
    return made


def test_before_the_first_group_there_is_none_to_join() -> None:
    assert Leaders().nearest(at(1.0), LEAST) is None
    assert Leaders().last == 0


@pytest.mark.parametrize(("cosine", "group"), [(0.99, 7), (0.1, 9), (0.91, 7), (0.88, None)])
def test_a_question_joins_the_nearest_leader_if_it_is_near(
    leaders: Leaders, cosine: float, group: int | None
) -> None:
    found = leaders.nearest(at(cosine), LEAST)
    assert (found[1] if found else None) == group


@pytest.mark.parametrize(("cosine", "group"), [(0.92, None), (0.94, 7)])
def test_a_hidden_group_takes_only_what_is_surely_its_own(
    leaders: Leaders, cosine: float, group: int | None
) -> None:
    found = leaders.nearest(at(cosine), LEAST, {7})
    assert (found[1] if found else None) == group


def test_what_is_not_sure_of_a_hidden_group_may_join_the_next(leaders: Leaders) -> None:
    leaders.add(12, at(0.86))
    found = leaders.nearest(at(0.92), LEAST, {7})
    assert found
    assert found[1] == 12


def test_a_short_question_must_be_nearer() -> None:
    assert least_cosine("giá vàng bao nhiêu") > LEAST
