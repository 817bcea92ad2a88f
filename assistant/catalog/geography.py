"""Distances over the ground."""

from math import asin, cos, radians, sin, sqrt
from typing import Annotated

from pydantic import Field

Latitude = Annotated[float, Field(ge=8, le=24)]
"""Degrees north, within Vietnam."""
Longitude = Annotated[float, Field(ge=102, le=110)]
"""Degrees east, within Vietnam."""
Point = tuple[float, float]
"""Latitude and longitude in degrees, anywhere."""

_EARTH_RADIUS_KM = 6371.0


def distance_km(one: Point, other: Point) -> float:
    """The great-circle distance of two points in kilometres; the road is longer."""
    (north, east), (other_north, other_east) = (tuple(map(radians, point)) for point in (one, other))
    half_chord = (
        sin((other_north - north) / 2) ** 2
        + cos(north) * cos(other_north) * sin((other_east - east) / 2) ** 2
    )
    return 2 * _EARTH_RADIUS_KM * asin(sqrt(min(1.0, half_chord)))
