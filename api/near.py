"""The query `near`: the place from which distances are told."""

from collections.abc import Iterable
from typing import Annotated, TypeVar

from fastapi import Depends, Query
from pydantic import AfterValidator
from pydantic_core import PydanticCustomError

from assistant.catalog.geography import Point, distance_km

_MAX_LENGTH = 60
_Item = TypeVar("_Item")


def _point(text: str) -> Point:
    """Raises PydanticCustomError with what is told the client."""
    try:
        latitude, longitude = (float(part) for part in text.split(","))
    except ValueError:
        raise PydanticCustomError("told", "phải là “vĩ độ,kinh độ”, ví dụ 19.83,105.62") from None
    if not (-90 <= latitude <= 90 and -180 <= longitude <= 180):  # NaN is refused here too
        raise PydanticCustomError("told", "vĩ độ từ -90 đến 90, kinh độ từ -180 đến 180")
    return latitude, longitude


def _checked(text: str | None) -> str | None:
    if text is not None:
        _point(text)
    return text


def get_near(
    near: Annotated[
        str | None,
        Query(max_length=_MAX_LENGTH, description="latitude,longitude", examples=["19.83,105.62"]),
        AfterValidator(_checked),
    ] = None,
) -> Point | None:
    """The place that the request names; absent if it names none."""
    return None if near is None else _point(near)


NearDependency = Annotated[Point | None, Depends(get_near)]


def distance_from(near: Point | None, latitude: float | None, longitude: float | None) -> float | None:
    """Kilometres to one decimal; absent where either place is."""
    if near is None or latitude is None or longitude is None:
        return None
    return round(distance_km(near, (latitude, longitude)), 1)


def nearest_first(items: Iterable[tuple[_Item, float | None]]) -> list[tuple[_Item, float | None]]:
    """Items by their distance, those without one last, in the order they came in."""
    return sorted(items, key=lambda item: (item[1] is None, item[1] or 0.0))
