import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.catalog.geography import Point, distance_km

POINTS = st.tuples(st.floats(-90, 90), st.floats(-180, 180))


def test_hanoi_lies_a_known_way_from_saigon() -> None:
    assert distance_km((21.0285, 105.8542), (10.7769, 106.7009)) == pytest.approx(1144, abs=3)


def test_a_quarter_of_the_equator() -> None:
    assert distance_km((0, 0), (0, 90)) == pytest.approx(10007.5, abs=1)


@given(POINTS, POINTS)
def test_a_distance_is_the_same_both_ways_and_at_most_half_round_the_earth(one: Point, other: Point) -> None:
    assert distance_km(one, other) == pytest.approx(distance_km(other, one), abs=1e-6)
    assert 0 <= distance_km(one, other) <= 20016
    assert distance_km(one, one) == 0
